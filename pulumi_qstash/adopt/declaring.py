"""From live objects to declarations: names, wiring, secrets, and what cannot be declared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pulumi_qstash.adopt.existing import Existing
from pulumi_qstash.adopt.live import Found
from pulumi_qstash.adopt.names import Names, config_key, identifier, logical_name
from pulumi_qstash.adopt.secrets import SecretValue, Steps, secret_values
from pulumi_qstash.adopt.source import text_literal
from pulumi_qstash.model import QUEUE, SCHEDULE, URL_GROUP, Context, Inputs, Kind, credential_values

STAND_IN: Final = "hidden by QStash: the program's secret configuration has it"
"""Stands in recorded inputs for what QStash hides; the next up records the program's value in its place."""
HIDDEN_TYPE: Final = "application/x-hidden-by-qstash"
TARGETS: Final = (("destination", URL_GROUP, "group_name"), ("queue", QUEUE, "queue_name"))
"""By which property a schedule refers to which kind, and by which output of it."""
_SUFFIX = {"Schedule": "schedule", "Queue": "queue", "UrlGroup": "group", "FlowControl": "limit"}


@dataclass(frozen=True)
class Declaration:
    """One object as the program declares it."""

    kind: Kind
    id: str
    name: str
    """Its logical name in the program."""
    variable: str
    """The Python name that others refer to it by; empty where nobody does."""
    inputs: Inputs
    """Checked inputs, with `STAND_IN` for what QStash hides."""
    secrets: tuple[SecretValue, ...] = ()
    """What comes from secret configuration, known or asked for."""
    references: Mapping[str, str] = field(default_factory=dict)
    """Properties that come from another resource: `{"destination": "orders.group_name"}`."""
    elsewhere: tuple[tuple[str, Kind, str], ...] = ()
    """References to what the program declares in code of its own: property, kind, id."""

    @property
    def title(self) -> str:
        """`schedule nightly`."""
        return f"{self.kind.noun} {self.id}"


@dataclass(frozen=True)
class Refused:
    """An object that QStash holds and a program cannot declare."""

    title: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Adopted:
    """All that is to be written."""

    declarations: tuple[Declaration, ...]
    refused: tuple[Refused, ...]

    def of(self, kind: Kind) -> tuple[Declaration, ...]:
        """The declarations of one kind."""
        return tuple(d for d in self.declarations if d.kind is kind)

    @property
    def secrets(self) -> tuple[SecretValue, ...]:
        """Every secret configuration value of the program, each key once."""
        return tuple({s.key: s for d in self.declarations for s in d.secrets}.values())


def declare(
    found: Sequence[Found],
    context: Context,
    wished: Mapping[tuple[str, str], str] | None = None,
    existing: Existing | None = None,
) -> Adopted:
    """Give every object a declaration.

    Args:
        found: The live objects, what is referred to before what refers to it.
        context: What the checks may know about the account.
        wished: Logical names by kind and id, where they are known already.
        existing: The names that are taken.
    """
    maker = _Maker(context, wished or {}, _shared(found), existing or Existing())
    for one in found:
        maker.add(one)
    return Adopted(tuple(maker.declared), tuple(maker.refused))


def _shared(found: Sequence[Found]) -> Collection[str | None]:
    """The secret values that stand in more than one place."""
    counted = Counter(s.value for f in found for s in secret_values(f) if s.value is not None)
    return {value for value, count in counted.items() if count > 1}


