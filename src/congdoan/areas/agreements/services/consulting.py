"""Asking the parties for their comments, and answering them."""

from datetime import date, datetime

from django.db import transaction

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import Bearer, Outcome
from congdoan.areas.agreements.models import (
    Agreement,
    Clause,
    Consultation,
    Party,
    Reply,
)
from congdoan.areas.agreements.rules.numbering import numbered, out_of_place
from congdoan.areas.agreements.rules.refusals import (
    ClauseOutOfPlace,
    EmptyText,
    LeaderMissing,
    NothingSaidYet,
    NotQuoted,
    ReasonNeeded,
    TooFewParties,
)
from congdoan.areas.agreements.rules.states import Action
from congdoan.areas.agreements.selectors.comparing import snapshot
from congdoan.areas.agreements.selectors.consultations import (
    anchor,
    open_round_of,
    subject_of,
)
from congdoan.areas.agreements.selectors.text import (
    clauses_of,
    current_version,
    outline,
    place_of,
)
from congdoan.areas.agreements.services.deadlines import refuse_early
from congdoan.areas.agreements.services.states import demand, held, move
from congdoan.areas.agreements.services.taking_over import take_over
from congdoan.areas.agreements.services.telling import tell, tell_answer
from congdoan.areas.agreements.services.working import sync_work_of
from congdoan.foundation.actor import Actor
from congdoan.foundation.vietnamese import nfc
from congdoan.kernel.audit.api import record
from congdoan.support.discussion import api as discussion


@transaction.atomic
def send_out(
    *, actor: Actor, agreement: Agreement, due: date, on: date, at: datetime, message: str = ""
) -> Consultation:
    """
    Send a draft to every party for comments until ``due``.

    :raises TooFewParties, EmptyText, ClauseOutOfPlace, LeaderMissing: not fit to be read yet
    :raises DeadlinePassed: when the deadline lies before today
    """
    agreement = held(agreement)
    actor.require(policies.MANAGE, on=agreement.drafting)
    demand(agreement, Action.SEND_OUT)
    refuse_unready(agreement)
    refuse_early(due, on)
    agreement.shared_on = agreement.shared_on or on
    consultation = Consultation.objects.create(
        agreement=agreement,
        number=agreement.consultations.count() + 1,
        opened_on=on,
        due=due,
        message=nfc(message).strip(),
        sent=snapshot(current_version(agreement), at=at),
    )
    move(
        actor=actor,
        agreement=agreement,
        action=Action.SEND_OUT,
        on=on,
        at=at,
        changes={"due": due.isoformat(), "round": consultation.number},
        save=("shared_on",),
    )
    tell(
        actor=actor,
        agreement=agreement,
        kind="sent_out",
        on=on,
        at=at,
        once=str(consultation.number),
        part="gop-y/",
        context={"due": f"{due:%d/%m/%Y}", "message": consultation.message},
    )
    sync_work_of(actor=actor, agreement=agreement, on=on, at=at)
    return consultation


def refuse_unready(agreement: Agreement) -> None:
    """See that there is a text two parties can read; raises as ``send_out`` does."""
    if agreement.parties.count() < 2:
        raise TooFewParties
    clauses = clauses_of(current_version(agreement))
    if not any(clause.heading or clause.text for clause in clauses):
        raise EmptyText
    lost = out_of_place(clauses)
    if lost:
        raise ClauseOutOfPlace(lines=", ".join(f"“{line.label}”" for line in lost[:3]))
    leaderless = [
        line.path
        for line in numbered(clauses)
        if line.item.bearer == Bearer.PARTY and line.item.lead_party_id is None
    ]
    if leaderless:
        raise LeaderMissing(lines=", ".join(leaderless[:3]))


@transaction.atomic
def say(
    *,
    actor: Actor,
    agreement: Agreement,
    party: Party,
    kind: str,
    at: datetime,
    clause: Clause | None = None,
    text: str = "",
    suggested_text: str = "",
    quoted: str = "",
) -> discussion.Comment:
    """
    Say something for a party about one clause, or about the whole draft.

    ``quoted`` is the part of the clause spoken about; a suggestion of other words for the whole
    clause is ``suggest``'s.

    :raises AlreadyReplied: when the party has said it is done
    :raises NotQuoted: when the clause has no such words
    """
    agreement = held(agreement)
    actor.require(policies.COMMENT, on=party.organisation)
    demand(agreement, Action.COMMENT)
    open_round_of(agreement, party)
    if quoted and not (clause and " ".join(quoted.split()) in " ".join(clause.text.split())):
        raise NotQuoted
    return discussion.comment(
        actor=actor,
        subject=subject_of(agreement),
        anchor=anchor(clause.stable_id) if clause else "",
        party=party.organisation,
        kind=kind,
        at=at,
        text=text,
        wording=_wording(clause, suggested_text),
        quoted=quoted,
        place=place_of(outline(clause.version), clause) if clause else "",
    )


