"""One member at one union: what their page shows to an actor."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from congdoan.areas.members import policies
from congdoan.areas.members.enums import MemberState, SealedKind, TransferState
from congdoan.areas.members.models import (
    Discipline,
    Leaving,
    MemberRecord,
    Membership,
    MemberWork,
    Pause,
    SealedFact,
    Transfer,
)
from congdoan.areas.members.rules.refusals import RecordRestricted
from congdoan.areas.members.selectors.register import may_read_names, state_of
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.audit.api import SEEN, trail
from congdoan.kernel.organisations.api import names
from congdoan.kernel.people.api import unscoped_limited
from congdoan.kernel.people.models import Person
from congdoan.kernel.rulebook.api import NoRuleInForce, label


def get_membership(actor: Actor, pk: int, *, at: datetime, keeping: bool = False) -> Membership:
    """
    Return a membership whose name the actor may read now; ``keeping``: a restricted one, too.

    :raises NotFound: when there is none, or its name is not the actor's to read now
    :raises RecordRestricted: when nothing but keeping is allowed with the person's data
    """
    rows = Membership.objects.select_related("person", "organisation")
    found = rows.filter(pk=pk).first()
    if found is None or not may_read_names(actor, found.organisation, below=False, at=at):
        raise NotFound
    if not keeping:
        refuse_restricted(found.person_id)
    return found


def is_restricted(person: int) -> bool:
    """Tell whether somebody's data may only be kept."""
    return bool(unscoped_limited([person]))


def refuse_restricted(person: int) -> None:
    """:raises RecordRestricted: when nothing but keeping is allowed with the person's data"""
    if is_restricted(person):
        raise RecordRestricted


@dataclass(frozen=True)
class Stay:
    membership: Membership
    unit: str
    begin: str
    end: str
    leaving: Leaving | None


def stays_of(person: int, *, on: date) -> list[Stay]:
    """Return where a person belonged, newest first; names of units are no secret."""
    rows = list(
        Membership.objects.filter(person_id=person).select_related("leaving").order_by("-valid")
    )
    called = names({row.organisation_id for row in rows}, on=on)
    return [
        Stay(
            row,
            called.get(row.organisation_id, ""),
            str(row.get_begin_reason_display()) if row.begin_reason else "",
            str(row.get_end_reason_display()) if row.end_reason else "",
            getattr(row, "leaving", None),
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Life:
    """Everything of a member's page that is not their private facts."""

    state: MemberState
    #: An empty one, not stored, for who has none yet.
    record: MemberRecord
    work: MemberWork | None
    works: list[MemberWork]
    stays: list[Stay]
    pauses: list[Pause]
    transfer: Transfer | None


def record_of(person: int) -> MemberRecord:
    """Return the record, or an empty one that is not stored."""
    found = MemberRecord.objects.filter(person_id=person).first()
    return found or MemberRecord(person_id=person)


def life_of(membership: Membership, *, on: date) -> Life:
    person = membership.person_id
    works = list(MemberWork.objects.filter(person_id=person).order_by("-valid"))
    pauses = list(Pause.objects.filter(person_id=person).order_by("-valid"))
    paused = any(pause.valid.lower <= on and _lasts(pause, on) for pause in pauses)
    waiting = Transfer.objects.filter(person_id=person, state=TransferState.PROPOSED)
    return Life(
        state_of(membership, paused=paused, on=on),
        record_of(person),
        next((one for one in works if _lasts(one, on) and one.valid.lower <= on), None),
        works,
        stays_of(person, on=on),
        pauses,
        waiting.select_related("sender", "receiver").first(),
    )


def _lasts(row: Pause | MemberWork, on: date) -> bool:
    return row.valid.upper is None or on < row.valid.upper


def disciplines_of(actor: Actor, membership: Membership) -> list[Discipline] | None:
    """Return the penalties decided at this union; None: not the actor's to know."""
    if not actor.may(policies.DISCIPLINE, on=membership.organisation):
        return None
    rows = Discipline.objects.filter(
        person_id=membership.person_id, organisation=membership.organisation
    )
    return list(rows.order_by("-decided_on", "-pk"))


def get_discipline(actor: Actor, pk: int) -> Discipline:
    """:raises NotFound: when there is none, or it is not the actor's to know"""
    found = Discipline.objects.select_related("person", "organisation").filter(pk=pk).first()
    if found is None or not actor.may(policies.DISCIPLINE, on=found.organisation):
        raise NotFound
    refuse_restricted(found.person_id)
    return found


def get_leaving(actor: Actor, pk: int) -> Leaving:
    """:raises NotFound: when there is none, or it is not the actor's to act on"""
    rows = Leaving.objects.select_related("membership__person", "membership__organisation")
    found = rows.filter(pk=pk).first()
    if found is None or not actor.may(policies.VIEW, on=found.membership.organisation):
        raise NotFound
    refuse_restricted(found.membership.person_id)
    return found


def sealed_kinds(person: int) -> list[str]:
    """Return which sensitive facts there are, without opening any."""
    there = set(SealedFact.objects.filter(person_id=person).values_list("kind", flat=True))
    return [str(kind.label) for kind in SealedKind if kind in there]


def in_words(kind: str, value: str, *, on: date) -> str:
    """Return a sensitive fact as people read it."""
    if kind in {SealedKind.ETHNICITY, SealedKind.RELIGION}:
        try:
            return label(f"member.{kind.lower()}", value, on)
        except NoRuleInForce:
            return value
    if kind == SealedKind.PARTY:
        days = [f"{date.fromisoformat(day):%d/%m/%Y}" for day in value.split("|") if day]
        return " → ".join(days)
    if kind == SealedKind.YOUTH_UNION:
        return _("có")
    return value


def facts_in_words(facts: dict[str, str], *, on: date) -> list[tuple[str, str]]:
    return [
        (str(kind.label), in_words(kind, facts[kind], on=on))
        for kind in SealedKind
        if kind in facts
    ]


def looks_at(person: Person) -> Iterator[dict[str, Any]]:
    """Return who read a person's private facts, newest first, for the timeline."""
    for entry in trail(person, limit=200):
        if entry.verb == SEEN:
            yield {
                "moment": entry.at,
                "title": entry.actor_name,
                "text": entry.reason,
                "icon": "eye",
            }
