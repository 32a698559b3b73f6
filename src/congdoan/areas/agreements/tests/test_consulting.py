from datetime import timedelta

import pytest

from congdoan.areas.agreements import api, policies
from congdoan.areas.agreements.enums import State
from congdoan.areas.agreements.rules.refusals import (
    AlreadyReplied,
    CommentsUnanswered,
    DeadlinePassed,
    LeaderMissing,
    NothingSaidYet,
    PartiesSilent,
    ReasonNeeded,
    WrongState,
)
from congdoan.areas.agreements.selectors.text import clauses_of, current_version
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.access.api import delegate
from congdoan.kernel.people.models import Office
from congdoan.support.worklist.api import unscoped_work

pytestmark = pytest.mark.django_db


def clause(agreement):
    return next(c for c in clauses_of(current_version(agreement)) if c.level == "CLAUSE")


def work(agreement):
    return {
        item.key.rsplit(".", 1)[1]: item.state
        for item in unscoped_work(f"agreements.{agreement.pk}.text.")
    }


def test_sending_out_asks_every_other_party_and_shows_it_the_draft(consulted, tree, tuan, today):
    assert consulted.state == State.CONSULTATION
    assert work(consulted) == {str(tree.department.pk): "OPEN"}
    assert api.get_visible_agreement(tuan, consulted.pk) == consulted


def test_a_draft_that_was_not_sent_out_is_the_drafters_own(draft, tuan):
    assert not api.visible_agreements(tuan).exists()


def test_a_deadline_in_the_past_is_refused(draft, lan, today, now):
    with pytest.raises(DeadlinePassed):
        api.send_out(actor=lan, agreement=draft, due=today - timedelta(days=1), on=today, at=now)


def test_an_unanswered_comment_keeps_the_text_open(consulted, department, lan, tuan, today, now):
    said = api.say(
        actor=tuan,
        agreement=consulted,
        party=department,
        clause=clause(consulted),
        kind="OPINION",
        text="Cần ghi rõ thời hạn.",
        at=now,
    )
    api.finish_reply(actor=tuan, agreement=consulted, party=department, on=today, at=now)

    with pytest.raises(CommentsUnanswered) as refused:
        api.freeze(actor=lan, agreement=consulted, on=today, at=now)
    assert "Còn 1 góp ý" in refused.value.sentence

    api.answer(actor=lan, agreement=consulted, comment=said, verdict="ACCEPTED", on=today, at=now)
    assert len(api.freeze(actor=lan, agreement=consulted, on=today, at=now).sha256) == 64


def test_silent_parties_have_until_the_end_of_the_deadline(consulted, lan, today, now):
    with pytest.raises(PartiesSilent) as refused:
        api.freeze(actor=lan, agreement=consulted, on=today, at=now)
    assert "Sở Giáo dục và Đào tạo tỉnh An" in refused.value.sentence

    late = today + timedelta(days=11)
    assert api.freeze(actor=lan, agreement=consulted, on=late, at=now).frozen_on == late


def test_an_accepted_comment_changes_its_clause_in_the_same_act(
    consulted, department, lan, tuan, today, now
):
    place = clause(consulted)
    said = api.say(
        actor=tuan,
        agreement=consulted,
        party=department,
        clause=place,
        kind="SUGGESTION",
        suggested_text="Câu chữ mới.",
        at=now,
    )
    api.answer(
        actor=lan,
        agreement=consulted,
        comment=said,
        verdict="ACCEPTED",
        new_text="Câu chữ mới.",
        on=today,
        at=now,
    )
    place.refresh_from_db()
    assert (place.text, place.revision) == ("Câu chữ mới.", 2)


def test_a_rejected_comment_leaves_the_clause_alone(consulted, department, lan, tuan, today, now):
    place = clause(consulted)
    said = api.say(
        actor=tuan,
        agreement=consulted,
        party=department,
        clause=place,
        kind="OPINION",
        text="Bỏ đoạn này.",
        at=now,
    )
    api.answer(
        actor=lan,
        agreement=consulted,
        comment=said,
        verdict="REJECTED",
        reason="Đã thống nhất tại cuộc họp.",
        new_text="Không được ghi.",
        on=today,
        at=now,
    )
    place.refresh_from_db()
    assert place.revision == 1


