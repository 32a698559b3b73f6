from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
import pytest

from congdoan.areas.agreements import api
from congdoan.areas.agreements.models import Duty, Obligation, Review

pytestmark = pytest.mark.django_db
SIGNED = date(2024, 9, 1)


def url(name, *args):
    return reverse(f"agreements:{name}", args=args)


@pytest.fixture
def running(make_draft, lan, today, now):
    draft = make_draft(first_day=SIGNED, last_day=date(2029, 8, 31))
    return api.record_paper(
        actor=lan, agreement=draft, signed_on=SIGNED, place="An", on=today, at=now
    )


@pytest.fixture
def duty(running):
    rows = Duty.objects.of(running.pk).filter(obligation__words__contains="Rà soát")
    return rows.order_by("due").first()


@pytest.fixture
def review(running):
    return Review.objects.filter(agreement=running).order_by("window_from").first()


PAGES = ["duties", "progress", "reviews"]


@pytest.mark.parametrize("name", PAGES)
def test_pages_open_for_both_parties(name, signed_in, lan, tuan, running):
    for actor in (lan, tuan):
        assert signed_in(actor).get(url(name, running.pk)).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_another_branch_finds_nothing(name, signed_in, far, running):
    assert signed_in(far).get(url(name, running.pk)).status_code == 404


def test_single_pages(signed_in, lan, far, running, duty, review):
    for name, pk in (("duty", duty.pk), ("review", review.pk)):
        assert signed_in(lan).get(url(name, running.pk, pk)).status_code == 200
        assert signed_in(far).get(url(name, running.pk, pk)).status_code == 404


def test_a_duty_is_reported_and_confirmed_through_forms(signed_in, lan, tuan, running, duty, today):
    client = signed_in(lan)
    page = client.get(url("duty", running.pk, duty.pk)).content.decode()
    assert url("duty_report", running.pk, duty.pk) in page
    assert url("duty_accept", running.pk, duty.pk) not in page
    empty = client.post(url("duty_report", running.pk, duty.pk), {"done_on": "32/13/2025"})
    assert empty.status_code == 422
    sent = client.post(
        url("duty_report", running.pk, duty.pk),
        {
            "done_on": today.strftime("%d/%m/%Y"),
            "result": "Đã rà soát 12 trường",
            "measured": "12,5",
            "upload": SimpleUploadedFile("bien-ban.pdf", b"%PDF-1.4 x"),
            "link": "https://vi.du/bai-viet",
        },
    )
    assert sent.status_code == 302
    duty.refresh_from_db()
    assert (duty.state, str(duty.measured)) == ("DONE", "12.50")
    assert duty.evidence.count() == 2
    client = signed_in(tuan)
    page = client.get(url("duty", running.pk, duty.pk)).content.decode()
    assert "bien-ban.pdf" in page
    assert url("duty_accept", running.pk, duty.pk) in page
    assert client.post(url("duty_dispute", running.pk, duty.pk), {}).status_code == 422
    client.post(url("duty_dispute", running.pk, duty.pk), {"reason": "Thiếu số liệu"})
    page = signed_in(lan).get(url("duty", running.pk, duty.pk)).content.decode()
    assert "Thiếu số liệu" in page


def test_wrong_side_is_refused(signed_in, lan, tuan, running, duty):
    assert signed_in(tuan).get(url("duty_report", running.pk, duty.pk)).status_code == 403
    assert signed_in(lan).get(url("duty_accept", running.pk, duty.pk)).status_code == 403


def test_a_confirmation_needs_no_field_and_no_script(
    signed_in, lan, tuan, tree, running, duty, now, today
):
    api.report_duty(
        actor=lan,
        duty=duty,
        organisation=tree.middle,
        done_on=today,
        result="Xong",
        on=today,
        at=now,
    )
    answer = signed_in(tuan).post(url("duty_accept", running.pk, duty.pk))
    assert answer.status_code == 302
    again = signed_in(tuan).post(url("duty_accept", running.pk, duty.pk))
    assert again.status_code == 409
    assert "nên không xác nhận được" in again.content.decode()


