# Two commands are enough: `make demo` shows the main job, `make test` runs every check.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OLDEST := .venv-oldest
# The oldest Pulumi SDK that pyproject.toml allows; tests/test_house_rules.py keeps the two in step.
OLDEST_PULUMI := 3.231.0
WORKERS ?= 2

.PHONY: help demo test lint format pytest test-oldest schema bench soak clean

help:
	@echo "make demo         a stack on a local QStash server: up, change, drift, repair, destroy"
	@echo "make test         lint and every test, on the newest and the oldest Pulumi SDK allowed"
	@echo "make lint         ruff, mypy, import rules"
	@echo "make format       let ruff write the format"
	@echo "make schema       write schema.json and docs/reference from the declarations"
	@echo "make bench        measure this provider beside a bare one"
	@echo "make soak         the long form of the fault and kill runs"
	@echo "make clean        remove what make made"

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "pulumi-qstash needs Python 3.11 or newer; say which: make PYTHON=python3.11 ..."; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"

$(VENV)/tools: $(VENV)/bin/python pyproject.toml
	@echo "Installing pulumi-qstash into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[tools]"
	@$(BIN)/python -m compileall -q pulumi_qstash  # as pip does for a package that is not editable
	@touch $@

$(VENV)/dev: $(VENV)/tools
	@echo "Installing what the tests need into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --group dev
	@touch $@

$(OLDEST)/dev: $(VENV)/dev
	@echo "Installing the oldest Pulumi SDK that is allowed into $(OLDEST) ..."
	@$(PYTHON) -m venv $(OLDEST)
	@$(OLDEST)/bin/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	@$(OLDEST)/bin/python -m pip install --quiet --disable-pip-version-check --editable ".[tools]" --group test "pulumi==$(OLDEST_PULUMI)"
	@touch $@

demo: $(VENV)/tools
	@$(BIN)/python examples/demo.py

test: lint pytest test-oldest

lint: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

pytest: $(VENV)/dev
	$(BIN)/python -m pytest -n $(WORKERS)

test-oldest: $(OLDEST)/dev
	$(OLDEST)/bin/python -m pytest -n $(WORKERS) tests/e2e tests/host tests/engine

schema: $(VENV)/tools
	$(BIN)/python -m pulumi_qstash.model.schema

bench: $(VENV)/tools
	$(BIN)/python bench/bench.py

soak: $(VENV)/dev
	$(BIN)/python -m pytest tests/faults --soak -q

clean:
	rm -rf $(VENV) $(OLDEST) dist .mypy_cache .ruff_cache .import_linter_cache .hypothesis
