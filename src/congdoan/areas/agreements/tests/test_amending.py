"""An addendum from the proposal to the day it takes effect."""

from datetime import timedelta
from itertools import product

import pytest

from congdoan.areas.agreements import api
from congdoan.areas.agreements.enums import AmendmentState
from congdoan.areas.agreements.models import Amendment, AmendmentChange
from congdoan.areas.agreements.rules import amending
from congdoan.areas.agreements.rules.amending import AmendAction
from congdoan.areas.agreements.rules.refusals import NotAParty, ReasonNeeded
from congdoan.areas.agreements.selectors.amendments import SUBJECT, meetings
from congdoan.areas.agreements.selectors.consolidated import consolidated, text_before
from congdoan.areas.agreements.services.amending_sealing import present_addendum_hash
from congdoan.areas.agreements.services.amending_steps import WORDS
from congdoan.areas.agreements.tests.consenting import end_by_consent
from congdoan.foundation.refusal import NotAllowed, NotFound
from congdoan.kernel.access.api import system_actor
from congdoan.support.signing import api as signing
from congdoan.support.worklist.api import unscoped_work

pytestmark = pytest.mark.django_db
PLACE = "khoản 1 Điều 3"


def line_at(lines, path):
    return next(line for line in lines if line.path == path)


def text_at(agreement, on, path=PLACE):
    return line_at(consolidated(agreement, on=on), path).item.text


@pytest.fixture
def reword(lan):
    """Propose new words of a clause: ``reword(amendment, "Lời mới.", path=…)``."""

    def write(amendment, text="Lời mới.", path=PLACE):
        clause = line_at(text_before(amendment), path).item.stable_id
        return api.change_clause(
            actor=lan, amendment=amendment, clause=clause, heading="", text=text
        )

    return write


def test_from_its_day_the_text_reads_anew_and_not_before(amend, reword, in_force, today, now):
    before = text_at(in_force, today)
    begins = today + timedelta(days=10)
    amendment = amend(reword, wanted_on=begins)
    assert (amendment.number, amendment.state) == (1, AmendmentState.SIGNED)
    assert "Điều 1. Sửa đổi, bổ sung khoản 1 Điều 3 như sau:" in amendment.canonical_text
    assert "“1. Lời mới." in amendment.canonical_text

    assert text_at(in_force, begins - timedelta(days=1)) == before
    assert text_at(in_force, begins) == "Lời mới."
    for day in (today, begins, begins):
        state = api.follow_amendment(
            actor=system_actor(today=day), amendment=amendment, on=day, at=now
        )
    assert state == AmendmentState.EFFECTIVE
    assert api.current_version(in_force).sha256  # the signed text itself is as it was signed
    in_force.refresh_from_db()
    assert in_force.state == "EFFECTIVE"


def test_signed_after_the_day_it_names_it_begins_when_signed(
    amend, reword, sign_addendum, lan, tuan, today
):
    amendment = amend(reword, wanted_on=today + timedelta(days=1), signed=False)
    hashed = amendment.sha256
    late = today + timedelta(days=4)
    sign_addendum(amendment, lan, tuan, on=late)
    assert (amendment.signed_on, amendment.effective_on) == (late, late)
    assert present_addendum_hash(signing.TextQuestion(SUBJECT, amendment.pk)) == hashed


def test_numbers_of_the_signed_text_never_change(amend, in_force, lan, today):
    def write(amendment):
        lines = text_before(amendment)
        api.add_amended_clause(
            actor=lan,
            amendment=amendment,
            after=line_at(lines, "khoản 1 Điều 3").item.stable_id,
            level="CLAUSE",
            heading="",
            text="Khoản thêm.",
        )
        api.abolish_clause(
            actor=lan, amendment=amendment, clause=line_at(lines, "Điều 2").item.stable_id
        )

    day = today + timedelta(days=10)
    before = {line.item.stable_id: line.path for line in consolidated(in_force, on=today)}
    amendment = amend(write, wanted_on=day)
    after = consolidated(in_force, on=day)
    kept = {line.item.stable_id: line.path for line in after}
    assert {clause: kept[clause] for clause in before} == before
    assert line_at(after, "khoản 1a Điều 3").item.text == "Khoản thêm."
    assert line_at(after, "Điều 2").item.removed.number == 1
    assert "Bổ sung khoản 1a Điều 3 vào sau khoản 1 Điều 3" in amendment.canonical_text
    assert "Bãi bỏ Điều 2." in amendment.canonical_text