def test_a_request_through_the_form(signed_in, tuan, running, today):
    one = Obligation.objects.get(agreement=running, words__contains="Phối hợp kiểm tra")
    client = signed_in(tuan)
    assert (
        url("duty_ask", running.pk, one.pk)
        in client.get(url("duties", running.pk)).content.decode()
    )
    due = today + timedelta(days=5)
    client.post(
        url("duty_ask", running.pk, one.pk), {"text": "Kiểm tra", "due": due.strftime("%d/%m/%Y")}
    )
    assert one.duties.get().due == due


def test_filters_stand_in_the_address(signed_in, lan, tree, running, today):
    client = signed_in(lan)
    late = client.get(url("duties", running.pk), {"state": "OVERDUE"}).content.decode()
    assert "Quá hạn" in late
    mine = client.get(url("duties", running.pk), {"ben": tree.middle.pk}).content.decode()
    assert "Tạo điều kiện" not in mine
    year = Duty.objects.of(running.pk).order_by("due").filter(period__kind="SCHOOL_YEAR").first()
    page = client.get(url("duties", running.pk), {"nam": year.period_id}).content.decode()
    assert "31/08/2026" not in page


def test_progress_has_its_table_without_scripts(signed_in, lan, running):
    page = signed_in(lan).get(url("progress", running.pk)).content.decode()
    assert "Phong trào thi đua" in page
    assert "Quá hạn" in page
    assert 'id="progress-data"' in page


def test_queries_do_not_grow_with_duties(signed_in, lan, running, django_assert_max_num_queries):
    client = signed_in(lan)
    cost = {}
    extra = list(Duty.objects.of(running.pk).values_list("pk", flat=True))
    # Within one page: a list of several asks for its count as well.
    Duty.objects.filter(pk__in=extra[20:]).delete()
    for name in PAGES:
        client.get(url(name, running.pk))
        with django_assert_max_num_queries(60) as asked:
            client.get(url(name, running.pk))
        cost[name] = len(asked)
    Duty.objects.filter(pk__in=extra[3:]).delete()
    for name in PAGES:
        with django_assert_max_num_queries(60) as asked:
            client.get(url(name, running.pk))
        assert len(asked) == cost[name], name


def test_a_review_is_written_closed_and_handed_over(signed_in, lan, tuan, tree, running, review):
    client = signed_in(tuan)
    page = client.get(url("review_write", running.pk, review.pk)).content.decode()
    assert "revision" in page
    data = {"revision": "0", "held_on": "20/06/2025", "results": "Tám nội dung đạt"}
    assert client.post(url("review_write", running.pk, review.pk), data).status_code == 302
    stale = client.post(url("review_write", running.pk, review.pk), data)
    assert stale.status_code == 409
    scores = {f"score_{place}": "8" for place in range(9)}
    assert client.post(url("review_agree", running.pk, review.pk), scores).status_code == 302
    assert client.post(url("review_hold", running.pk, review.pk)).status_code == 302
    review.refresh_from_db()
    assert review.state == "HELD"
    later = Review.objects.filter(agreement=running, state="PLANNED").order_by("year").first()
    other = tree.department if later.host_id == tree.middle.pk else tree.middle
    client.post(
        url("review_host", running.pk, later.pk), {"host": other.pk, "reason": "Bận đại hội"}
    )
    later.refresh_from_db()
    assert later.host_id != other.pk
    answer = url("review_host_answer", running.pk, later.pk)
    assert client.get(answer).status_code == 403
    client = signed_in(lan)
    assert answer in client.get(url("review", running.pk, later.pk)).content.decode()
    assert client.post(answer, {"answer": "REFUSE"}).status_code == 422
    assert client.post(answer, {"answer": "AGREE"}).status_code == 302
    later.refresh_from_db()
    assert (later.host_id, later.host_reason) == (other.pk, "Bận đại hội")


def test_hosts_alternate(running, tree):
    hosts = list(
        Review.objects.filter(agreement=running)
        .order_by("window_from")
        .values_list("host_id", flat=True)
    )
    assert hosts[:4] == [tree.middle.pk, tree.department.pk] * 2
