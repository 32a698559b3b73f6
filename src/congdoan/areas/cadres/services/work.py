"""The next step of every open file, as work of the union; never with a name in it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import override

from congdoan.areas.cadres.enums import EditionState, Stage
from congdoan.areas.cadres.models import OfficialPlan, PartyIntroduction, PlanEdition
from congdoan.areas.cadres.selectors.due import approver_of, due_of
from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.rulebook.api import value
from congdoan.support.worklist.api import Wanted, sync_work

PARTY_STEP, PLAN_STEP, PLAN_DECISION = "cadres.party", "cadres.plan", "cadres.approval"
#: Stage → what the next step is.
_NEXT = {
    Stage.NOMINATED: "Ban chấp hành biểu quyết hồ sơ giới thiệu vào Đảng",
    Stage.VOTED: "Gửi văn bản giới thiệu đoàn viên ưu tú tới chi bộ",
    Stage.INTRODUCED: "Hỏi chi bộ về lớp nhận thức về Đảng",
    Stage.CLASS: "Hỏi chi bộ về việc kết nạp Đảng",
    Stage.ADMITTED: "Hỏi chi bộ về việc chuyển đảng chính thức",
}


def introduction_page(pk: int) -> str:
    """Return the address of a file; services know no URLconf."""
    return f"/cong-tac-can-bo/dang/{pk}/"


def plan_page(pk: int) -> str:
    return f"/cong-tac-can-bo/quy-hoach/{pk}/"


def sync_introduction(
    *, actor: Actor, introduction: PartyIntroduction, on: date, at: datetime
) -> None:
    """Make the work list say what the file's next step is."""
    wanted = []
    if introduction.is_open:
        stage = Stage(introduction.stage)
        wanted = [
            Wanted(
                key=f"cadres.party.{introduction.pk}.{stage}",
                kind=PARTY_STEP,
                title=_NEXT[stage],
                organisation_id=introduction.organisation_id,
                source_label=f"Hồ sơ giới thiệu đoàn viên ưu tú số {introduction.pk}",
                source_url=introduction_page(introduction.pk),
                due=due_of(introduction),
                why="Bước tiếp theo của hồ sơ; tên người chỉ hiện cho người có quyền.",
                position="PRESIDENT",
            )
        ]
    prefix = f"cadres.party.{introduction.pk}."
    sync_work(actor=actor, prefix=prefix, wanted=wanted, on=on, at=at)


def sync_plan(*, actor: Actor, plan: OfficialPlan, on: date, at: datetime) -> None:
    """Make the work list say what a plan waits for: votes, a decision, the yearly review."""
    with override("vi"):
        wanted = list(_of_plan(plan, on))
    sync_work(actor=actor, prefix=f"cadres.plan.{plan.pk}.", wanted=wanted, on=on, at=at)


def _of_plan(plan: OfficialPlan, on: date) -> Iterator[Wanted]:
    if not plan.organisation.exists_on(on):
        return
    edition = plan.editions.order_by("-pk").first()
    if edition is None:
        return
    term = f"{plan.first_year}–{plan.last_year}"
    source = _("Quy hoạch cán bộ nhiệm kỳ {term}").format(term=term)
    name = name_of(plan.organisation, on=on)
    if edition.state == EditionState.OPEN:
        days = value("cadres.due.plan_votes_days", on=on, for_=plan.organisation_id)
        yield Wanted(
            key=f"cadres.plan.{plan.pk}.votes.{edition.pk}",
            kind=PLAN_STEP,
            title=_("Lấy phiếu và trình quy hoạch cán bộ nhiệm kỳ {term}").format(term=term),
            organisation_id=plan.organisation_id,
            source_label=source,
            source_url=plan_page(plan.pk),
            due=edition.opened_on + timedelta(days=days),
            why=_("Đợt đang mở chưa trình cấp trên."),
            position="PRESIDENT",
        )
    elif edition.state == EditionState.SUBMITTED:
        days = value("cadres.due.plan_approval_days", on=on, for_=plan.organisation_id)
        yield Wanted(
            key=f"cadres.plan.{plan.pk}.approval.{edition.pk}",
            kind=PLAN_DECISION,
            title=_("Phê duyệt quy hoạch cán bộ của {name}").format(name=name)[:300],
            organisation_id=approver_of(plan.organisation, on=on).pk,
            source_label=source,
            source_url=plan_page(plan.pk),
            due=(edition.submitted_on or on) + timedelta(days=days),
            why=_("Cấp dưới trực tiếp đã trình quy hoạch."),
            position="PRESIDENT",
        )
    elif on.year <= plan.last_year and not _gone_over(plan, on.year):
        by = value("cadres.due.plan_review", on=on, for_=plan.organisation_id)
        yield Wanted(
            key=f"cadres.plan.{plan.pk}.review.{on.year}",
            kind=PLAN_STEP,
            title=_("Rà soát, bổ sung quy hoạch cán bộ năm {year}").format(year=on.year),
            organisation_id=plan.organisation_id,
            source_label=source,
            source_url=plan_page(plan.pk),
            due=date(on.year, by["month"], by["day"]),
            why=_("Quy hoạch được rà soát mỗi năm."),
            position="PRESIDENT",
        )


def _gone_over(plan: OfficialPlan, year: int) -> bool:
    done = PlanEdition.objects.filter(plan=plan, state=EditionState.APPROVED)
    return done.filter(year=year).exists()
