"""The lifecycle of QStash objects, free of Pulumi, so that another host can stand on it."""

from .account import account_of
from .errors import ForeignObject, NoSuchObject, OtherAccount
from .lifecycle import Difference, Lifecycle
from .run_ledger import RunLedger, ledger_of_this_run
from .settings import EXPLICIT, Settings, read_settings

__all__ = [
    "EXPLICIT",
    "Difference",
    "ForeignObject",
    "Lifecycle",
    "NoSuchObject",
    "OtherAccount",
    "RunLedger",
    "Settings",
    "account_of",
    "ledger_of_this_run",
    "read_settings",
]