def test_without_the_consent_of_all_nothing_is_frozen(
    propose, reword, agree, lan, tuan, today, now
):
    amendment = propose(lan)
    with pytest.raises(amending.NothingProposed):
        api.ask_consent(actor=lan, amendment=amendment, due=today, on=today, at=now)
    reword(amendment)
    api.ask_consent(actor=lan, amendment=amendment, due=today, on=today, at=now)
    with pytest.raises(amending.ConsentMissing):
        api.freeze_amendment(actor=lan, amendment=amendment, on=today, at=now)
    with pytest.raises(ReasonNeeded):
        agree(amendment, tuan, "REFUSE")
    agree(amendment, tuan, "REFUSE", "Chưa bàn với các đơn vị")
    with pytest.raises(amending.AnsweredAlready):
        agree(amendment, tuan)
    with pytest.raises(amending.ConsentMissing):
        api.freeze_amendment(actor=lan, amendment=amendment, on=today, at=now)

    # Rewritten and asked again, the earlier no counts no more.
    api.call_back(actor=lan, amendment=amendment, reason="Sửa theo góp ý", on=today, at=now)
    reword(amendment, "Lời đã sửa lại.")
    amendment.refresh_from_db()
    api.ask_consent(actor=lan, amendment=amendment, due=today, on=today, at=now)
    amendment.refresh_from_db()
    agree(amendment, tuan)
    assert api.freeze_amendment(actor=lan, amendment=amendment, on=today, at=now).number == 1


def test_each_party_has_the_question_in_its_list_until_it_has_answered(
    propose, reword, agree, lan, tuan, tree, today, now
):
    amendment = propose(lan)
    reword(amendment)
    api.ask_consent(actor=lan, amendment=amendment, due=today, on=today, at=now)
    prefix = f"agreements.{amendment.agreement_id}.amend."
    amendment.refresh_from_db()
    items = unscoped_work(prefix)
    assert [(one.organisation_id, one.state) for one in items] == [(tree.department.pk, "OPEN")]
    agree(amendment, tuan)
    states = {one.title.split(":")[0]: one.state for one in unscoped_work(prefix)}
    assert states == {"Trả lời đề nghị sửa đổi": "DONE", "Chốt phụ lục": "OPEN"}


def test_two_proposals_on_one_clause_are_shown_and_the_second_waits(
    propose, reword, agree, amend, lan, tuan, today, now
):
    first = propose(lan, title="Đề nghị thứ nhất")
    reword(first, "Lời thứ nhất.")
    second = amend(lambda it: reword(it, "Lời thứ hai."), signed=False)
    assert [(one.other.pk, one.blocks) for one in meetings(first)] == [(second.pk, True)]
    api.ask_consent(actor=lan, amendment=first, due=today, on=today, at=now)
    first.refresh_from_db()
    agree(first, tuan)
    with pytest.raises(amending.ClauseWithOther):
        api.freeze_amendment(actor=lan, amendment=first, on=today, at=now)


def test_a_clause_changed_meanwhile_must_be_looked_at_again(
    propose, reword, agree, amend, lan, tuan, today, now
):
    first = propose(lan)
    reword(first, "Lời thứ nhất.")
    amend(lambda it: reword(it, "Lời thứ hai."), wanted_on=today + timedelta(days=5))
    api.ask_consent(actor=lan, amendment=first, due=today, on=today, at=now)
    first.refresh_from_db()
    agree(first, tuan)
    with pytest.raises(amending.BaseChanged):
        api.freeze_amendment(actor=lan, amendment=first, on=today, at=now)
    api.call_back(actor=lan, amendment=first, reason="Xem lại", on=today, at=now)
    reword(first, "Lời thứ nhất.")
    first.refresh_from_db()
    api.ask_consent(actor=lan, amendment=first, due=today, on=today, at=now)
    first.refresh_from_db()
    agree(first, tuan)
    assert api.freeze_amendment(actor=lan, amendment=first, on=today, at=now).number == 2


def test_an_open_proposal_on_the_same_clause_must_have_been_seen(
    propose, reword, agree, lan, tuan, today, now
):
    first, second = propose(lan), propose(lan, title="Đề nghị khác")
    reword(first, "Lời thứ nhất.")
    reword(second, "Lời thứ hai.")
    api.ask_consent(actor=lan, amendment=second, due=today, on=today, at=now)
    second.refresh_from_db()
    agree(second, tuan)
    with pytest.raises(amending.ConflictUnseen):
        api.freeze_amendment(actor=lan, amendment=second, on=today, at=now)
    api.freeze_amendment(actor=lan, amendment=second, seen=True, on=today, at=now)


def test_withdrawn_before_signing_it_leaves_the_text_and_its_number(
    amend, reword, in_force, lan, today, now
):
    amendment = amend(reword, signed=False)
    api.review_impact(actor=lan, amendment=amendment, effects={}, on=today, at=now)
    packet = api.open_amendment_signing(actor=lan, amendment=amendment, on=today, at=now)
    api.withdraw_amendment(
        actor=lan, amendment=amendment, reason="Các bên chờ hướng dẫn mới", on=today, at=now
    )
    packet.refresh_from_db()
    amendment.refresh_from_db()
    assert (packet.state, amendment.state, amendment.number) == ("VOID", "WITHDRAWN", None)
    assert text_at(in_force, in_force.last_day) == text_at(in_force, today)
    assert amend(reword).number == 1


