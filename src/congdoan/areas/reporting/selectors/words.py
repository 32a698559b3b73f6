"""What units wrote, gathered for the level above."""

from dataclasses import dataclass

from congdoan.areas.reporting.enums import ReportState
from congdoan.areas.reporting.models import Section
from congdoan.areas.reporting.selectors.totals import Place
from congdoan.kernel.organisations.api import names

#: Read at once; a branch with more is read branch by branch.
MOST = 300


@dataclass(frozen=True)
class Said:
    """The words of one unit, as they stand in its report."""

    report_id: int
    name: str
    text: str
    is_accepted: bool


def gathered(place: Place, section: Section) -> list[Said]:
    """
    Return what was handed in by those right below and by the unit itself, by name of unit.

    Nothing is shortened or put together: the level above quotes. Drafts are not read.
    """
    edge = "superior" if place.is_first_line else "beside"
    handed_in = place.round.reports.filter(
        state__in=[ReportState.SUBMITTED, ReportState.ACCEPTED],
        **{f"narrative__{section.code}__isnull": False},
    )
    rows = list(
        (
            handed_in.filter(**{edge: place.organisation})
            | handed_in.filter(organisation=place.organisation)
        ).only("organisation_id", "narrative", "state")[:MOST]
    )
    called = names({one.organisation_id for one in rows}, on=place.round.on) if rows else {}
    said = [
        Said(
            one.pk,
            called.get(one.organisation_id, ""),
            one.narrative[section.code],
            one.state == ReportState.ACCEPTED,
        )
        for one in rows
        if one.narrative[section.code].strip()
    ]
    return sorted(said, key=lambda one: one.name)
