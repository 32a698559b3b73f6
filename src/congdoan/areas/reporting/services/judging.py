"""
Accepting a report or returning it: the superior decides, the second line says its own.

What the second line says stands beside: it never changes the state, so neither line can stop the
other by accident.
"""

from datetime import date, datetime

from django.db import transaction

from congdoan.areas.reporting import policies
from congdoan.areas.reporting.enums import AskState, ReportState, StepKind
from congdoan.areas.reporting.models import Report
from congdoan.areas.reporting.rules.moves import may_move
from congdoan.areas.reporting.rules.rolling import second_line
from congdoan.areas.reporting.selectors.standing import judging
from congdoan.areas.reporting.services.asking import settle
from congdoan.areas.reporting.services.rolling import mark_dirty
from congdoan.areas.reporting.services.submitting import freeze, note
from congdoan.areas.reporting.services.telling import tell
from congdoan.areas.reporting.services.work import extended_work, judged_work, returned_work
from congdoan.areas.reporting.services.writing import RoundIsLocked, share_round
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import AlreadyDone, NotAllowed, Refusal
from congdoan.kernel.organisations.models import Organisation


class NothingToJudge(Refusal):
    """Báo cáo không ở bước chờ nhận; hãy tải lại trang để xem bước hiện nay."""


class SayWhy(Refusal):
    """Hãy ghi điều cần sửa, hoặc góp ý ngay tại ô cần sửa rồi trả lại."""


class SuperiorAcceptedToo(Refusal):
    """Báo cáo của đơn vị bạn trong đợt này đã được cấp trên nhận; hãy đề nghị cấp trên mở lại báo cáo đó trước."""  # noqa: E501


class DueNotLater(Refusal):
    """Hạn mới phải sau hạn đang có ({due}) và từ hôm nay trở đi; hãy chọn ngày khác."""


def other_line(report: Report) -> int:
    """Return the hierarchy of the second line."""
    return second_line(report.round.hierarchy_id)


def held_for(
    actor: Actor, report: Report, act: str, *, second: bool
) -> tuple[Report, Organisation]:
    """Return the locked report and for whom the actor judges it."""
    share_round(report)
    held = (
        Report.objects.select_for_update(of=("self",))
        .select_related("round", "organisation", "superior", "second")
        .get(pk=report.pk)
    )
    by = judging(actor, held, second=second)
    if by is None:
        actor.require(policies.JUDGE, on=(held.second if second else None) or held.superior)
        raise NotAllowed
    if not held.round.is_open:
        raise RoundIsLocked
    if not may_move(act, held.state, second=second):
        raise NothingToJudge
    return held, by


@transaction.atomic
def accept_report(
    *,
    actor: Actor,
    report: Report,
    on: date,
    at: datetime,
    second: bool = False,
    words: str = "",
) -> Report:
    """
    Take a report: what it says is frozen, and the totals above are counted anew.

    :raises NothingToJudge: when it does not wait for this line
    :raises AlreadyDone: when the second line has accepted it
    :raises RoundIsLocked: after the lock
    """
    held, by = held_for(actor, report, "accept", second=second)
    if second:
        if held.second_accepted_at is not None:
            raise AlreadyDone
        held.second_accepted_at = at
        held.save(update_fields=["second_accepted_at"])
    else:
        held.state, held.accepted_at = ReportState.ACCEPTED, at
        held.save(update_fields=["state", "accepted_at"])
    line = other_line(held) if second else held.round.hierarchy_id
    freeze(actor, held, StepKind.ACCEPTED, by, at, hierarchy_id=line, words=words)
    if not second:
        judged_work(actor=actor, report=held, judge=by, at=at)
    mark_dirty(held, at=at)
    kind = "accepted_beside" if second else "accepted"
    tell(
        actor=actor,
        report=held,
        kind=kind,
        organisations=[held.organisation_id],
        on=on,
        at=at,
        by=by.pk,
    )
    note(actor, held, "accepted", {"by": by.pk, "line": line}, reason=words)
    return held


