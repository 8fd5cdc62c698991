"""What is said of operations that were begun and whose end nobody recorded."""

from __future__ import annotations

from pulumi_qstash.engine.session import Session
from pulumi_qstash.engine.steps import Step


def warn_of_pending_operations(session: Session) -> None:
    """Warn that objects are in an unknown state, and say the way out."""
    pending = session.target.base.pending_operations
    if not pending:
        return
    listed = "".join(f"  * {p.resource.urn}, interrupted while {p.type}\n" for p in pending)
    session.say(
        "warning",
        f"Attempting to deploy or update resources with {len(pending)} pending operations from previous deployment.\n"
        f"{listed}"
        "These resources are in an unknown state because the engine was interrupted while waiting for changes to "
        "these resources to complete. You should confirm whether or not the operations listed completed successfully "
        "by checking the state of the appropriate provider.\n"
        "\n"
        "Once you have confirmed the status of the interrupted operations, you can repair your stack using `refresh`, "
        "which refreshes the state from the provider and clears the pending operations if there are any.\n"
        "\n"
        "Note that pending CREATE operations stay until they are taken out of the state.",
    )


def say_what_was_not_done(session: Session, left_out: list[Step], not_answered: list[str]) -> None:
    """After a cancellation: name what had been asked for and was not done."""
    if session.preview:
        return
    steps = {f"{step.op} {step.resource.urn}" for step in left_out}
    steps |= {f"declared {urn}" for urn in not_answered if not any(step.endswith(urn) for step in steps)}
    if steps:
        listed = "".join(f"\n  * {step}" for step in sorted(steps))
        session.say("warning", f"canceled before the following was done; run the operation again for it:{listed}")
