"""What QStash's resources are: one declaration for each, and everything that follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..lazy_names import lazily

if TYPE_CHECKING:
    from . import flow_control
    from .answers import Checked, Comparison, Context, Inputs, Problem, Request
    from .credentials import looks_like_credential
    from .fields import FieldSpec
    from .flow_control import FLOW_CONTROL
    from .kind import Kind
    from .kinds import KINDS
    from .logical_names import logical_name
    from .plans import PLANS, Plan
    from .queue import QUEUE
    from .reading import is_redacted
    from .requesting import RedactedValueError
    from .schedule import SCHEDULE
    from .unknown import UNKNOWN, Unknown, contains_unknown
    from .url_group import URL_GROUP

__all__ = [
    "FLOW_CONTROL",
    "KINDS",
    "PLANS",
    "QUEUE",
    "SCHEDULE",
    "UNKNOWN",
    "URL_GROUP",
    "Checked",
    "Comparison",
    "Context",
    "FieldSpec",
    "Inputs",
    "Kind",
    "Plan",
    "Problem",
    "RedactedValueError",
    "Request",
    "Unknown",
    "contains_unknown",
    "flow_control",
    "is_redacted",
    "logical_name",
    "looks_like_credential",
]

# Imported when first used: a Pulumi program needs names and marks of secrets alone, and no pydantic for them.
_HOMES = {
    "Checked": "answers",
    "Comparison": "answers",
    "contains_unknown": "unknown",
    "Context": "answers",
    "FieldSpec": "fields",
    "FLOW_CONTROL": "flow_control",
    "Inputs": "answers",
    "is_redacted": "reading",
    "Kind": "kind",
    "KINDS": "kinds",
    "logical_name": "logical_names",
    "looks_like_credential": "credentials",
    "Plan": "plans",
    "PLANS": "plans",
    "Problem": "answers",
    "QUEUE": "queue",
    "RedactedValueError": "requesting",
    "Request": "answers",
    "SCHEDULE": "schedule",
    "UNKNOWN": "unknown",
    "Unknown": "unknown",
    "URL_GROUP": "url_group",
}


# A type checker does not see this function, so that it knows which names there are.
if not TYPE_CHECKING:
    __getattr__ = lazily(globals(), _HOMES)