@transaction.atomic
def return_report(
    *,
    actor: Actor,
    report: Report,
    words: str,
    on: date,
    at: datetime,
    second: bool = False,
    commented: bool = False,
) -> Report:
    """
    Give a report back to its author with what is to be put right.

    The second line asks for it; the superior decides. ``commented``: cells say what is wrong.

    :raises SayWhy: when neither a word nor a comment does
    :raises NothingToJudge, RoundIsLocked: when it is not its turn
    """
    held, by = held_for(actor, report, "return", second=second)
    if not words and not commented:
        raise SayWhy
    line = other_line(held) if second else held.round.hierarchy_id
    freeze(actor, held, StepKind.RETURNED, by, at, hierarchy_id=line, words=words)
    told = [held.organisation_id]
    if second:
        held.second_accepted_at = None
        held.save(update_fields=["second_accepted_at"])
        told.append(held.superior_id)
    else:
        _give_back(actor, held, by, on, at)
    mark_dirty(held, at=at)
    kind = "returned_beside" if second else "returned"
    tell(actor=actor, report=held, kind=kind, organisations=told, on=on, at=at, by=by.pk)
    note(actor, held, "returned", {"by": by.pk, "line": line}, reason=words)
    return held


def _give_back(actor: Actor, report: Report, by: Organisation, on: date, at: datetime) -> None:
    report.state, report.accepted_at = ReportState.RETURNED, None
    report.save(update_fields=["state", "accepted_at"])
    judged_work(actor=actor, report=report, judge=by, at=at)
    returned_work(actor=actor, report=report, on=on)


@transaction.atomic
def reopen_report(*, actor: Actor, report: Report, words: str, on: date, at: datetime) -> Report:
    """
    Take an acceptance back: the report is its author's again, what was accepted stays kept.

    :raises SayWhy: without a reason
    :raises SuperiorAcceptedToo: while the superior's own report of the round is in or accepted
    :raises NothingToJudge, RoundIsLocked: when it is not accepted, or locked
    """
    held, by = held_for(actor, report, "reopen", second=False)
    if not words:
        raise SayWhy
    upward = Report.objects.filter(
        round=held.round_id,
        organisation=held.superior_id,
        state__in=[ReportState.SUBMITTED, ReportState.ACCEPTED],
    )
    if upward.exists():
        raise SuperiorAcceptedToo
    freeze(actor, held, StepKind.REOPENED, by, at, words=words)
    _give_back(actor, held, by, on, at)
    mark_dirty(held, at=at)
    tell(
        actor=actor,
        report=held,
        kind="returned",
        organisations=[held.organisation_id],
        on=on,
        at=at,
        by=by.pk,
    )
    note(actor, held, "reopened", {"by": by.pk}, reason=words)
    return held


@transaction.atomic
def extend_report(
    *, actor: Actor, report: Report, due: date, words: str, on: date, at: datetime
) -> Report:
    """
    Give more time; it stands in the report's story.

    :raises DueNotLater: when the day is not later than the one that holds, or gone
    """
    held, by = held_for(actor, report, "extend", second=False)
    if due <= held.due_on or due < on:
        raise DueNotLater(due=f"{held.due_on:%d/%m/%Y}")
    old, held.due_on = held.due_on, due
    held.save(update_fields=["due_on"])
    freeze(actor, held, StepKind.EXTENDED, by, at, words=f"{due:%d/%m/%Y}. {words}".strip())
    extended_work(actor=actor, report=held)
    settle(held, AskState.GRANTED, actor=actor, at=at)
    tell(
        actor=actor,
        report=held,
        kind="extended",
        organisations=[held.organisation_id],
        on=on,
        at=at,
        by=by.pk,
    )
    changes = {"due": [old.isoformat(), due.isoformat()]}
    note(actor, held, "extended", changes, reason=words)
    return held
