"""The verbs that need no program: stack, config, cancel, and what they say when something is wrong."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from .conftest import Cli, refused


def test_a_stack_is_made_listed_chosen_and_removed(cli: Cli, folder: Path) -> None:
    """The life of a stack without resources."""
    assert cli("stack", "init", "dev") == (0, "", "Created stack 'dev'\n")
    refused(cli("stack", "init", "dev"), "stack 'organization/parity/dev' already exists")
    cli("stack", "init", "organization/parity/prod")
    rows = json.loads(cli("stack", "ls", "--json")[1])
    assert [(r["name"], r["current"], r["resourceCount"]) for r in rows] == [("dev", False, 0), ("prod", True, 0)]
    assert cli("stack", "select", "dev")[0] == 0
    assert "dev*" in cli("stack", "ls")[1]
    assert cli("stack", "output")[1].startswith("Current stack outputs (0):")
    refused(cli("stack", "rm", "dev", "--non-interactive"), "--yes")
    assert cli("stack", "rm", "--yes") == (0, "Stack 'dev' has been removed!\n", "")
    assert not (folder / "Pulumi.dev.yaml").exists()
    refused(cli("stack", "export"), "no stack selected")
    refused(cli("stack", "select", "dev"), "no stack named 'dev' found", "stack init dev")


def test_a_stack_with_resources_is_not_removed_by_accident(cli: Cli, recorded: Path) -> None:
    """A stack that holds resources needs --force to be forgotten."""
    refused(cli("stack", "rm", "--stack", "dev", "--yes"), "still has resources", "--force")
    assert recorded.exists()
    assert cli("stack", "rm", "--stack", "dev", "--yes", "--force")[0] == 0
    assert not recorded.exists()


def test_an_export_hides_secrets_and_shows_them_on_request(cli: Cli, recorded: Path) -> None:
    """An export has the CLI's form; secrets are ciphertexts, or in clear with --show-secrets."""
    hidden = json.loads(cli("stack", "export", "--stack", "dev")[1])
    assert hidden == {"version": 3, "deployment": json.loads(recorded.read_text())["checkpoint"]["latest"]}
    code, shown, _ = cli("stack", "export", "--stack", "dev", "--show-secrets")
    assert code == 0
    assert '"plaintext": "\\"hush-note\\""' in shown
    assert "ciphertext" not in shown


def test_an_export_needs_no_project_with_a_full_name(
    cli: Cli, recorded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Anywhere, a stack is reached by its full name."""
    monkeypatch.chdir(tmp_path)
    assert cli("stack", "export", "--stack", "organization/parity/dev", "--file", "x.json")[0] == 0
    assert json.loads((tmp_path / "x.json").read_text())["version"] == 3
    assert (tmp_path / "x.json").stat().st_mode & 0o077 == 0
    refused(cli("stack", "export", "--stack", "dev"), "no Pulumi.yaml")


def test_an_export_can_be_imported(cli: Cli, recorded: Path, folder: Path) -> None:
    """What was exported, in clear or not, comes back the same under another stack's key."""
    before = cli("stack", "export", "--stack", "dev", "--show-secrets")[1]
    (folder / "plain.json").write_text(before)
    assert cli("stack", "import", "--stack", "dev", "--file", "plain.json")[0] == 0
    after = cli("stack", "export", "--stack", "dev", "--show-secrets")[1]
    assert json.loads(after)["deployment"]["resources"] == json.loads(before)["deployment"]["resources"]
    assert "hush" not in recorded.read_text()
    cli("stack", "init", "other")
    refused(cli("stack", "import", "--stack", "other", "--file", "plain.json"), "another stack", "--force")
    (folder / "broken.json").write_text("{")
    refused(cli("stack", "import", "--stack", "dev", "--file", "broken.json"), "could not read the deployment")


def test_without_a_verb_the_help_is_shown(cli: Cli) -> None:
    """Whoever names no verb, or no verb of a group, is shown what there is; that is no error."""
    for words in ((), ("stack",)):
        code, out, err = cli(*words)
        assert (code, err) == (0, "")
        assert "\nCommands:\n" in out


def test_a_stacks_last_update_is_that_of_its_state(cli: Cli, recorded: Path) -> None:
    """The list tells when the state was made, not when its file was copied."""
    made = json.loads(recorded.read_text())["checkpoint"]["latest"]["manifest"]["time"]
    (listed,) = json.loads(cli("stack", "ls", "--json")[1])
    assert listed["lastUpdate"] == made[: len("2026-01-01T00:00:00.000")] + "Z"


def test_a_value_of_several_lines_stays_in_its_column(cli: Cli, folder: Path) -> None:
    """A table's cell goes on under itself."""
    cli("stack", "init", "dev")
    cli("config", "set", "text", "one\ntwo")
    assert cli("config")[1].splitlines()[1:] == ["text  one", "      two"]


def test_outputs(cli: Cli, recorded: Path) -> None:
    """Outputs are listed, printed one by one, as JSON, and hide secrets unless asked."""
    assert cli("stack", "output", "--stack", "dev")[1].endswith("    OUTPUT  VALUE\n    out     [secret]\n")
    assert cli("stack", "output", "out", "--stack", "dev")[1] == "[secret]\n"
    assert cli("stack", "output", "out", "--stack", "dev", "--show-secrets")[1] == "hush-output\n"
    refused(cli("stack", "output", "none", "--stack", "dev"), "does not have output property 'none'")


def test_configuration_is_set_read_and_removed(cli: Cli, folder: Path) -> None:
    """Values are kept as the CLI keeps them; secrets are encrypted, listed blind and read in clear."""
    cli("stack", "init", "dev")
    cli("config", "set", "host", "x.example.com")
    cli("config", "set", "--secret", "qstash:token", "hush")
    cli("config", "set", "--path", "data.a[0]", "3")
    cli("config", "set", "--path", "data.b", "hush", "--secret")
    text = (folder / "Pulumi.dev.yaml").read_text()
    assert "hush" not in text
    assert "  parity:host: x.example.com\n  qstash:token:\n    secure: v1:" in text
    assert cli("config")[1] == (
        'KEY           VALUE\ndata          {"a":[3],"b":"[secret]"}\nhost          x.example.com\n'
        "qstash:token  [secret]\n"
    )
    assert cli("config", "get", "qstash:token")[1] == "hush\n"
    assert cli("config", "get", "--path", "data.b")[1] == "hush\n"
    assert json.loads(cli("config", "--json")[1])["qstash:token"] == {"secret": True}
    assert "hush" in cli("config", "--show-secrets")[1]
    cli("config", "rm", "host")
    refused(cli("config", "get", "host"), "configuration key 'host' not found for stack 'dev'")
    refused(cli("config", "set", "a:b:c:d", "x"), "could not parse a:b:c:d")


def test_a_value_of_another_key_is_named(cli: Cli, folder: Path) -> None:
    """A secret that was encrypted for another stack is refused by its name, with the way out."""
    for stack in ("one", "two"):
        cli("stack", "init", stack)
        cli("config", "set", "--secret", "qstash:token", "hush")
    one, two = ((folder / f"Pulumi.{stack}.yaml").read_text().split("config:") for stack in ("one", "two"))
    (folder / "Pulumi.two.yaml").write_text(f"{two[0]}config:{one[1]}")
    for words in (("config", "get", "qstash:token"), ("config", "--show-secrets"), ("preview",)):
        refused(cli(*words), "qstash:token: ", "another key", "config set --secret qstash:token")


def test_comments_in_the_settings_stay(cli: Cli, folder: Path) -> None:
    """Setting a value leaves what a person wrote."""
    cli("stack", "init", "dev")
    path = folder / "Pulumi.dev.yaml"
    path.write_text(path.read_text() + "config:\n  # the host\n  parity:host: a # old\n")
    cli("config", "set", "size", "3")
    assert "  # the host\n  parity:host: a # old\n  parity:size: '3'\n" in path.read_text()


@pytest.mark.parametrize("value", [b"a\n\n", b"a\r\nb\r", b" a\t"])
def test_a_piped_value_loses_one_newline(cli: Cli, monkeypatch: pytest.MonkeyPatch, value: bytes) -> None:
    """What is piped is stored to the byte but for one newline at its end, as the Pulumi CLI stores it."""
    cli("stack", "init", "dev")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(value + b"\n")))
    assert cli("config", "set", "--secret", "key")[0] == 0
    assert cli("config", "get", "key")[1] == value.decode() + "\n"


