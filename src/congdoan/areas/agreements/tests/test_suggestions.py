"""Suggestions of the parties: said, laid against the present words, taken over."""

import pytest

from congdoan.areas.agreements import api
from congdoan.areas.agreements.models import ClauseChange
from congdoan.areas.agreements.rules.refusals import (
    ClauseChanged,
    NothingChanged,
    NotQuoted,
    PlaceGone,
    SuggestionConflicts,
    TakenOverAlready,
    WordsDiffer,
)
from congdoan.areas.agreements.selectors.suggestions import proposal_of
from congdoan.areas.agreements.selectors.text import clauses_of, current_version
from congdoan.areas.agreements.services import editing
from congdoan.foundation.refusal import NotAllowed
from congdoan.support.discussion.api import NothingArgued
from congdoan.support.notifications.api import inbox

pytestmark = pytest.mark.django_db


def clauses(agreement):
    return clauses_of(current_version(agreement))


@pytest.fixture
def place(consulted, lan, now):
    """A clause with words of its own, as the parties read it."""
    row = next(c for c in clauses(consulted) if c.level == "CLAUSE")
    return editing.rewrite(
        actor=lan, clause=row, heading="", text="Hai bên họp hằng năm tại trụ sở.", at=now
    )


@pytest.fixture
def suggest(consulted, department, tuan, now):
    def act(clause, edit="REPLACE", **given):
        return api.suggest(
            actor=tuan,
            agreement=consulted,
            party=department,
            clause=clause,
            edit=edit,
            revision=given.pop("revision", clause.revision),
            at=now,
            **given,
        )

    return act


@pytest.fixture
def answer(consulted, lan, today, now):
    def act(comment, verdict="ACCEPTED", **given):
        return api.answer(
            actor=lan,
            agreement=consulted,
            comment=comment,
            verdict=verdict,
            on=today,
            at=now,
            **given,
        )

    return act


def test_a_suggestion_accepted_whole_is_the_text_and_keeps_its_author(place, suggest, answer):
    said = suggest(place, text="Hai bên họp hằng quý tại trụ sở.")
    answered = answer(said)
    place.refresh_from_db()
    assert place.text == "Hai bên họp hằng quý tại trụ sở."
    assert answered.adopted_text == place.text
    change = ClauseChange.objects.get(clause=place.stable_id, suggestion=said)
    assert change.before["text"] == "Hai bên họp hằng năm tại trụ sở."


def test_in_part_the_edited_words_are_taken_over(place, suggest, answer):
    said = suggest(place, text="Hai bên họp hằng tháng tại trụ sở.")
    words = "Hai bên họp hằng quý tại trụ sở."
    answer(said, "PARTLY", new_text=words, reason="Hằng quý là vừa.")
    place.refresh_from_db()
    assert place.text == words


def test_other_words_are_not_passed_off_as_the_suggestion(place, suggest, answer):
    said = suggest(place, text="Hai bên họp hằng quý tại trụ sở.")
    with pytest.raises(WordsDiffer):
        answer(said, new_text="Hai bên không họp.")


def test_a_rejected_suggestion_changes_nothing(place, suggest, answer):
    answer(suggest(place, text="Bỏ họp."), "REJECTED", reason="Cần họp.")
    before = place.revision
    place.refresh_from_db()
    assert place.revision == before


def test_a_stale_suggestion_is_carried_over_to_the_present_words(place, suggest, answer, lan, now):
    said = suggest(place, text="Hai bên họp hằng quý tại trụ sở.")
    other = "Các bên họp hằng năm tại trụ sở."
    now_reads = editing.rewrite(actor=lan, clause=place, heading="", text=other, at=now)
    proposal = proposal_of(said, now_reads)
    assert (proposal.stale, proposal.clean) == (True, True)
    answer(said)
    place.refresh_from_db()
    assert place.text == "Các bên họp hằng quý tại trụ sở."


