"""The switches of the dev server: what is unknown about QStash, what the server assumes, and why.

`probe` is the number of the question that `pulumi-qstash probe` answers on the real service.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

_BOTH = (True, False)


@dataclass(frozen=True)
class Switch:
    """An unknown of QStash's behaviour.

    Attributes:
        name: Its key in `/_dev/behaviour`.
        meaning: What it decides, as a sentence.
        default: What the server assumes.
        choices: The values that it can have; empty for any whole number from 0.
        evidence: What speaks for the default.
        probe: The question of `pulumi-qstash probe` that settles it; None where a probe cannot.
    """

    name: str
    meaning: str
    default: Any
    choices: tuple[Any, ...]
    evidence: str
    probe: int | None = None

    def allows(self, value: Any) -> bool:
        """Whether the switch can be set to `value`."""
        if not self.choices:
            return type(value) is int and value >= 0
        return any(type(value) is type(choice) and value == choice for choice in self.choices)

    @property
    def choices_text(self) -> str:
        """What it takes, in words, as JSON has it."""
        return ", ".join(map(json.dumps, self.choices)) if self.choices else "a whole number from 0"


_ALL = (
    Switch(
        "overwriteKeepsPause",
        "Whether a paused schedule that is written again under its id stays paused.",
        False, _BOTH,
        "Unknown; users believe both. False is the harder case for a client, and follows from 'full replace' (the JS "
        "SDK's test of editing a schedule).", 1,
    ),
    Switch(
        "overwriteKeepsCreatedAt",
        "Whether a schedule that is written again keeps createdAt.",
        True, _BOTH, "Unknown; the id is the schedule's identity.", 1,
    ),
    Switch(
        "createStatus",
        "The status of a schedule that is written.",
        200, (200, 201), "OpenAPI says 200; answers of 201 were seen with v1 and stand in users' tests.", 2,
    ),
    Switch(
        "overwriteAnswersId",
        "Whether writing an existing schedule answers with its scheduleId.",
        True, _BOTH, "Two projects rely on it; a third had to live with answers that lacked it (usenotra #180).", 2,
    ),
    Switch(
        "deleteMissingScheduleFails",
        "Whether deleting a schedule that is not there is a 404 instead of a 200.",
        True, _BOTH, "Unknown; OpenAPI lists 200 alone for DELETE, and 404 for GET.", 3,
    ),
    Switch(
        "pauseMissingFails",
        "Whether pausing or resuming a schedule or queue that is not there is a 404 instead of a 200.",
        True, _BOTH, "Unknown; OpenAPI lists 200 alone.", 3,
    ),
    Switch(
        "cronDescriptors",
        "Whether @daily and its like, and @every, are accepted.",
        True, _BOTH, "Inferred from robfig/cron's ParseStandard, whose error texts QStash gives.", 4,
    ),
    Switch(
        "cronSeconds",
        "Whether six fields, seconds first, are accepted.",
        False, _BOTH, "The documentation says that one minute is the finest resolution.", 4,
    ),
    Switch(
        "cronSundaySeven",
        "Whether 7 is accepted for Sunday.",
        False, _BOTH, "Inferred from robfig/cron, which refuses it.", 4,
    ),
    Switch(
        "cronUnknownZoneFails",
        "Whether an unknown zone in CRON_TZ= is refused.",
        True, _BOTH, "Inferred from robfig/cron, which refuses it.", 4,
    ),
    Switch(
        "showsTimeout",
        "How a schedule's timeout is shown when it is read.",
        "absent", ("absent", "seconds", "milliseconds"),
        "Only the Python SDK reads it; OpenAPI has no such key.", 5,
    ),
    Switch(
        "showsCallbackSettings",
        "Whether the callbacks' method, retries, delay and timeout can be read back (as callbackSettings).",
        False, _BOTH, "No SDK and no OpenAPI key reads them.", 5,
    ),
    Switch(
        "unknownUrlGroupFails",
        "Whether a schedule to a URL group that is not there is refused.",
        False, _BOTH,
        "The documentation only warns to delete schedules before their group; publishing is refused (Go SDK).", 6,
    ),
    Switch(
        "sameUrlNewName",
        "What adding an endpoint with a known URL under another name does.",
        "renames", ("renames", "adds", "refuses"), "The Python SDK says 'if the endpoint exists, it is updated'.", 7,
    ),
    Switch(
        "sameNameNewUrl",
        "What adding an endpoint with a known name and another URL does.",
        "moves", ("moves", "adds", "refuses"), "Unknown; as for a known URL.", 7,
    ),
    Switch(
        "removeMissingEndpointFails",
        "Whether removing an endpoint that its group does not have is a 404.",
        False, _BOTH, "Unknown; a missing group is documented as an error, a missing endpoint is not.", 7,
    ),
    Switch(
        "groupShowsHeaders",
        "Whether a URL group shows the default headers that PATCH gave it.",
        False, _BOTH, "PATCH is documented in one guide alone; no SDK reads the headers.", 8,
    ),
    Switch(
        "pinCreatesKey",
        "Whether pinning, pausing or resuming a flow-control key that was never used makes it; else it is a 404.",
        True, _BOTH, "OpenAPI lists 404 for reading an unknown key, and only 400 for these.", 9,
    ),
    Switch(
        "readOnlyStatus",
        "The status of a write with a read-only token.",
        403, (401, 403), "Documented as refused; the status is not.", 10,
    ),
    Switch(
        "redactDigest",
        "What follows REDACTED: in a redacted value.",
        "opaque", ("opaque", "sha256"),
        "The documentation says SHA-256 of the value; operators could not reproduce a digest that they saw.", 12,
    ),
    Switch(
        "queueUpsertKeepsPause",
        "Whether writing a paused queue without `paused` leaves it paused.",
        False, _BOTH, "Unknown; every SDK sends `paused`. False is the harder case for a client.", 13,
    ),
    Switch(
        "maxIdLength",
        "The longest schedule id that is accepted; 0 for no limit.",
        0, (), "Unknown; none is documented.", 14,
    ),
    Switch(
        "maxLabels",
        "The most labels that a schedule may have; 0 for no limit.",
        0, (), "Unknown; none is documented.", 14,
    ),
    Switch(
        "emptyHeaderFails",
        "Whether an option sent with an empty value (Upstash-Callback: '') is refused instead of ignored.",
        False, _BOTH, "Upstash's own Terraform provider sends empty Upstash-Method and Upstash-Callback.", 15,
    ),
    Switch(
        "decodesDestination",
        "Whether a percent-encoded destination (https%3A%2F%2F…) is accepted and decoded.",
        False, _BOTH, "Refused for six users with 'endpoint has invalid scheme'.", 16,
    ),
    Switch(
        "burstLimit",
        "Calls a second of an account before 429 with Burst-RateLimit headers; 0 for no limit and no headers. "
        "Publishing is not counted.",
        0, (), "The headers are documented, the limit is not.", 17,
    ),
    Switch(
        "autoPauseAfter",
        "Pause a schedule by itself once this many of its runs have come due, as if each delivery failed; 0: never.",
        0, (), "One production runbook saw it after repeated failures; undocumented.",
    ),
    Switch(
        "loopbackFails",
        "Whether destinations on this machine (http://localhost) are refused.",
        False, _BOTH, "Four users met the refusal on the service; QStash's own dev server allows them.", 18,
    ),
    Switch(
        "callbackDelayFails",
        "Whether a schedule with a delayed callback is refused.",
        False, _BOTH, "The changelog of March 2025 says so of messages; nothing is said of schedules.", 19,
    ),
    Switch(
        "parallelismWithoutFlowControl",
        "Whether a schedule without flow control shows `parallelism: 0`.",
        False, _BOTH, "An old example in the documentation shows it; OpenAPI's does not.", 20,
    ),
)  # fmt: skip

SWITCHES = {switch.name: switch for switch in _ALL}

#: Entries of the probe list that need no switch, with the reason.
NEEDS_NO_SWITCH = {
    3: "The text of a 404 is free: no client may depend on more than that it is not the wrong region's.",
    4: "The empty expression, and the text of other refusals, follow robfig/cron; the status is documented as 400.",
    11: "412 is documented for the plan's limits; the text follows the known `quota maxRetries exceeded`.",
}
