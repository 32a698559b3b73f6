"""Work that papers of this slice make: computed from their rows, so it can be stated again."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from congdoan.areas.privacy.enums import ProposalState, RequestState, RetentionState
from congdoan.areas.privacy.models import Breach, ChangeProposal, DataRequest, RetentionCase
from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.periods.api import add_working_days
from congdoan.kernel.rulebook.api import value
from congdoan.support.worklist.api import Wanted, sync_work

PROPOSAL = "privacy.proposal"
ACKNOWLEDGE = "privacy.acknowledge"
REQUEST = "privacy.request"
RETENTION = "privacy.retention"
BREACH = "privacy.breach"


def sync_proposal(*, actor: Actor, proposal: ChangeProposal, on: date, at: datetime) -> None:
    key = f"{PROPOSAL}.{proposal.pk}."
    wanted = []
    if proposal.state != ProposalState.WITHDRAWN:
        asked = proposal.asked_at.date()
        days = int(value("privacy.rule.answer_days", on=on, for_=proposal.keeper_id))
        wanted = [
            Wanted(
                key=f"{key}answer",
                kind=PROPOSAL,
                title=_("Duyệt đề nghị sửa hồ sơ: {name}").format(name=proposal.person.full_name),
                organisation_id=proposal.keeper_id,
                source_label=name_of(proposal.organisation, on=on),
                source_url=reverse("privacy:proposal", args=[proposal.pk]),
                due=add_working_days(asked, days),
                done=proposal.state == ProposalState.ANSWERED,
            )
        ]
    sync_work(actor=actor, prefix=key, wanted=wanted, on=on, at=at)


def sync_request(*, actor: Actor, request: DataRequest, on: date, at: datetime) -> None:
    key = f"{REQUEST}.{request.pk}."
    wanted = list(_wanted(request, key, on)) if request.state != RequestState.WITHDRAWN else []
    sync_work(actor=actor, prefix=key, wanted=wanted, on=on, at=at)


def _wanted(request: DataRequest, key: str, on: date) -> Iterator[Wanted]:
    what = f"{request.get_kind_display()}: {request.person.full_name}"
    given: dict[str, Any] = {
        "organisation_id": request.keeper_id,
        "source_label": name_of(request.organisation, on=on),
        "source_url": reverse("privacy:request", args=[request.pk]),
    }
    yield Wanted(
        key=f"{key}acknowledge",
        kind=ACKNOWLEDGE,
        title=_("Báo đã tiếp nhận yêu cầu {what}").format(what=what),
        due=request.acknowledge_due,
        done=request.state != RequestState.RECEIVED,
        **given,
    )
    yield Wanted(
        key=f"{key}answer",
        kind=REQUEST,
        title=_("Trả lời yêu cầu {what}").format(what=what),
        due=request.due,
        done=not request.is_open,
        **given,
    )


def sync_breach(*, actor: Actor, breach: Breach, on: date, at: datetime) -> None:
    key = f"{BREACH}.{breach.pk}."
    noticed = timezone.localtime(breach.noticed_at).date()
    given: dict[str, Any] = {
        "kind": BREACH,
        "organisation_id": breach.keeper_id,
        "source_label": name_of(breach.organisation, on=on),
        "source_url": reverse("privacy:breach", args=[breach.pk]),
    }
    by_hours = timezone.localtime(breach.due_at).date()
    steps = [
        ("assess", _("Đánh giá sự cố dữ liệu: {title}"), breach.assessed_at is not None, by_hours)
    ]
    if breach.must_report:
        said = breach.reported_at is not None
        title = _("Báo cơ quan có thẩm quyền về sự cố: {title}")
        steps.append(("report", title, said, by_hours))
    if breach.must_tell:
        told = breach.told_at is not None
        steps.append(("tell", _("Báo người bị ảnh hưởng của sự cố: {title}"), told, by_hours))
    if breach.can_close or not breach.waits:
        # Nobody is to be told any more: what is left is to mend it and to write down how.
        days = int(value("privacy.rule.breach_days", on=noticed))
        last = noticed + timedelta(days=days)
        title = _("Khắc phục, kết thúc sự cố dữ liệu: {title}")
        steps.append(("close", title, not breach.waits, max(last, by_hours)))
    wanted = [
        Wanted(
            key=f"{key}{code}",
            title=words.format(title=breach.title),
            done=done,
            due=due,
            **given,
        )
        for code, words, done, due in steps
    ]
    sync_work(actor=actor, prefix=key, wanted=wanted, on=on, at=at)


def sync_retention(*, actor: Actor, case: RetentionCase, on: date, at: datetime) -> None:
    key = f"{RETENTION}.{case.pk}."
    wanted = []
    if case.state != RetentionState.CANCELLED:
        wanted = [
            Wanted(
                key=f"{key}look",
                kind=RETENTION,
                title=_("Dữ liệu riêng sắp xóa: {name}").format(name=case.person.full_name),
                organisation_id=case.keeper_id,
                source_label=name_of(case.organisation, on=on),
                source_url=reverse("privacy:retention", args=[case.keeper_id]),
                due=case.erase_on,
                why=_("Đã thôi là đoàn viên; muốn giữ lại thì ghi lý do trước ngày xóa."),
                done=case.state != RetentionState.ANNOUNCED,
            )
        ]
    sync_work(actor=actor, prefix=key, wanted=wanted, on=on, at=at)
