"""Paths, statuses and texts are QStash's."""

from __future__ import annotations

import pytest

from .conftest import Ask, put_schedule

NO_SCHEME = "invalid destination url: endpoint has invalid scheme, add http:// or https://"


@pytest.mark.parametrize(
    "destination",
    [
        "https://example.com",
        "https://example.com/",
        "http://example.com:8080/a//b/../c/?x=1&y=%2F&z",
        "https://example.com/pause",
        "https://example.com/x/resume/",
        "https://user@example.com/%20?",
        "my-group_1.x",
    ],
)
def test_a_destination_is_kept_verbatim(destination: str, ask: Ask) -> None:
    """The destination is the rest of the path with its query, neither decoded nor tidied."""
    assert put_schedule(ask, "a", destination).status == 200
    assert ask("GET", "/v2/schedules/a").json["destination"] == destination.removesuffix("?")


def test_options_in_the_query_belong_to_qstash(ask: Ask) -> None:
    """`upstash-…` and the token leave the destination's query; everything else stays as it was."""
    made = ask(
        "POST", "/v2/schedules/https://e.com/?a=1&Upstash-Retries=2&b=%20&upstash-cron=0+1+*+*+*&qstash_token="
        + "eyJVc2VySUQiOiJkZWZhdWx0VXNlciIsIlBhc3N3b3JkIjoiZGVmYXVsdFBhc3N3b3JkIn0%3D", token=None,
    )  # fmt: skip
    read = ask("GET", f"/v2/schedules/{made.json['scheduleId']}").json
    assert (read["destination"], read["retries"], read["cron"]) == ("https://e.com/?a=1&b=%20", 2, "0 1 * * *")
    assert all("eyJ" not in request["path"] for request in ask("GET", "/_dev/requests").json)


@pytest.mark.parametrize("path", ["/v2/schedules", "/v2/Schedules", "/V2/SCHEDULES/", "/v2/schedules/"])
def test_routes_ignore_case_and_a_trailing_slash(path: str, ask: Ask) -> None:
    """A client may write routes as it likes."""
    put_schedule(ask, "a")
    assert [s["scheduleId"] for s in ask("GET", path).json] == ["a"]


@pytest.mark.parametrize(
    ("method", "path"),
    [("DELETE", "/v2/schedules/"), ("PUT", "/v2/queues"), ("GET", "/v2/schedules/https://x.com"), ("POST", "/v2/keys")],
)
def test_a_method_that_a_path_does_not_have_is_405_in_plain_text(method: str, path: str, ask: Ask) -> None:
    """405 is no JSON."""
    reply = ask(method, path)
    assert (reply.status, reply.text) == (405, "Method Not Allowed")


def test_unknown_paths_are_404(ask: Ask) -> None:
    """What QStash does not have is not found, and is no error of the server."""
    assert [ask("GET", path).status for path in ("/v2/nothing", "/v1/schedules", "/v2", "//v2/keys")] == [404] * 4


def test_both_verbs_pause_and_resume_a_schedule(ask: Ask) -> None:
    """POST is documented, PATCH is what the SDKs send."""
    put_schedule(ask, "a")
    seen = []
    for method, verb in (("POST", "pause"), ("PATCH", "resume"), ("PATCH", "pause"), ("POST", "resume")):
        assert ask(method, f"/v2/schedules/a/{verb}").status == 200
        seen.append(ask("GET", "/v2/schedules/a").json["isPaused"])
    assert seen == [True, False, True, False]


@pytest.mark.parametrize("token", ["wrong", "", None])
def test_a_wrong_token_is_401(token: str | None, ask: Ask) -> None:
    """The refusal is QStash's."""
    reply = ask("GET", "/v2/schedules", token=token)
    assert (reply.status, reply.error) == (401, "unable to authenticate: invalid token")


@pytest.mark.parametrize(
    ("destination", "text"),
    [
        ("", "a non-empty destination must be provided"),
        ("https%3A%2F%2Fexample.com", NO_SCHEME),
        ("ftp://example.com", NO_SCHEME),
        ("mailto:a", NO_SCHEME),
    ],
)
def test_destinations_that_are_none(destination: str, text: str, ask: Ask) -> None:
    """The texts are those that users met."""
    reply = put_schedule(ask, "a", destination)
    assert (reply.status, reply.error) == (400, text)


