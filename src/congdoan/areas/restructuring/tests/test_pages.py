"""The pages in the browser's order: what is shown, refused, and how many questions it costs."""

from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
import pytest

from congdoan.areas.restructuring.models import Founding, HandOver
from congdoan.kernel.organisations import api as organisations
from congdoan.kernel.organisations.models import Organisation

pytestmark = pytest.mark.django_db

DAY = "02/03/2026"


def url(name, *keys):
    return reverse(f"restructuring:{name}", args=keys)


def words(answer):
    return answer.content.decode()


@pytest.fixture
def browser(signed_in, lan):
    return signed_in(lan)


def start(browser, tree, **more):
    values = {
        "superior": f"x [{tree.middle.code}]",
        "employer": f"x [{tree.school.code}]",
        "name": "Công đoàn cơ sở Trường Mầm non Nắng Mai",
        "code": "CS-NM",
        "level": "L4_GRASSROOTS",
        "path": "CONGRESS",
        "initiator": "EMPLOYEES",
        "started_on": "02/01/2026",
        "once": "mo-thu-tuc",
    } | more
    return browser.post(url("founding_start"), values)


def test_a_founding_from_the_first_form_to_the_congress(browser, tree):
    empty = words(browser.get(url("foundings")))
    assert "Chưa có thủ tục thành lập nào" in empty
    assert start(browser, tree).status_code == 302
    founding = Founding.objects.get()
    # The same form once more (double click) opens no second one.
    assert start(browser, tree).status_code == 409
    assert Founding.objects.count() == 1
    page = url("founding", founding.pk)
    few = browser.post(url("founding_count", founding.pk), {"count": "4", "day": DAY})
    assert few.status_code == 302
    refused = browser.post(url("founding_congress", founding.pk), {"day": DAY})
    assert refused.status_code == 409
    assert "cần ít nhất 5" in words(refused)
    browser.post(url("founding_count", founding.pk), {"count": "6", "day": "05/01/2026"})
    browser.post(url("founding_congress", founding.pk), {"day": "10/02/2026", "attendance": "6"})
    shown = words(browser.get(page))
    assert "03/03/2026" in shown
    assert "10/03/2026" in shown


def test_from_the_dossier_to_the_seal(browser, begin, go):
    founding = go(begin(), count=6, counted=date(2026, 1, 5), congress=date(2026, 2, 10))
    page = url("founding", founding.pk)
    browser.post(url("founding_meeting", founding.pk), {"day": "24/02/2026"})
    browser.post(url("founding_dossier", founding.pk), {"day": "26/02/2026"})
    lacking = browser.post(url("founding_full", founding.pk), {"day": DAY})
    assert lacking.status_code == 409
    assert "Biên bản kiểm phiếu" in words(lacking)
    scan = SimpleUploadedFile("de-nghi.pdf", b"%PDF-1.7 x")
    browser.post(url("founding_paper_add", founding.pk), {"kind": "REQUEST", "upload": scan})
    for kind in ("MEMBERS", "APPLICATIONS", "COMMITTEE_CVS", "CONGRESS_MINUTES", "VOTE_MINUTES"):
        browser.post(url("founding_paper_add", founding.pk), {"kind": kind})
    assert "de-nghi.pdf" in words(browser.get(page))
    assert browser.post(url("founding_full", founding.pk), {"day": DAY}).status_code == 302
    decision = {"on": DAY, "decision_no": "15/QĐ-CĐP", "decision_on": DAY}
    headless = browser.post(url("founding_recognise", founding.pk), decision)
    assert "chưa có chủ tịch" in words(headless)
    browser.post(
        url("founding_seat_add", founding.pk), {"position": "PRESIDENT", "full_name": "Đỗ Thị Mai"}
    )
    done = browser.post(url("founding_recognise", founding.pk), decision)
    assert done.status_code == 302
    union = Organisation.objects.get(code="CS-NM")
    shown = words(browser.get(page))
    assert "Đã công nhận".lower() in shown.lower()
    assert reverse("organisations:detail", args=[union.pk]) in shown
    assert browser.get(url("panel", union.pk)).status_code == 200
    settled = {"seal_on": DAY, "account_on": DAY, "employer_told_on": DAY}
    assert browser.post(url("founding_settle", founding.pk), settled).status_code == 302
    founding.refresh_from_db()
    assert founding.state == "DONE"