def test_a_change_slipped_in_behind_the_freeze_is_never_signed(
    amend, reword, lan, tuan, sign_addendum, today, now
):
    amendment = amend(reword, signed=False)
    AmendmentChange.objects.filter(amendment=amendment).update(text="Câu chữ bị tráo")
    with pytest.raises(signing.TextChanged):
        sign_addendum(amendment, lan, tuan)


def test_a_declined_signature_brings_the_work_back(amend, reword, lan, tuan, today, now):
    amendment = amend(reword, signed=False)
    api.review_impact(actor=lan, amendment=amendment, effects={}, on=today, at=now)
    packet = api.open_amendment_signing(actor=lan, amendment=amendment, on=today, at=now)
    slot = signing.slots_of(packet)[1]
    signing.decline_slot(actor=tuan, slot=slot, reason="Thiếu căn cứ", on=today, at=now)
    work = unscoped_work(f"agreements.{amendment.agreement_id}.amend.{amendment.pk}.sign")
    assert [one.state for one in work] == ["OPEN"]
    amendment.refresh_from_db()
    assert amendment.state == AmendmentState.FROZEN


def test_only_a_party_proposes_and_only_to_a_text_in_force(
    in_force, consulted, make_draft, far, lan, tree, today, now
):
    data = api.AmendmentData("Sửa", "Vì", today + timedelta(days=9))
    with pytest.raises(NotAParty):
        api.propose_amendment(
            actor=far, agreement=in_force, proposer=tree.far_middle, data=data, on=today, at=now
        )
    with pytest.raises(NotAllowed):
        api.propose_amendment(
            actor=far, agreement=in_force, proposer=tree.middle, data=data, on=today, at=now
        )
    with pytest.raises(amending.NothingToAmend):
        api.propose_amendment(
            actor=lan,
            agreement=make_draft(title="Dự thảo khác"),
            proposer=tree.middle,
            data=data,
            on=today,
            at=now,
        )


def test_what_was_never_sent_out_is_its_proposers_own_affair(propose, lan, tuan):
    from congdoan.areas.agreements.selectors.amendments import find_amendment

    amendment = propose(lan)
    assert find_amendment(lan, amendment.agreement, amendment.pk) == amendment
    with pytest.raises(NotFound):
        find_amendment(tuan, amendment.agreement, amendment.pk)


def test_with_the_agreement_itself_what_was_under_way_ends(
    amend, reword, in_force, lan, today, now
):
    amendment = amend(reword, signed=False)
    ended = today + timedelta(days=3)
    end_by_consent(
        actor=lan,
        agreement=in_force,
        ended_on=ended,
        reason="Các bên thống nhất",
        on=ended,
        at=now,
    )
    amendment.refresh_from_db()
    assert amendment.state == AmendmentState.WITHDRAWN
    assert "Chấm dứt" in amendment.closed_reason or "chấm dứt" in amendment.closed_reason


def test_addenda_take_effect_in_the_order_of_their_numbers(amend, reword, lan, today):
    amend(reword, wanted_on=today + timedelta(days=30))
    with pytest.raises(amending.EarlierThanAddendum):
        amend(
            lambda it: reword(it, "Lời khác.", "khoản 2 Điều 3"),
            wanted_on=today + timedelta(days=10),
        )


def test_the_table_leads_to_states_and_every_act_has_words():
    for state, action in product(AmendmentState, AmendAction):
        if amending.allowed(state, action):
            assert amending.after(state, action) in AmendmentState
    assert set(WORDS) == set(AmendAction)


def test_nothing_leads_back_from_what_was_signed():
    for state, action in product((AmendmentState.SIGNED, AmendmentState.EFFECTIVE), AmendAction):
        if amending.allowed(state, action):
            assert amending.after(state, action) in {
                AmendmentState.SIGNED,
                AmendmentState.EFFECTIVE,
            }


def test_its_own_bad_input_is_refused_in_words(propose, reword, lan, in_force, today):
    with pytest.raises(amending.EffectiveOutside):
        propose(lan, wanted_on=in_force.last_day + timedelta(days=1))
    amendment = propose(lan)
    same = text_at(in_force, today)
    with pytest.raises(amending.NothingDiffers):
        reword(amendment, same)
    with pytest.raises(amending.WordsMissing):
        reword(amendment, " ")
    clause = line_at(text_before(amendment), PLACE).item.stable_id
    with pytest.raises(amending.LevelNotHere):
        api.add_amended_clause(
            actor=lan, amendment=amendment, after=clause, level="CHAPTER", heading="X", text=""
        )
    api.abolish_clause(actor=lan, amendment=amendment, clause=clause)
    api.drop_change(actor=lan, amendment=amendment, clause=clause)
    assert Amendment.objects.get(pk=amendment.pk).changes.count() == 0
