"""Pages of planning: what they show, whom, in how many statements; paper; calendar."""

from datetime import date, timedelta
from urllib.parse import urlsplit

from django.urls import reverse
import pytest

from congdoan.areas.planning.models import Plan, Task
from congdoan.areas.planning.rules.calendar import Look, beside, look_of, shown
from congdoan.support.discussion.api import Subject
from congdoan.support.drafting.api import draft_for

pytestmark = pytest.mark.django_db


def see(client, name, *args, **query):
    return client.get(reverse(f"planning:{name}", args=args), query)


def test_from_nothing_to_an_adopted_programme(lan, tree, signed_in, period):
    client = signed_in(lan)
    page = see(client, "of", tree.middle.pk)
    assert "Chưa có chương trình công tác" in page.content.decode()
    made = client.post(
        reverse("planning:begin", args=[tree.middle.pk]),
        {"kind": "PROGRAMME", "period": period.pk, "title": "", "aims": "", "once": "a"},
    )
    plan = Plan.objects.get()
    assert made["Location"] == reverse("planning:plan", args=[plan.pk])
    assert plan.title.startswith("Chương trình công tác năm học")
    again = client.post(
        reverse("planning:begin", args=[tree.middle.pk]),
        {"kind": "PROGRAMME", "period": period.pk, "once": "b"},
    )
    assert (again.status_code, "đã có chương trình" in again.content.decode()) == (422, True)
    bad = client.post(
        reverse("planning:plan_add", args=[plan.pk]),
        {"title": "Thăm hỏi", "due": "01/01/2031", "once": "c"},
    )
    assert "Hạn phải nằm trong kỳ" in bad.content.decode()
    client.post(reverse("planning:plan_add", args=[plan.pk]), {"title": "Thăm hỏi", "once": "d"})
    client.post(
        reverse("planning:plan_adopt", args=[plan.pk]),
        {"on": "01/03/2026", "by": "Ban Chấp hành", "decision": "5/CTr", "once": "e"},
    )
    plan.refresh_from_db()
    assert plan.state == "ADOPTED"
    assert "Ban Chấp hành ban hành" in see(client, "plan", plan.pk).content.decode()


