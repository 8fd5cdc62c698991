"""Every kind of object that there is."""

from __future__ import annotations

from .flow_control import FLOW_CONTROL
from .queue import QUEUE
from .schedule import SCHEDULE
from .url_group import URL_GROUP

KINDS = (SCHEDULE, QUEUE, URL_GROUP, FLOW_CONTROL)
