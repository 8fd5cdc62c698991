"""The types of properties: what pydantic checks, the rules that always hold, and what a value means."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainValidator, ValidationInfo, WrapValidator
from pydantic_core import PydanticCustomError

from . import durations
from .answers import Context
from .marks import Means, Secret
from .rules import RULES, holds
from .rules.urls import is_group_name
from .unknown import UNKNOWN


def _let_unknown_pass(value: Any, check: Callable[[Any], Any]) -> Any:
    return value if value is UNKNOWN else check(value)


def _whole(value: Any) -> Any:
    """Pulumi's wire knows only floating-point numbers."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _without_spaces(text: str) -> str:
    return "".join(text.split())


def _redacted_headers(value: Any, info: ValidationInfo) -> Any:
    reason = RULES["redact-headers"](value, info.context or Context())
    if reason is not None:
        raise PydanticCustomError("rule", "{reason}", {"reason": reason, "code": "redact-headers"})
    return value


def header_map(headers: dict[str, str]) -> dict[str, str] | None:
    """Headers by meaning: names ignore case, values their outer white space."""
    lower = {name.lower(): value.strip(" \t") if isinstance(value, str) else value for name, value in headers.items()}
    return lower or None


Known = WrapValidator(_let_unknown_pass)

Text = Annotated[str, Known]
Flag = Annotated[bool, Known]
Number = Annotated[float, Known]
Whole = Annotated[int, Known, BeforeValidator(_whole)]
Texts = Annotated[list[Text], Known]

Duration = Annotated[Text, holds("duration"), Means(durations.meaning)]
RetryDelay = Annotated[Text, holds("retry-delay"), Means(_without_spaces)]
Method = Annotated[Text, holds("method")]
Retries = Annotated[Whole, holds("retries")]

_URL_RULES = (
    "url-text",
    "url-scheme",
    "url-host",
    "url-user",
    "url-private",
    "url-path",
    "url-escapes",
    "url-fragment",
    "url-query",
)
PublicUrl = Annotated[Text, *map(holds, _URL_RULES)]
Destination = Annotated[Text, holds("group-name"), *(holds(code, unless=is_group_name) for code in _URL_RULES)]
HeaderName = Annotated[str, holds("header-name")]
HeaderValue = Annotated[Text, holds("header-value"), holds("redacted-value")]
Headers = Annotated[dict[HeaderName, HeaderValue], Known, Means(header_map), Secret()]
RedactedHeaders = Annotated[bool | list[str], PlainValidator(_redacted_headers), Known]
Timeout = Annotated[Duration, holds("timeout")]
Period = Annotated[Duration, holds("period")]
