"""A request for more time ends: granted, refused, or not needed any more."""

from datetime import datetime

from congdoan.areas.reporting.enums import AskState
from congdoan.areas.reporting.models import Report
from congdoan.areas.reporting.services.work import answered_work
from congdoan.foundation.actor import Actor


def settle(report: Report, state: AskState, *, actor: Actor, at: datetime) -> bool:
    """Close what waits about a report, and the work it asked for; tell whether anything did."""
    waiting = report.extensions.filter(state=AskState.WAITING)
    if not waiting.update(state=state, answered_at=at, answered_by_name=actor.name[:160]):
        return False
    answered_work(actor=actor, report=report, at=at)
    return True