def test_no_opinion_is_a_reply_and_needs_no_answer(consulted, department, tuan, today, now, tree):
    api.say_no_opinion(actor=tuan, agreement=consulted, party=department, on=today, at=now)

    assert work(consulted) == {str(tree.department.pk): "DONE"}
    with pytest.raises(AlreadyReplied):
        api.say(actor=tuan, agreement=consulted, party=department, kind="OPINION", text="x", at=now)


def test_saying_nothing_is_no_reply(consulted, department, tuan, today, now):
    with pytest.raises(NothingSaidYet):
        api.finish_reply(actor=tuan, agreement=consulted, party=department, on=today, at=now)


def test_nobody_speaks_for_another_party(consulted, department, lan, now):
    with pytest.raises(NotAllowed):
        api.say(actor=lan, agreement=consulted, party=department, kind="OPINION", text="x", at=now)


def test_the_deadline_moves_with_the_work(consulted, lan, today, now):
    later = today + timedelta(days=20)
    api.move_deadline(actor=lan, agreement=consulted, due=later, on=today, at=now)

    items = unscoped_work(f"agreements.{consulted.pk}.text.")
    assert [item.due for item in items] == [later]


def test_back_to_draft_needs_a_reason_and_takes_the_work_back(consulted, lan, today, now, tree):
    with pytest.raises(ReasonNeeded):
        api.back_to_draft(actor=lan, agreement=consulted, reason=" ", on=today, at=now)

    api.back_to_draft(actor=lan, agreement=consulted, reason="Cần bổ sung", on=today, at=now)
    consulted.refresh_from_db()
    assert consulted.state == State.DRAFT
    assert work(consulted) == {str(tree.department.pk): "CANCELLED"}


def test_the_words_cannot_be_written_while_parties_comment(consulted, lan, now):
    place = clause(consulted)
    with pytest.raises(WrongState):
        api.write_clause(
            actor=lan, clause=place, revision=place.revision, heading="", text="Khác", at=now
        )


def test_a_template_says_who_owes_what_before_the_parties_are_known(draft, make_draft, tree):
    many = make_draft(parties=[api.PartyData(one.pk) for one in (tree.department, tree.leaf)])
    for agreement, expected in ((draft, {"PARTY"}), (many, {"PARTY", "SIDE_B"})):
        rows = clauses_of(current_version(agreement))
        led = [row for row in rows if row.bearer in {"PARTY", "SIDE_B"} and "Mời" in row.text]
        found = {row.bearer for row in rows if row.lead_party_id} | {row.bearer for row in led}
        assert found == expected
        assert all(row.lead_party_id for row in rows if row.bearer == "PARTY")


def test_a_clause_that_lost_its_leader_is_not_sent_out(make_draft, lan, tree, today, now):
    draft = make_draft(parties=[api.PartyData(one.pk) for one in (tree.department, tree.school)])
    school = draft.parties.get(organisation=tree.school)
    place = clause(draft)
    terms = api.Terms(bearer="PARTY", lead_party_id=school.pk)
    api.set_terms(actor=lan, clause=place, revision=place.revision, terms=terms, at=now)
    api.remove_party(actor=lan, party=school, on=today)

    with pytest.raises(LeaderMissing) as refused:
        api.send_out(actor=lan, agreement=draft, due=today, on=today, at=now)
    assert "khoản 1 Điều 1" in refused.value.sentence


def test_one_box_of_a_delegation_is_enough_to_comment(
    consulted, department, tuan, make_person, actor_of, today, now
):
    stand_in = make_person("Lê Thị Thay", username="thay")
    delegate(
        actor=tuan,
        office=Office.objects.get(person_id=tuan.person_id),
        to=stand_in,
        capabilities=[policies.COMMENT.name],
        start=today,
        until=today + timedelta(days=5),
        decision_no="07/GUQ",
    )
    said = api.say(
        actor=actor_of(stand_in),
        agreement=consulted,
        party=department,
        clause=clause(consulted),
        kind="OPINION",
        text="Nói thay trưởng phòng.",
        at=now,
    )

    assert said.author_name == stand_in.full_name
