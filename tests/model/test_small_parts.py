"""Durations, automatic ids, credential-like names, the unknown, and the plans."""

from __future__ import annotations

import copy
import pickle
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pulumi_qstash.model import (
    PLANS,
    UNKNOWN,
    Unknown,
    contains_unknown,
    durations,
    logical_name,
    looks_like_credential,
)
from pulumi_qstash.model.answers import top_level
from pulumi_qstash.model.paths import path
from pulumi_qstash.model.rules import RULES

steady = settings(deadline=None, derandomize=True, database=None)


@pytest.mark.parametrize(
    ("text", "seconds", "canonical"),
    [
        ("0s", 0, "0s"),
        ("90s", 90, "1m30s"),
        ("1m30s", 90, "1m30s"),
        ("1d10h30m", 124200, "1d10h30m"),
        ("24h", 86400, "1d"),
        ("1h30m3s", 5403, "1h30m3s"),
        ("3s1h", 3603, "1h3s"),
        ("60m", 3600, "1h"),
        ("1s1s", 2, "2s"),
        ("400d", 34560000, "400d"),
    ],
)
def test_durations(text: str, seconds: int, canonical: str) -> None:
    """A duration has its seconds, and one canonical spelling."""
    assert durations.parse(text) == seconds
    assert durations.canonical(text) == canonical


@steady
@given(st.integers(0, 10**9))
def test_canonical_durations_come_back(seconds: int) -> None:
    """The canonical spelling of a number of seconds means that number, and is its own canonical spelling."""
    text = durations.format_seconds(seconds)
    assert durations.parse(text) == seconds
    assert durations.canonical(text) == text


@steady
@given(st.text(max_size=12) | st.from_regex(r"[0-9dhms. -]{0,10}", fullmatch=True))
def test_any_text_is_a_duration_or_says_why_not(text: str) -> None:
    """Reading a duration gives seconds or a reason with a way out."""
    if isinstance(meaning := durations.meaning(text), int):
        assert meaning == durations.parse(text) >= 0
    else:
        with pytest.raises(durations.DurationError) as refused:
            durations.parse(text)
        assert "\n" not in str(refused.value)


EXPRESSIONS = st.recursive(
    st.sampled_from(["1000", "retried", "0.5", ".5", "42"]),
    lambda inner: st.one_of(
        st.builds("{} {} {}".format, inner, st.sampled_from("+-*/"), inner),
        st.builds("({})".format, inner),
        st.builds("-{}".format, inner),
        st.builds("{}({})".format, st.sampled_from(["sqrt", "abs", "exp", "floor", "ceil", "round"]), inner),
        st.builds("{}({}, {})".format, st.sampled_from(["pow", "min", "max"]), inner, inner),
    ),
    max_leaves=12,
)


@steady
@given(EXPRESSIONS)
def test_every_expression_of_the_grammar_is_taken(text: str) -> None:
    """What numbers, `retried`, operators, parentheses and functions make is a retry delay."""
    assert RULES["retry-delay"](text, None) is None  # type: ignore[arg-type]


@steady
@given(EXPRESSIONS, st.sampled_from(["", "(", ")", ",", "*", "x", "$", " 5 5"]), st.integers(0, 30))
def test_a_spoilt_expression_never_raises(text: str, junk: str, at: int) -> None:
    """A wrong expression is answered with a reason, never with an exception."""
    reason = RULES["retry-delay"](text[:at] + junk + text[at:], None)  # type: ignore[arg-type]
    assert reason is None or "retried" in reason or "strip it" in reason


