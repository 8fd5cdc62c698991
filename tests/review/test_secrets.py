"""Nothing secret of a preview is in a report, whatever an engine let through."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest
from support.previews import digest, recording, report_of, schedule, step

from pulumi_qstash.review.render import FORMATS, render
from pulumi_qstash.review.scrub import scrubbed
from pulumi_qstash.review.shown import url

SIGNATURE = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270"}


class Seeds:
    """Hands out texts that must not come back, in forms that nothing but their place gives away."""

    def __init__(self) -> None:
        self.handed_out: list[str] = []

    def __call__(self, form: str = "{}") -> str:
        seed = f"quietword{len(self.handed_out)}x"
        self.handed_out.append(seed)
        return form.format(seed)


def seeded_schedule(seed: Seeds) -> dict[str, Any]:
    """A schedule with a seed in every place that may hold a secret."""
    callback = {
        "url": seed("https://u:{}@api.shop.example/done"),
        "headers": {"Authorization": seed("Bearer {}"), "X-Plain": seed()},
    }
    return schedule(
        destination=seed("https://joe:{}@api.shop.example/job") + seed("?page={}") + seed("&token={}") + seed("#{}"),
        body=seed('{{"note": "{}"}}'),
        bodyBase64=base64.b64encode(seed().encode()).decode(),
        headers={"Authorization": seed("Bearer {}"), "X-Harmless": seed(), "Cookie": seed("id={}")},
        callback=callback,
        failureCallback={**callback, "headers": {"X-Other": seed()}},
        contentType={**SIGNATURE, "plaintext": json.dumps(seed())},
        method={**SIGNATURE, "ciphertext": seed()},
        notAProperty=seed(),
        alsoNot={"deep": [seed(), {"er": seed()}]},
        __provider=seed(),
        __defaults=[seed()],
    )


def seeded_digest(seed: Seeds) -> dict[str, Any]:
    """A digest with seeds in its resources, in those of other providers, in configuration and in messages."""
    before, after = seeded_schedule(seed), seeded_schedule(seed)
    secret_url = seed("https://x:{}@a.example/") + seed("?k={}")
    steps = [
        step("update", "job", before, after),
        step("create", "new", None, seeded_schedule(seed)),
        step("delete", "old", seeded_schedule(seed)),
        step("replace", "other", seeded_schedule(seed), seeded_schedule(seed), replaceReasons=["destination"]),
        step("same", "still", seeded_schedule(seed), seeded_schedule(seed)),
        step("update", "keys", {"current": seed()}, {"current": seed(), "next": seed()}, kind="SigningKeys"),
        step("update", "line", {"queueName": "line", "odd": seed()}, {"queueName": "line"}, kind="Queue"),
        step("create", "team", None, {"groupName": "team", "endpoints": [{"url": secret_url}]}, kind="UrlGroup"),
    ]  # fmt: skip
    bucket = {
        "urn": "urn:pulumi:prod::shop::aws:s3/bucket:Bucket::b",
        "op": "update",
        "detailedDiff": {seed("a.{}"): {"kind": "add"}},
    }
    bucket["oldState"] = {
        "type": "aws:s3/bucket:Bucket",
        "id": seed(),
        "inputs": {"policy": seed()},
        "outputs": {"x": seed()},
    }
    bucket["newState"] = {"type": "aws:s3/bucket:Bucket", "inputs": {"policy": seed()}, "stackTrace": [{"x": seed()}]}
    for each in steps:
        for side in ("oldState", "newState"):
            if side in each:
                each[side]["outputs"] = {"extra": seed(), "headers": {"X": seed()}, "body": seed()}
                each[side]["sourcePosition"] = seed()
    document = digest(*steps, bucket, same=1, config={"shop:token": seed(), "shop:other": seed()})
    document["steps"][0]["newState"] = {"type": "pulumi:pulumi:Stack", "outputs": {"url": seed()}}
    document["diagnostics"] = [
        {"severity": "error", "message": f"error: it said {said} and more", "prefix": seed()}
        for said in _repeated(document)
    ] + [{"severity": "info", "message": seed()}, {"severity": "info#err", "message": seed("Traceback\n{}")}]
    document[seed("unknownKey{}")] = seed()
    return document


def _repeated(document: dict[str, Any]) -> Iterator[str]:
    """Values of the digest as a provider's or a program's message might repeat them."""
    for each in document["steps"]:
        inputs = (each.get("newState") or {}).get("inputs") or {}
        for key in ("body", "bodyBase64", "notAProperty"):
            if isinstance(inputs.get(key), str):
                yield inputs[key]
        yield from (inputs.get("headers") or {}).values()
        if isinstance(inputs.get("destination"), str):
            yield inputs["destination"]
    yield from document["config"].values()


@pytest.mark.parametrize("form", FORMATS)
def test_no_secret_of_a_digest_is_in_a_report(form: str) -> None:
    """Seeds in every place of a digest that may hold a secret occur in no format."""
    seed = Seeds()
    report = report_of(seeded_digest(seed))
    text = render(report, form)
    assert len(seed.handed_out) > 150
    assert [each for each in seed.handed_out if each in text] == []
    encoded = {base64.b64encode(each.encode()).decode().rstrip("=") for each in seed.handed_out}
    assert [each for each in encoded if each in text] == []
    assert "job" in text


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", ["secret", "mixed-clouds", "program-fails", "create"])
def test_no_credential_of_a_recorded_preview_is_in_a_report(name: str, form: str) -> None:
    """Credentials in plain text in a recorded preview (all begin with clear-) occur in no format."""
    assert name == "create" or "clear" in recording(name)
    text = render(report_of(recording(name)), form)
    assert "clear-" not in text
    assert "sk_live" not in text
    assert "Bearer" not in text


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_hidden_is_named(form: str) -> None:
    """Names of headers and the fact of a secret are told, so that a reviewer knows what changed."""
    text = render(report_of(recording("secret")), form)
    assert "X-Api-Key" in text
    assert "(secret)" in text


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("https://api.shop.example/a/b", "https://api.shop.example/a/b"),
        ("https://joe:pass@api.shop.example/a", "https://…@api.shop.example/a"),
        ("https://api.shop.example/a?b=c&d=e", "https://api.shop.example/a?b=…&d=…"),
        ("https://api.shop.example/a?justtoken", "https://api.shop.example/a?…"),
        ("https://hooks.example/T0/B0/Xk29dJf83hQpZ7mLw04sVbTn", "https://hooks.example/T0/B0/…"),
        ("https://[bad", "(hidden)"),
        ("a-group", "a-group"),
        ("https://a.example/\u202e\x1b[31mx", "https://a.example/  [31mx"),
    ],
)
def test_a_url_is_shown_without_what_may_be_a_credential(given: str, shown: str) -> None:
    """User, password, query values and random parts of a path are left out of a URL."""
    assert url(given) == shown


def test_messages_lose_colours_and_tokens() -> None:
    """A message keeps its words and loses colour marks, named tokens and what looks like a key."""
    given = "<{%fg 1%}>error<{%reset%}>: token=abc123 at https://u:p@h.example/x?y=z ghp_abcdefghij0123456789 ends"
    assert (
        scrubbed(given, frozenset({"ends"})) == "error: token=(hidden) at https://…@h.example/x?y=… (hidden) (hidden)"
    )


@pytest.mark.parametrize(
    "given",
    ["Authorization: Bearer quietword1", "{'password': 'quietword1'}", "x-api-key: quietword1;", 'secret="quietword1"'],
)
def test_messages_lose_what_follows_a_name(given: str) -> None:
    """A value that stands behind the name of a credential is hidden, whatever it looks like."""
    assert "quietword1" not in scrubbed(f"cannot send {given} to the host", frozenset())
    assert scrubbed("urn:pulumi:a::b::t:T::tokens is invalid: use 0", frozenset()).endswith("tokens is invalid: use 0")
