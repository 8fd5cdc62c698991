"""The example application takes what is signed with the account's keys, and nothing else."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import importlib.util
import time
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "verified-endpoint"
CURRENT, NEXT = "sig_current_key_for_the_test_0001", "sig_next_key_for_the_test_00000002"
URL = "https://shop.example.com/run"


def signature(key: str, body: bytes = b"run", url: str = URL, **claims: Any) -> str:
    """A delivery's signature, as QStash makes it."""
    digest = base64.urlsafe_b64encode(hashlib.sha256(body).digest()).decode()
    now = int(time.time())
    told = {"iss": "Upstash", "sub": url, "exp": now + 300, "nbf": 0, "iat": now, "jti": "jwt_1", "body": digest}
    return jwt.encode(told | claims, key, algorithm="HS256")


@pytest.fixture
def application(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("QSTASH_CURRENT_SIGNING_KEY", CURRENT)
    monkeypatch.setenv("QSTASH_NEXT_SIGNING_KEY", NEXT)
    spec = importlib.util.spec_from_file_location("verified_endpoint_app", EXAMPLE / "app.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.app


def status(application: Any, token: str, body: bytes = b"run") -> int:
    async def post() -> int:
        transport = httpx.ASGITransport(application)
        async with httpx.AsyncClient(transport=transport, base_url="http://shop.example.com") as client:
            return (await client.post("/run", content=body, headers={"Upstash-Signature": token})).status_code

    return asyncio.run(post())


@pytest.mark.parametrize("key", [CURRENT, NEXT])
def test_a_rightly_signed_delivery_is_taken(application: Any, key: str) -> None:
    """A delivery signed with either key does its work, so that a rotation interrupts nothing."""
    assert status(application, signature(key)) == 200


@pytest.mark.parametrize(
    "token",
    [
        signature("sig_of_somebody_else_altogether_03"),
        signature(CURRENT, body=b"another body"),
        signature(CURRENT, url="https://other.example.com/run"),
        signature(CURRENT, exp=1_000_000_000),
        signature(CURRENT, iss="Somebody"),
        "",
        "no.token.at-all",
    ],
)
def test_a_wrongly_signed_delivery_is_refused(application: Any, token: str) -> None:
    """Another key, body, URL, issuer, an old signature or none at all is refused."""
    assert status(application, token) == 401
