"""Behind a proxy, and with an environment that cannot work."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from support.scripted_server import Reply, ScriptedServer

from pulumi_qstash import api
from pulumi_qstash.api import Client
from pulumi_qstash.model import Request

VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR")
FAR = "qstash.example.test"


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    return monkeypatch


def test_a_proxy_is_asked_for_the_host(server: ScriptedServer, own_environment: pytest.MonkeyPatch) -> None:
    """HTTPS goes through a tunnel to the host of QStash, whatever the path of the call is."""
    own_environment.setenv("HTTPS_PROXY", server.url)
    server.otherwise = lambda got: Reply(403)
    with pytest.raises(api.Unavailable, match="proxy"):
        Client(f"https://{FAR}", "t", budget=0.2).schedules.list()
    assert server.calls[0] == f"CONNECT {FAR}:443"


def test_a_proxy_gets_the_destination_verbatim(server: ScriptedServer, own_environment: pytest.MonkeyPatch) -> None:
    """Plain HTTP asks the proxy for the whole URL, the destination in it as it is declared."""
    own_environment.setenv("HTTP_PROXY", server.url)
    Client(f"http://{FAR}", "t").send(Request("POST", "/v2/schedules/https://example.com//a?x=https://b"))
    assert server.calls == [f"POST http://{FAR}/v2/schedules/https://example.com//a?x=https://b"]


def test_no_proxy_stands_before_this_machine(server: ScriptedServer, own_environment: pytest.MonkeyPatch) -> None:
    """A server on this machine is asked directly."""
    own_environment.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    Client(server.url, "t").schedules.pause("a")
    assert server.calls == ["POST /v2/schedules/a/pause"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALL_PROXY", "ftp://user:hush@proxy:1"),
        ("HTTPS_PROXY", "http://proxy:port"),
        ("SSL_CERT_FILE", "/no/such/file"),
    ],
)
def test_an_environment_that_cannot_work_is_named(name: str, value: str, own_environment: pytest.MonkeyPatch) -> None:
    """A proxy or certificates that cannot be used are named as the cause, without a password."""
    own_environment.setenv(name, value)
    with pytest.raises(api.NotConfigured, match=name) as caught:
        Client(f"https://{FAR}", "t").schedules.list()
    assert "hush" not in str(caught.value)