def test_automatic_ids() -> None:
    """An id is project, stack, parents and name; a hash comes in only where something was replaced or cut."""
    assert logical_name("shop", "dev", [], "nightly") == "shop-dev-nightly"
    assert logical_name("shop", "dev", ["front", "jobs"], "nightly") == "shop-dev-front-jobs-nightly"
    spaced = logical_name("shop", "dev", [], "my job")
    assert spaced.startswith("shop-dev-my-job-")
    assert spaced != logical_name("shop", "dev", [], "my/job")
    assert spaced == logical_name("shop", "dev", [], "my job")
    long, longer = (logical_name("shop", "dev", [], "n" * count) for count in (200, 201))
    assert long != longer
    assert len(long) <= 120


NAMES = st.text(min_size=1, max_size=150)


@steady
@given(NAMES, NAMES, st.lists(NAMES, max_size=2), NAMES, NAMES)
def test_automatic_ids_are_legal_and_tell_names_apart(
    project: str, stack: str, parents: list[str], one: str, other: str
) -> None:
    """Whatever the names, the id is one that QStash takes, and two names of one place get two ids."""
    ids = {name: logical_name(project, stack, parents, name) for name in (one, other)}
    for made in ids.values():
        assert RULES["name"](made, None) is None  # type: ignore[arg-type]
    assert len(set(ids.values())) == len(ids)


@pytest.mark.parametrize(
    "name",
    [
        "Authorization",
        "authorization",
        "Proxy-Authorization",
        "Cookie",
        "X-Api-Key",
        "x-api-key",
        "ApiKey",
        "X-Auth-Token",
        "X-GitHub-Token",
        "Token",
        "X-Webhook-Secret",
        "Client-Secret",
        "X-Vercel-Protection-Bypass",
        "X-Password",
        "X-Session",
        "X-Signature",
        "X-Access-Key",
        "X_API_KEY",
        "X-Amz-Security-Token",
        "X-AccessToken",
        "Secret",
        "X-Forwarded-Authorization",
        "Authentication",
        "OAuth2",
        "X-Token2",
        "X-Pwd",
        "X-PrivateKey",
    ],
)
def test_credentials_are_known_by_their_header(name: str) -> None:
    """A header that is named like a credential is taken for one."""
    assert looks_like_credential(name)


@pytest.mark.parametrize(
    "name",
    [
        "Accept",
        "Content-Language",
        "User-Agent",
        "X-Request-Id",
        "X-Tenant",
        "Idempotency-Key",
        "X-Monkey",
        "X-Keyboard",
        "X-Author",
        "X-Plain",
        "X-Note",
        "If-Match",
        "Origin",
        "X-Tokenizer",
    ],
)
def test_other_headers_are_no_credentials(name: str) -> None:
    """An ordinary header is not made secret."""
    assert not looks_like_credential(name)


def test_there_is_one_unknown() -> None:
    """Copies, pickles and new ones are the same unknown."""
    assert copy.deepcopy({"a": [UNKNOWN]})["a"][0] is UNKNOWN
    assert pickle.loads(pickle.dumps(UNKNOWN)) is UNKNOWN
    assert Unknown() is UNKNOWN
    assert contains_unknown({"a": [{"b": UNKNOWN}]})
    assert not contains_unknown({"a": [{"b": None}], "c": "UNKNOWN"})


def test_paths() -> None:
    """Paths are written in Pulumi's notation, and lead to their property."""
    assert path(("callback", "headers", "X-A")) == 'callback.headers["X-A"]'
    assert path(("endpoints", 0, "url")) == "endpoints[0].url"
    assert path(("headers", 'a"b')) == 'headers["a\\"b"]'
    assert [top_level(p) for p in ("a", "a.b", 'a["b.c"]', "a[0].b")] == ["a"] * 4


def test_larger_plans_allow_more() -> None:
    """No limit of a larger plan is below that of a smaller one."""
    plans = [PLANS[name] for name in ("free", "payg", "fixed-1m", "fixed-10m")]
    for smaller, larger in pairwise(plans):
        assert smaller.body <= larger.body
        assert smaller.timeout <= larger.timeout
        assert smaller.parallelism <= larger.parallelism
        assert smaller.endpoints <= larger.endpoints