def test_two_changes_of_the_same_words_are_never_decided_silently(place, suggest, answer, lan, now):
    said = suggest(place, text="Hai bên họp hằng quý tại trụ sở.")
    other = "Hai bên họp hằng tháng tại trụ sở."
    row = editing.rewrite(actor=lan, clause=place, heading="", text=other, at=now)
    assert not proposal_of(said, row).clean
    with pytest.raises(SuggestionConflicts):
        answer(said)
    row.refresh_from_db()
    assert row.text == other
    answer(said, "PARTLY", reason="Ghép.", new_text="Hai bên họp hằng quý.", revision=row.revision)
    row.refresh_from_db()
    assert row.text == "Hai bên họp hằng quý."


def test_an_answer_on_words_that_changed_meanwhile_is_refused(place, suggest, answer, lan, now):
    said = suggest(place, text="Hai bên họp hằng quý.")
    seen = place.revision
    editing.rewrite(actor=lan, clause=place, heading="", text="Khác.", at=now)
    with pytest.raises(ClauseChanged):
        answer(said, "PARTLY", reason="x", new_text="y", revision=seen)


def test_a_suggestion_on_words_the_party_did_not_see_is_refused(place, suggest):
    with pytest.raises(ClauseChanged):
        suggest(place, text="Mới.", revision=place.revision - 1)


def test_a_clause_suggested_away_goes_and_the_answer_is_given_once(
    consulted, place, suggest, answer
):
    said = suggest(place, "DELETE", reason="Đã có ở Điều 3.")
    answer(said)
    assert place.pk not in {c.pk for c in clauses(consulted)}
    said.refresh_from_db()
    with pytest.raises(TakenOverAlready):
        answer(said, "REJECTED", reason="Nghĩ lại.")


def test_removal_needs_a_reason(place, suggest):
    with pytest.raises(NothingArgued):
        suggest(place, "DELETE")


def test_a_new_clause_stands_after_the_one_it_was_suggested_at(consulted, place, suggest, answer):
    said = suggest(place, "INSERT", text="Luân phiên chủ trì.", level="CLAUSE")
    answer(said)
    answer(said)
    rows = clauses(consulted)
    at = [c.pk for c in rows].index(place.pk)
    assert rows[at + 1].text == "Luân phiên chủ trì."
    assert sum(c.text == "Luân phiên chủ trì." for c in rows) == 1


def test_a_suggestion_for_a_clause_that_is_gone_cannot_be_accepted(place, suggest, answer):
    kept = suggest(place, text="Hai bên họp hằng quý.")
    answer(suggest(place, "DELETE", reason="Trùng."))
    with pytest.raises(PlaceGone):
        answer(kept)
    answer(kept, "NOTED", reason="Đoạn đã bỏ theo góp ý khác.")


def test_the_same_words_are_no_suggestion(place, suggest):
    with pytest.raises(NothingChanged):
        suggest(place, text=place.text)


def test_quoted_words_must_stand_in_the_clause(consulted, department, place, tuan, now):
    def say(quoted):
        return api.say(
            actor=tuan,
            agreement=consulted,
            party=department,
            clause=place,
            kind="OPINION",
            text="Ghi rõ.",
            quoted=quoted,
            at=now,
        )

    assert say("hằng năm").place
    with pytest.raises(NotQuoted):
        say("hằng quý")


def test_nobody_suggests_for_another_party(consulted, department, place, lan, now):
    with pytest.raises(NotAllowed):
        api.suggest(
            actor=lan,
            agreement=consulted,
            party=department,
            clause=place,
            edit="REPLACE",
            revision=place.revision,
            text="Khác.",
            at=now,
        )


def test_who_said_it_is_told_the_answer(place, suggest, answer, tuan):
    answer(suggest(place, text="Hai bên họp hằng quý."), "REJECTED", reason="Chưa bố trí được.")
    told = inbox(tuan).filter(kind="agreements.answered")
    assert [("Không tiếp thu" in n.body, "Chưa bố trí được" in n.body) for n in told] == [
        (True, True)
    ]
