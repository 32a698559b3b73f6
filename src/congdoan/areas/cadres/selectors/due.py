"""By when the next step of a file is to be taken, and who decides on a plan."""

from datetime import date, timedelta

from congdoan.areas.cadres.enums import Stage
from congdoan.areas.cadres.models import PartyIntroduction
from congdoan.kernel.organisations.api import unscoped_parent
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.rulebook.api import value

#: Stage → rule of the days until the next step.
_DAYS = {
    Stage.NOMINATED: "vote_days",
    Stage.VOTED: "paper_days",
    Stage.INTRODUCED: "class_days",
    Stage.CLASS: "admission_days",
    Stage.ADMITTED: "official_days",
}


def due_of(introduction: PartyIntroduction) -> date | None:
    """Return by when the next step is to be taken; None when nothing is."""
    if not introduction.is_open:
        return None
    steps = sorted(introduction.steps.all(), key=lambda step: step.pk)
    since = steps[-1].done_on if steps else introduction.nominated_on
    key = f"cadres.due.{_DAYS[Stage(introduction.stage)]}"
    days = value(key, on=since, for_=introduction.organisation_id)
    return since + timedelta(days=days)


def approver_of(organisation: Organisation, *, on: date) -> Organisation:
    """Return who decides on an organisation's plan: its superior; who has none, itself."""
    return unscoped_parent(organisation.pk, on=on) or organisation
