"""The pages on which a party suggests and the drafter answers; bad input has a way out."""

from uuid import uuid4

from django.urls import reverse
import pytest

from congdoan.areas.agreements import api
from congdoan.areas.agreements.selectors.consultations import subject_of
from congdoan.areas.agreements.selectors.text import clauses_of, current_version
from congdoan.areas.agreements.services import editing
from congdoan.support.discussion.api import unscoped_by_anchor

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"agreements:{name}", args=args)


@pytest.fixture
def place(consulted, lan, now):
    rows = clauses_of(current_version(consulted))
    row = next(c for c in rows if c.level == "CLAUSE")
    words = "Hai bên họp hằng năm tại trụ sở."
    return editing.rewrite(actor=lan, clause=row, heading="", text=words, at=now)


@pytest.fixture
def page(consulted, place):
    return url("suggest", consulted.pk, place.stable_id)


def sent(place, party, **values):
    given = {"party": party.pk, "revision": place.revision, "text": place.text, "reason": ""}
    return given | values


def said(agreement):
    return [one for rows in unscoped_by_anchor(subject_of(agreement)).values() for one in rows]


def test_the_form_starts_with_the_present_words(page, place, signed_in, tuan):
    assert place.text in signed_in(tuan).get(page).content.decode()


def test_trying_shows_the_marks_and_says_nothing(
    page, place, consulted, department, signed_in, tuan
):
    words = "Hai bên họp hằng quý tại trụ sở."
    answer = signed_in(tuan).post(page, sent(place, department, text=words, xem="1"))
    assert "<ins>hằng quý" in answer.content.decode()
    assert not said(consulted)


@pytest.mark.parametrize(
    ("query", "values", "sentence"),
    [
        ("", {}, "giống hệt nội dung hiện tại"),
        ("?loai=them", {"text": "", "level": "CLAUSE"}, "Hãy ghi câu chữ đề nghị"),
        ("?loai=them", {"text": "x", "level": "SECTION"}, "SECTION"),
        ("?loai=bo", {}, "bắt buộc"),
        ("?loai=gì", {}, "giống hệt nội dung hiện tại"),
    ],
)
def test_bad_input_is_said_in_one_sentence(
    query, values, sentence, page, place, consulted, department, signed_in, tuan
):
    answer = signed_in(tuan).post(f"{page}{query}", sent(place, department, **values))
    assert answer.status_code == 422
    assert sentence.lower() in answer.content.decode().lower()
    assert not said(consulted)


def test_words_typed_over_an_older_text_stay_and_are_sent_again(
    page, place, consulted, department, signed_in, tuan, lan, now
):
    seen = place.revision
    editing.rewrite(actor=lan, clause=place, heading="", text="Các bên họp hằng năm.", at=now)
    client = signed_in(tuan)
    words = "Hai bên họp hằng quý tại trụ sở."
    answer = client.post(page, sent(place, department, text=words, revision=seen))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert words in text
    assert "Các bên họp hằng năm." in text
    assert f'name="revision" value="{seen + 1}"' in text
    again = client.post(page, sent(place, department, text=words, revision=seen + 1))
    assert again.status_code == 302
    assert said(consulted)[0].base_text == "Các bên họp hằng năm."


def test_a_party_that_is_done_suggests_no_more(
    page, place, consulted, department, signed_in, tuan, today, now
):
    api.say_no_opinion(actor=tuan, agreement=consulted, party=department, on=today, at=now)
    answer = signed_in(tuan).post(page, sent(place, department, text="Khác."))
    assert answer.status_code == 422
    assert "đã gửi xong góp ý" in answer.content.decode()


def test_an_unknown_clause_is_not_found(consulted, signed_in, tuan):
    assert signed_in(tuan).get(url("suggest", consulted.pk, uuid4())).status_code == 404


def test_the_answer_page_shows_three_texts_when_the_clause_has_changed(
    page, place, consulted, department, signed_in, tuan, lan, now
):
    words = "Hai bên họp hằng quý tại trụ sở."
    signed_in(tuan).post(page, sent(place, department, text=words))
    editing.rewrite(
        actor=lan, clause=place, heading="", text="Các bên họp hằng năm tại trụ sở.", at=now
    )
    [comment] = said(consulted)
    client = signed_in(lan)
    address = url("answer", consulted.pk, comment.pk)
    text = client.get(address).content.decode()
    assert "Ba bản để đối chiếu" in text
    assert "Các bên họp hằng quý tại trụ sở." in text
    answer = {
        "verdict": "ACCEPTED",
        "reason": "",
        "seen": "",
        "revision": place.revision,
        "new_text": "Các bên họp hằng quý tại trụ sở.",
    }
    stale = client.post(address, answer)
    assert stale.status_code == 422
    assert "vừa sửa đoạn này" in stale.content.decode()
    assert client.post(address, answer | {"revision": place.revision + 1}).status_code == 302
    place.refresh_from_db()
    assert place.text == "Các bên họp hằng quý tại trụ sở."
