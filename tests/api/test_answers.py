"""How answers are read: which error each one is, and that only a real 404 means gone."""

from __future__ import annotations

import pytest
from support.scripted_server import Reply, ScriptedServer

from pulumi_qstash import api
from pulumi_qstash.api import Client, QStashError
from pulumi_qstash.model import Request

from .conftest import TOKEN, MakeClient

WRONG_REGION = {"error": "user (u-1) not found in this region (eu-central-1)"}

ANSWERS = [
    (Reply(400, {"error": "Invalid cron expression empty spec string"}), api.Refused, "Invalid cron expression"),
    (Reply(400, {"error": "quota maxRetries exceeded"}), api.QuotaExceeded, "maxRetries"),
    (Reply(412, {"error": "too many schedules"}), api.QuotaExceeded, "larger plan"),
    (Reply(401, {"error": "unable to authenticate: invalid token"}), api.Unauthorized, "qstash:token"),
    (Reply(403, {"error": "forbidden"}), api.Unauthorized, "read-only"),
    (Reply(404, {"error": "schedule x not found"}), api.NotFound, "no such object"),
    (Reply(404, WRONG_REGION), api.WrongRegion, "qstash:region"),
    (Reply(404, b"<html>no page</html>"), api.NotQStash, "QSTASH_URL"),
    (Reply(302, None, {"Location": "/x"}), api.NotQStash, "redirects"),
    (Reply(405, b"Method Not Allowed"), api.Refused, "405"),
    (Reply(429, {"error": "slow"}, {"Retry-After": "3600"}), api.RateLimited, "3600 s more"),
    (Reply(500, {"error": "boom"}), api.Unavailable, "boom"),
    (Reply(503, b"oops"), api.Unavailable, "503"),
    (Reply(200, b"<html>"), api.Garbled, "could not be read"),
    (Reply(200, b'[{"scheduleId": "a"'), api.Garbled, "could not be read"),
    (Reply(200, {"no": "list"}), api.Garbled, "not as it should be"),
    (Reply(200, [{"no": "id"}]), api.Garbled, "not as it should be"),
]


@pytest.mark.parametrize(("reply", "error", "words"), ANSWERS, ids=[f"{r.status}-{e.__name__}" for r, e, _ in ANSWERS])
def test_each_answer_is_its_error(
    make: MakeClient, server: ScriptedServer, reply: Reply, error: type[QStashError], words: str
) -> None:
    """Each bad answer becomes the error of whoever must act, and says what to do."""
    server.otherwise = lambda got: reply
    client = make(budget=0.3)
    one, all_of_them = Request("GET", "/v2/schedules/x"), client.schedules.list
    call = (lambda: client.send(one)) if reply.status == 404 else all_of_them
    with pytest.raises(error, match=words) as caught:
        call()
    assert type(caught.value) is error


NEVER_GONE = [r for r, e, _ in ANSWERS if e is not api.NotFound]


@pytest.mark.parametrize("reply", NEVER_GONE, ids=[f"{r.status}-{i}" for i, r in enumerate(NEVER_GONE)])
def test_only_a_real_404_reads_as_gone(make: MakeClient, server: ScriptedServer, reply: Reply) -> None:
    """No other answer lets `get` say that an object is gone, nor `delete` that it is deleted."""
    server.otherwise = lambda got: reply
    client = make(budget=0.3)
    for noun in (client.schedules, client.queues, client.url_groups, client.flow_control):
        with pytest.raises(QStashError):
            noun.get("x")


def test_a_real_404_reads_as_gone(client: Client, server: ScriptedServer) -> None:
    """A 404 that is QStash's own, with or without a text, means that the object is gone."""
    for body in ({"error": "schedule x not found"}, None):
        server.otherwise = lambda got, body=body: Reply(404, body)  # type: ignore[misc]
        assert client.schedules.get("x") is None


