"""Versions side by side, and the history of one clause."""

from dataclasses import replace
from io import BytesIO

from django.urls import reverse
import docx
import pypdf
import pytest

from congdoan.areas.agreements import api
from congdoan.areas.agreements.api import PartyData
from congdoan.areas.agreements.enums import State
from congdoan.areas.agreements.models import Agreement, ClauseChange
from congdoan.areas.agreements.selectors.text import clauses_of, current_version
from congdoan.areas.agreements.tests.conftest import DATA

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"agreements:{name}", args=args)


def first_clause(agreement):
    return next(c for c in clauses_of(current_version(agreement)) if c.level == "CLAUSE")


@pytest.fixture
def draft_successor(lan, tree, today, now):
    def make(before):
        Agreement.objects.filter(pk=before.pk).update(state=State.EFFECTIVE)
        before.refresh_from_db()
        return api.draft_agreement(
            actor=lan,
            drafting=tree.middle,
            data=replace(DATA, title="Quy chế mới"),
            parties=[PartyData(tree.department.pk)],
            predecessor=before,
            copy_predecessor=True,
            on=today,
            at=now,
        )

    return make


@pytest.fixture
def reopened(frozen, lan, today, now):
    """A frozen text opened again, one clause reworded."""
    api.reopen(actor=lan, agreement=frozen, reason="Bổ sung thời hạn", on=today, at=now)
    frozen.refresh_from_db()
    row = first_clause(frozen)
    api.write_clause(
        actor=lan,
        clause=row,
        revision=row.revision,
        heading="",
        text=f"{row.text} Thực hiện hằng quý.",
        at=now,
    )
    return frozen


def test_any_two_texts_are_laid_side_by_side(reopened, signed_in, lan):
    page = signed_in(lan).get(url("versions", reopened.pk), {"tu": "b1", "den": "b2"})
    text = page.content.decode()
    assert page.status_code == 200
    assert "<ins>" in text
    assert "Thực hiện hằng quý" in text
    assert lan.name in text
    assert "Bản gửi lấy ý kiến lần 1" in text


def test_the_order_of_choosing_does_not_matter(reopened, signed_in, lan):
    client = signed_in(lan)
    page = client.get(url("versions", reopened.pk), {"tu": "b2", "den": "b1"})
    assert "<ins>" in page.content.decode()
    assert "<del>" not in page.content.decode().split('class="comparison-row', 1)[1]


def test_an_unknown_version_is_a_sentence_not_a_crash(reopened, signed_in, lan):
    page = signed_in(lan).get(url("versions", reopened.pk), {"tu": "b99", "den": "b1"})
    assert page.status_code == 422


def test_a_text_with_one_version_says_so(draft, signed_in, lan):
    page = signed_in(lan).get(url("versions", draft.pk))
    assert page.status_code == 200
    assert "Chưa có hai bản để so sánh" in page.content.decode()
    assert signed_in(lan).get(url("versions_pdf", draft.pk)).status_code == 404


def test_the_comparison_is_a_pdf_and_a_word_file(reopened, signed_in, lan):
    client = signed_in(lan)
    query = {"tu": "b1", "den": "b2"}
    pdf = client.get(url("versions_pdf", reopened.pk), query)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf.content)).pages)
    assert "Thực hiện hằng quý" in " ".join(text.split())
    word = client.get(url("versions_docx", reopened.pk), query)
    runs = [r for p in docx.Document(BytesIO(word.content)).paragraphs for r in p.runs]
    assert any(run.underline and "hằng quý" in run.text for run in runs)


def test_a_renewed_text_is_compared_with_the_one_it_replaces(
    frozen, draft_successor, lan, signed_in
):
    successor = draft_successor(frozen)
    page = signed_in(lan).get(url("versions", successor.pk), {"tu": "truoc", "den": "b1"})
    assert "Văn bản trước" in page.content.decode()
    assert "Hai bản có nội dung như nhau" in page.content.decode()


def test_the_history_of_a_clause_keeps_the_old_words(reopened, signed_in, lan):
    row = first_clause(reopened)
    page = signed_in(lan).get(url("clause_history", reopened.pk, row.stable_id))
    assert "Thực hiện hằng quý" in page.content.decode()
    change = ClauseChange.objects.get(clause=row.stable_id)
    assert change.before["text"] + " Thực hiện hằng quý." == change.after["text"]


def test_typing_on_is_one_change_and_keeps_the_first_words(draft, lan, clerk, now):
    row = first_clause(draft)
    first = row.text
    for step, actor in enumerate((lan, lan, clerk), start=1):
        row = api.write_clause(
            actor=actor,
            clause=row,
            revision=row.revision,
            heading="",
            text=f"{first} {step}",
            at=now,
        )
    changes = ClauseChange.objects.filter(clause=row.stable_id).order_by("pk")
    assert [(c.by_name, c.before["text"], c.after["text"]) for c in changes] == [
        (lan.name, first, f"{first} 2"),
        (clerk.name, f"{first} 2", f"{first} 3"),
    ]


def test_the_history_of_a_clause_that_is_gone_stays(reopened, signed_in, lan, now):
    row = first_clause(reopened)
    api.remove_clause(actor=lan, clause=row, whole=True, at=now)
    page = signed_in(lan).get(url("clause_history", reopened.pk, row.stable_id))
    assert "Đoạn không còn trong dự thảo" in page.content.decode()
    assert "Xóa đoạn" in page.content.decode()


@pytest.mark.parametrize("more", [0, 3])
def test_queries_do_not_grow_with_clauses_or_changes(
    more, reopened, signed_in, lan, now, django_assert_num_queries
):
    rows = [c for c in clauses_of(current_version(reopened)) if c.level == "CLAUSE"]
    for row in rows[1 : 1 + more]:
        api.write_clause(
            actor=lan, clause=row, revision=row.revision, heading="", text="Viết lại.", at=now
        )
    client = signed_in(lan)
    client.get(url("versions", reopened.pk))
    with django_assert_num_queries(23):
        client.get(url("versions", reopened.pk), {"tu": "b1", "den": "b2"})
