"""The sentences that every format for people shares."""

from __future__ import annotations

from pulumi_qstash.drift.report import Change, Entry, Report, Status

TITLES = {
    Status.CHANGED: "Changed outside the program",
    Status.GONE: "Gone from the account",
    Status.UNMANAGED: "Unmanaged: in the account, in no stack given",
}

REPAIR = "`pulumi up --refresh` puts the account back to what the program declares."


def value(text: str | None) -> str:
    """A value, or that there is none."""
    return "(not set)" if text is None else text if text else "(empty)"


def words(change: Change) -> str:
    """`every hour → every minute`, where the change is of a cron."""
    if not (change.before_words or change.after_words):
        return ""
    return f"{change.before_words or 'unknown'} → {change.after_words or 'unknown'}"


def pause(entry: Entry) -> str:
    """What somebody did to the pause, and why it may have happened by itself."""
    done = "paused" if entry.paused else "resumed"
    said = f"{done} outside the program"
    if entry.paused and entry.last_failure:
        said += f"; its last delivery failed: {entry.last_failure}"
    if not entry.pause_declared:
        said += " (the program does not manage its pause, so that this is no drift)"
    return said


def where(entry: Entry, report: Report) -> str:
    """The stack and account of an entry, as far as there is more than one."""
    parts = []
    if entry.stack and len(report.stacks) > 1:
        parts.append(entry.stack)
    if len(report.accounts) > 1:
        parts.append(entry.account)
    return ", ".join(parts)


def not_compared(entry: Entry) -> str:
    """Which properties could not be compared."""
    return f"not compared: {', '.join(entry.not_compared)}"


def verdict(report: Report) -> str:
    """The one line that answers the question."""
    if report.differs:
        return "The account does not match the code."
    return "The account holds what nobody declared." if report.has_drift else "The account matches the code."


def subject(report: Report) -> str:
    """Which stacks and accounts the report is about."""
    stacks = ", ".join(report.stacks) or "no stack"
    return f"{stacks} on {', '.join(report.accounts) or 'no account'}"
