"""Deciding on a pair: not one person, or one; and taking that back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from congdoan.areas.duplicates import policies
from congdoan.areas.duplicates.enums import PairState
from congdoan.areas.duplicates.models import Merge, Pair
from congdoan.areas.duplicates.rules.refusals import (
    DecidedAlready,
    GainsOffice,
    MergedOn,
    OldValuesErased,
    OutsideYourBranch,
    OwnRecord,
    PartedAlready,
)
from congdoan.areas.duplicates.selectors.faces import load_faces
from congdoan.areas.duplicates.services.telling import tell_units
from congdoan.areas.duplicates.services.work import sync_pairs
from congdoan.foundation.actor import Actor, require_oneself
from congdoan.kernel.audit.api import record, seen
from congdoan.kernel.people.api import (
    CHANGE,
    LOGIN,
    Merging,
    Parting,
    merge_people,
    office_title,
    part_people,
)
from congdoan.kernel.people.models import Office, Person


@dataclass(frozen=True)
class Choice:
    """What an officer chose: who survives, what comes from the other, which membership counts."""

    survivor_id: int
    #: ``person.phone``, ``record.joined_on``, ``sealed.CITIZEN_ID``, ``login``: of the other.
    taken: Collection[str] = ()
    #: Memberships that give way where both records are members on one day.
    yielding: Collection[int] = ()
    note: str = ""


@transaction.atomic
def look_at_pair(*, actor: Actor, pair: Pair, purpose: str) -> None:
    """Write down that somebody looked at two people side by side, at each one's own unit."""
    actor.require(policies.DECIDE, on=pair.organisation)
    units = units_of(pair, on=actor.today)
    for person in (pair.one, pair.other):
        if actor.person_id != person.pk:
            place = units.get(person.pk) or pair.organisation_id
            seen(actor=actor, target=person, organisation_id=place, purpose=purpose)


@transaction.atomic
def reject_pair(*, actor: Actor, pair: Pair, reason: str, on: date, at: datetime) -> None:
    """
    Say that two records are two people: they are not asked about again.

    :raises DecidedAlready: when somebody was quicker
    """
    actor.require(policies.DECIDE, on=pair.organisation)
    pair = _open(pair)
    _close(pair, PairState.REJECTED, actor, reason, at)
    sync_pairs(actor=actor, on=on, at=at, organisation_id=pair.organisation_id)
    record(
        actor=actor,
        verb="duplicates.rejected",
        target=pair,
        organisation_id=pair.organisation_id,
        changes={"people": [pair.one_id, pair.other_id]},
        reason=reason,
        label=f"{pair.one} – {pair.other}",
    )


@transaction.atomic
def merge_pair(*, actor: Actor, pair: Pair, choice: Choice, on: date, at: datetime) -> Merge:
    """
    Let one record survive; the other stays as an alias that leads to it.

    :raises DecidedAlready: when somebody was quicker
    :raises OwnRecord: nobody merges themself
    :raises OutsideYourBranch: when one of the two has moved out of the actor's branch
    :raises GainsOffice: when a sign-in would win an office the actor could not give
    :raises MergeRefused: when a slice says why not yet
    """
    actor.require(policies.DECIDE, on=pair.organisation)
    require_oneself(actor)
    pair = _open(pair)
    other = pair.other_id if choice.survivor_id == pair.one_id else pair.one_id
    both = (choice.survivor_id, other)
    if actor.person_id in both:
        raise OwnRecord
    units = units_of(pair, on=on)
    _refuse_outside(actor, set(units.values()))
    _refuse_gaining(actor, both, taken=choice.taken, on=on)
    wanted = Merging(*both, frozenset(choice.taken), frozenset(choice.yielding))
    merge_people(wanted)
    answers = _settle_other_pairs(pair, *both)
    made = Merge.objects.create(
        pair=pair,
        survivor_id=both[0],
        other_id=other,
        organisation_id=pair.organisation_id,
        steps=wanted.journal.steps,
        answers=answers,
        at=at,
        by_name=actor.name,
        note=choice.note,
    )
    _close(pair, PairState.MERGED, actor, choice.note, at)
    sync_pairs(actor=actor, on=on, at=at)
    _note(actor, "merged", made, units.values(), reason=choice.note)
    tell_units(actor=actor, merge=made, units=units.values(), what="merged", on=on, at=at)
    return made