def _wording(clause: Clause | None, suggested_text: str) -> discussion.Wording | None:
    if not suggested_text:
        return None
    if clause is None:
        return discussion.Wording(text=suggested_text)
    return discussion.Wording(
        heading=clause.heading,
        text=suggested_text,
        base_heading=clause.heading,
        base_text=clause.text,
    )


@transaction.atomic
def finish_reply(
    *, actor: Actor, agreement: Agreement, party: Party, on: date, at: datetime
) -> Reply:
    """
    Say that a party has no further comments in this round.

    :raises NothingSaidYet: saying nothing at all is said too ("Không có ý kiến")
    """
    agreement = held(agreement)
    actor.require(policies.COMMENT, on=party.organisation)
    demand(agreement, Action.COMMENT)
    consultation = open_round_of(agreement, party)
    if party.organisation_id not in discussion.unscoped_parties(subject_of(agreement)):
        raise NothingSaidYet
    reply = Reply.objects.create(
        consultation=consultation,
        organisation_id=party.organisation_id,
        at=at,
        by_name=actor.name,
    )
    record(
        actor=actor,
        verb="agreements.replied",
        target=agreement,
        organisation_id=party.organisation_id,
        changes={"round": consultation.number},
        label=agreement.title,
    )
    sync_work_of(actor=actor, agreement=agreement, on=on, at=at)
    return reply


@transaction.atomic
def say_no_opinion(
    *, actor: Actor, agreement: Agreement, party: Party, on: date, at: datetime
) -> Reply:
    """Say that a party has no comment on the draft, and be done."""
    say(
        actor=actor,
        agreement=agreement,
        party=party,
        kind=discussion.CommentKind.NO_OPINION,
        at=at,
    )
    return finish_reply(actor=actor, agreement=agreement, party=party, on=on, at=at)


@transaction.atomic
def answer(
    *,
    actor: Actor,
    agreement: Agreement,
    comment: discussion.Comment,
    verdict: str,
    on: date,
    at: datetime,
    reason: str = "",
    new_heading: str | None = None,
    new_text: str | None = None,
    seen: str | None = None,
    revision: int | None = None,
) -> discussion.Comment:
    """
    Answer a comment; an accepted one may change its clause in the same act.

    This is the only way the text changes while the parties comment on it. Who said it is told.

    :raises ClauseChanged: when the clause was changed since ``revision`` (None: not asked)
    :raises SuggestionConflicts, WordsDiffer, PlaceGone, TakenOverAlready: see ``take_over``
    """
    agreement = held(agreement)
    actor.require(policies.ANSWER, on=agreement.drafting)
    demand(agreement, Action.ANSWER)
    adopted = take_over(
        actor=actor,
        agreement=agreement,
        comment=comment,
        verdict=verdict,
        at=at,
        new_heading=new_heading,
        new_text=new_text,
        revision=revision,
    )
    answered = discussion.answer_comment(
        actor=actor,
        comment=comment,
        answering=agreement.drafting,
        verdict=verdict,
        at=at,
        reason=reason,
        seen=seen,
        adopted_text=adopted,
    )
    tell_answer(actor=actor, agreement=agreement, comment=answered, on=on, at=at)
    sync_work_of(actor=actor, agreement=agreement, on=on, at=at)
    return answered


@transaction.atomic
def back_to_draft(
    *, actor: Actor, agreement: Agreement, reason: str, on: date, at: datetime
) -> Agreement:
    """
    Stop the consultation and go on writing; the comments stay.

    :raises ReasonNeeded: the parties are told why
    """
    agreement = held(agreement)
    actor.require(policies.MANAGE, on=agreement.drafting)
    if not reason.strip():
        raise ReasonNeeded
    demand(agreement, Action.BACK_TO_DRAFT)
    close_round(agreement, Outcome.WITHDRAWN, on=on)
    move(
        actor=actor,
        agreement=agreement,
        action=Action.BACK_TO_DRAFT,
        on=on,
        at=at,
        reason=nfc(reason).strip(),
    )
    tell(
        actor=actor,
        agreement=agreement,
        kind="back_to_draft",
        on=on,
        at=at,
        once=str(agreement.consultations.count()),
        context={"reason": nfc(reason).strip()},
    )
    sync_work_of(actor=actor, agreement=agreement, on=on, at=at)
    return agreement


def close_round(agreement: Agreement, outcome: Outcome, *, on: date) -> None:
    agreement.consultations.filter(closed_on__isnull=True).update(closed_on=on, outcome=outcome)