@pytest.mark.parametrize(
    ("cron", "text"),
    [
        ("", "empty spec string"),
        ("* * * *", "expected exactly 5 fields, found 4: [* * * *]"),
        ("0 0 * * 7", "end of range (7) above maximum (6): 7"),
        ("22-2 * * * *", "beginning of range (22) beyond end of range (2): 22-2"),
        ("0 0 0 * *", "beginning of range (0) below minimum (1): 0"),
        ("*/0 * * * *", "step of range should be a positive number: */0"),
        ("0 0 L * *", 'failed to parse int from L: strconv.Atoi: parsing "L": invalid syntax'),
        ("1-2-3 * * * *", "too many hyphens: 1-2-3"),
        ("@reboot", "unrecognized descriptor: @reboot"),
        ("CRON_TZ=Nope/X 0 0 * * *", "provided bad location Nope/X: unknown time zone Nope/X"),
    ],
)
def test_cron_expressions_are_refused_in_the_words_of_their_parser(cron: str, text: str, ask: Ask) -> None:
    """400, `Invalid cron expression`, and robfig/cron's reason."""
    reply = put_schedule(ask, "a", Upstash_Cron=cron)
    assert (reply.status, reply.error) == (400, f"Invalid cron expression {text}")


@pytest.mark.parametrize(
    ("header", "value", "status", "text"),
    [
        ("Upstash_Delay", "50", 400, 'time: missing unit in duration "50"'),
        ("Upstash_Timeout", "1x", 400, 'unknown unit "x" in duration "1x"'),
        ("Upstash_Retries", "-1", 400, "invalid retries"),
        ("Upstash_Retries", "6", 412, "quota maxRetries exceeded"),
        ("Upstash_Method", "BREW", 400, "invalid method"),
        ("Upstash_Schedule_Id", "a b", 400, "alphanumeric characters, hyphens, periods, and underscores"),
        ("Upstash_Queue_Name", "a b", 400, "Queue name is invalid"),
        ("Upstash_Callback", "example.com", 400, "invalid scheme"),
        ("Upstash_Flow_Control_Value", "rate=1", 400, "key is missing"),
        ("Upstash_Redact_Fields", "cookies", 400, "invalid redact field"),
    ],
)
def test_options_that_cannot_be(header: str, value: str, status: int, text: str, ask: Ask) -> None:
    """An option with a wrong value is refused by name, and nothing is written."""
    reply = put_schedule(ask, "a", **{header: value})
    assert reply.status == status
    assert text in reply.error
    assert ask("GET", "/v2/schedules").json == []


@pytest.mark.parametrize("path", ["/v2/queues/a%20b", "/v2/topics/a%20b"])
def test_names_with_other_characters_are_400(path: str, ask: Ask) -> None:
    """Names hold letters, digits, `-`, `.` and `_` alone."""
    assert ask("GET", path).status == 400


def test_all_headers_are_forwarded_where_that_is_asked(ask: Ask) -> None:
    """Upstash-Header-Forward takes plain headers along, never the token."""
    put_schedule(ask, "a", X_Plain="1", Upstash_Header_Forward="true")
    header = ask("GET", "/v2/schedules/a").json["header"]
    assert header["X-Plain"] == ["1"]
    assert "Authorization" not in header


def test_no_message_is_ever_delivered_and_the_server_says_so(ask: Ask) -> None:
    """The answer to a publish says that the message stays where it is."""
    reply = ask("POST", "/v2/publish/https://example.com", "x")
    assert reply.headers["upstash-dev"] == "stored, never delivered"
    assert ask("GET", "/_dev/").json["delivers"] is False
    assert [entry["state"] for entry in ask("GET", "/v2/logs?state=CREATED").json["logs"]] == ["CREATED"]
    assert ask("GET", "/v2/logs?state=DELIVERED").json == {"logs": [], "events": []}


def test_logs_are_found_by_what_their_message_is(ask: Ask) -> None:
    """Each filter that the SDKs send chooses; without one everything is there, newest first."""
    sent = [
        ask("POST", f"/v2/publish/https://{name}.com/in", Upstash_Label=f"{name},all", Upstash_Retry_Delay="5").json
        for name in ("one", "two")
    ]
    first, second = (message["messageId"] for message in sent)

    def found(query: str) -> list[str]:
        return [entry["messageId"] for entry in ask("GET", f"/v2/events?{query}").json["events"]]

    assert found("") == found("label=all") == found(f"messageIds={first}&messageIds={second}") == [second, first]
    for query in (f"messageId={first}", "label=one", "host=one.com", "url=https://one.com/in", f"messageIds={first}"):
        assert found(query) == [first], query
    assert ask("GET", f"/v2/logs?messageId={first}").json["logs"][0]["retryDelayExpr"] == "5"