class _Maker:
    def __init__(
        self,
        context: Context,
        wished: Mapping[tuple[str, str], str],
        shared: Collection[str | None],
        existing: Existing,
    ) -> None:
        self._context, self._wished, self._shared = context, wished, shared
        self._shared_keys: dict[str | None, str] = {}
        self._own = existing.own
        self._names, self._variables, self._keys = Names(existing.names), Names(), Names(existing.keys)
        self._kinds: dict[str, Kind] = {}
        self.declared: list[Declaration] = []
        self.refused: list[Refused] = []

    def add(self, found: Found) -> None:
        hidden = [s for s in secret_values(found) if s.value is None]
        redact = _redact(hidden)
        inputs = {k: v for k, v in found.inputs.items() if k != "paused" or v}
        inputs = _with_period(_with_stand_ins(inputs, [s.steps for s in hidden]))
        checked = found.kind.check(inputs | ({"redact": redact} if redact else {}), {}, self._context)
        if checked.problems:
            reasons = tuple(f"{p.path}: {p.reason}" for p in checked.problems)
            self.refused.append(Refused(found.title, reasons))
            return
        self.declared.append(self._declaration(found, checked.inputs))

    def _declaration(self, found: Found, inputs: Inputs) -> Declaration:
        name = self._name(found)
        is_target = found.kind in (URL_GROUP, QUEUE)
        return Declaration(
            kind=found.kind,
            id=found.id,
            name=name,
            variable=self._variables.unique(identifier(name), "_") if is_target else "",
            inputs=inputs,
            secrets=tuple(s.named(self._key(name, s)) for s in secret_values(found)),
            references=dict(self._references(found)),
            elsewhere=tuple(self._elsewhere(found)),
        )

    def _name(self, found: Found) -> str:
        wished = self._wished.get((found.kind.name, found.id))
        wished = wished or logical_name(found.id, _open_destination(found))
        if self._kinds.get(wished, found.kind) is not found.kind:
            wished = f"{wished}-{_SUFFIX[found.kind.name]}"
        name = self._names.unique(wished)
        self._kinds[name] = found.kind
        return name

    def _key(self, name: str, secret: SecretValue) -> str:
        if secret.value not in self._shared:
            return self._keys.unique(config_key(name, *secret.words), "")
        # One credential that many objects carry is one value of the configuration.
        if secret.value not in self._shared_keys:
            self._shared_keys[secret.value] = self._keys.unique(config_key(*secret.words), "")
        return self._shared_keys[secret.value]

    def _references(self, found: Found) -> Iterator[tuple[str, str]]:
        for wire, kind, attribute in TARGETS if found.kind is SCHEDULE else ():
            target = self._declared(kind, found.inputs.get(wire))
            if target:
                yield wire, f"{target.variable}.{attribute}"
        for wire, _, id_ in self._elsewhere(found):
            # The program refuses the literal name of what it declares; which variable holds it is not known here.
            yield wire, f"pulumi.Output.from_input({text_literal(id_)})"

    def _elsewhere(self, found: Found) -> Iterator[tuple[str, Kind, str]]:
        for wire, kind, _ in TARGETS if found.kind is SCHEDULE else ():
            if (kind.name, id_ := str(found.inputs.get(wire, ""))) in self._own:
                yield wire, kind, id_

    def _declared(self, kind: Kind, id_: Any) -> Declaration | None:
        return next((d for d in self.declared if d.kind is kind and d.id == id_), None)


def _open_destination(found: Found) -> str:
    """The destination, where a name may be made from it."""
    destination = str(found.inputs.get("destination", ""))
    return "" if credential_values.is_credential_url(destination) else destination


def _redact(hidden: Iterable[SecretValue]) -> Inputs:
    """The setting that hides what is hidden."""
    redact: Inputs = {}
    hidden = list(hidden)
    names: bool | list[str] = [str(s.steps[1]) for s in hidden if s.steps[0] == "headers"]
    if any(s.steps == ("contentType",) for s in hidden):
        # It cannot be named as a header of the program: all of them are hidden.
        names = True
    if any(s.steps[0] in ("body", "bodyBase64") for s in hidden):
        redact["body"] = True
    return redact | ({"headers": names} if names else {})


def _with_period(inputs: Inputs) -> Inputs:
    """A rate is declared with its period, even where that is the server's default, which reading leaves out."""
    flow = inputs.get("flowControl") or {}
    if "rate" not in flow or "period" in flow:
        return inputs
    return inputs | {"flowControl": flow | {"period": "1s"}}


def _with_stand_ins(value: Any, paths: Sequence[Steps]) -> Any:
    """A copy of `value` in which something legal stands at `paths`, where QStash hides what is there."""
    if () in paths:
        return STAND_IN
    if not isinstance(value, dict):
        return value
    inner = {k: _with_stand_ins(v, [p[1:] for p in paths if p and p[0] == k]) for k, v in value.items()}
    return inner | ({"contentType": HIDDEN_TYPE} if ("contentType",) in paths else {})
