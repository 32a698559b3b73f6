"""The way of an outstanding member into the Party: nominated, voted on, introduced, admitted."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from congdoan.areas.cadres import policies
from congdoan.areas.cadres.enums import Stage, StepKind, next_stage
from congdoan.areas.cadres.models import IntroductionStep, PartyIntroduction
from congdoan.areas.cadres.rules.refusals import (
    BeforeTheLastStep,
    DoesNotAddUp,
    IntroducedAlready,
    LastStepIsLater,
    NothingToTakeBack,
    NotItsTurn,
    NotYet,
    PartyMemberAlready,
    StandsNotStill,
    StandsStill,
)
from congdoan.areas.cadres.rules.voting import Ballots
from congdoan.areas.cadres.selectors.votes import judged
from congdoan.areas.cadres.services.seals import opened, sealed
from congdoan.areas.cadres.services.work import sync_introduction
from congdoan.areas.members.api import (
    keep_party_days,
    require_member,
    unscoped_is_party_member,
)
from congdoan.foundation.actor import Actor, require_oneself
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.audit.api import SEEN, record
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.models import Person
from congdoan.support.notifications.api import notify


@dataclass(frozen=True)
class StepData:
    """One step as typed; figures for the vote only."""

    kind: StepKind
    done_on: date
    number: str = ""
    signer_name: str = ""
    note: str = ""
    ballots: Ballots | None = None


@transaction.atomic
def nominate_member(
    *,
    actor: Actor,
    organisation: Organisation,
    person: Person,
    proposed_by: str,
    grounds: str,
    on: date,
    today: date,
    at: datetime,
) -> PartyIntroduction:
    """
    Begin: a section, team or the union itself names an outstanding member, with grounds.

    :raises NotAMemberHere: who is introduced is a member of the union that day
    :raises PartyMemberAlready: who is in the Party needs no introduction
    :raises IntroducedAlready: one file at a time
    """
    actor.require(policies.PARTY, on=organisation)
    if on > today:
        raise NotYet
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    require_member(organisation, person.pk, on=on)
    if unscoped_is_party_member(person.pk):
        raise PartyMemberAlready
    files = PartyIntroduction.objects.filter(person=person, stopped=False)
    if files.exclude(stage=Stage.OFFICIAL).exists():
        raise IntroducedAlready
    made = PartyIntroduction.objects.create(
        person=person,
        organisation=organisation,
        proposed_by=proposed_by,
        nominated_on=on,
        sealed_grounds=sealed(grounds),
    )
    _write(actor, made, StepData(StepKind.NOMINATED, on), at)
    sync_introduction(actor=actor, introduction=made, on=today, at=at)
    _note(actor, made, "party_nominated", StepKind.NOMINATED, on)
    return made


@transaction.atomic
def take_step(
    *, actor: Actor, introduction: PartyIntroduction, data: StepData, today: date, at: datetime
) -> IntroductionStep:
    """
    Write the next step down; a vote that is lost keeps the file where it was, to be voted again.

    :raises NotItsTurn: another step is next
    :raises StandsStill: a stopped file is resumed first
    :raises BeforeTheLastStep: steps follow each other
    :raises DoesNotAddUp: figures of a vote that cannot be
    """
    actor.require(policies.PARTY, on=introduction.organisation)
    held = _locked(introduction)
    if held.stopped:
        raise StandsStill
    if str(data.kind) != next_stage(held.stage):
        raise NotItsTurn
    _check_day(held, data.done_on, today)
    if data.kind == StepKind.VOTED and (data.ballots is None or not data.ballots.adds_up):
        raise DoesNotAddUp
    made = _write(actor, held, data, at)
    result = judged(made)
    if result is None or result.carried:
        held.stage = str(data.kind)
        held.save(update_fields=["stage"])
        _keep_membership(held, data.kind)
        _tell(actor, held, data.kind, at)
    sync_introduction(actor=actor, introduction=held, on=today, at=at)
    _note(actor, held, "party_step", data.kind, data.done_on)
    return made


@transaction.atomic
def stop_introduction(
    *, actor: Actor, introduction: PartyIntroduction, on: date, reason: str, today: date,
    at: datetime,
) -> None:  # fmt: skip
    """Let a file stand still, with the reason; it can be taken up again."""
    actor.require(policies.PARTY, on=introduction.organisation)
    held = _locked(introduction)
    if not held.is_open:
        raise StandsStill
    _check_day(held, on, today)
    held.stopped = True
    held.save(update_fields=["stopped"])
    _write(actor, held, StepData(StepKind.STOPPED, on, note=reason), at)
    sync_introduction(actor=actor, introduction=held, on=today, at=at)
    _note(actor, held, "party_stopped", StepKind.STOPPED, on)


@transaction.atomic
def resume_introduction(
    *, actor: Actor, introduction: PartyIntroduction, on: date, today: date, at: datetime
) -> None:
    """
    Take a file up again where it stood.

    :raises IntroducedAlready: when another was begun meanwhile
    """
    actor.require(policies.PARTY, on=introduction.organisation)
    held = _locked(introduction)
    if not held.stopped:
        raise StandsNotStill
    _check_day(held, on, today)
    require_member(held.organisation, held.person_id, on=on)
    others = PartyIntroduction.objects.filter(person=held.person_id, stopped=False)
    if others.exclude(stage=Stage.OFFICIAL).exists():
        raise IntroducedAlready
    held.stopped, held.moved_by = False, None
    held.save(update_fields=["stopped", "moved_by"])
    _write(actor, held, StepData(StepKind.RESUMED, on), at)
    sync_introduction(actor=actor, introduction=held, on=today, at=at)
    _note(actor, held, "party_resumed", StepKind.RESUMED, on)


@transaction.atomic
def take_step_back(
    *,
    actor: Actor,
    introduction: PartyIntroduction,
    step: int,
    reason: str,
    today: date,
    at: datetime,
) -> None:
    """
    Take the last step back, typed by mistake; that it was there stays in the log.

    :raises LastStepIsLater: somebody has written another one since
    :raises NothingToTakeBack: the nomination is stopped, not taken back
    """
    actor.require(policies.PARTY, on=introduction.organisation)
    held = _locked(introduction)
    steps = list(held.steps.order_by("pk"))
    last = steps[-1]
    if last.pk != step:
        raise LastStepIsLater
    if last.kind == StepKind.NOMINATED:
        raise NothingToTakeBack
    last.delete()
    held.stage = _stage_after(steps[:-1])
    held.stopped = steps[-2].kind == StepKind.STOPPED
    held.save(update_fields=["stage", "stopped"])
    _keep_membership(held, last.kind)
    sync_introduction(actor=actor, introduction=held, on=today, at=at)
    _note(actor, held, "party_step_taken_back", StepKind(last.kind), last.done_on, reason)


def _stage_after(steps: list[IntroductionStep]) -> str:
    stage = str(Stage.NOMINATED)
    for step in steps:
        result = judged(step)
        if step.kind in Stage.values and (result is None or result.carried):
            stage = step.kind
    return stage


@transaction.atomic
def read_introduction(
    *, actor: Actor, introduction: PartyIntroduction, purpose: str
) -> tuple[str, dict[int, str]]:
    """Return grounds and remarks (by step) for a purpose; that somebody read is in the log."""
    actor.require(policies.PARTY, on=introduction.organisation)
    look_at(actor=actor, introduction=introduction, purpose=purpose)
    return unscoped_words(introduction)


def unscoped_words(introduction: PartyIntroduction) -> tuple[str, dict[int, str]]:
    notes = {one.pk: opened(one.sealed_note) for one in introduction.steps.all()}
    return opened(introduction.sealed_grounds), notes


def look_at(*, actor: Actor, introduction: PartyIntroduction, purpose: str) -> None:
    """Write down that somebody looked at a file; one's own is no look."""
    if actor.person_id == introduction.person_id:
        return
    record(
        actor=actor,
        verb=SEEN,
        target=introduction.person,
        organisation_id=introduction.organisation_id,
        changes={"fields": ["party_introduction"]},
        reason=purpose,
    )


