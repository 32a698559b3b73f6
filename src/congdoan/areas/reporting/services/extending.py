"""Asking for more time and being refused; granting is ``judging.extend_report``."""

from datetime import date, datetime

from django.db import transaction

from congdoan.areas.reporting.enums import AskState, StepKind
from congdoan.areas.reporting.models import Extension, Report
from congdoan.areas.reporting.services.asking import settle
from congdoan.areas.reporting.services.judging import DueNotLater, SayWhy, held_for
from congdoan.areas.reporting.services.submitting import freeze, judge_of, note
from congdoan.areas.reporting.services.telling import tell
from congdoan.areas.reporting.services.work import asked_work
from congdoan.areas.reporting.services.writing import hold
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import AlreadyDone, Refusal
from congdoan.kernel.organisations.api import name_of


class AskedAlready(Refusal):
    """Đơn vị đã xin gia hạn và đang chờ cấp trên trả lời; khi có trả lời thì xin tiếp được."""


@transaction.atomic
def ask_extension(
    *, actor: Actor, report: Report, until: date, reason: str, on: date, at: datetime
) -> Extension:
    """
    Ask who accepts the report for more time.

    :raises AskedAlready: while one request waits
    :raises DueNotLater: when the day is not later than the one that holds, or gone
    :raises SayWhy: without a reason
    :raises RoundIsLocked, NotWithAuthor: when nothing is owed any more
    """
    held = hold(actor, report)
    if not reason:
        raise SayWhy
    if until <= held.due_on or until < on:
        raise DueNotLater(due=f"{held.due_on:%d/%m/%Y}")
    if held.extensions.filter(state=AskState.WAITING).exists():
        raise AskedAlready
    asked = Extension.objects.create(
        report=held, until=until, reason=reason, asked_at=at, asked_by_name=actor.name[:160]
    )
    words = f"{until:%d/%m/%Y}. {reason}"
    freeze(actor, held, StepKind.ASKED, held.organisation, at, words=words)
    judge = judge_of(held, on=on)
    unit = name_of(held.organisation, on=held.round.on)
    asked_work(actor=actor, report=held, judge=judge, unit=unit, on=on)
    tell(actor=actor, report=held, kind="asked_more", organisations=[judge.pk], on=on, at=at)
    note(actor, held, "asked_more", {"until": until.isoformat()}, reason=reason)
    return asked


@transaction.atomic
def refuse_extension(*, actor: Actor, report: Report, words: str, on: date, at: datetime) -> Report:
    """
    Leave the due day as it is, with a reason.

    :raises AlreadyDone: when no request waits
    :raises SayWhy: without a reason
    :raises NothingToJudge, RoundIsLocked: when it is not with its author, or after the lock
    """
    held, by = held_for(actor, report, "refuse", second=False)
    if not words:
        raise SayWhy
    if not settle(held, AskState.REFUSED, actor=actor, at=at):
        raise AlreadyDone
    freeze(actor, held, StepKind.REFUSED, by, at, words=words)
    told = [held.organisation_id]
    tell(actor=actor, report=held, kind="not_extended", organisations=told, on=on, at=at, by=by.pk)
    note(actor, held, "not_extended", {"by": by.pk}, reason=words)
    return held
