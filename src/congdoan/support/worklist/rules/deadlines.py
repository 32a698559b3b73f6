from collections.abc import Iterable
from datetime import date, timedelta

#: "This week" is the seven days from today, not the calendar week: on a Friday people plan ahead.
SOON_DAYS = 7


def soon(today: date) -> date:
    """Return the last day that counts as near."""
    return today + timedelta(days=SOON_DAYS)


def reminder_step(*, due: date, opened: date, on: date, steps: Iterable[int]) -> int | None:
    """
    Return the reminder that ``on`` calls for, as days before the due day, or None.

    Only the newest step that has come counts: after a week without the job running people get one
    reminder, not four. Steps that lay before the work was opened are never made up for.
    """
    come = [step for step in steps if opened <= due - timedelta(days=step) <= on]
    return min(come) if come else None
