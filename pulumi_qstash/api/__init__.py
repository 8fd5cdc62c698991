"""QStash's REST API: the only room that speaks HTTP."""

from .client import Client
from .errors import (
    Garbled,
    NotConfigured,
    NotFound,
    NotQStash,
    QStashError,
    QuotaExceeded,
    RateLimited,
    Refused,
    Unauthorized,
    Unavailable,
    WrongRegion,
)
from .pace import Wait
from .regions import DEFAULT_URL, REGIONS, clean_url, host_of, is_loopback, region_url, user_id

__all__ = [
    "DEFAULT_URL",
    "REGIONS",
    "Client",
    "Garbled",
    "NotConfigured",
    "NotFound",
    "NotQStash",
    "QStashError",
    "QuotaExceeded",
    "RateLimited",
    "Refused",
    "Unauthorized",
    "Unavailable",
    "Wait",
    "WrongRegion",
    "clean_url",
    "host_of",
    "is_loopback",
    "region_url",
    "user_id",
]