@transaction.atomic
def part_pair(*, actor: Actor, merge: Merge, reason: str, on: date, at: datetime) -> None:
    """
    Take a merge back: both records are as they were; the pair is known as two people from now on.

    :raises PartedAlready: when somebody was quicker
    :raises OldValuesErased: when what it kept was erased with the person's private facts
    :raises MergedOn: when the survivor is an alias by now
    :raises PartingRefused: when what it wrote has been changed since, with the list of what
    """
    actor.require(policies.DECIDE, on=merge.organisation)
    require_oneself(actor)
    merge = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    if merge.parted_at is not None:
        raise PartedAlready
    if not merge.steps:
        raise OldValuesErased
    if actor.person_id in (merge.survivor_id, merge.other_id):
        raise OwnRecord
    if Person.objects.filter(pk=merge.survivor_id, merged_into__isnull=False).exists():
        raise MergedOn
    part_people(Parting(merge.survivor_id, merge.other_id, merge.steps))
    merge.parted_at, merge.parted_by_name, merge.parted_reason = at, actor.name, reason
    merge.save(update_fields=["parted_at", "parted_by_name", "parted_reason"])
    Pair.objects.filter(pk__in=merge.answers, state=PairState.REJECTED).delete()
    pair = Pair.objects.select_for_update(of=("self",)).get(pk=merge.pair_id)
    _close(pair, PairState.REJECTED, actor, reason, at)
    sync_pairs(actor=actor, on=on, at=at)
    units = units_of(pair, on=on)
    _note(actor, "parted", merge, units.values(), reason=reason)
    tell_units(actor=actor, merge=merge, units=units.values(), what="parted", on=on, at=at)


def units_of(pair: Pair, *, on: date) -> dict[int, int]:
    """Return where each of the two (last) belongs, as far as anybody knows."""
    faces = load_faces([pair.one_id, pair.other_id], on=on)
    return {pk: face.unit_id for pk, face in faces.items() if face.unit_id}


def _open(pair: Pair) -> Pair:
    """:raises DecidedAlready: when the pair does not wait any more"""
    rows = Pair.objects.select_for_update(of=("self",)).select_related(
        "organisation", "one", "other"
    )
    found = rows.filter(pk=pair.pk, state=PairState.OPEN).first()
    if found is None:
        raise DecidedAlready
    return found


def _close(pair: Pair, state: PairState, actor: Actor, reason: str, at: datetime) -> None:
    pair.state, pair.reason = state, reason
    pair.decided_at, pair.decided_by_name = at, actor.name
    pair.save(update_fields=["state", "reason", "decided_at", "decided_by_name"])


def _refuse_outside(actor: Actor, units: set[int]) -> None:
    reached = actor.reach(policies.DECIDE).filter(pk__in=units).count()
    if reached != len(units):
        raise OutsideYourBranch


def _refuse_gaining(
    actor: Actor, both: tuple[int, int], *, taken: Collection[str], on: date
) -> None:
    """A merge gives no sign-in an office that the actor could not have given by appointing."""
    survivor, other = (Person.objects.select_related("user").get(pk=pk) for pk in both)
    keeps = other if survivor.user_id is None or (LOGIN in taken and other.user_id) else survivor
    if keeps.user_id is None:
        return
    gained = Office.objects.filter(person_id=survivor.pk if keeps is other else other.pk)
    gained = gained.filter(Q(valid__endswith__gt=on) | Q(valid__upper_inf=True))
    reached = actor.reach(CHANGE).values("pk")
    office = gained.exclude(organisation_id__in=reached).order_by("pk").first()
    if office is not None:
        raise GainsOffice(name=keeps.full_name, post=office_title(office))


def _settle_other_pairs(pair: Pair, survivor: int, other: int) -> list[int]:
    """
    What was answered of the alias and a third holds of the survivor; what waits is found anew.

    Return the answers written down for the survivor, for the way back.
    """
    rows = Pair.objects.select_for_update().filter(Q(one_id=other) | Q(other_id=other))
    rows = rows.exclude(pk=pair.pk)
    answers = []
    for found in rows.filter(state=PairState.REJECTED).order_by("pk"):
        one, two = sorted((survivor, found.other_id if found.one_id == other else found.one_id))
        if Pair.objects.filter(one_id=one, other_id=two).exists():
            continue
        found.pk, found.one_id, found.other_id = None, one, two
        found.save(force_insert=True)
        answers.append(found.pk)
    rows.filter(state=PairState.OPEN).delete()
    return answers


def _note(actor: Actor, verb: str, merge: Merge, units: Collection[int], *, reason: str) -> None:
    """Write the act into the log of where it was decided and of both units."""
    label = f"{merge.other} → {merge.survivor}"
    for place in sorted({merge.organisation_id, *units}):
        record(
            actor=actor,
            verb=f"duplicates.{verb}",
            target=merge,
            organisation_id=place,
            changes={
                "survivor": merge.survivor_id,
                "other": merge.other_id,
                "rows": len(merge.steps),
                **({"erased": merge.erased} if merge.erased else {}),
            },
            reason=reason,
            label=label,
        )
