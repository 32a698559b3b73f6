"""Applications, decisions, posters and transfers an actor may see."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from congdoan.areas.members import policies
from congdoan.areas.members.enums import ApplicationState, TransferState
from congdoan.areas.members.models import (
    Application,
    MemberDecision,
    Poster,
    Segment,
    Transfer,
)
from congdoan.areas.members.selectors.person import refuse_restricted
from congdoan.foundation.actor import Actor
from congdoan.foundation.keys import read_key
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.api import names
from congdoan.kernel.organisations.enums import Family
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.api import restricted_people
from congdoan.kernel.rulebook.api import find_entry


def get_unit(actor: Actor, pk: int) -> Organisation:
    """:raises NotFound: when there is no such union, or its applications are not the actor's."""
    unit = Organisation.objects.filter(pk=pk, family=Family.UNION).first()
    if unit is None or not actor.may(policies.VIEW, on=unit):
        raise NotFound
    return unit


def get_founded_unit(actor: Actor, pk: int) -> Organisation:
    """:raises NotFound: when there is no such union in the actor's branch."""
    unit = Organisation.objects.filter(pk=pk, family=Family.UNION).first()
    if unit is None or not actor.may(policies.COUNT, on=unit):
        raise NotFound
    return unit


def waiting_applications(unit: Organisation) -> QuerySet[Application]:
    rows = Application.objects.filter(organisation=unit, state=ApplicationState.WAITING)
    return rows.order_by("sort_key", "pk")


def chosen_applications(unit: Organisation, typed: list[str]) -> list[Application]:
    """Return those of the waiting applications that were ticked (ids as posted)."""
    keys = [read_key(text) for text in typed]
    return list(waiting_applications(unit).filter(pk__in=keys))


def get_application(actor: Actor, pk: int) -> Application:
    """:raises NotFound: when there is none, or it is not the actor's to see"""
    found = Application.objects.select_related("organisation").filter(pk=pk).first()
    if found is None or not actor.may(policies.VIEW, on=found.organisation):
        raise NotFound
    return found


def decisions_of(unit: Organisation) -> QuerySet[MemberDecision]:
    rows = MemberDecision.objects.filter(organisation=unit, applications__isnull=False)
    return rows.distinct().order_by("-dated", "-pk")[:50]


def get_decision(actor: Actor, pk: int) -> MemberDecision:
    """:raises NotFound: unless the actor sees the union's register, or stands for the issuer"""
    found = MemberDecision.objects.select_related("organisation", "issuer").filter(pk=pk).first()
    if found is None:
        raise NotFound
    if not any(actor.may(policies.VIEW, on=one) for one in (found.organisation, found.issuer)):
        raise NotFound
    return found


def members_of_decision(decision: MemberDecision) -> list[Application]:
    return list(decision.applications.order_by("sort_key", "pk"))


def poster_of(unit: Organisation) -> Poster | None:
    return Poster.objects.filter(organisation=unit, open=True).first()


def find_poster(token: str) -> Poster | None:
    return Poster.objects.select_related("organisation").filter(token=token[:64], open=True).first()


def consent_of(day: date) -> tuple[str, str]:
    """Return edition and text of the consent asked of who applies by themselves."""
    entry = find_entry("member.consent", "JOINING", on=day)
    if entry is None:
        return "", ""
    return str(entry.attributes["version"]), str(entry.attributes["text"])


@dataclass(frozen=True)
class Going:
    """A transfer with the names of its sides."""

    transfer: Transfer
    sender: str
    receiver: str


def transfers_of(unit: Organisation, *, on: date) -> list[Going]:
    """Return what a union's transfers are, the open ones first."""
    rows = Transfer.objects.filter(Q(sender=unit) | Q(receiver=unit)).select_related("person")
    rows = rows.exclude(person__in=restricted_people())
    waiting = list(rows.filter(state=TransferState.PROPOSED).order_by("asked_on", "pk")[:200])
    done = list(rows.exclude(state=TransferState.PROPOSED).order_by("-answered_on", "-pk")[:50])
    found = [*waiting, *done]
    called = names({pk for one in found for pk in (one.sender_id, one.receiver_id)}, on=on)
    return [Going(one, called[one.sender_id], called[one.receiver_id]) for one in found]


def get_transfer(actor: Actor, pk: int) -> Transfer:
    """
    Return a transfer.

    :raises NotFound: when there is none, or the actor speaks for neither side
    :raises RecordRestricted: when nothing but keeping is allowed with the person's data
    """
    rows = Transfer.objects.select_related("person", "sender", "receiver")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound
    if not any(actor.may(policies.VIEW, on=one) for one in (found.sender, found.receiver)):
        raise NotFound
    refuse_restricted(found.person_id)
    return found


def get_union(pk: int) -> Organisation:
    """:raises NotFound: when the chosen union is none"""
    found = Organisation.objects.filter(pk=pk, family=Family.UNION).first()
    if found is None:
        raise NotFound
    return found


def get_segment(actor: Actor, pk: int) -> Segment:
    """:raises NotFound: when there is none, or it is somebody else's"""
    found = Segment.objects.select_related("organisation").filter(pk=pk).first()
    if found is None or not actor.may(policies.VIEW, on=found.organisation):
        raise NotFound
    if found.owner_id not in {None, actor.user_id}:
        raise NotFound
    return found
