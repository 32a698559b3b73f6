"""A report as an official document: begun once for what it said, linked both ways; and printed."""

from decimal import Decimal

from django.urls import reverse
import pytest

from congdoan.areas.documents.api import Document
from congdoan.areas.reporting.api import (
    FormVersion,
    accept_report,
    load_forms,
    reopen_report,
    submit_report,
)
from congdoan.areas.reporting.letters.report import report_paper, totals_paper
from congdoan.areas.reporting.models import Paper, Report
from congdoan.areas.reporting.selectors.cells import layout_of
from congdoan.areas.reporting.selectors.reading import parts_of
from congdoan.areas.reporting.selectors.totals import place_in
from congdoan.areas.reporting.selectors.words import gathered
from congdoan.areas.reporting.services.papers import _tables
from congdoan.areas.reporting.views.papers import _part
from congdoan.support.drafting.api import Draft, table_rows
from congdoan.support.rendering.api import canonical_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(submitted, minh, signed_in):
    def press():
        client = signed_in(minh)
        return client.post(reverse("reporting:report_paper", args=[submitted.pk]))

    return press


def text_of(document):
    draft = Draft.objects.get(owner_type="documents.document", owner_id=document.pk)
    return draft, "\n".join(block.text for block in draft.content)


def test_a_report_handed_in_becomes_a_document_once(submitted, paper, minh, signed_in, lan):
    client = signed_in(minh)
    address = reverse("reporting:report", args=[submitted.pk])
    assert "Lập văn bản" in client.get(address).content.decode()
    made = paper()
    document = Document.objects.get()
    assert made.url == reverse("documents:detail", args=[document.pk])
    assert (document.type, document.subject) == ("UNION.BC", "Năm 2026")
    assert document.organisation_id == submitted.organisation_id
    draft, text = text_of(document)
    assert "2 | Đoàn viên | người | 40" in text
    assert submitted.narrative["words"] in text
    assert draft.addressees
    page = client.get(reverse("documents:detail", args=[document.pk])).content.decode()
    assert f'href="{address}"' in page
    assert "Lập từ báo cáo" in page
    back = client.get(address).content.decode()
    assert reverse("documents:detail", args=[document.pk]) in back
    assert "Lập văn bản" not in back
    paper()
    assert Document.objects.count() == 1
    other = signed_in(lan).get(address).content.decode()
    assert reverse("documents:detail", args=[document.pk]) not in other


def test_acceptance_alone_offers_no_other_paper_what_is_said_anew_does(
    submitted, paper, minh, lan, write, today, now
):
    paper()
    accept_report(actor=lan, report=submitted, words="", second=False, on=today, at=now)
    paper()
    assert Paper.objects.count() == 1
    submitted.refresh_from_db()
    reopen_report(actor=lan, report=submitted, words="Sửa", on=today, at=now)
    refused = paper()
    assert refused.status_code == 302
    assert Paper.objects.count() == 1
    write(submitted, {"T_MEM": Decimal(41)})
    submit_report(actor=minh, report=Report.objects.get(pk=submitted.pk), on=today, at=now)
    paper()
    assert Paper.objects.count() == 2
    _draft, text = text_of(Paper.objects.order_by("-revision")[0].document)
    assert "2 | Đoàn viên | người | 41" in text


def test_a_draft_thrown_away_lets_another_be_begun(submitted, paper):
    paper()
    Document.objects.all().delete()
    assert not Paper.objects.exists()
    paper()
    assert Paper.objects.count() == 1


def test_it_is_printed_for_who_may_read_it(submitted, report, minh, signed_in):
    answer = signed_in(minh).get(reverse("reporting:report_print", args=[submitted.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_a_draft_is_printed_for_nobody_else(report, write, lan, signed_in):
    write(report, {"T_MEM": Decimal(40)})
    answer = signed_in(lan).get(reverse("reporting:report_print", args=[report.pk]))
    assert answer.status_code == 404


def test_a_branch_is_printed_with_the_words_of_its_units(submitted, lan, minh, signed_in):
    address = reverse("reporting:totals_print", args=[submitted.round_id])
    answer = signed_in(lan).get(address)
    assert answer["Content-Type"] == "application/pdf"
    place = place_in(lan, submitted.round, organisation=None, line=None)
    layout = layout_of(submitted.round.version)
    section = layout.narratives[0]
    said = {section.code: gathered(lan, place, section)}
    parts = parts_of(layout, layout.blank())
    words = canonical_text(totals_paper(submitted.round, place.organisation, parts, said))
    (one,) = said[section.code].said
    assert f"{one.name}:" in words
    assert one.text in words


def test_a_long_table_goes_on_in_pieces_with_its_head_and_no_variable_is_taken():
    rows = [
        ["TT", "Nội dung"],
        *([str(n), "{{organisation.name}} | " + "x" * 100] for n in range(300)),
    ]
    pieces = [table_rows(one) for one in _tables(rows)]
    assert len(pieces) > 1
    assert {tuple(one[0]) for one in pieces} == {("TT", "Nội dung")}
    assert [row[0] for one in pieces for row in one[1:]] == [str(n) for n in range(300)]
    assert "{{" not in str(pieces)


#: What the reviews of the seeds report, by the headings they do it under (facts, no sentences).
S1 = [
    "Chăm lo đời sống", "Tham gia quản lý", "Tuyên truyền", "Phát triển đội ngũ", "thi đua",
    "Đổi mới nội dung", "xây dựng Đảng", "nữ công", "ủy ban kiểm tra", "cụm công đoàn",
    "Phương hướng",
]  # fmt: skip
S3 = [
    "Kết quả hoạt động", "Ưu điểm", "Nhược điểm", "Khó khăn", "Tồn tại", "Phương hướng",
]  # fmt: skip


@pytest.mark.parametrize(("code", "wanted"), [("TK-NAM-HOC", S1), ("TK-CO-QUAN", S3)])
def test_the_reviews_of_the_seeds_come_out_with_their_sections_in_order(
    code, wanted, now, tree, make_round
):
    load_forms(at=now)
    version = FormVersion.objects.get(form__code=code)
    found = make_round(version=version).reports.select_related("round", "organisation", "superior")
    report = found.get(organisation=tree.leaf)
    layout = layout_of(version)
    narrative = {one.code: f"Lời của phần {one.code}." for one in layout.narratives}
    parts = parts_of(layout, [Decimal(7)] * len(layout.cells), narrative=narrative)
    words = canonical_text(report_paper(report, parts))
    headings = [_part(one).heading for one in parts if not one.rows]
    places = [n for one in wanted for n, title in enumerate(headings) if one in title]
    assert places == sorted(set(places))
    assert len(places) == len(wanted)
    assert all(title in words for title in headings)
    for one in layout.narratives:
        assert narrative[one.code] in words
    for cell in layout.cells:
        assert cell.line.title in words
