"""A document orders work: by rule, with a day and evidence; rolled up by branch."""

from datetime import timedelta

from django.urls import reverse
import pytest

from congdoan.areas.documents import api
from congdoan.areas.documents.models import Incoming, TaskReport
from congdoan.areas.documents.rules import refusals
from congdoan.areas.documents.selectors.orders import progress, progress_by_branch
from congdoan.areas.documents.services.tasks_given import drop_task, return_report
from congdoan.foundation.refusal import AlreadyDone, NotAllowed
from congdoan.kernel.organisations.models import OrganisationProfile
from congdoan.support.files.api import get_readable_file
from congdoan.support.notifications.api import inbox
from congdoan.support.worklist.api import own_work, unscoped_work
from tests.documents_world import a_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def ordered(make_document, clerk, system, today, now):
    """A document that orders two things of its branch, one with evidence; sent and arrived."""
    document = make_document("ISSUED")
    ask = {"actor": clerk, "document": document, "on": today, "at": now}
    due = today + timedelta(days=5)
    task = api.give_task(data=api.TaskData("Họp hội nghị", due, evidence=True), **ask)
    api.give_task(data=api.TaskData("Lập danh sách", due, level="L2_PROVINCE"), **ask)
    api.send_document(rule=api.Rule(reach="BRANCH"), **ask)
    api.deliver(actor=system, document=document.pk, at=now)
    document.refresh_from_db()
    task.refresh_from_db()
    return task


def came_to(task, unit):
    return Incoming.objects.get(document=task.document, organisation=unit)


def test_each_assignee_has_it_as_work_until_it_is_reported_with_evidence(
    ordered, minh, clerk, tree, today, now
):
    mine = own_work(minh).filter(kind="documents.task", state="OPEN")
    assert [(one.title, one.due) for one in mine] == [("Họp hội nghị", ordered.due)]
    ask = {"actor": minh, "incoming": came_to(ordered, tree.leaf), "task": ordered, "at": now}
    with pytest.raises(refusals.NeedsEvidence):
        api.report_task(note="đã họp", **ask)
    made = api.report_task(note="đã họp", upload=a_pdf("bien-ban.pdf"), **ask)
    assert not mine.all().exists()
    with pytest.raises(AlreadyDone):
        api.report_task(note="đã họp", upload=a_pdf(), **ask)
    # Who ordered it reads what proves it.
    assert get_readable_file(clerk, made.file_id)
    seen = progress(ordered, on=today)
    assert (seen.total, seen.done, seen.percent) == (2, 1, 50)
    assert sorted((one.total, one.done) for one in progress_by_branch(ordered, on=today)) == [
        (1, 0), (1, 1)
    ]  # fmt: skip


def test_a_task_is_for_those_its_rule_names(ordered, minh, tree, now):
    other = ordered.document.tasks.exclude(pk=ordered.pk).get()
    with pytest.raises(refusals.NotAmongAssignees):
        api.report_task(
            actor=minh, incoming=came_to(ordered, tree.leaf), task=other, note="x", at=now
        )
    assert not unscoped_work(f"documents.{other.document_id}.task.{other.pk}.").exists()
    assert OrganisationProfile.objects.filter(organisation=tree.leaf, level="L4_GRASSROOTS")


def test_what_is_not_enough_is_asked_again(ordered, minh, lan, clerk, tree, today, now):
    made = api.report_task(
        actor=minh, incoming=came_to(ordered, tree.leaf), task=ordered, note="x", at=now,
        upload=a_pdf(),
    )  # fmt: skip
    with pytest.raises(refusals.NeedsReason):
        return_report(actor=clerk, report=made, reason="", at=now)
    with pytest.raises(NotAllowed):
        return_report(actor=minh, report=made, reason="x", at=now)
    return_report(actor=clerk, report=made, reason="thiếu chữ ký", at=now)
    assert own_work(minh).filter(kind="documents.task", state="OPEN").exists()
    assert inbox(minh).filter(kind="documents.task_returned").exists()
    assert progress(ordered, on=today).done == 0


