"""The values of flow control: `parallelism=2, rate=10, period=1m`."""

from __future__ import annotations

from . import durations
from .refusals import bad_request

_LONGEST_PERIOD = 7 * 86_400
_DEFAULT_PERIOD = 1
_BIGGEST = 2**31 - 1


def read(key: str | None, value: str | None) -> dict[str, str | int]:
    """The headers of flow control as the keys that QStash shows; empty without flow control.

    Raises:
        Refusal: 400 for values that cannot be.
    """
    if key is None:
        if value is not None:
            raise bad_request("invalid flow control: the key is missing")
        return {}
    found = dict(_parts(value or ""))
    if not {"parallelism", "rate"} & found.keys():
        raise bad_request("invalid flow control: parallelism or rate must be given")
    return {"flowControlKey": key, "period": _DEFAULT_PERIOD, **found}


def _parts(value: str) -> list[tuple[str, int]]:
    return [_part(part.strip()) for part in value.split(",") if part.strip()]


def _part(text: str) -> tuple[str, int]:
    name, equals, value = (piece.strip() for piece in text.partition("="))
    name = name.lower()
    if name == "period":
        return name, check_period(durations.seconds(value, "flow control period"))
    if name not in ("parallelism", "rate") or not equals:
        raise bad_request(f"invalid flow control value: {text}")
    return name, positive(value, f"flow control {name}")


def check_period(seconds: int) -> int:
    """A period of one second to a week."""
    if not 1 <= seconds <= _LONGEST_PERIOD:
        raise bad_request("invalid flow control period: it must be between 1s and 7d")
    return seconds


def positive(text: str, what: str) -> int:
    """A whole number from 1."""
    if not (text.isascii() and text.isdigit()) or len(text) > 10 or not 1 <= int(text) <= _BIGGEST:
        raise bad_request(f"invalid {what}: {text}")
    return int(text)
