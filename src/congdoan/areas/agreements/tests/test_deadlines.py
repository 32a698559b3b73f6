"""One party has more time than the others; the table of reception on paper."""

from datetime import timedelta
from io import BytesIO

from django.urls import reverse
import docx
import pypdf
import pytest

from congdoan.areas.agreements import api
from congdoan.areas.agreements.rules.refusals import DeadlinePassed, NoMoreTime, PartiesSilent
from congdoan.areas.agreements.selectors.consultations import open_consultation, progress_of
from congdoan.areas.agreements.selectors.text import clauses_of, current_version
from congdoan.foundation.refusal import NotAllowed
from congdoan.support.notifications.api import inbox
from congdoan.support.worklist.api import unscoped_work

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"agreements:{name}", args=args)


@pytest.fixture
def extend(consulted, department, lan, today, now):
    def act(days, actor=lan):
        return api.extend_for_party(
            actor=actor,
            agreement=consulted,
            party=department,
            due=today + timedelta(days=days),
            reason="Chờ họp",
            on=today,
            at=now,
        )

    return act


def test_a_party_with_more_time_is_waited_for_and_its_work_moves(
    consulted, extend, lan, tuan, tree, today, now
):
    extend(20)
    late = today + timedelta(days=11)
    with pytest.raises(PartiesSilent) as refused:
        api.freeze(actor=lan, agreement=consulted, on=late, at=now)
    assert f"{today + timedelta(days=20):%d/%m/%Y}" in refused.value.sentence
    [row] = progress_of(consulted, open_consultation(consulted), on=late)
    assert (row.late, row.extended) == (False, True)
    work = unscoped_work(f"agreements.{consulted.pk}.text.").get()
    assert work.due == today + timedelta(days=20)
    assert inbox(tuan).filter(kind="agreements.deadline_moved").exists()
    assert api.freeze(actor=lan, agreement=consulted, on=today + timedelta(days=21), at=now)


def test_time_is_given_by_the_drafter_and_never_backwards(extend, tuan):
    with pytest.raises(DeadlinePassed):
        extend(-1)
    with pytest.raises(NoMoreTime):
        extend(10)
    with pytest.raises(NotAllowed):
        extend(15, actor=tuan)


def test_a_round_that_goes_on_longer_overtakes_a_partys_own_deadline(
    consulted, extend, lan, today, now
):
    extend(12)
    later = today + timedelta(days=30)
    api.move_deadline(actor=lan, agreement=consulted, due=later, on=today, at=now)
    [row] = progress_of(consulted, open_consultation(consulted), on=today)
    assert (row.due, row.extended) == (later, False)


def test_the_form_of_one_partys_deadline(consulted, department, signed_in, lan, today):
    client = signed_in(lan)
    assert client.get(url("extend", consulted.pk, 0)).status_code == 404
    sent = {"due": (today + timedelta(days=15)).isoformat()}
    assert client.post(url("extend", consulted.pk, department.pk), sent).status_code == 302
    assert "hạn riêng" in client.get(url("reception", consulted.pk)).content.decode()


@pytest.fixture
def spoken(consulted, department, tuan, lan, today, now):
    """An answered suggestion whose clause has another number since, and one that waits."""
    rows = [c for c in clauses_of(current_version(consulted)) if c.level == "CLAUSE"]
    said = api.suggest(
        actor=tuan,
        agreement=consulted,
        party=department,
        clause=rows[1],
        edit="REPLACE",
        revision=rows[1].revision,
        text="Câu chữ hoàn toàn mới.",
        reason="Cho rõ.",
        at=now,
    )
    gone = api.suggest(
        actor=tuan,
        agreement=consulted,
        party=department,
        clause=rows[0],
        edit="DELETE",
        revision=rows[0].revision,
        reason="Trùng.",
        at=now,
    )
    for comment in (said, gone):
        api.answer(
            actor=lan, agreement=consulted, comment=comment, verdict="ACCEPTED", on=today, at=now
        )
    return consulted


def words(text):
    return " ".join(text.split())


def test_the_table_says_then_and_now_on_paper(spoken, signed_in, lan):
    client = signed_in(lan)
    pdf = client.get(url("reception_pdf", spoken.pk))
    text = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf.content)).pages)
    assert "BẢNG TIẾP THU, GIẢI TRÌNH" in words(text)
    assert "Tổng số 2 góp ý: tiếp thu 2" in words(text)
    word = docx.Document(BytesIO(client.get(url("reception_docx", spoken.pk)).content))
    cells = [words(cell.text) for table in word.tables for row in table.rows for cell in row.cells]
    assert any("nay là khoản" in cell for cell in cells)
    assert any("nay không còn" in cell for cell in cells)
    assert any("Câu chữ hoàn toàn mới." in cell for cell in cells)


def test_the_page_shows_suggestions_as_redlines(spoken, signed_in, lan):
    page = signed_in(lan).get(url("reception", spoken.pk)).content.decode()
    assert "<ins>" in page
    assert "nay không còn" in page
    assert "lúc góp ý là khoản" in page


@pytest.mark.parametrize("more", [1, 3])
def test_queries_do_not_grow_with_suggestions(
    more, consulted, department, tuan, lan, signed_in, now, django_assert_num_queries
):
    rows = [c for c in clauses_of(current_version(consulted)) if c.level == "CLAUSE"]
    for row in rows[:more]:
        api.suggest(
            actor=tuan,
            agreement=consulted,
            party=department,
            clause=row,
            edit="REPLACE",
            revision=row.revision,
            text="Khác.",
            at=now,
        )
    client = signed_in(lan)
    client.get(url("reception", consulted.pk))
    with django_assert_num_queries(25):
        client.get(url("reception", consulted.pk))
