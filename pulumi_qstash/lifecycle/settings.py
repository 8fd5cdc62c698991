"""What a lifecycle works with: the account and the choices of the stack."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..api import DEFAULT_URL, NotConfigured, clean_url, is_loopback, region_url
from ..api.client import DEFAULT_BUDGET, DEFAULT_TIMEOUT

#: An explicit provider carries this key in its configuration, and then inherits nothing.
EXPLICIT = "qstash:provider"
#: A variable of the host's environment: no provider may work on anything but this machine (a test run).
LOOPBACK_ONLY = "PULUMI_QSTASH_LOOPBACK_ONLY"
KEYS = ("token", "url", "region", "plan", "checkLive", "paused", "requestTimeout", "retryBudget")
_YES, _NO = {"true", "1", "yes"}, {"false", "0", "no", ""}


@dataclass(frozen=True)
class Settings:
    """Where to work, as whom, and how.

    Attributes:
        token: the account's token; None where none is set. A preview needs none.
        url: the server.
        plan: the account's plan from `qstash:plan`, None where it is not said.
        check_live: whether a preview asks the account about what it is to create.
        pause_all: whether every schedule of the stack is brought up paused.
        timeout: seconds to wait for an answer to one try.
        budget: seconds after which a call is given up, all tries together.
        problems: what is wrong with the configuration, one sentence each.
    """

    token: str | None = field(default=None, repr=False)
    url: str = DEFAULT_URL
    plan: str | None = None
    check_live: bool = False
    pause_all: bool = False
    timeout: float = DEFAULT_TIMEOUT
    budget: float = DEFAULT_BUDGET
    problems: tuple[str, ...] = ()

    @property
    def loopback(self) -> bool:
        """Whether the server is on this machine, so that it reaches private hosts."""
        return is_loopback(self.url)


def read_settings(get: Callable[[str], Any], environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from the provider's configuration, else from the environment.

    Configuration wins, so that no variable of a shell sends a stack to another account. An explicit provider
    looks at its own configuration only.

    Args:
        get: gives a configuration value by its full key (`qstash:token`), None where it is not set.
        environment: the environment's variables.
    """
    explicit = get(EXPLICIT)
    reader = _Reader(get, {} if explicit else environment)
    url, token = reader.url(), reader.text("token", "QSTASH_TOKEN")
    if explicit and not token:
        reader.problems.append(
            f"Provider {explicit!r} has no token, and takes none from elsewhere: give `qstash.Provider` its `token`."
        )
    if environment.get(LOOPBACK_ONLY) and not is_loopback(url):
        reader.problems.append(
            f"a test run stays on this machine, but this provider works on {url}: give it the url of the test's server."
        )
    plan = reader.plan()
    return Settings(
        token=token,
        url=url,
        plan=plan,
        check_live=reader.flag("checkLive"),
        pause_all=reader.flag("paused"),
        timeout=reader.seconds("requestTimeout", DEFAULT_TIMEOUT),
        budget=reader.seconds("retryBudget", DEFAULT_BUDGET),
        problems=tuple(reader.problems),
    )


class _Reader:
    """Reads values and gathers what is wrong with them."""

    def __init__(self, get: Callable[[str], Any], environment: Mapping[str, str]) -> None:
        self._get, self._environment = get, environment
        self.problems: list[str] = []

    def text(self, key: str, variable: str = "") -> str | None:
        value = self._get(f"qstash:{key}")
        if value is None or value == "":
            value = self._environment.get(variable)
        return str(value) if value else None

    def flag(self, key: str) -> bool:
        value = str(self.text(key) or "").strip().lower()
        if value not in _YES | _NO:
            self.problems.append(f"qstash:{key} is {value!r}; write true or false.")
        return value in _YES

    def seconds(self, key: str, default: float) -> float:
        value = self.text(key, "QSTASH_" + ("REQUEST_TIMEOUT" if key == "requestTimeout" else "RETRY_BUDGET"))
        try:
            number = float(value) if value is not None else default
        except ValueError:
            number = 0.0
        if 0 < number < 86_400:
            return number
        self.problems.append(f"qstash:{key} is {value!r}; write a number of seconds, such as {default:g}.")
        return default

    def plan(self) -> str | None:
        from ..model import PLANS

        plan = self.text("plan")
        if plan is None or plan in PLANS:
            return plan
        self.problems.append(f"qstash:plan is {plan!r}; write one of {', '.join(PLANS)}.")
        return None

    def url(self) -> str:
        """The configured URL or region, else the environment's URL, else the default."""
        url, region = self._get("qstash:url"), self._get("qstash:region")
        try:
            if url and region and clean_url(str(url)) != region_url(str(region)):
                self.problems.append("qstash:url and qstash:region are both set, and differ; set one of them.")
            if url:
                return clean_url(str(url))
            if region:
                return region_url(str(region))
            return clean_url(self._environment.get("QSTASH_URL") or DEFAULT_URL)
        except NotConfigured as error:
            self.problems.append(error.message)
            return DEFAULT_URL
