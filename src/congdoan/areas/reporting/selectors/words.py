"""What units wrote, gathered for the level above."""

from dataclasses import dataclass

from django.db.models import Q

from congdoan.areas.reporting.enums import ReportState
from congdoan.areas.reporting.models import Section
from congdoan.areas.reporting.selectors.rounds import visible_reports
from congdoan.areas.reporting.selectors.totals import Place
from congdoan.foundation.actor import Actor
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


@dataclass(frozen=True)
class Gathered:
    """What the units of a branch wrote, by name; ``more``: left to the pages of its branches."""

    said: list[Said]
    more: int


def gathered(actor: Actor, place: Place, section: Section) -> Gathered:
    """
    Return what the units of a whole branch handed in and the actor may read; three queries.

    Nothing is shortened or put together: the level above quotes. Drafts are not read.
    """
    leading = _leading(place)
    edge = "superior__in" if place.is_first_line else "beside__in"
    handed_in = place.round.reports.filter(
        Q(**{edge: leading}) | Q(organisation__in=leading),
        pk__in=visible_reports(actor).values("pk"),
        state__in=[ReportState.SUBMITTED, ReportState.ACCEPTED],
        **{f"narrative__{section.code}__regex": r"\S"},
    )
    count = handed_in.count()
    rows = list(handed_in.only("organisation_id", "narrative", "state").order_by("pk")[:MOST])
    called = names({one.organisation_id for one in rows}, on=place.round.on) if rows else {}
    said = [
        Said(
            one.pk,
            called.get(one.organisation_id, ""),
            one.narrative[section.code],
            one.state == ReportState.ACCEPTED,
        )
        for one in rows
    ]
    return Gathered(sorted(said, key=lambda one: one.name), count - len(rows))


def _leading(place: Place) -> list[int]:
    """Return the organisation and all below it that lead somebody in the round."""
    below: dict[int | None, list[int]] = {}
    edges = place.round.totals.filter(hierarchy=place.total.hierarchy_id)
    for pk, parent in edges.values_list("organisation_id", "parent_id"):
        below.setdefault(parent, []).append(pk)
    found = [place.organisation.pk]
    for pk in found:  # grows while it is walked
        found.extend(below.get(pk, []))
    return found
