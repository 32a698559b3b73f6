"""A draft is shown to colleagues: whom, until when, what they said, what was answered."""

from datetime import timedelta

from django.urls import reverse
import pytest

from congdoan.areas.documents import api
from congdoan.areas.documents.models import Document, Opinion
from congdoan.areas.documents.rules import refusals
from congdoan.areas.documents.selectors.opinions import talk_of
from congdoan.foundation.refusal import NotAllowed
from congdoan.support.discussion.api import Comment
from congdoan.support.worklist.api import WorkItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def text(tree, clerk, now):
    data = api.DocumentData(type="UNION.KH", subject="kế hoạch hội thao")
    return api.write_document(actor=clerk, organisation=tree.middle, data=data, at=now)


@pytest.fixture
def document(text):
    return Document.objects.get(pk=text.owner_id)


@pytest.fixture
def member(tree, make_person, seat, actor_of):
    """A member of the committee: speaks for nobody outside, but reads the unit's papers."""
    person = make_person("Lê Thị Hoa", username="hoa")
    seat(person, tree.middle, "EXEC_MEMBER")
    return actor_of(person)


@pytest.fixture
def ask(document, clerk, today, now):
    def act(*people, actor=None, days=3):
        return api.ask_opinions(
            actor=actor or clerk, document=document, people=[one.person_id for one in people],
            due=today + timedelta(days=days), note="xem kỹ kinh phí", on=today, at=now,
        )  # fmt: skip

    return act


def test_who_is_asked_comments_on_a_block_and_it_is_answered_before_it_is_submitted(
    signed_in, ask, member, clerk, lan, document, text, today, now
):
    ask(member)
    work = WorkItem.objects.get(kind="documents.opinion")
    assert (work.assignee_id, work.due) == (member.person_id, today + timedelta(days=3))
    client, detail = signed_in(member), reverse("documents:detail", args=[document.pk])
    assert "Đọc và góp ý" in client.get(detail).content.decode()
    block = text.content[0]
    said = client.post(
        reverse("drafting:comment", args=[text.pk]) + f"?khoi={block.id}",
        {"kind": "OPINION", "text": "Thiếu kinh phí", "suggested_text": ""},
    )
    assert said.status_code == 302
    client.post(reverse("documents:opinion_done", args=[document.pk]))
    work.refresh_from_db()
    assert work.state == "DONE"
    assert client.post(reverse("documents:opinion_done", args=[document.pk])).status_code == 404

    client = signed_in(clerk)
    page = client.get(detail).content.decode()
    assert "1 góp ý: 0 đã trả lời, 1 chưa trả lời." in page
    with pytest.raises(refusals.CommentsUnanswered, match="Còn 1 góp ý"):
        api.submit_document(actor=clerk, document=document, on=today, at=now)
    answered = client.post(
        reverse("drafting:answer", args=[text.pk, Comment.objects.get().pk]),
        {"verdict": "ACCEPTED", "reason": ""},
    )
    assert answered.status_code == 302
    assert talk_of(document).unanswered == 0
    assert api.submit_document(actor=clerk, document=document, on=today, at=now).state == "REVIEW"


def test_only_colleagues_who_can_read_it_are_asked_each_once(
    ask, member, minh, lan, clerk, document, now
):
    for people in ((), (minh,)):
        with pytest.raises(refusals.AsksOnlyColleagues):
            ask(*people)
    with pytest.raises(refusals.AnswerDayIsPast):
        ask(member, days=-1)
    ask(member)
    with pytest.raises(refusals.AskedAlready):
        ask(member)
    assert [one.person_id for one in ask(member, lan)] == [lan.person_id]
    with pytest.raises(NotAllowed):
        api.finish_opinion(actor=lan, opinion=Opinion.objects.first(), at=now)
    with pytest.raises(NotAllowed):
        ask(member, actor=minh)


def test_what_was_not_said_in_time_stops_waiting_when_it_is_submitted(
    ask, member, clerk, lan, document, today, now
):
    ask(member)
    api.submit_document(actor=clerk, document=document, on=today, at=now)
    assert WorkItem.objects.get(kind="documents.opinion").state == "CANCELLED"
    assert talk_of(document).waiting == 0


def test_a_file_cannot_be_commented_block_by_block(make_document, clerk, lan, today, now):
    with pytest.raises(refusals.NeedsText):
        api.ask_opinions(
            actor=clerk, document=make_document(), people=[lan.person_id], due=today, note="",
            on=today, at=now,
        )  # fmt: skip


def test_the_form_offers_colleagues_and_keeps_a_version(signed_in, clerk, member, document, text):
    client, url = signed_in(clerk), reverse("documents:ask_opinions", args=[document.pk])
    page = client.get(url).content.decode()
    assert "Lê Thị Hoa" in page
    assert f'name="people" value="{clerk.person_id}"' not in page
    assert client.post(url, {"people": [], "due": "1/1/2030"}).status_code == 422
    made = client.post(url, {"people": [member.person_id], "due": "01/01/2030", "note": ""})
    assert made.status_code == 302
    assert text.versions.get().note == "Bản xin ý kiến"