def test_the_form_takes_what_the_address_names(browser, tree):
    page = browser.get(url("founding_start"), {"don-vi": tree.middle.pk, "co-so": tree.school.pk})
    shown = words(page)
    assert f"[{tree.middle.code}]" in shown
    assert "Công đoàn cơ sở Trường Tiểu học Hoa Sen" in shown
    for bad in ("²", "9" * 30, "0", str(tree.far_middle.pk)):
        assert browser.get(url("founding_start"), {"don-vi": bad, "co-so": bad}).status_code == 200


def test_bad_input_is_answered_beside_the_field(browser, tree):
    for more in (
        {"code": tree.leaf.code},
        {"started_on": "30/02/2026"},
        {"started_on": "01/01/2100"},
        {"level": "L1_CENTRAL"},
        {"superior": f"x [{tree.leaf.code}]"},
        {"name": ""},
    ):
        answer = start(browser, tree, once="", **more)
        assert answer.status_code == 422, more
        assert "field-error" in words(answer), more
    assert not Founding.objects.exists()


def test_refusing_and_dropping_by_form(browser, ready, begin):
    nothing = browser.post(url("founding_refuse", ready.pk), {"day": DAY, "reason": ""})
    assert nothing.status_code == 422
    said = {"day": DAY, "reason": "Thiếu chữ ký"}
    assert browser.post(url("founding_refuse", ready.pk), said).status_code == 302
    assert "Thiếu chữ ký" in words(browser.get(url("founding", ready.pk)))
    assert browser.post(url("founding_drop", ready.pk), {"reason": "Thôi"}).status_code == 302
    assert browser.post(url("founding_drop", ready.pk), {"reason": "Thôi"}).status_code == 409
    assert "Dừng".lower() in words(browser.get(url("foundings"))).lower()


def test_papers_and_people_may_be_taken_off(browser, begin, papers, seats):
    founding = begin()
    papers(founding)
    seats(founding)
    paper, seat = founding.papers.first(), founding.seats.first()
    assert browser.get(url("founding_paper_remove", founding.pk, paper.pk)).status_code == 405
    browser.post(url("founding_paper_remove", founding.pk, paper.pk))
    browser.post(url("founding_seat_remove", founding.pk, seat.pk))
    assert (founding.papers.count(), founding.seats.count()) == (5, 1)
    other = begin(code="CS-KHAC", employer_id=None)
    left = founding.papers.first()
    assert browser.post(url("founding_paper_remove", other.pk, left.pk)).status_code == 404


# --- hand-overs -------------------------------------------------------------------------------


def test_a_unit_s_end_by_hand(browser, ended, tree):
    page = url("hand_over", ended.pk)
    shown = words(browser.get(page))
    assert "Chưa có mục nào" in shown
    assert "Quá hạn" in shown  # collecting had to stop on the day of the end
    assert words(browser.get(url("hand_overs"))).count("xong 0 trong 1") == 1
    item = {"kind": "BALANCE", "what": "Số dư tài khoản", "amount": "1.250.000"}
    browser.post(url("hand_over_item_add", ended.pk), item)
    assert "1.250.000" in words(browser.get(page))
    wrong = browser.post(url("hand_over_item_add", ended.pk), {**item, "amount": "-5"})
    assert wrong.status_code == 422
    one = ended.items.get()
    browser.post(url("hand_over_item", ended.pk, one.pk), {**item, "what": "Số dư quỹ"})
    browser.post(url("hand_over_minutes", ended.pk), {"givers": "A\nB", "receivers": "C"})
    late = browser.post(
        url("hand_over_steps", ended.pk), {"handed_over_on": DAY, "archived_on": DAY}
    )
    assert late.status_code == 422
    assert "còn thiếu" in words(late)
    receipt = {"kind": "FUND", "payer": "Trường", "received_on": DAY, "amount": "90.000"}
    browser.post(url("hand_over_receipt_add", ended.pk), receipt)
    assert "Cần hoàn" in words(browser.get(page))
    paid = ended.receipts.get()
    browser.post(url("hand_over_receipt", ended.pk, paid.pk), {"day": DAY})
    assert "Đã hoàn" in words(browser.get(page))
    days = dict.fromkeys(
        ("dues_stopped_on", "accounts_closed_on", "handed_over_on", "archived_on"), DAY
    )
    assert browser.post(url("hand_over_steps", ended.pk), days).status_code == 302
    assert "xong 1 trong 1" in words(browser.get(url("hand_overs")))
    browser.post(url("hand_over_item_remove", ended.pk, one.pk))
    assert not ended.items.exists()
    panel = words(browser.get(url("panel", tree.leaf.pk)))
    assert "Đã bàn giao" in panel


