"""What QStash's resources are: one declaration for each, and everything that follows from it."""

from __future__ import annotations

from . import flow_control
from .answers import Checked, Comparison, Context, Inputs, Problem, Request
from .credentials import looks_like_credential
from .fields import FieldSpec
from .flow_control import FLOW_CONTROL
from .kind import Kind
from .logical_names import logical_name
from .plans import PLANS, Plan
from .queue import QUEUE
from .reading import is_redacted
from .requesting import RedactedValueError
from .schedule import SCHEDULE
from .unknown import UNKNOWN, Unknown, contains_unknown
from .url_group import URL_GROUP

KINDS = (SCHEDULE, QUEUE, URL_GROUP, FLOW_CONTROL)

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
