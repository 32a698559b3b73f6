"""A party's place passes to a successor: asked, agreed by both, never by itself."""

from datetime import date, timedelta

from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
import pytest

from congdoan.areas.agreements import api
from congdoan.areas.agreements.enums import DutyState, SuccessionState
from congdoan.areas.agreements.models import Duty, PartyHolder, Review, Succession
from congdoan.areas.agreements.rules.holding import (
    Holding,
    SucceedsItself,
    SuccessionSettled,
    TakenOverTooEarly,
    TooFewWouldStay,
    taken_over,
)
from congdoan.areas.agreements.rules.refusals import PartyTwice, ReasonNeeded
from congdoan.areas.agreements.selectors.agreements import parties_on, party_lines
from congdoan.areas.agreements.services.signing import present_hash
from congdoan.areas.agreements.services.succession import ask_what_becomes
from congdoan.areas.agreements.tests.consenting import end_by_consent
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.access.api import system_actor
from congdoan.kernel.organisations.api import PlannedChange
from congdoan.kernel.organisations.enums import EventKind
from congdoan.support.signing import api as signing
from congdoan.support.worklist.api import unscoped_work

pytestmark = pytest.mark.django_db


@pytest.fixture
def merged(in_force, tree, today, now):
    """The department is merged into another office ten days from now."""
    day = today + timedelta(days=10)
    change = PlannedChange(
        EventKind.MERGE_INTO,
        day,
        originals=(tree.department.pk,),
        results=(tree.school.pk,),
        event_id=7,
    )
    for _ in range(2):
        ask_what_becomes(change, at=now)
    return Succession.objects.get()


@pytest.fixture
def heir(tree, make_person, seat, actor_of):
    """The head of the organisation that takes over."""
    person = make_person("Ngô Thị Kế", username="ke")
    seat(person, tree.school, "PRINCIPAL")
    return actor_of(person)


def settle(succession, lan, heir, tree, on, now):
    api.choose_successor(
        actor=lan,
        succession=succession,
        successor=tree.school,
        from_day=succession.on,
        on=on,
        at=now,
    )
    return api.accept_succession(actor=heir, succession=succession, on=on, at=now)


def holder_on(agreement, day):
    return [party.organisation_id for party in parties_on(agreement, day)]


def test_both_sides_are_asked_and_nothing_happens_by_itself(merged, in_force, tree, today, now):
    items = unscoped_work(f"agreements.{in_force.pk}.succession.")
    assert sorted(item.organisation_id for item in items) == sorted(
        [tree.middle.pk, tree.school.pk]
    )
    later = merged.on + timedelta(days=100)
    api.follow_succession(actor=system_actor(today=later), succession=merged, on=later, at=now)
    assert tree.department.pk in holder_on(in_force, later)


def test_with_both_answers_the_place_passes_on_its_day(
    merged, in_force, lan, heir, tree, today, now
):
    agreed = settle(merged, lan, heir, tree, today, now)
    assert agreed.state == SuccessionState.AGREED
    actor = system_actor(today=merged.on)
    for _ in range(2):
        api.follow_succession(actor=actor, succession=merged, on=merged.on, at=now)
    merged.refresh_from_db()
    assert merged.state == SuccessionState.DONE
    before = merged.on - timedelta(days=1)
    assert tree.department.pk in holder_on(in_force, before)
    assert tree.school.pk in holder_on(in_force, merged.on)
    assert PartyHolder.objects.filter(party=merged.party).count() == 2
    shown = {line.party.label: line for line in party_lines(in_force, on=merged.on)}
    assert shown["Bên B"].since == merged.on
    assert not [
        one for one in unscoped_work(f"agreements.{in_force.pk}.succession.") if one.state == "OPEN"
    ]


def test_open_duties_move_and_what_was_signed_stays(merged, in_force, lan, heir, tree, now):
    packet = signing.unscoped_packets_about("agreements.agreement", in_force.pk).get()
    hashed = packet.text_hash
    settle(merged, lan, heir, tree, merged.on, now)
    bearers = {
        item.organisation_id
        for item in unscoped_work(f"agreements.{in_force.pk}.duty.")
        if item.state == "OPEN"
    }
    assert tree.department.pk not in bearers
    assert tree.school.pk in bearers
    hosts = Review.objects.filter(agreement=in_force).values_list("host", flat=True)
    assert tree.department.pk not in set(hosts)
    slots = {slot.organisation_id for slot in signing.slots_of(packet)}
    assert tree.department.pk in slots
    asked = signing.TextQuestion("agreements.agreement", in_force.pk)
    assert present_hash(asked) == hashed


def test_who_signed_still_reads_and_who_is_asked_reads_already(
    merged, in_force, lan, tuan, heir, tree, now
):
    assert api.get_visible_agreement(heir, in_force.pk) == in_force
    settle(merged, lan, heir, tree, merged.on, now)
    assert api.get_visible_agreement(tuan, in_force.pk) == in_force
    assert api.get_visible_agreement(heir, in_force.pk) == in_force


def test_the_successor_may_refuse_and_the_keeper_decides_again(
    merged, lan, tuan, heir, tree, today, now
):
    with pytest.raises(ReasonNeeded):
        api.refuse_succession(actor=heir, succession=merged, reason=" ", on=today, at=now)
    with pytest.raises(NotAllowed):
        api.refuse_succession(actor=tuan, succession=merged, reason="x", on=today, at=now)
    api.refuse_succession(
        actor=heir, succession=merged, reason="Không cùng chức năng", on=today, at=now
    )
    merged.refresh_from_db()
    assert (merged.successor, merged.state) == (None, SuccessionState.ASKED)
    with pytest.raises(PartyTwice):
        choose(merged, lan, tree.middle, today, now)
    with pytest.raises(SucceedsItself):
        choose(merged, lan, tree.department, today, now)
    with pytest.raises(TooFewWouldStay):
        api.let_party_leave(
            actor=lan, succession=merged, from_day=today, reason="Thôi", on=today, at=now
        )


