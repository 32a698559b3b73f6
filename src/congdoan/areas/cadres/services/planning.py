"""Planning of officials: proposed, voted on, submitted, approved by the superior, gone over."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from congdoan.areas.cadres import policies
from congdoan.areas.cadres.enums import EditionState, Round
from congdoan.areas.cadres.models import OfficialPlan, PlanCandidate, PlanEdition, PlanVote
from congdoan.areas.cadres.rules.refusals import (
    DoesNotAddUp,
    EditionClosed,
    EditionOpen,
    NobodyPassed,
    NotInThePlan,
    NotSubmitted,
    NotYet,
    PlannedAlready,
    ProposedAlready,
    RoundBefore,
    TermTooLong,
    VotesMissing,
)
from congdoan.areas.cadres.rules.voting import Ballots
from congdoan.areas.cadres.selectors.due import approver_of
from congdoan.areas.cadres.selectors.votes import outcome, passed
from congdoan.areas.cadres.services.seals import opened, sealed
from congdoan.areas.cadres.services.work import plan_page, sync_plan
from congdoan.foundation.actor import Actor
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.api import restricted_people
from congdoan.kernel.people.models import Office, Person
from congdoan.support.notifications.api import notify


@dataclass(frozen=True)
class Candidacy:
    """Somebody proposed for a post."""

    person: Person
    position: str
    proposed_by: str
    grounds: str = ""


@dataclass(frozen=True)
class VoteData:
    round: Round
    held_on: date
    ballots: Ballots


@transaction.atomic
def open_plan(
    *,
    actor: Actor,
    organisation: Organisation,
    first_year: int,
    last_year: int,
    on: date,
    at: datetime,
) -> OfficialPlan:
    """
    Begin the plan of a term.

    :raises PlannedAlready: a term has one plan, gone over every year
    """
    actor.require(policies.PLAN, on=organisation)
    if not 1 <= last_year - first_year <= 10:
        raise TermTooLong
    Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    if OfficialPlan.objects.filter(organisation=organisation, first_year=first_year).exists():
        raise PlannedAlready
    plan = OfficialPlan.objects.create(
        organisation=organisation, first_year=first_year, last_year=last_year
    )
    PlanEdition.objects.create(plan=plan, year=on.year, opened_on=on)
    sync_plan(actor=actor, plan=plan, on=on, at=at)
    _note(actor, plan, "plan_opened", {"term": [first_year, last_year]})
    return plan


@transaction.atomic
def open_review(*, actor: Actor, plan: OfficialPlan, on: date, at: datetime) -> PlanEdition:
    """
    Begin the year's going-over of an approved plan.

    :raises EditionOpen: while one is under way
    """
    actor.require(policies.PLAN, on=plan.organisation)
    held = _locked(plan)
    if _current(held) is not None:
        raise EditionOpen
    made = PlanEdition.objects.create(plan=held, year=on.year, opened_on=on)
    sync_plan(actor=actor, plan=held, on=on, at=at)
    _note(actor, held, "plan_review_opened", {"year": on.year})
    return made


@transaction.atomic
def propose_candidate(*, actor: Actor, plan: OfficialPlan, data: Candidacy) -> PlanCandidate:
    """
    Put somebody forward for a post in the open edition.

    :raises EditionClosed: when none is open
    :raises ProposedAlready: one is planned once for a post
    """
    actor.require(policies.PLAN, on=plan.organisation)
    held = _locked(plan)
    edition = _open(held)
    standing = held.candidates.filter(person=data.person, position=data.position, refused=False)
    if standing.filter(removed_in=None).exists():
        raise ProposedAlready
    made = PlanCandidate.objects.create(
        plan=held,
        person=data.person,
        position=data.position,
        proposed_by=data.proposed_by,
        sealed_grounds=sealed(data.grounds),
        added_in=edition,
    )
    _note(actor, held, "plan_proposed", {"candidate": made.pk, "position": data.position})
    return made


@transaction.atomic
def record_vote(
    *, actor: Actor, candidate: PlanCandidate, data: VoteData, today: date, at: datetime
) -> PlanVote:
    """
    Write a round's figures for a candidate; written again, they replace what was typed wrongly.

    :raises RoundBefore: rounds follow each other, and who failed one goes no further
    """
    actor.require(policies.PLAN, on=candidate.plan.organisation)
    held = _locked(candidate.plan)
    edition = _open(held)
    if candidate.added_in_id != edition.pk:
        raise EditionClosed
    if data.held_on > today:
        raise NotYet
    if not data.ballots.adds_up:
        raise DoesNotAddUp
    order = list(Round)
    before = order[: order.index(data.round)]
    votes = {vote.round: vote for vote in candidate.votes.all()}
    # A unit without a standing committee skips its round; the conference of key staff is the first.
    if any(one in votes and not outcome(votes[one]).carried for one in before):
        raise RoundBefore
    made, _new = PlanVote.objects.update_or_create(
        candidate=candidate,
        round=data.round,
        defaults={
            "held_on": data.held_on,
            "entitled": data.ballots.entitled,
            "present": data.ballots.present,
            "in_favour": data.ballots.in_favour,
            "against": data.ballots.against,
            "written_at": at,
            "written_by": actor.name[:200],
        },
    )
    _note(actor, held, "plan_voted", {"candidate": candidate.pk, "round": str(data.round)})
    return made


@transaction.atomic
def take_out(*, actor: Actor, candidate: PlanCandidate, reason: str) -> None:
    """
    Take somebody out in the open edition, with the reason; takes effect once approved.

    Who was only proposed in this very edition goes at once.
    """
    actor.require(policies.PLAN, on=candidate.plan.organisation)
    held = _locked(candidate.plan)
    edition = _open(held)
    one = PlanCandidate.objects.get(pk=candidate.pk)
    if one.removed_in_id is not None or one.refused:
        raise NotInThePlan
    one.removed_in, one.sealed_removal = edition, sealed(reason)
    one.save(update_fields=["removed_in", "sealed_removal"])
    _note(actor, held, "plan_taken_out", {"candidate": one.pk})


@transaction.atomic
def submit_plan(*, actor: Actor, plan: OfficialPlan, on: date, at: datetime) -> PlanEdition:
    """
    Submit the open edition to the superior: who passed the committee's vote, who is taken out.

    :raises VotesMissing: every proposed person has a result of the committee
    :raises NobodyPassed: when nothing would change
    """
    actor.require(policies.PLAN, on=plan.organisation)
    held = _locked(plan)
    edition = _open(held)
    # Whose data may only be kept is not asked a result for, and not agreed to when it is decided.
    proposed = edition.added.filter(removed_in=None).exclude(person__in=restricted_people())
    added = list(proposed.prefetch_related("votes", "person"))
    missing = [one.person.full_name for one in added if passed(one) is None]
    if missing:
        raise VotesMissing(names=", ".join(missing[:5]))
    failed = [one.pk for one in added if not passed(one)]
    PlanCandidate.objects.filter(pk__in=failed).update(refused=True)
    leaving = edition.removed.exclude(added_in=edition).exists()
    first = not held.editions.filter(state=EditionState.APPROVED).exists()
    if len(failed) == len(added) and (first or not leaving) and (first or added):
        raise NobodyPassed
    edition.state, edition.submitted_on = EditionState.SUBMITTED, on
    edition.save(update_fields=["state", "submitted_on"])
    sync_plan(actor=actor, plan=held, on=on, at=at)
    _note(actor, held, "plan_submitted", {"year": edition.year})
    superior = approver_of(held.organisation, on=on)
    _tell(actor, held, "plan_submitted", superior, on=on, at=at)
    return edition


@transaction.atomic
def approve_plan(
    *,
    actor: Actor,
    plan: OfficialPlan,
    refused: Collection[int],
    decision_no: str,
    decided_on: date,
    today: date,
    at: datetime,
) -> PlanEdition:
    """
    Decide on a submitted edition as the superior; ``refused`` are not agreed to.

    :raises NotSubmitted: when it is not awaiting a decision
    """
    superior = approver_of(plan.organisation, on=today)
    actor.require(policies.APPROVE, on=superior)
    held = _locked(plan)
    edition = _submitted(held)
    if decided_on > today:
        raise NotYet
    unseen = edition.added.filter(person__in=restricted_people())
    (edition.added.filter(pk__in=list(refused)) | unseen).update(refused=True)
    edition.state = EditionState.APPROVED
    edition.decision_no, edition.decided_on = decision_no, decided_on
    edition.save(update_fields=["state", "decision_no", "decided_on"])
    sync_plan(actor=actor, plan=held, on=today, at=at)
    _note(
        actor,
        held,
        "plan_approved",
        {"year": edition.year, "refused": sorted(refused)},
        reason=decision_no,
    )
    _tell(actor, held, "plan_decided", held.organisation, on=today, at=at)
    return edition


@transaction.atomic
def send_back(*, actor: Actor, plan: OfficialPlan, reason: str, on: date, at: datetime) -> None:
    """Send a submitted edition back to be worked on, with the reason."""
    superior = approver_of(plan.organisation, on=on)
    actor.require(policies.APPROVE, on=superior)
    held = _locked(plan)
    edition = _submitted(held)
    edition.state, edition.note, edition.opened_on = EditionState.OPEN, reason, on
    edition.save(update_fields=["state", "note", "opened_on"])
    edition.added.update(refused=False)
    sync_plan(actor=actor, plan=held, on=on, at=at)
    _note(actor, held, "plan_sent_back", {"year": edition.year}, reason=reason)
    _tell(actor, held, "plan_sent_back", held.organisation, on=on, at=at)


def read_plan(*, actor: Actor, plan: OfficialPlan, purpose: str, rows: int) -> None:
    """Write down that somebody read a plan, or took it along."""
    record(
        actor=actor,
        verb="cadres.plan_read",
        target=plan,
        organisation_id=plan.organisation_id,
        changes={"rows": rows},
        reason=purpose,
        label=f"{plan.first_year}–{plan.last_year}",
    )


def words_of(candidates: Sequence[PlanCandidate]) -> dict[int, tuple[str, str]]:
    """Return remarks and reasons for leaving, by candidate."""
    return {one.pk: (opened(one.sealed_grounds), opened(one.sealed_removal)) for one in candidates}


def _locked(plan: OfficialPlan) -> OfficialPlan:
    rows = OfficialPlan.objects.select_for_update(of=("self",))
    return rows.select_related("organisation").get(pk=plan.pk)


def _current(plan: OfficialPlan) -> PlanEdition | None:
    open_states = [EditionState.OPEN, EditionState.SUBMITTED]
    return plan.editions.filter(state__in=open_states).first()


def _open(plan: OfficialPlan) -> PlanEdition:
    edition = _current(plan)
    if edition is None or edition.state != EditionState.OPEN:
        raise EditionClosed
    return edition


def _submitted(plan: OfficialPlan) -> PlanEdition:
    edition = _current(plan)
    if edition is None or edition.state != EditionState.SUBMITTED:
        raise NotSubmitted
    return edition


def _tell(
    actor: Actor, plan: OfficialPlan, kind: str, told: Organisation, *, on: date, at: datetime
) -> None:
    leaders = Office.objects.on(on).filter(
        organisation=told, position__in=("PRESIDENT", "VICE_PRESIDENT")
    )
    notify(
        actor=actor,
        kind=f"cadres.{kind}",
        key=f"cadres.plan.{plan.pk}.{kind}.{at.isoformat()}",
        at=at,
        people=set(leaders.values_list("person_id", flat=True)),
        context={
            "unit": name_of(plan.organisation, on=on),
            "term": f"{plan.first_year}–{plan.last_year}",
        },
        url=plan_page(plan.pk),
    )


def _note(
    actor: Actor, plan: OfficialPlan, verb: str, changes: dict[str, object], reason: str = ""
) -> None:
    """Write the act without names: the log is read by more people than the plan."""
    record(
        actor=actor,
        verb=f"cadres.{verb}",
        target=plan,
        organisation_id=plan.organisation_id,
        changes=changes,
        reason=reason,
        label=f"{plan.first_year}–{plan.last_year}",
    )