def look_over(*, actor: Actor, organisation: Organisation, rows: int, purpose: str) -> None:
    """Write down that somebody read the list of a union's files."""
    record(
        actor=actor,
        verb="cadres.party_listed",
        target=organisation,
        organisation_id=organisation.pk,
        changes={"rows": rows},
        reason=purpose,
    )


def _locked(introduction: PartyIntroduction) -> PartyIntroduction:
    rows = PartyIntroduction.objects.select_for_update(of=("self",))
    return rows.select_related("person", "organisation").get(pk=introduction.pk)


def _check_day(held: PartyIntroduction, day: date, today: date) -> None:
    if day > today:
        raise NotYet
    last = held.steps.order_by("-pk").first()
    if last is not None and day < last.done_on:
        raise BeforeTheLastStep(day=f"{last.done_on:%d/%m/%Y}")


def _write(actor: Actor, held: PartyIntroduction, data: StepData, at: datetime) -> IntroductionStep:
    votes = data.ballots
    return IntroductionStep.objects.create(
        introduction=held,
        organisation_id=held.organisation_id,
        kind=data.kind,
        done_on=data.done_on,
        number=data.number,
        signer_name=data.signer_name,
        sealed_note=sealed(data.note),
        entitled=votes.entitled if votes else None,
        present=votes.present if votes else None,
        in_favour=votes.in_favour if votes else None,
        against=votes.against if votes else None,
        written_at=at,
        written_by=actor.name[:200],
    )


def _keep_membership(held: PartyIntroduction, kind: str) -> None:
    """Write the member's own record too (or take it back): no fact is typed twice."""
    if kind not in {StepKind.ADMITTED, StepKind.OFFICIAL}:
        return
    days = {
        step.kind: step.done_on
        for step in held.steps.filter(kind__in=[StepKind.ADMITTED, StepKind.OFFICIAL])
    }
    joined, official = days.get(StepKind.ADMITTED), days.get(StepKind.OFFICIAL)
    keep_party_days(person=held.person_id, joined=joined, official=official)


def _tell(actor: Actor, held: PartyIntroduction, kind: StepKind, at: datetime) -> None:
    notify(
        actor=actor,
        kind="cadres.party_step",
        key=f"cadres.party.{held.pk}.{kind}.{at.isoformat()}",
        at=at,
        people={held.person_id},
        context={},
        url="/cong-tac-can-bo/dang/cua-toi/",
    )


def _note(
    actor: Actor,
    held: PartyIntroduction,
    verb: str,
    kind: StepKind,
    day: date,
    reason: str = "",
) -> None:
    """Write the act without the name: the log is read by more people than the file."""
    record(
        actor=actor,
        verb=f"cadres.{verb}",
        target=held,
        organisation_id=held.organisation_id,
        changes={"step": str(kind), "on": day.isoformat()},
        reason=reason,
        label=f"#{held.pk}",
    )


def read_own(*, actor: Actor, introduction: PartyIntroduction) -> tuple[str, dict[int, str]]:
    """
    Return the words of one's own file; reading one's own is no look of somebody.

    :raises NotAllowed: when it is somebody else's
    """
    require_oneself(actor)
    if actor.person_id != introduction.person_id:
        raise NotAllowed
    return unscoped_words(introduction)