def choose(succession, actor, successor, on, now):
    return api.choose_successor(
        actor=actor,
        succession=succession,
        successor=successor,
        from_day=succession.on,
        on=on,
        at=now,
    )


def test_decided_is_decided(merged, lan, heir, tree, now):
    settle(merged, lan, heir, tree, merged.on, now)
    with pytest.raises(SuccessionSettled):
        choose(merged, lan, tree.school, merged.on, now)


def test_the_end_of_the_agreement_closes_the_question(merged, in_force, lan, now):
    end_by_consent(
        actor=lan,
        agreement=in_force,
        ended_on=merged.on,
        reason="Một bên kết thúc",
        on=merged.on,
        at=now,
    )
    merged.refresh_from_db()
    assert merged.state == SuccessionState.CLOSED


def test_by_hand_and_on_the_pages(signed_in, in_force, lan, heir, tree, today):
    party = in_force.parties.get(organisation=tree.department)
    client = signed_in(lan)
    page = client.get(reverse("agreements:parties", args=[in_force.pk])).content.decode()
    start = reverse("agreements:succession_start", args=[in_force.pk, party.pk])
    assert start in page
    day = f"{today + timedelta(days=1):%d/%m/%Y}"
    sent = client.post(start, {"from_day": day, "reason": "Bàn giao theo QĐ 1"})
    one = Succession.objects.get()
    at = [in_force.pk, one.pk]
    assert sent.headers["Location"] == reverse("agreements:succession", args=at)
    assert client.get(sent.headers["Location"]).status_code == 200
    chosen = {"successor": tree.school.code, "from_day": day}
    answer = client.post(reverse("agreements:succession_choose", args=at), chosen)
    assert answer.status_code == 302, answer.context["form"].errors
    other = signed_in(heir)
    shown = other.get(reverse("agreements:succession", args=at)).content.decode()
    assert reverse("agreements:succession_accept", args=at) in shown
    assert other.post(reverse("agreements:succession_accept", args=at)).status_code == 302
    one.refresh_from_db()
    assert one.state == SuccessionState.AGREED
    detail = other.get(reverse("agreements:detail", args=[in_force.pk])).content.decode()
    assert "xem và quyết định" in detail


def test_duties_of_a_party_that_leaves_lapse(make_draft, lan, tree, today, now):
    agreement = make_draft(
        title="Ba bên",
        parties=[api.PartyData(tree.department.pk), api.PartyData(tree.school.pk)],
        template="standard",
    )
    api.record_paper(actor=lan, agreement=agreement, signed_on=today, place="An", on=today, at=now)
    party = agreement.parties.get(organisation=tree.school)
    one = api.start_succession(
        actor=lan, party=party, from_day=today, reason="Giải thể", on=today, at=now
    )
    api.let_party_leave(
        actor=lan, succession=one, from_day=today, reason="Không ai thay", on=today, at=now
    )
    own = Duty.objects.filter(obligation__party=party)
    assert own.exists()
    assert {duty.state for duty in own} == {DutyState.WAIVED}


FIRST = date(2026, 1, 1)
steps = st.lists(st.tuples(st.integers(2, 9), st.integers(-5, 400)), min_size=0, max_size=8)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps)
def test_any_sequence_leaves_one_holder_a_day(moves):
    first = Holding(1, FIRST)
    chain = [first]
    for successor, offset in moves:
        day = FIRST + timedelta(days=offset)
        try:
            chain = taken_over(chain, first=first, successor=successor, on=day)
        except TakenOverTooEarly:
            continue
    for n in range(420):
        day = FIRST + timedelta(days=n)
        holders = [
            one for one in chain if one.since <= day and (one.until is None or day < one.until)
        ]
        assert len(holders) == 1


@pytest.fixture
def really_merged(in_force, tree, system, today, now):
    """The leaf's superior, a party, is merged into another union by a real event."""
    from congdoan.kernel.organisations.api import Decision, Regrouping, regroup_organisations

    regrouping = Regrouping(
        EventKind.MERGE_INTO, today + timedelta(days=10), [tree.middle], into=tree.far_middle
    )
    return regroup_organisations(
        actor=system, regrouping=regrouping, decision=Decision(number="7/QĐ"), at=now
    )


def test_an_event_taken_back_withdraws_its_questions(in_force, really_merged, tree, system):
    from congdoan.kernel.organisations.api import undo_event

    asked = Succession.objects.get(agreement=in_force)
    assert (asked.state, asked.successor) == (SuccessionState.ASKED, tree.far_middle)

    undo_event(actor=system, event=really_merged, reason="Nhập nhầm")

    asked.refresh_from_db()
    assert asked.state == SuccessionState.CLOSED
    left = unscoped_work(f"agreements.{in_force.pk}.succession.")
    assert not [one for one in left if one.state == "OPEN"]


def test_what_both_sides_have_settled_is_not_taken_back(in_force, really_merged, system):
    from congdoan.kernel.organisations.api import ChangeRefused, undo_event

    Succession.objects.filter(agreement=in_force).update(state=SuccessionState.DONE)
    with pytest.raises(ChangeRefused) as refused:
        undo_event(actor=system, event=really_merged, reason="Nhập nhầm")
    assert "1 văn bản phối hợp đổi bên" in str(refused.value)