def test_a_piped_value_is_text(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes that are no UTF-8 are refused in a sentence."""
    cli("stack", "init", "dev")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\xff")))
    refused(cli("config", "set", "key"), "not UTF-8")


def test_a_wrong_passphrase_is_one_sentence(cli: Cli, recorded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong or missing passphrase is told with the way out, and nothing is written."""
    before = recorded.read_text()
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", "wrong")
    for words in (("config", "get", "key"), ("up", "--yes"), ("preview",), ("stack", "output")):
        refused(cli(*words, "--stack", "dev"), "incorrect passphrase")
    monkeypatch.delenv("PULUMI_CONFIG_PASSPHRASE")
    refused(cli("config", "get", "key", "--stack", "dev"), "PULUMI_CONFIG_PASSPHRASE_FILE")
    assert recorded.read_text() == before


DAMAGED = [
    "",
    "{",
    "[]",
    '{"version": 3, "checkpoint": {"latest": 3}}',
    '{"version": 3, "checkpoint": {"latest": {"resources": [{"custom": 1}]}}}',
    '{"version": 3, "checkpoint": {"latest": {"resources": 7}}}',
]


@pytest.mark.parametrize("text", DAMAGED)
def test_an_unreadable_state_is_told(cli: Cli, recorded: Path, text: str) -> None:
    """A state file that was damaged is named, with what to do, and is not overwritten."""
    recorded.write_text(text)
    refused(cli("up", "--yes", "--stack", "dev"), "no Pulumi state" if text == "[]" else "cannot be read")
    assert recorded.read_text() == text


def test_a_compressed_state_is_left_to_the_cli(cli: Cli, recorded: Path) -> None:
    """A state that the CLI compressed is refused by name, and no second one is made beside it."""
    recorded.rename(recorded.with_name("dev.json.gz"))
    for words in (("stack", "init", "dev"), ("stack", "export", "--stack", "dev")):
        code, _, err = cli(*words)
        assert code == 1
        assert "compressed" in err or "no stack named" in err
    assert not recorded.exists()


def test_cancel_without_a_lock_does_no_harm(cli: Cli, recorded: Path) -> None:
    """There may be nothing to lift."""
    before = recorded.read_text()
    assert cli("cancel", "--yes", "--stack", "dev")[0] == 0
    refused(cli("cancel", "--stack", "dev", "--non-interactive"), "--yes")
    assert recorded.read_text() == before
