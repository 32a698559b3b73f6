"""Whose papers somebody may print: the facts of a worksheet, an event, a batch, rights checked."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import override

from congdoan.areas.restructuring import policies
from congdoan.areas.restructuring.selectors.batches import batch_dossier
from congdoan.areas.restructuring.selectors.facts import Dossier
from congdoan.areas.restructuring.selectors.planned import planned_dossier
from congdoan.areas.restructuring.selectors.recorded import recorded_dossier
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.api import visible_event, visible_reorganisation
from congdoan.kernel.organisations.enums import (
    EventRole,
    EventState,
    Family,
    ReorganisationState,
)
from congdoan.kernel.organisations.models import Organisation, OrganisationEvent
from congdoan.support.exchange.api import ORGANISATION_CHANGES, visible_batch


@dataclass(frozen=True)
class NoPapers:
    """Why there is nothing to print, for the panel: ``reason`` is a key of its template."""

    reason: str


def sheet_dossier(actor: Actor, pk: int) -> Dossier | NoPapers:
    """:raises NotFound: when the actor may not decide on that branch, or not print for it"""
    sheet = visible_reorganisation(actor, pk)
    if not actor.may(policies.PRINT, on=sheet.superior):
        raise NotFound
    if sheet.state != ReorganisationState.DRAFT:
        return NoPapers("settled")
    with override("vi"):
        return planned_dossier(sheet, today=actor.today)


def event_dossier(actor: Actor, pk: int) -> Dossier | NoPapers:
    """
    Return the facts of an event for whoever decides on all it is about, or issued it.

    Rights are today's, whatever day is looked at: papers of a branch that was left stay behind.

    :raises NotFound: when the actor may not open the event today
    """
    now = actor.looking_at(actor.today)
    event = visible_event(now, pk)
    if event is None:
        raise NotFound
    if event.state == EventState.UNDONE:
        return NoPapers("undone")
    about = _about(event)
    if not Organisation.objects.filter(pk__in=about, family=Family.UNION).exists():
        return NoPapers("partner")
    if _holds(now, about):
        with override("vi"):
            return recorded_dossier([event])
    if not actor.may_somewhere(policies.PRINT):
        return NoPapers("others")
    with override("vi"):
        dossier = recorded_dossier([event])
    return dossier if any(_holds(now, [pk]) for pk in _deciders(dossier)) else NoPapers("others")


def _about(event: OrganisationEvent) -> list[int]:
    parts = list(event.units.all())
    own = [part for part in parts if part.role != EventRole.AFFECTED]
    return [part.organisation_id for part in own or parts]


def _holds(actor: Actor, organisations: Iterable[int]) -> bool:
    wanted = set(organisations)
    reached = actor.reach(policies.PRINT).filter(pk__in=wanted).count()
    return bool(wanted) and reached == len(wanted)


def _deciders(dossier: Dossier) -> set[int]:
    """Return who issues a paper on all of it: the issuer, the one giver, the one receiver."""
    found = {dossier.issuer.pk}
    for sides in (
        {unit.old_above_pk for unit in dossier.moved},
        {unit.new_above_pk for unit in dossier.moved},
    ):
        if len(sides) == 1:
            found |= sides
    return {pk for pk in found if pk is not None}


def batch_papers(actor: Actor, pk: int) -> Dossier | NoPapers:
    """:raises NotFound: when the actor may not see the batch, or not print for its organisation"""
    batch = visible_batch(actor, pk)
    if batch.kind != ORGANISATION_CHANGES.code:
        return NoPapers("other_kind")
    if not actor.may(policies.PRINT, on=batch.organisation):
        raise NotFound
    with override("vi"):
        return batch_dossier(batch, today=actor.today) or NoPapers("empty")
