"""Rounds and reports an actor may look at."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from congdoan.areas.reporting import policies
from congdoan.areas.reporting.enums import AskState, ReportState
from congdoan.areas.reporting.models import Extension, Report, Round
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.api import predecessors
from congdoan.kernel.organisations.models import Organisation, OrganisationProfile


def _seen(actor: Actor) -> Q:
    """Return the condition on reports: of one's branch, or those one takes on either line."""
    held = actor.held_at(policies.VIEW)
    within: Any = actor.within(policies.VIEW, "organisation_id")
    if held is None:
        return Q(within)
    # Who takes a report was written down when the round opened; the tree may have moved since.
    taken = sorted(held)
    return Q(within) | Q(superior_id__in=taken) | Q(second_id__in=taken)


def visible_reports(actor: Actor) -> QuerySet[Report]:
    """Return the reports the actor may read."""
    return Report.objects.filter(_seen(actor))


def visible_report(actor: Actor, pk: int) -> Report:
    """:raises NotFound: when there is none, or none the actor may read"""
    found = (
        visible_reports(actor)
        .select_related("round__version__form", "organisation", "superior", "second")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def visible_rounds(actor: Actor) -> QuerySet[Round]:
    """Return the rounds opened in the actor's reach, and those in which one reads a report."""
    seen = Exists(Report.objects.filter(_seen(actor), round=OuterRef("pk")))
    opened: Any = actor.within(policies.VIEW, "organisation_id")
    return Round.objects.filter(Q(opened) | Q(seen)).select_related("version__form", "organisation")


def visible_round(actor: Actor, pk: int) -> Round:
    """:raises NotFound: when there is none, or none the actor has to do with"""
    found = visible_rounds(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def _called(organisation: str, day: str) -> Subquery:
    """Return an organisation's name on a day, both given by their columns."""
    profiles = OrganisationProfile.objects.filter(
        organisation=OuterRef(organisation), valid__contains=OuterRef(day)
    )
    return Subquery(profiles.values("name")[:1])


def with_openers(rounds: QuerySet[Round]) -> QuerySet[Round]:
    """Return rounds with the name of who opened them (``opener``), of the round's day."""
    return rounds.annotate(opener=Coalesce(_called("organisation", "on"), Value("")))


def named(reports: QuerySet[Report], found: Round, *, today: date) -> QuerySet[Report]:
    """Return reports with the name each unit had on the round's day (``name``, ``sort_key``)."""
    return reports.filter(round=found, organisation__profiles__valid__contains=found.on).annotate(
        name=F("organisation__profiles__name"),
        sort_key=F("organisation__profiles__sort_key"),
        folded=F("organisation__profiles__folded"),
        superior_name=Coalesce(_called("superior", "round__on"), Value("")),
        is_asking=Exists(Extension.objects.filter(report=OuterRef("pk"), state=AskState.WAITING)),
        is_late=ExpressionWrapper(late_on(today), output_field=BooleanField()),
    )


def own_reports(actor: Actor) -> QuerySet[Report]:
    """Return what the actor's unit owes and has done, with what it stands in for."""
    here = actor.organisation_id
    if here is None:
        return Report.objects.none()
    unit = Organisation.objects.filter(pk=here).first()
    ids = [here, *(predecessors(unit).values_list("pk", flat=True) if unit else [])]
    return (
        visible_reports(actor)
        .filter(organisation__in=ids)
        .select_related("round__organisation", "organisation")
        .annotate(opener=Coalesce(_called("round__organisation", "round__on"), Value("")))
    )


def late_on(day: date) -> Q:
    """Return the condition: first handed in after the due day, or never and the day is gone."""
    return Q(late=True) | Q(state=ReportState.DRAFT, due_on__lt=day)


@dataclass(frozen=True)
class Counts:
    """How far a round has come among the reports one sees."""

    owed: int
    submitted: int
    accepted: int
    returned: int
    late: int

    @property
    def missing(self) -> int:
        return self.owed - self.submitted - self.accepted


def counts_of(reports: QuerySet[Report], *, today: date) -> Counts:
    """Return the counts of reports; one query."""
    states = ReportState
    return Counts(
        **reports.aggregate(
            owed=Count("pk"),
            submitted=Count("pk", filter=Q(state=states.SUBMITTED)),
            accepted=Count("pk", filter=Q(state=states.ACCEPTED)),
            returned=Count("pk", filter=Q(state=states.RETURNED)),
            late=Count(
                "pk",
                filter=late_on(today),
            ),
        )
    )
