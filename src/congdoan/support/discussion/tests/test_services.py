from datetime import timedelta
import unicodedata

from django.db import IntegrityError, transaction
import pytest

from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.audit.models import AuditEntry
from congdoan.support.discussion import rules
from congdoan.support.discussion.api import (
    AlreadyAnswered,
    NeedsNoAnswer,
    SaidAlready,
    Subject,
    Withdrawn,
    answer_comment,
    comment,
    edit_comment,
    find_unscoped_comment,
    unscoped_by_anchor,
    unscoped_parties,
    unscoped_reception,
    unscoped_thread,
    unscoped_unanswered,
    withdraw_comment,
)
from congdoan.support.discussion.models import Comment

pytestmark = pytest.mark.django_db
AGREEMENT = Subject("test.agreement", 7)


@pytest.fixture
def speak(lan, tree, now):
    """Comment for Lan's unit; changes by keyword."""

    def say(text="Cần ghi rõ thời hạn.", **changes):
        return comment(
            **{
                "actor": lan,
                "subject": AGREEMENT,
                "anchor": "dieu-3",
                "party": tree.middle,
                "kind": "OPINION",
                "text": text,
                "at": now,
                **changes,
            }
        )

    return say


@pytest.fixture
def answer(minh, tree, now):
    """Answer for Minh's unit, which leads the text."""

    def reply(said, verdict="ACCEPTED", reason="", **changes):
        return answer_comment(
            **{
                "actor": minh,
                "comment": said,
                "answering": tree.leaf,
                "verdict": verdict,
                "reason": reason,
                "at": now,
                **changes,
            }
        )

    return reply


def test_a_party_speaks_and_gets_an_answer(speak, answer, lan, minh, tree, now):
    said = speak()
    assert list(unscoped_unanswered(AGREEMENT)) == [said]

    answer(said, "PARTLY", "Thời hạn ghi ở Điều 9.")

    said.refresh_from_db()
    assert (said.verdict, said.reason) == ("PARTLY", "Thời hạn ghi ở Điều 9.")
    assert (said.author_name, said.answered_by_name) == (lan.name, minh.name)
    assert not unscoped_unanswered(AGREEMENT).exists()
    told = AuditEntry.objects.filter(verb__startswith="discussion.").values_list(
        "verb", "organisation_id"
    )
    assert set(told) == {
        ("discussion.commented", tree.middle.pk),
        ("discussion.answered", tree.leaf.pk),
    }


def test_nobody_speaks_for_another_organisation(speak, tree, minh, stranger):
    with pytest.raises(NotAllowed):
        speak(party=tree.leaf)  # below Lan, and still another voice
    with pytest.raises(NotAllowed):
        speak(actor=stranger)
    assert not Comment.objects.exists()


def test_nobody_answers_for_another_organisation(speak, answer, lan):
    said = speak()
    with pytest.raises(NotAllowed):
        answer(said, actor=lan)
    assert unscoped_unanswered(AGREEMENT).exists()


def test_a_double_click_is_one_comment(speak):
    assert speak() == speak(" Cần ghi rõ   thời hạn. ")
    assert AuditEntry.objects.filter(verb="discussion.commented").count() == 1
    assert speak(anchor="dieu-4") != speak()


def test_the_database_refuses_the_twin_of_a_standing_comment(speak):
    said = speak()
    said.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        said.save()


def test_no_opinion_is_an_act_without_words_that_needs_no_answer(speak, answer):
    said = speak("bỏ qua", kind="NO_OPINION", anchor="")

    assert said.text == ""
    assert not unscoped_unanswered(AGREEMENT).exists()
    with pytest.raises(NeedsNoAnswer):
        answer(said)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"text": " \n "}, rules.NothingSaid),
        ({"kind": "QUESTION", "text": ""}, rules.NothingSaid),
        ({"kind": "SUGGESTION", "text": "vì rõ hơn"}, rules.NothingSuggested),
        ({"text": "x" * 10_001}, rules.TooLong),
    ],
)
def test_words_must_fit_the_kind(speak, changes, refusal):
    with pytest.raises(refusal):
        speak(**changes)


def test_a_suggestion_may_stand_without_a_reason(speak):
    said = speak("", kind="SUGGESTION", suggested_text="trong 30 ngày")
    assert (said.text, said.suggested_text) == ("", "trong 30 ngày")


