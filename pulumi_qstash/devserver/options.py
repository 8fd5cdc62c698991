"""The options of a message or schedule: the `Upstash-` headers."""

from __future__ import annotations

from typing import Any

from . import durations, flow_values, redaction
from .call import Call
from .destinations import check_url
from .headers import Pairs, after_prefix, canonical, only
from .refusals import bad_request, quota_exceeded

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_SETTINGS = ("method", "retries", "retry-delay", "delay", "timeout")
_NEVER_FORWARDED = ("authorization", "host", "connection", "transfer-encoding", "content-length", "content-type")
_DEFAULT_RETRIES = 3


class Options:
    """The options that a call carries, read and checked one by one.

    Raises:
        Refusal: 400 for a value that is wrong, 412 for one above the plan's limits.
    """

    def __init__(self, call: Call, pairs: Pairs | None = None) -> None:
        self.pairs = call.options() if pairs is None else pairs
        self._behaviour, self._plan = call.world.behaviour, call.world.plan
        self.redact = redaction.Redaction(self.text("upstash-redact-fields"), call.account, self._behaviour)

    def text(self, name: str) -> str | None:
        """The option's value; an empty one counts as not given, unless the switch says otherwise."""
        value = only(self.pairs, name)
        if value is not None and not value.strip():
            if self._behaviour["emptyHeaderFails"] and name.startswith("upstash-"):
                raise bad_request(f"invalid {canonical(name)}: the value is empty")
            return None
        return value.strip() if value is not None else None

    def seconds(self, name: str) -> int | None:
        """A duration in seconds."""
        value = self.text(name)
        return None if value is None else durations.seconds(value, name.removeprefix("upstash-"))

    def method(self, name: str = "upstash-method") -> str | None:
        """An HTTP method."""
        value = self.text(name)
        if value is not None and value.upper() not in _METHODS:
            raise bad_request(f"invalid method: {value}")
        return value.upper() if value else None

    def retries(self, name: str = "upstash-retries") -> int | None:
        """A number of retries."""
        value = self.text(name)
        if value is None:
            return None
        if not (value.isascii() and value.isdigit() and len(value) < 10):
            raise bad_request(f"invalid retries: {value}")
        if int(value) > self._plan.retries:
            raise quota_exceeded("maxRetries")
        return int(value)

    def delay(self) -> int | None:
        """The delay in seconds."""
        delay = self.seconds("upstash-delay")
        if delay and self._plan.delay is not None and delay > self._plan.delay:
            raise quota_exceeded("maxDelay")
        return delay

    def timeout(self) -> int | None:
        """The timeout in seconds."""
        timeout = self.seconds("upstash-timeout")
        if timeout and timeout > self._plan.timeout:
            raise quota_exceeded("maxTimeout")
        return timeout

    def callback(self, name: str) -> str | None:
        """A callback's URL."""
        value = self.text(name)
        if value:
            check_url(value, "callback", self._behaviour)
        return value

    def callback_settings(self, name: str) -> dict[str, Any]:
        """A callback's own method, retries, delay and timeout, by their canonical names."""
        found = {key: self.text(f"{name}-{key}") for key in _SETTINGS}
        self.method(f"{name}-method")
        self.retries(f"{name}-retries")
        for key in ("delay", "timeout"):
            self.seconds(f"{name}-{key}")
        return {canonical(key): value for key, value in found.items() if value is not None}

    def forwarded(self) -> dict[str, list[str]]:
        """The headers for the destination, with its content type, redacted where asked."""
        found = self._all_headers() if (self.text("upstash-header-forward") or "").lower() == "true" else {}
        content_type = only(self.pairs, "content-type")
        if content_type:
            found["Content-Type"] = [content_type]
        return self.redact.headers(found | after_prefix(self.pairs, "upstash-forward-"))

    def _all_headers(self) -> dict[str, list[str]]:
        plain = [
            (name, value)
            for name, value in self.pairs
            if not name.startswith("upstash-") and name not in _NEVER_FORWARDED
        ]
        return after_prefix([(f"-{name}", value) for name, value in plain], "-")

    def labels(self) -> list[str]:
        """The labels."""
        listed = [label.strip() for label in (self.text("upstash-label") or "").split(",")]
        labels = [label for label in listed if label]
        most = self._behaviour["maxLabels"]
        if most and len(labels) > most:
            raise bad_request(f"too many labels: {len(labels)}, at most {most}")
        return labels

    def delivery(self) -> dict[str, Any]:
        """What messages and schedules share, as the keys that QStash shows; absent ones are None."""
        labels = self.labels()
        return {
            "method": self.method() or "POST",
            "header": self.forwarded() or None,
            "retryDelayExpression": self.text("upstash-retry-delay"),
            "callback": self.callback("upstash-callback"),
            "failureCallback": self.callback("upstash-failure-callback"),
            "callbackHeader": after_prefix(self.pairs, "upstash-callback-forward-") or None,
            "failureCallbackHeader": after_prefix(self.pairs, "upstash-failure-callback-forward-") or None,
            "label": labels[0] if labels else None,
            "labels": labels or None,
        } | flow_values.read(self.text("upstash-flow-control-key"), self.text("upstash-flow-control-value"))

    def retries_or_default(self) -> int:
        """How often a failed delivery is tried again."""
        retries = self.retries()
        return _DEFAULT_RETRIES if retries is None else retries