def test_statements_stay_as_many_with_more_tasks(
    lan, programme, add, signed_in, django_assert_max_num_queries, hand, tree
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in(lan)
    hand(lan, programme.tasks.first())
    see(client, "plan", programme.pk)

    def count():
        found = []
        for name, args in (
            ("plan", [programme.pk]),
            ("task", [programme.tasks.order_by("pk").first().pk]),
            ("calendar", [tree.middle.pk]),
            ("of", [tree.middle.pk]),
            ("branch", [tree.middle.pk]),
        ):
            with CaptureQueriesContext(
                connection,
            ) as seen:
                assert see(client, name, *args).status_code == 200
            found.append(len(seen))
        return found

    before = count()
    for n in range(3):
        hand(lan, add(lan, programme, f"Việc {n}", due=date(2026, 3, 9), lead=lan.person_id))
    assert count() == before


def test_a_superior_reads_and_a_neighbour_does_not(
    programme, tree, signed_in, make_person, seat, actor_of, minh
):
    task = programme.tasks.first()
    above = make_person("Võ Thị Trên", username="tren")
    seat(above, tree.province, "PRESIDENT")
    client = signed_in(actor_of(above))
    for name, pk in (("plan", programme.pk), ("task", task.pk), ("of", tree.middle.pk)):
        assert see(client, name, pk).status_code == 200
    assert see(client, "task_change", task.pk).status_code == 403
    assert "Nhiệm vụ trọng tâm" not in see(signed_in(minh), "plan", programme.pk).content.decode()


def test_a_unit_takes_its_task_on_with_a_press(lan, minh, programme, hand, tree, signed_in):
    hand(lan, programme.tasks.order_by("pk").first())
    own = Task.objects.get(given__organisation=tree.leaf)
    client = signed_in(minh)
    page = see(client, "task", own.pk).content.decode()
    assert "Nhận việc" in page
    assert "Công đoàn phường Đông giao ngày" in page
    client.post(reverse("planning:task_accept", args=[own.pk]), {"once": "a"})
    again = client.post(reverse("planning:task_accept", args=[own.pk]), {"once": "b"}, follow=True)
    assert "đã được trả lời rồi" in again.content.decode()
    mixed = client.post(
        reverse("planning:task_change", args=[own.pk]),
        {"lead": lan.person_id, "due": "20/04/2026", "once": "c"},
    )
    assert mixed.status_code == 422


def test_whom_a_rule_names_is_shown_before_it_is_handed_down(lan, programme, tree, signed_in):
    task = programme.tasks.order_by("pk").first()
    client, address = signed_in(lan), reverse("planning:task_hand", args=[task.pk])
    asked = {"reach": "CHILDREN", "answer_by": "05/04/2026"}
    page = client.get(address, asked).content.decode()
    assert "Sẽ giao cho 2 đơn vị" in page
    stale = client.post(address, {**asked, "expected": "7", "once": "a"})
    assert (stale.status_code, "đã thay đổi" in stale.content.decode()) == (422, True)
    late = client.post(address, {**asked, "answer_by": "01/01/2031", "once": "b"})
    assert "Hạn nhận việc" in late.content.decode()
    client.post(address, {**asked, "expected": "2", "once": "c"})
    assert task.given_out.count() == 2
    shown_now = see(client, "task", task.pk).content.decode()
    assert "0/2" in shown_now


def test_paper_says_what_the_plan_says(lan, programme, signed_in, client):
    client = signed_in(lan)
    pdf = see(client, "plan_printed", programme.pk, "pdf")
    word = see(client, "plan_printed", programme.pk, "docx")
    assert pdf.content.startswith(b"%PDF-")
    assert word.content.startswith(b"PK")
    assert see(client, "plan_printed", programme.pk, "exe").status_code == 404


def test_a_plan_goes_on_as_a_document_once(lan, programme, signed_in):
    client, address = signed_in(lan), reverse("planning:plan_paper", args=[programme.pk])
    client.post(address, {"once": "a"})
    programme.refresh_from_db()
    made = programme.paper
    text = draft_for(Subject("documents.document", made.pk))
    words = " ".join(block["text"] for block in text.blocks)
    assert made.type == "UNION.CTR"
    assert "Thăm nhà giáo nghỉ hưu" in words
    again = client.post(address, {"once": "b"}, follow=True)
    assert "đã được đưa sang văn bản" in again.content.decode()
    made.delete()
    programme.refresh_from_db()
    assert programme.paper_id is None


# --- calendar -----------------------------------------------------------------------------------


def test_days_shown_are_whole_weeks_from_monday():
    first, last = shown(Look.MONTH, date(2026, 3, 18))
    assert (first, last) == (date(2026, 2, 23), date(2026, 4, 5))
    assert shown(Look.WEEK, date(2026, 3, 18)) == (date(2026, 3, 16), date(2026, 3, 22))
    assert beside(Look.MONTH, date(2026, 1, 31)) == (date(2025, 12, 1), date(2026, 2, 1))
    assert look_of("gì đó") == Look.MONTH


@pytest.mark.parametrize("look", ["thang", "tuan", "danh-sach"])
def test_a_task_stands_on_its_day(look, lan, programme, tree, signed_in):
    client = signed_in(lan)
    page = see(client, "calendar", tree.middle.pk, xem=look, ngay="2026-04-20")
    assert "Thăm nhà giáo nghỉ hưu" in page.content.decode()
    empty = see(client, "calendar", tree.middle.pk, xem=look, ngay="2026-02-10")
    assert "Không có việc nào" in empty.content.decode()
    assert see(client, "calendar", tree.middle.pk, xem="x", ngay="2026-13-45").status_code == 200


def test_what_others_ask_is_shown_and_not_copied(lan, tree, programme, signed_in, duty):
    before = Task.objects.count()
    page = see(signed_in(lan), "plan", programme.pk).content.decode()
    assert "Việc khác phải làm trong kỳ" in page
    assert duty.obligation.words[:40] in page
    assert Task.objects.count() == before


@pytest.fixture
def duty(lan, tree, today, now):
    """A duty of an agreement Lan's unit bears, due in the period."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from congdoan.areas.agreements import api as agreements

    draft = agreements.draft_agreement(
        actor=lan,
        drafting=tree.middle,
        data=agreements.AgreementData(
            kind="REGULATION", title="Quy chế", first_day=today,
            last_day=today + timedelta(days=900),
        ),
        parties=[agreements.PartyData(tree.department.pk)],
        template="standard",
        on=today,
        at=now,
    )  # fmt: skip
    agreements.record_paper(
        actor=lan, agreement=draft, signed_on=today, place="An", on=today, at=now
    )
    upload = SimpleUploadedFile("goc.pdf", b"%PDF-1.7 goc")
    agreements.attach_scan(actor=lan, agreement=draft, upload=upload, at=now)
    rows = agreements.visible_duties(lan).filter(due__lte=date(2026, 8, 31))
    own = rows.filter(obligation__party__organisation=tree.middle)
    return own.order_by("due", "pk").first()


def feed_of(client):
    """Ask for a new secret address, and read the calendar there without signing in."""
    page = client.post(reverse("worklist:feed_renew"))
    path = urlsplit(page.context["address"]).path
    client.logout()
    return client.get(path).content


def test_the_calendar_of_a_phone_holds_a_task_once_folded_and_escaped(
    lan, tree, plan_of, add, adopt, make_person, seat, actor_of, signed_in
):
    title = "Thăm hỏi, tặng quà; " + "nhà giáo có hoàn cảnh khó khăn " * 5
    plan = plan_of(lan, tree.middle)
    add(lan, plan, title.strip(), due=date(2026, 4, 2))
    # A member of the committee has no list of the unit's work; the plan's days they have.
    member = make_person("Lý Ủy Viên", username="uyvien")
    seat(member, tree.middle, "EXEC_MEMBER")
    assert b"SUMMARY" not in feed_of(signed_in(actor_of(member)))
    adopt(lan, plan)
    for actor in (lan, actor_of(member)):
        text = feed_of(signed_in(actor))
        whole = text.replace(b"\r\n ", b"").decode()
        assert whole.count("SUMMARY:Thăm hỏi\\, tặng quà\\; nhà giáo") == 1
        assert whole.count("SUMMARY") == 1
        assert all(len(line) <= 75 for line in text.split(b"\r\n"))