def test_text_is_kept_composed_and_plain(speak):
    said = speak(unicodedata.normalize("NFD", "Điều  này\r\n\r\n\r\n<b>chưa</b> rõ\x00"))
    assert said.text == "Điều này\n\n<b>chưa</b> rõ"


@pytest.mark.parametrize("verdict", ["PARTLY", "REJECTED", "NOTED"])
def test_what_is_not_taken_over_whole_is_explained(speak, answer, verdict):
    with pytest.raises(rules.ReasonMissing):
        answer(speak(), verdict)


def test_an_answer_may_be_changed_and_the_trail_keeps_both(speak, answer):
    said = speak()
    answer(said)
    answer(said, "REJECTED", "Trái Điều lệ.")

    said.refresh_from_db()
    assert said.verdict == "REJECTED"
    changes = AuditEntry.objects.filter(verb="discussion.answered").order_by("pk")
    assert [entry.changes["verdict"] for entry in changes] == [
        ["", "ACCEPTED"],
        ["ACCEPTED", "REJECTED"],
    ]


def test_only_the_author_edits_and_withdraws_and_only_before_the_answer(
    speak, answer, minh, lan, tree, now, make_person, seat, actor_of
):
    said = speak()
    person = make_person("Phạm Văn Cường", username="cuong")
    seat(person, tree.middle, "VICE_PRESIDENT")
    for other in (minh, actor_of(person)):
        with pytest.raises(NotAllowed):
            edit_comment(actor=other, comment=said, text="khác", at=now)
        with pytest.raises(NotAllowed):
            withdraw_comment(actor=other, comment=said, at=now)

    edited = edit_comment(actor=lan, comment=said, text="Sửa lại.", at=now)
    assert (edited.text, edited.edited_at) == ("Sửa lại.", now)

    answer(said)
    with pytest.raises(AlreadyAnswered):
        edit_comment(actor=lan, comment=said, text="Sửa nữa.", at=now)
    with pytest.raises(AlreadyAnswered):
        withdraw_comment(actor=lan, comment=said, at=now)


def test_a_comment_is_not_edited_into_its_twin(speak, lan, now):
    speak("Một ý.")
    other = speak("Ý khác.")
    with pytest.raises(SaidAlready):
        edit_comment(actor=lan, comment=other, text="Một  ý.", at=now)


def test_a_withdrawn_comment_leaves_the_thread_but_not_the_record(speak, answer, lan, now):
    said = speak()
    withdraw_comment(actor=lan, comment=said, at=now)

    assert not unscoped_thread(AGREEMENT, "dieu-3").exists()
    assert find_unscoped_comment(AGREEMENT, said.pk) == said
    with pytest.raises(Withdrawn):
        answer(said)
    assert speak() != said, "the same words may be said anew"


def test_a_comment_is_found_by_its_own_record_only(speak):
    said = speak()
    assert find_unscoped_comment(Subject("test.agreement", 8), said.pk) is None
    assert find_unscoped_comment(Subject("test.other", 7), said.pk) is None


@pytest.mark.parametrize("comments", [1, 3])
def test_all_threads_of_a_record_cost_one_query(speak, comments, now, django_assert_num_queries):
    for number in range(comments):
        speak(f"Ý kiến {number}", anchor=f"dieu-{number}", at=now + timedelta(minutes=number + 1))
        speak(f"Ý kiến khác {number}", anchor=f"dieu-{number}", at=now)
    speak("Chỗ khác", subject=Subject("test.agreement", 8))

    with django_assert_num_queries(1):
        threads = unscoped_by_anchor(AGREEMENT)
        assert [said.text for said in threads["dieu-0"]] == ["Ý kiến khác 0", "Ý kiến 0"]
    assert len(threads) == comments
    with django_assert_num_queries(1):
        assert len(unscoped_reception(AGREEMENT)) == 2 * comments


def test_who_has_spoken_is_told_per_party(speak, answer, minh, tree, lan, now):
    answer(speak("một"))
    speak("hai")
    withdraw_comment(actor=lan, comment=speak("ba"), at=now)
    speak("", kind="NO_OPINION", actor=minh, party=tree.leaf)

    said = unscoped_parties(AGREEMENT)

    ours, theirs = said[tree.middle.pk], said[tree.leaf.pk]
    assert (ours.opinions, ours.no_opinions, ours.unanswered) == (2, 0, 1)
    assert (theirs.opinions, theirs.no_opinions, theirs.unanswered) == (0, 1, 0)
