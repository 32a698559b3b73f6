"""In which order a breach is dealt with."""

from congdoan.areas.privacy.enums import BreachStep
from congdoan.areas.privacy.models import Breach


def next_step(breach: Breach) -> BreachStep:
    """Return what is to be done next; telling the authority does not wait for the assessment."""
    if not breach.waits:
        return BreachStep.CLOSED
    if breach.assessed_at is None:
        return BreachStep.ASSESS
    if breach.must_report and breach.reported_at is None:
        return BreachStep.REPORT
    if breach.must_tell and breach.told_at is None:
        return BreachStep.TELL
    return BreachStep.CLOSE