@pytest.mark.parametrize(("form", "start"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_the_minutes_as_a_file(browser, ended, form, start):
    answer = browser.get(url("hand_over_file", ended.pk, form))
    assert answer.status_code == 200
    assert answer.content.startswith(start)
    assert browser.get(url("hand_over_file", ended.pk, "exe")).status_code == 404


def test_many_units_by_filter_and_by_boxes(browser, ended, end, tree, today):
    event = end(tree.other_leaf, on=today - timedelta(days=5))
    row = HandOver.objects.get(event=event)
    page = url("hand_over_event", event.pk)
    assert "Đánh dấu" in words(browser.get(page))
    mark = url("hand_over_event_mark", event.pk)
    nothing = browser.post(mark, {"step": "DUES", "day": DAY, "spread": "chosen"})
    assert nothing.status_code == 409
    assert "Chưa chọn đơn vị nào" in words(nothing)
    stranger = {"step": "DUES", "day": DAY, "spread": "chosen", "unit": [str(ended.pk), "²"]}
    assert browser.post(mark, stranger).status_code == 409
    chosen = {"step": "DUES", "day": DAY, "spread": "chosen", "unit": [str(row.pk)], "once": "a"}
    assert browser.post(mark, chosen).status_code == 302
    assert browser.post(mark, chosen).status_code == 409
    filtered = f"{mark}?thieu=HAND_OVER"
    assert (
        browser.post(filtered, {"step": "HAND_OVER", "day": DAY, "spread": "all"}).status_code
        == 302
    )
    row.refresh_from_db()
    assert (row.dues_stopped_on, row.handed_over_on) == (date(2026, 3, 2), date(2026, 3, 2))
    assert "Không có kết quả nào" in words(browser.get(page, {"thieu": "HAND_OVER"}))


@pytest.mark.parametrize("name", ["foundings", "hand_overs"])
def test_lists_cost_the_same_for_one_and_for_three(
    name, browser, begin, end, tree, system, today, now
):
    def one(number):
        begin(code=f"CS-N{number}", employer_id=None)
        made = organisations.establish_organisation(
            actor=system,
            new=organisations.NewOrganisation(
                code=f"CS-E{number}",
                family="UNION",
                profile=organisations.ProfileData(name=f"CĐCS {number}", level="L4_GRASSROOTS"),
                on=date(2016, 1, 1),
                parents={1: tree.middle.code},
            ),
            decision=organisations.Decision(number="01/QĐ"),
            at=now,
        )
        end(made, on=today - timedelta(days=number + 1))

    def asked():
        browser.get(url(name))
        with CaptureQueriesContext(connection) as queries:
            browser.get(url(name))
        return len(queries)

    one(1)
    first = asked()
    one(2)
    one(3)
    assert asked() == first


def test_the_units_of_an_event_cost_the_same_for_one_and_for_two(browser, end, tree, system, today):
    def asked(event):
        browser.get(url("hand_over_event", event.pk))
        with CaptureQueriesContext(connection) as queries:
            browser.get(url("hand_over_event", event.pk))
        return len(queries)

    event = end(tree.leaf, on=today - timedelta(days=9))
    single = asked(event)
    organisations.undo_event(actor=system, event=event, reason="thử")
    assert asked(end(tree.leaf, tree.other_leaf, on=today - timedelta(days=9))) == single


def test_neighbours_get_404_and_leaves_403(
    signed_in, begin, ended, actor_of, make_person, seat, tree, hoa
):
    founding = begin()
    far = make_person("Vũ Thị Xa", username="xa")
    seat(far, tree.far_middle, "PRESIDENT")
    client = signed_in(actor_of(far))
    for address in (
        url("founding", founding.pk),
        url("founding_recognise", founding.pk),
        url("hand_over", ended.pk),
        url("hand_over_event", ended.event_id),
        url("hand_over_file", ended.pk, "pdf"),
        url("panel", tree.middle.pk),
    ):
        assert client.get(address).status_code == 404, address
        assert client.post(address).status_code in {404, 405}, address
    client = signed_in(hoa)
    assert client.get(url("foundings")).status_code == 403
    assert client.get(url("hand_overs")).status_code == 403
