"""The pages: entering on one page, autosave, judging, opening, bad input, other branches."""

from datetime import date
from decimal import Decimal
import re

from django.urls import reverse
import pytest

from congdoan.areas.reporting.api import comment_report, return_report, submit_report
from congdoan.areas.reporting.models import Adjustment, Form, Report, Round
from congdoan.areas.reporting.selectors.reading import subject_of
from congdoan.kernel.periods.models import Period
from congdoan.support.discussion.api import unscoped_unanswered

pytestmark = pytest.mark.django_db


@pytest.fixture
def posted(report, minh, signed_in):
    """Post the entry page as its boxes hold it, with ``changes``."""
    address = reverse("reporting:report_entry", args=[report.pk])

    def post(changes, *, htmx=False, act=""):
        client = signed_in(minh)
        data = {"s-1": "", "v-1": "", "s-2": "", "v-2": "", "t-words": "", "ts-words": ""}
        headers = {"HX-Request": "true"} if htmx else {}
        return client.post(address, {**data, **changes, "act": act}, headers=headers)

    return post


def test_a_report_is_filled_in_saved_by_itself_and_handed_in(report, posted, minh, signed_in):
    client = signed_in(minh)
    own = client.get(reverse("reporting:reports")).content.decode()
    assert "Báo cáo năm 2026" in own
    client.get(reverse("reporting:round_owed", args=[report.round_id]), follow=True)
    part = posted({"v-1": "1.240"}, htmx=True)
    assert part["HX-Trigger"] == "congdoan:saved"
    assert 'name="s-1" value="1240"' in part.content.decode()
    report.refresh_from_db()
    assert report.entered[1] == Decimal(1240)
    refused = posted({"s-1": "1240", "v-1": "40", "v-2": "41"}, act="submit")
    assert refused.status_code == 422
    assert "lớn hơn dòng" in refused.content.decode()
    done = posted({"s-1": "40", "v-1": "40", "s-2": "41", "v-2": "30"}, act="submit")
    assert done.status_code == 302
    report.refresh_from_db()
    assert report.state == "SUBMITTED"
    page = client.get(reverse("reporting:report_entry", args=[report.pk]))
    assert page.status_code == 409


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("bốn mươi", "không phải là số"),
        ("-4", "số âm"),
        ("1000000000000", "lớn quá mức"),
        ("3,5", "số nguyên"),
        ("<script>", "&lt;script&gt;"),
    ],
)
def test_what_is_no_figure_is_told_with_its_line_and_the_rest_is_kept(report, posted, typed, said):
    page = posted({"v-1": typed, "v-2": "30"})
    assert page.status_code == 422
    assert "Dòng 2 (Đoàn viên)" in page.content.decode()
    assert said in page.content.decode()
    report.refresh_from_db()
    assert report.entered[1] is None
    assert report.entered[2] == Decimal(30)


def test_a_clash_is_told_and_overwrites_nothing(report, posted, write):
    write(report, {"T_MEM": Decimal(40)})
    page = posted({"v-1": "39"}, htmx=True)
    assert "HX-Trigger" not in page
    assert "vừa ghi 40, bạn ghi 39" in page.content.decode()
    assert 'name="s-1" value=""' in page.content.decode()
    report.refresh_from_db()
    assert report.entered[1] == Decimal(40)


def marks(page):
    """Return the hidden marks of an answer as a form sends them: of two, the last counts."""
    found = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode())
    return dict(found)


def test_a_clash_told_once_is_not_won_by_saving_again(report, posted, write):
    write(report, {"T_MEM": Decimal(40)}, narrative={"words": "Tốt"}, reasons={"T_MEM": "Đủ"})
    Report.objects.filter(pk=report.pk).update(prefilled=[None, Decimal(41), *[None] * 4])
    mine = {"v-1": "39", "t-words": "Khác", "r-1": "Thiếu", "rs-1": ""}
    for _turn in range(3):
        page = posted(mine, htmx=True)
        assert "vừa ghi 40, bạn ghi 39" in page.content.decode()
        mine |= marks(page)
    report.refresh_from_db()
    assert report.entered[1] == Decimal(40)
    assert report.narrative == {"words": "Tốt"}
    assert report.reasons == {"T_MEM": "Đủ"}
    page = posted(mine | {"v-1": "40"}, htmx=True)  # gives in, then changes it knowingly
    posted(mine | marks(page) | {"v-1": "38"}, htmx=True)
    report.refresh_from_db()
    assert report.entered[1] == Decimal(38)


def test_what_another_wrote_in_a_box_left_alone_stays(report, posted, write):
    write(report, {"T_FEM": Decimal(30)}, narrative={"words": "Tốt"})
    first = posted({"v-1": "40"}, htmx=True)
    posted(marks(first) | {"v-1": "41"}, htmx=True)
    report.refresh_from_db()
    assert report.entered[1:3] == [Decimal(41), Decimal(30)]
    assert report.narrative == {"words": "Tốt"}


