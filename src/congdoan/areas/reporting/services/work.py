"""What rounds ask of whom, in "Việc của tôi"."""

from datetime import date, datetime

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import override

from congdoan.areas.reporting.enums import ReportState
from congdoan.areas.reporting.models import Report, Round
from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.worklist.api import (
    cancel_work_under,
    close_work,
    move_due,
    open_work,
    open_work_at,
    reopen_work,
    restore_work_under,
)

OWE, JUDGE, MORE = "reporting.owe", "reporting.judge", "reporting.more"


def page_of(report: Report) -> str:
    """Return the address of a report; services know no URLconf."""
    return f"/bao-cao/{report.pk}/"


def round_page(found: Round) -> str:
    return f"/bao-cao/dot/{found.pk}/"


def owed_page(found: Round) -> str:
    """Return where whoever owes it finds the own report (or those of units it stands for)."""
    return f"/bao-cao/dot/{found.pk}/nop/"


def _prefix(found: Round) -> str:
    return f"reporting.{found.pk}."


def owed_key(report: Report) -> str:
    return f"reporting.{report.round_id}.owe.{report.organisation_id}"


def _judge_key(report: Report, judge: Organisation) -> str:
    return f"{_prefix(report.round)}judge.{judge.pk}"


def _in_turn(key: str, *, shared: bool = False) -> None:
    """
    Let one reader at a time see whether anything waits, with nobody handing in meanwhile.

    Two who take the last two reports at once would each see the other's still waiting. Called after
    the report is written; who hands in (``shared``) waits for readers only.
    """
    lock = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {lock}(hashtext('reporting.judge'), hashtext(%s))", [key])


def open_owed(*, actor: Actor, found: Round, on: date) -> int:
    """Open the work of everybody whose report is with them; one statement a due day."""
    days: dict[date, list[int]] = {}
    with_author = Report.objects.filter(
        round=found, state__in=[ReportState.DRAFT, ReportState.RETURNED]
    )
    for pk, due in with_author.values_list("organisation_id", "due_on"):
        days.setdefault(due, []).append(pk)
    with override("vi"):
        title = _("Nộp báo cáo: {title}").format(title=found.title)
    for due, organisations in days.items():
        open_work_at(
            actor=actor,
            kind=OWE,
            prefix=f"{_prefix(found)}owe.",
            title=title,
            organisations=organisations,
            on=on,
            source_label=found.title,
            source_url=owed_page(found),
            due=due,
        )
    return sum(len(one) for one in days.values())


def settle_lock(*, actor: Actor, found: Round, at: datetime) -> None:
    """Nothing is owed in a locked round."""
    cancel_work_under(actor=actor, prefix=_prefix(found), at=at)


def restore_work(*, found: Round) -> None:
    """What was owed when a round was locked is owed again."""
    restore_work_under(prefix=_prefix(found))


def submitted_work(
    *, actor: Actor, report: Report, judge: Organisation, on: date, at: datetime
) -> None:
    """Who owed has done it; who accepts has something to read: one piece of work a round."""
    close_work(actor=actor, key=owed_key(report), at=at)
    key = _judge_key(report, judge)
    _in_turn(key, shared=True)
    if reopen_work(key=key):
        return
    with override("vi"):
        title = _("Xem, nhận báo cáo cấp dưới: {title}").format(title=report.round.title)
        why = _("Có báo cáo cấp dưới đã nộp, đang chờ nhận hoặc trả lại.")
    open_work(
        actor=actor,
        kind=JUDGE,
        key=key,
        title=title,
        organisation=judge,
        on=on,
        source_label=report.round.title,
        source_url=f"{round_page(report.round)}?trang-thai=SUBMITTED",
        why=why,
    )


def judged_work(*, actor: Actor, report: Report, judge: Organisation, at: datetime) -> None:
    """Close the reader's work once nothing waits there any more."""
    key = _judge_key(report, judge)
    _in_turn(key)
    waiting = Report.objects.filter(
        round=report.round_id, superior=report.superior_id, state=ReportState.SUBMITTED
    )
    if not waiting.exists():
        close_work(actor=actor, key=key, at=at)


def returned_work(*, actor: Actor, report: Report, on: date) -> None:
    """Ask the report of its author again."""
    if reopen_work(key=owed_key(report)):
        return
    with override("vi"):
        title = _("Nộp báo cáo: {title}").format(title=report.round.title)
    open_work_at(
        actor=actor,
        kind=OWE,
        prefix=f"{_prefix(report.round)}owe.",
        title=title,
        organisations=[report.organisation_id],
        on=on,
        source_label=report.round.title,
        source_url=owed_page(report.round),
        due=report.due_on,
    )


def extended_work(*, actor: Actor, report: Report) -> None:
    move_due(actor=actor, key=owed_key(report), due=report.due_on)


def _more_key(report: Report) -> str:
    return f"{_prefix(report.round)}more.{report.organisation_id}"


def asked_work(*, actor: Actor, report: Report, judge: Organisation, unit: str, on: date) -> None:
    """Who accepts the report has a request for more time to answer."""
    if reopen_work(key=_more_key(report)):
        return
    with override("vi"):
        title = _("Trả lời đề nghị gia hạn: {unit}").format(unit=unit)
        why = _("Đơn vị xin thêm thời gian nộp báo cáo; gia hạn, hoặc không gia hạn kèm lý do.")
    open_work(
        actor=actor,
        kind=MORE,
        key=_more_key(report),
        title=title,
        organisation=judge,
        on=on,
        source_label=report.round.title,
        source_url=page_of(report),
        why=why,
        due=report.due_on if report.due_on >= on else None,
    )


def answered_work(*, actor: Actor, report: Report, at: datetime) -> None:
    close_work(actor=actor, key=_more_key(report), at=at)
