"""Programmes: begun, adopted, worked on, closed; what is unfinished moves on."""

from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
import pytest

from congdoan.areas.planning import api
from congdoan.areas.planning.enums import StepKind
from congdoan.areas.planning.models import Plan, Task
from congdoan.areas.planning.rules import refusals as no
from congdoan.areas.planning.services import doing, writing
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.audit.models import AuditEntry
from congdoan.kernel.periods.api import school_year_of
from congdoan.support.notifications.api import inbox
from congdoan.support.worklist.api import WorkItem

pytestmark = pytest.mark.django_db
PHOTO = b"\xff\xd8\xff" + b"0" * 64


@pytest.fixture
def report(today, now):
    def act(actor, task, *, done=True, **more):
        data = api.ReportData(done=done, note="Đã thăm 12 thầy cô", **more)
        return api.report_task(actor=actor, task=task, data=data, on=today, at=now)

    return act


def item(task):
    return WorkItem.objects.filter(key=f"planning.{task.pk}.do").first()


def test_a_draft_asks_nothing_and_an_adopted_one_asks_its_leads(
    lan, tree, plan_of, add, adopt, make_person, seat, actor_of, period
):
    clerk = make_person("Đỗ Văn Thư", username="thu")
    seat(clerk, tree.middle, "VICE_PRESIDENT")
    plan = plan_of(lan, tree.middle)
    task = add(lan, plan, lead=clerk.pk, lead_position="VICE_PRESIDENT")
    assert item(task) is None
    adopt(lan, plan)
    owed = item(task)
    assert (owed.assignee_id, owed.position, owed.due) == (
        clerk.pk, "VICE_PRESIDENT", period.last_day,
    )  # fmt: skip
    assert inbox(actor_of(clerk)).get().kind == "planning.lead"
    assert WorkItem.objects.filter(key__startswith="planning.").count() == 1


def test_one_programme_a_period_and_many_plans(lan, tree, plan_of):
    plan_of(lan, tree.middle)
    with pytest.raises(no.ProgrammeAlready):
        plan_of(lan, tree.middle)
    plan_of(lan, tree.middle, kind="PLAN")
    plan_of(lan, tree.middle, kind="PLAN")
    assert Plan.objects.count() == 3


def test_what_cannot_be_is_refused(lan, minh, hoa, tree, plan_of, add, adopt, today, now):
    plan = plan_of(lan, tree.middle)
    with pytest.raises(no.NothingPlanned):
        adopt(lan, plan)
    with pytest.raises(no.DueOutside):
        add(lan, plan, due=date(2031, 1, 1))
    with pytest.raises(no.LeadNotHere):
        add(lan, plan, lead=minh.person_id)
    with pytest.raises(no.LeadNotHere):
        add(lan, plan, lead_position="CLERK")
    task = add(lan, plan)
    with pytest.raises(no.TaskNotBegun):
        api.report_task(actor=lan, task=task, data=api.ReportData(done=True), on=today, at=now)
    ahead = api.Adoption(today + timedelta(days=1), "BCH")
    with pytest.raises(no.AdoptedAhead):
        api.adopt_plan(actor=lan, plan=plan, adoption=ahead, on=today, at=now)
    for outsider in (minh, hoa):
        with pytest.raises(NotAllowed):
            plan_of(outsider, tree.middle)
        with pytest.raises(NotAllowed):
            add(outsider, plan)
        with pytest.raises(NotAllowed):
            adopt(outsider, plan)
    adopt(lan, plan)
    with pytest.raises(no.NotADraft):
        adopt(lan, plan)


def test_a_lead_without_rights_to_manage_reports_their_task(
    lan, tree, plan_of, add, adopt, report, make_person, seat, actor_of
):
    person = make_person("Lý Thị Ủy", username="uy")
    seat(person, tree.middle, "EXEC_MEMBER")
    plan = plan_of(lan, tree.middle)
    own, other = add(lan, plan, lead=person.pk), add(lan, plan, "Việc khác")
    adopt(lan, plan)
    member = actor_of(person)
    with pytest.raises(NotAllowed):
        report(member, other)
    report(member, own, done=False, percent=40)
    own.refresh_from_db()
    assert (own.state, own.percent, item(own).state) == ("OPEN", 40, "OPEN")
    report(member, own)
    own.refresh_from_db()
    assert (own.state, own.percent, item(own).state) == ("DONE", 100, "DONE")


def test_evidence_is_asked_for_and_kept_with_the_story(
    lan, tree, plan_of, add, adopt, report, today, now
):
    plan = plan_of(lan, tree.middle)
    task = add(lan, plan, evidence=True)
    adopt(lan, plan)
    with pytest.raises(no.EvidenceMissing):
        report(lan, task)
    report(lan, task, uploads=[SimpleUploadedFile("anh.jpg", PHOTO)])
    step = task.steps.get(kind="DONE")
    assert (step.file.name, step.percent) == ("anh.jpg", 100)
    with pytest.raises(no.TaskNotOpen):
        report(lan, task)
    with pytest.raises(no.WordsMissing):
        doing.reopen_task(actor=lan, task=task, reason=" ", on=today, at=now)
    doing.reopen_task(actor=lan, task=task, reason="Còn thiếu", on=today, at=now)
    assert item(task).state == "OPEN"
    assert AuditEntry.objects.filter(verb="planning.task_reopened").count() == 1


def test_what_was_adopted_is_dropped_with_a_reason_and_stays(lan, programme, today, now):
    task = programme.tasks.first()
    with pytest.raises(no.WordsMissing):
        doing.drop_task(actor=lan, task=task, reason="", on=today, at=now)
    doing.drop_task(actor=lan, task=task, reason="Không còn phù hợp", on=today, at=now)
    task.refresh_from_db()
    assert (task.state, item(task).state) == ("DROPPED", "CANCELLED")


def test_a_draft_goes_with_its_tasks(lan, tree, plan_of, add):
    plan = plan_of(lan, tree.middle)
    add(lan, plan)
    writing.discard_plan(actor=lan, plan=plan)
    assert not Plan.objects.exists()
    assert not Task.objects.exists()


def test_a_draft_a_task_left_is_kept_for_its_story(lan, tree, plan_of, add, today, now):
    plan, other = plan_of(lan, tree.middle), plan_of(lan, tree.middle, kind="PLAN")
    task = Task.objects.select_related("plan").get(pk=add(lan, plan).pk)
    writing.move_task(lan, task, other, StepKind.PASSED, on=today, at=now)
    with pytest.raises(no.HoldsGivenTasks):
        writing.discard_plan(actor=lan, plan=plan)


def test_what_is_unfinished_moves_to_the_next_period_with_its_story(
    lan, tree, programme, plan_of, today, now
):
    done, left = programme.tasks.order_by("pk")
    api.report_task(actor=lan, task=done, data=api.ReportData(done=True), on=today, at=now)
    left.due = date(2026, 4, 1)
    left.save()
    api.close_plan(actor=lan, plan=programme, note="Tốt", on=today, at=now)
    assert item(left).state == "CANCELLED"
    following = school_year_of(date(2026, 10, 1))
    later = plan_of(lan, tree.middle, of=following)
    assert writing.carry_over(actor=lan, plan=later, on=today, at=now) == 1
    left.refresh_from_db()
    assert (left.plan, left.due) == (later, None)
    assert left.steps.first().left == programme
    assert done.steps.count() == 2
    with pytest.raises(no.NothingUnfinished):
        writing.carry_over(actor=lan, plan=later, on=today, at=now)
    with pytest.raises(no.PlanClosed):
        writing.close_plan(actor=lan, plan=programme, note="", on=today, at=now)