def test_what_is_being_typed_is_not_taken_away_by_an_answer(
    report, posted, write, make_round, minh, signed_in, today, now
):
    before = make_round(year=2025).reports.get(organisation=report.organisation)
    write(before, {"T_MEM": Decimal(40)})
    submit_report(actor=minh, report=before, on=today, at=now)
    Report.objects.filter(pk=report.pk).update(
        prefilled=[None, Decimal(41), *[None] * 4], prefilled_at=now
    )
    part = posted({"v-1": "43", "v-3": "1", "s-3": ""}, htmx=True).content.decode()
    for name in ("r-1", r"e-CONTINUITY:T_MEM:\d"):
        (box,) = re.findall(rf'<input [^>]*id="{name}"[^>]*>', part)
        assert "hx-preserve" in box
    whole = signed_in(minh).get(reverse("reporting:report_entry", args=[report.pk]))
    assert "hx-preserve" not in whole.content.decode()


def test_odd_posts_change_nothing(report, posted, minh, signed_in):
    odd = {"v-99": "1", "v-x": "2", "e-KHONG": "x", "r-99": "x", "t-khac": "x", "v-4": "55"}
    assert posted(odd).status_code == 302
    report.refresh_from_db()
    assert report.entered == [None] * 6
    address = reverse("reporting:report_say", args=[report.pk])
    assert signed_in(minh).get(address).status_code == 403


def test_a_superior_reads_comments_returns_and_accepts(submitted, lan, minh, signed_in):
    client = signed_in(lan)
    own = reverse("reporting:report", args=[submitted.pk])
    page = client.get(own).content.decode()
    assert "Nhận báo cáo" in page
    say = reverse("reporting:report_say", args=[submitted.pk])
    assert client.get(say, {"o": "cell:KHONG"}).status_code == 404
    assert client.post(say, {"text": ""}).status_code == 422
    client.post(f"{say}?o=cell:T_MEM", {"text": "Đối chiếu danh sách"})
    back = reverse("reporting:report_return", args=[submitted.pk])
    client.post(back, {"words": ""})
    entry = signed_in(minh).get(reverse("reporting:report_entry", args=[submitted.pk]))
    assert "Đối chiếu danh sách" in entry.content.decode()
    seen = {"s-1": "40", "v-1": "42", "s-2": "30", "v-2": "30", "act": "submit"}
    client = signed_in(minh)
    assert (
        client.post(reverse("reporting:report_entry", args=[submitted.pk]), seen).status_code == 302
    )
    assert client.get(reverse("reporting:report_accept", args=[submitted.pk])).status_code == 403
    client = signed_in(lan)
    accept = reverse("reporting:report_accept", args=[submitted.pk])
    assert client.post(accept, {"words": ""}).status_code == 302
    assert client.post(accept, {"words": ""}).status_code == 422
    round_ = reverse("reporting:round", args=[submitted.round_id])
    assert "cấp trên đã nhận" in client.get(round_).content.decode()
    frozen = Report.objects.get(pk=submitted.pk).snapshots.first()
    kept = client.get(reverse("reporting:report_snapshot", args=[submitted.pk, frozen.pk]))
    assert "Đã đổi so với bản này" in kept.content.decode()


def test_what_is_with_its_author_is_read_by_nobody_else(report, write, lan, minh, signed_in, now):
    address = reverse("reporting:report", args=[report.pk])
    write(report, {"T_MEM": Decimal(4711)}, narrative={"words": "Bản nháp"})
    theirs = signed_in(lan).get(address).content.decode()
    assert "bản nháp không ai khác đọc được" in theirs
    assert "4.711" not in theirs
    assert "Bản nháp" not in theirs
    assert "4.711" in signed_in(minh).get(address).content.decode()
    submit_report(actor=minh, report=report, on=lan.today, at=now)
    return_report(actor=lan, report=report, words="Sửa", on=lan.today, at=now)
    write(report, {"T_MEM": Decimal(4822)})
    frozen = reverse("reporting:report_snapshot", args=[report.pk, report.snapshots.get().pk])
    theirs = signed_in(lan).get(address).content.decode()
    assert "4.711" in theirs
    for page in (theirs, signed_in(lan).get(frozen).content.decode()):
        assert "4.822" not in page
    assert "4.822" in signed_in(minh).get(frozen).content.decode()


def test_the_author_answers_what_was_said(submitted, lan, minh, signed_in, now):
    comment_report(actor=lan, report=submitted, anchor="cell:T_MEM", text="Đối chiếu", at=now)
    said = unscoped_unanswered(subject_of(submitted)).get()
    reply = reverse("reporting:report_answer", args=[submitted.pk, said.pk])
    assert signed_in(lan).get(reply).status_code == 403
    client = signed_in(minh)
    page = client.get(reverse("reporting:report", args=[submitted.pk]))
    assert reply in page.content.decode()
    nothing = reverse("reporting:report_answer", args=[submitted.pk, 0])
    assert client.get(nothing).status_code == 404
    assert client.post(reply, {"verdict": "ACCEPTED", "reason": ""}).status_code == 302
    assert not unscoped_unanswered(subject_of(submitted)).exists()