def test_a_404_to_a_list_is_no_empty_account(client: Client, server: ScriptedServer) -> None:
    """An account whose list is "not found" is not empty: the URL is wrong."""
    server.otherwise = lambda got: Reply(404, {"error": "page not found"})
    with pytest.raises(api.NotQStash, match="QSTASH_URL"):
        client.schedules.list()


def test_an_empty_success_is_a_success(client: Client, server: ScriptedServer) -> None:
    """Writes are done when they are answered with 2xx, whatever success body QStash gives."""
    server.script = [Reply(200), Reply(201, {"scheduleId": "a"}), Reply(202, b"OK"), Reply(204)]
    for _ in range(4):
        client.send(Request("POST", "/v2/schedules/https://example.com"))
    assert len(server.got) == 4


SECRETS = ["hush-header", "hush-body", "hush-callback", TOKEN]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 412, 429, 500])
def test_no_message_repeats_a_secret(make: MakeClient, server: ScriptedServer, status: int) -> None:
    """A server that echoes what it was sent cannot make a message show token, header values or body."""
    server.otherwise = lambda got: Reply(
        status, {"error": f"{got.headers} {got.body.decode()} and harmless"}, {"Retry-After": "9"}
    )
    headers = [
        ("Upstash-Forward-X", "hush-header"),
        ("Upstash-Callback", "https://a/?t=hush-callback"),
        ("Upstash-Callback-Forward-X-Key", "hush-callback"),
    ]
    with pytest.raises(QStashError) as caught:
        make(budget=0.2).send(Request("POST", "/v2/schedules/https://e.com", headers, b"hush-body"))
    assert not [secret for secret in SECRETS if secret in str(caught.value)]


def test_an_illegal_header_is_refused_without_its_value(client: Client, server: ScriptedServer) -> None:
    """A value that HTTP cannot carry is refused, not shown and not retried."""
    with pytest.raises(api.Refused, match="character") as caught:
        client.send(Request("POST", "/v2/schedules/https://e.com", [("Upstash-Forward-X", "hush\r\nhush")]))
    assert "hush" not in str(caught.value)
    assert server.got == []


@pytest.mark.parametrize("token", ["", "  ", "tok en", "tök", "a\nb"])
def test_an_unusable_token_is_refused_at_once(server: ScriptedServer, token: str) -> None:
    """A missing or impossible token is named as such, without being shown or sent."""
    with pytest.raises(api.NotConfigured, match="QSTASH_TOKEN") as caught:
        Client(server.url, token)
    assert not token.strip() or token not in str(caught.value)


@pytest.mark.parametrize("url", ["", "qstash.upstash.io", "ftp://x", "https://", "https://x/?a=1"])
def test_an_unusable_url_is_refused_at_once(url: str) -> None:
    """What is no http or https URL is refused with an example."""
    with pytest.raises(api.NotConfigured, match=r"https://qstash\.upstash\.io"):
        Client(url, "t")


def test_urls_are_cleaned() -> None:
    """A trailing slash or the path of an older SDK does no harm."""
    for url in ("https://q.example.com/", "https://q.example.com/v2", "https://q.example.com/v2/publish/"):
        assert Client(url, "t").url == "https://q.example.com"


def test_the_default_host_is_the_european_one() -> None:
    """The default host and the European region are one account; the other region is another."""
    european = api.host_of(api.region_url("eu-central-1"))
    assert api.host_of(api.DEFAULT_URL) == european
    assert api.host_of(api.region_url("us-east-1")) != european
    with pytest.raises(api.NotConfigured, match="us-east-1"):
        api.region_url("mars")


@pytest.mark.parametrize(
    ("token", "user"),
    [(TOKEN, "user-1"), (TOKEN.rstrip("="), "user-1"), ("opaque", None), ("e30=", None), ("W10=", None), ("", None)],
)
def test_the_user_inside_a_token(token: str, user: str | None) -> None:
    """The user id is read from a token of the usual form, and unknown in any other."""
    assert api.user_id(token) == user
