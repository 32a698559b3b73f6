"""Telling officers what became of a report."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from congdoan.areas.reporting.models import Report, Round
from congdoan.areas.reporting.services.work import owed_page, page_of
from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations.api import names
from congdoan.kernel.people.models import Office
from congdoan.support.notifications.api import notify

_PORTION = 2_000
TOLD = ("PRESIDENT", "VICE_PRESIDENT", "SPECIALIST")


def tell(
    *,
    actor: Actor,
    report: Report,
    kind: str,
    organisations: Iterable[int],
    on: date,
    at: datetime,
    by: int | None = None,
) -> None:
    """Tell the officers of ``organisations`` with the way to the report."""
    called = names({report.organisation_id, *([by] if by else [])}, on=on)
    notify(
        actor=actor,
        kind=f"reporting.{kind}",
        key=f"reporting.{report.pk}.{kind}.{at.isoformat()}",
        at=at,
        people=_officers(list(organisations), on),
        context={
            "title": report.round.title,
            "unit": called.get(report.organisation_id, ""),
            "superior": called.get(by, "") if by else "",
            "due": f"{report.due_on:%d/%m/%Y}",
        },
        url=page_of(report),
    )


def tell_owing(*, actor: Actor, round_id: int, at: datetime) -> None:
    """Tell everybody who owes that a round is open, portion by portion."""
    found = Round.objects.filter(pk=round_id).first()
    if found is None or not found.is_open:
        return
    reports = Report.objects.filter(round=found).order_by("organisation_id")
    owed = list(reports.values_list("organisation_id", flat=True))
    for start in range(0, len(owed), _PORTION):
        part = owed[start : start + _PORTION]
        _tell_of_round(actor=actor, found=found, organisations=part, at=at)


def _tell_of_round(
    *, actor: Actor, found: Round, organisations: Sequence[int], at: datetime
) -> None:
    if not organisations:
        return
    on = at.date()
    notify(
        actor=actor,
        kind="reporting.opened",
        key=f"reporting.round.{found.pk}.{organisations[0]}",
        at=at,
        people=_officers(organisations, on),
        context={
            "title": found.title,
            "superior": names([found.organisation_id], on=on).get(found.organisation_id, ""),
            "due": f"{found.due_on:%d/%m/%Y}",
        },
        url=owed_page(found),
    )


def _officers(organisations: Sequence[int], on: date) -> set[int]:
    offices = Office.objects.on(on).filter(organisation_id__in=organisations, position__in=TOLD)
    return set(offices.values_list("person_id", flat=True))