def test_a_round_is_opened_locked_and_opened_again(lan, signed_in, small_form, tree):
    client = signed_in(lan)
    address = reverse("reporting:open")
    assert client.get(address).status_code == 200
    data = {
        "version": small_form.pk,
        "period": "",
        "kind": "AD_HOC",
        "title": "Báo cáo đột xuất: thiệt hại do bão",
        "hierarchy": "1",
        "due_on": "03/03/2026",
        "step_days": "0",
    }
    bad = client.post(address, data)
    assert bad.status_code == 422
    days = {"first": "01/03/2026", "last": "02/03/2026"}
    backwards = client.post(address, {**data, "first": "02/03/2026", "last": "01/03/2026"})
    assert backwards.status_code == 422
    assert client.post(address, {**data, **days, "version": "0"}).status_code == 422
    assert client.post(address, {**data, **days}).status_code == 302
    found = Round.objects.get()
    assert found.reports.count() == 2
    lock = reverse("reporting:round_lock", args=[found.pk])
    assert client.post(lock, {"once": "x"}).status_code == 302
    unlock = reverse("reporting:round_unlock", args=[found.pk])
    assert client.post(unlock, {"words": ""}).status_code == 422
    assert client.post(unlock, {"words": "Bổ sung"}).status_code == 302
    found.refresh_from_db()
    assert found.is_open


def test_a_round_of_a_period_needs_no_name_and_no_kind(lan, signed_in, small_form, tree):
    client = signed_in(lan)
    address = reverse("reporting:open")
    page = client.get(address)
    period = page.context["form"].initial["period"]
    assert Period.objects.get(pk=period).title == "Năm 2025", "in March the year that ended"
    data = {"version": small_form.pk, "hierarchy": "1", "due_on": "03/03/2027", "step_days": "0"}
    no_name = client.post(address, {**data, "first": "01/03/2026", "last": "02/03/2026"})
    assert "cần tên đợt" in no_name.content.decode()
    assert client.post(address, {**data, "period": period}).status_code == 302
    found = Round.objects.get()
    assert (found.kind, found.period_id) == (small_form.form.kind, period)
    assert found.title == f"{small_form.form.title} – năm 2025"


def test_adjustments_are_listed_and_taken_back(submitted, lan, signed_in):
    client = signed_in(lan)
    address = reverse("reporting:round_adjust", args=[submitted.round_id])
    assert client.post(address, {"position": "1", "delta": "x", "reason": "y"}).status_code == 422
    client.post(address, {"position": "1", "delta": "-2", "reason": "Trùng hai người"})
    line = Adjustment.objects.get()
    assert "Trùng hai người" in client.get(address).content.decode()
    away = reverse("reporting:round_adjust_withdraw", args=[submitted.round_id, line.pk])
    assert client.post(away).status_code == 302
    assert client.post(away).status_code == 302
    line.refresh_from_db()
    assert line.withdrawn_at


def test_only_who_takes_reports_in_a_round_is_offered_to_adjust_it(submitted, lan, minh, signed_in):
    page, adjust = (
        reverse(f"reporting:{name}", args=[submitted.round_id])
        for name in ("round", "round_adjust")
    )
    assert adjust in signed_in(lan).get(page).content.decode()
    assert adjust not in signed_in(minh).get(page).content.decode()


def test_forms_are_read_with_what_they_rest_on(lan, signed_in, law):
    client = signed_in(lan)
    page = client.get(reverse("reporting:forms")).content.decode()
    assert "1-HĐCĐ" in page
    version = Form.objects.get(code="1-HDCD").versions.get()
    read = client.get(reverse("reporting:version", args=[version.pk])).content.decode()
    assert "chưa đối chiếu văn bản gốc" in read
    assert "1454/QĐ-TLĐ" in read


@pytest.mark.parametrize("asked", [{"trang_thai": "X"}, {"pham_vi": "?"}, {"after": "z"}])
def test_odd_filters_show_the_list(submitted, lan, signed_in, asked):
    address = reverse("reporting:round", args=[submitted.round_id])
    assert signed_in(lan).get(address, asked).status_code == 200


def test_the_list_costs_the_same_for_one_and_for_three(
    make_round, tree, lan, system, now, signed_in, django_assert_max_num_queries
):
    from congdoan.kernel.organisations.api import (
        Decision,
        NewOrganisation,
        ProfileData,
        establish_organisations,
    )

    client, costs = signed_in(lan), []
    for year, more in ((2024, ()), (2025, ("CS-X1", "CS-X2"))):
        if more:
            news = [
                NewOrganisation(
                    code,
                    "UNION",
                    ProfileData(name=code, level="L4_GRASSROOTS"),
                    date(2025, 1, 1),
                    {1: "CD-A1"},
                )
                for code in more
            ]
            establish_organisations(
                actor=system, news=news, decision=Decision(number="1/QĐ"), at=now
            )
        found = make_round(year=year)
        address = reverse("reporting:round", args=[found.pk])
        client.get(address)
        with django_assert_max_num_queries(40) as asked:
            client.get(address)
        costs.append(len(asked))
    assert costs[0] == costs[1]
