from django.template import Context, Template
import pytest

from congdoan.support.discussion.api import AnswerForm, CommentForm
from congdoan.support.discussion.models import Comment
from congdoan.support.discussion.tests.test_services import answer, speak

__all__ = ["answer", "speak"]  # fixtures

pytestmark = pytest.mark.django_db


def draw(*comments, **context):
    page = Template("{% load discussion %}{% comment_list comments names actions %}")
    drawn = page.render(Context({"comments": comments, "names": {}, "actions": {}, **context}))
    assert "⟦undefined" not in drawn
    return drawn


def test_a_thread_shows_who_said_what_and_the_answer(speak, answer, lan, tree):
    said = speak(
        "Nên rõ hơn.\n\n<script>", kind="SUGGESTION", suggested_text="trong <b>30</b> ngày"
    )
    answer(said, "PARTLY", "Đã có ở Điều 9.")
    said.refresh_from_db()

    page = draw(said, names={tree.middle.pk: "Công đoàn phường Đông"})

    for words in (
        "Công đoàn phường Đông", lan.name, "Đề nghị sửa", "&lt;script&gt;",
        "trong &lt;b&gt;30&lt;/b&gt; ngày", "Tiếp thu một phần", "Đã có ở Điều 9.",
    ):  # fmt: skip
        assert words in page
    assert "Chưa trả lời" not in page


def test_what_waits_for_an_answer_says_so_with_the_way_to_it(speak):
    said, agrees = speak(), speak(kind="NO_OPINION", anchor="")
    actions = {said.pk: [{"label": "Trả lời", "url": "/phoi-hop/1/tra-loi/"}]}

    page = draw(said, agrees, actions=actions)

    assert page.count("Chưa trả lời") == 1
    assert page.count('href="/phoi-hop/1/tra-loi/"') == 1


def test_an_empty_thread_says_so():
    assert "Chưa có góp ý" in draw()


def test_drawing_a_thread_asks_the_database_nothing(speak, answer, django_assert_num_queries):
    for number in range(3):
        answer(speak(f"Ý {number}"))
    comments = list(Comment.objects.all())
    with django_assert_num_queries(0):
        draw(*comments)


def test_the_forms_offer_every_kind_and_verdict():
    assert CommentForm({"kind": "NO_OPINION"}).is_valid()
    assert not CommentForm({"kind": "SHOUT", "text": "x"}).is_valid()
    assert not CommentForm({"kind": "OPINION", "text": "x" * 10_001}).is_valid()
    assert AnswerForm({"verdict": "NOTED", "reason": "Đã rõ."}).is_valid()
    assert not AnswerForm({"verdict": ""}).is_valid()