def test_once_sent_nothing_is_ordered_more_or_less(ordered, clerk, make_document, today, now):
    ask = {"actor": clerk, "on": today, "at": now}
    with pytest.raises(refusals.SentAlready):
        api.give_task(document=ordered.document, data=api.TaskData("x", today), **ask)
    with pytest.raises(refusals.SentAlready):
        drop_task(actor=clerk, task=ordered)
    yesterday = today - timedelta(days=1)
    with pytest.raises(refusals.TaskDayIsPast):
        api.give_task(document=make_document(), data=api.TaskData("x", yesterday), **ask)


def test_a_recalled_document_orders_nothing(ordered, clerk, now):
    api.take_back(actor=clerk, document=ordered.document, reason="sai", at=now)
    rows = unscoped_work(f"documents.{ordered.document_id}.task.")
    assert set(rows.values_list("state", flat=True)) == {"CANCELLED"}


def test_who_sends_the_paper_back_owes_nothing(ordered, minh, tree, now):
    api.refuse_arrival(actor=minh, incoming=came_to(ordered, tree.leaf), reason="nhầm", at=now)
    mine = unscoped_work(f"documents.{ordered.document_id}.task.{ordered.pk}.{tree.leaf.pk}")
    assert [one.state for one in mine] == ["CANCELLED"]


def test_what_was_reported_of_a_recalled_document_is_not_asked_again(
    ordered, minh, clerk, tree, now
):
    ask = {"actor": minh, "incoming": came_to(ordered, tree.leaf), "task": ordered, "at": now}
    made = api.report_task(note="x", upload=a_pdf(), **ask)
    api.take_back(actor=clerk, document=ordered.document, reason="sai", at=now)
    with pytest.raises((refusals.NotInThisState, refusals.NotWaiting)):
        return_report(actor=clerk, report=made, reason="thiếu", at=now)


def test_what_others_approved_orders_what_they_approved(
    make_document, tree, make_person, seat, actor_of, today, now
):
    person = make_person("Lý Văn Toán", username="toan")
    seat(person, tree.middle, "ACCOUNTANT")
    document, accountant = make_document("APPROVED"), actor_of(person)
    with pytest.raises(NotAllowed):
        api.give_task(
            actor=accountant, document=document, data=api.TaskData("x", today), on=today, at=now
        )


def test_on_the_pages(ordered, minh, clerk, tree, signed_in, make_document, today):
    school, one = signed_in(minh), came_to(ordered, tree.leaf)
    page = school.get(reverse("documents:incoming", args=[one.pk])).content.decode()
    assert "Báo xong việc này" in page
    assert "Lập danh sách" not in page
    url = reverse("documents:incoming_task", args=[one.pk, ordered.pk])
    assert "Nơi giao yêu cầu minh chứng" in school.post(url, {"note": "đã họp"}).content.decode()
    assert school.post(url, {"note": "đã họp", "file": a_pdf()}).status_code == 302
    office = signed_in(clerk)
    seen = office.get(reverse("documents:task", args=[ordered.document_id, ordered.pk]))
    assert "đã họp" in seen.content.decode()
    assert "Theo 2 nhánh" in seen.content.decode()
    back = reverse(
        "documents:task_return",
        args=[ordered.document_id, ordered.pk, TaskReport.objects.get().pk],
    )
    assert office.post(back, {"reason": "thiếu"}).status_code == 302
    draft = make_document()
    new = reverse("documents:task_new", args=[draft.pk])
    typed = {"title": "Báo cáo", "due": f"{today:%d/%m/%Y}"}
    assert office.post(new, typed).status_code == 302
    kept = draft.tasks.get()
    assert "Bỏ việc" in office.get(reverse("documents:detail", args=[draft.pk])).content.decode()
    office.post(reverse("documents:task_drop", args=[draft.pk, kept.pk]))
    assert not draft.tasks.exists()
