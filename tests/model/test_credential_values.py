"""What looks like a credential goes into secret configuration; what does not stays readable."""

from __future__ import annotations

import pytest

from pulumi_qstash.model import credential_values as credentials

UUID = "123e4567-e89b-12d3-a456-426614174000"


@pytest.mark.parametrize(
    "text",
    ["Bearer abcdef123", "Basic dXNlcjpwYXNz", "with Basic dXNlcjpwYXNz too",
     "ghp_abcdefghij0123456789", "xoxb-123456789012-abc",
     "AKIAABCDEFGHIJKLMNOP", "9c1185a5c5e9fc54612808977ee8f548", "eyJVc2VySUQiOiJkZWZhdWx0VXNlciJ9",
     "-----BEGIN RSA PRIVATE KEY-----",
     "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "Xk29dJf83hQpZ7mLw04sVbTn", "k3x9q0v7m2z8c4w1b6n5l0p2"],
)  # fmt: skip
def test_credentials_are_recognised(text: str) -> None:
    """Keys and tokens of well-known makes, and random texts, look like credentials."""
    assert credentials.is_credential(text)


@pytest.mark.parametrize(
    "text",
    ["shop-prod-nightly-report-for-finance-2", "Nightly-Sales-Report-2026-Q3-Germany", "production-eu-central-1-b2b",
     "application/json; charset=utf-8", "https://api.shop.example/jobs/nightly-sales-report-2026-q3", "Token refresh",
     "2026-11-23T10:17:30Z", "CRON_TZ=Europe/Berlin 0 9 * * 1-5", "pow(2, retried) * 1000", "0b7d7b0e-8f5e-4f39-9a3e",
     "basic nightly", "scd_5RLBWxdLydTNr99CiaTBCRb6UtrU", "sendWeeklyNewsletterToAllCustomers", UUID],
)  # fmt: skip
def test_ordinary_texts_are_no_credentials(text: str) -> None:
    """Names, ids, URLs and expressions do not look like credentials, however long."""
    assert not credentials.is_credential(text)


def test_names_of_credentials_are_recognised() -> None:
    """Names of what carries credentials are known in any spelling."""
    names = ["authorization", "X-Api-Key", "x-apikey", "Cookie", "my_SECRET", "refreshToken"]
    assert all(map(credentials.is_credential_name, names))
    assert not any(map(credentials.is_credential_name, ["Content-Type", "X-Trace", "Accept", "X-Job"]))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Authorization", "x"), ("X-Api-Key", "x"), ("X-Shop-Token", "x"), ("Cookie", "x"),
        ("X-Note", "Bearer abc"), ("X-Note", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc"),
        ("X-Note", "sk_live_4eC39HqLyjWDarjtT1zdp7dc"), ("X-Note", "ghp_16C7e42F292c6912E7710c838347Ae178B4a"),
        ("X-Note", "q7Zk2Lw9Xv4Bn8Tr1Yp6Sd3F"), ("X-Note", "0cc175b9c0f1b6a831c399e269772661"),
        ("X-Forward-To", "https://a.example.com/?token=abc"), ("X-Dsn", "postgres://u:abc@db.example.com/x"),
    ],
)  # fmt: skip
def test_headers_that_carry_credentials(name: str, value: str) -> None:
    """A header is a credential by its name, or by the form of its value under any name."""
    assert credentials.is_credential_header(name, value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Tenant", "shop"), ("X-Request-Id", UUID), ("Accept", "application/json"), ("X-Author", "kim"),
        ("User-Agent", "shop/1.0 (+https://shop.example.com/about)"), ("X-Env", "production-eu-central-1"),
        ("X-Version", "2026-11-23T10:00:00.000000Z"),
    ],
)  # fmt: skip
def test_headers_that_do_not(name: str, value: str) -> None:
    """Ordinary headers stay in the program."""
    assert not credentials.is_credential_header(name, value)


@pytest.mark.parametrize(
    "url",
    [
        "https://user:pass@a.example.com/", "https://a.example.com/hook?token=abc", "https://a.example.com/?api_key=1",
        "https://hooks.example.com/services/T000/B000/q7Zk2Lw9Xv4Bn8Tr1Yp6Sd3F",
        "https://a.example.com/?x-vercel-protection-bypass=abc",
    ],
)  # fmt: skip
def test_urls_that_carry_credentials(url: str) -> None:
    """A URL is a credential by its user part, its query or a random step of its path."""
    assert credentials.is_credential_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example.com/api/digest", f"https://a.example.com/users/{UUID}", "https://a.example.com/?page=2&sort=asc",
        "https://a.example.com/reports/nightly-sales-report-for-germany", "https://keys.example.com/token-refresh",
    ],
)  # fmt: skip
def test_urls_that_do_not(url: str) -> None:
    """Ordinary URLs stay in the program."""
    assert not credentials.is_credential_url(url)


@pytest.mark.parametrize(
    "body",
    [
        '{"user": {"password": "x"}}', '[{"apiKey": "x"}]', "token=abc&x=1", "Bearer abc",
        '{"note": "sk_live_abcdefgh12345"}', '{"dsn": "postgres://u:x@db/x"}', '{"next": "https://a.example.com/?token=x"}',
        "password: x", "user=me\nDB_PASSWORD=x\n", "<apiKey>x</apiKey>", 'curl -H "Authorization: Bearer x"',
        "see q7Zk2Lw9Xv4Bn8Tr1Yp6Sd3F there", "{'token': 'x'}", "key 0cc175b9c0f1b6a831c399e269772661",
        "q7Zk2Lw9Xv4Bn8Tr1Yp6Sd3F",
    ],
)  # fmt: skip
def test_bodies_that_carry_credentials(body: str) -> None:
    """A body is a credential by a key of its JSON or form, or by its form."""
    assert credentials.is_credential_body(body)


@pytest.mark.parametrize(
    "body",
    [
        "hello",
        '{"report": "nightly", "limit": 10, "token": ""}',
        "Grüße aus Köln",
        "a=1&b=2",
        '{"passwordless": true}',
        "max_tokens: 100",
        "see https://a.example.com/docs/2026/nightly-report for more",
        f"user {UUID}",
        "",
    ],
)
def test_bodies_that_do_not(body: str) -> None:
    """Ordinary bodies stay in the program."""
    assert not credentials.is_credential_body(body)
