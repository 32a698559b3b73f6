"""Ending an agreement before its time: never by one side alone."""

from datetime import timedelta

from django.urls import reverse
import pytest

from congdoan.areas.agreements import api
from congdoan.areas.agreements.enums import DutyState, EndingState
from congdoan.areas.agreements.models import Duty, Ending
from congdoan.areas.agreements.rules import ending as rules
from congdoan.areas.agreements.rules.refusals import NotAParty, ReasonNeeded
from congdoan.areas.agreements.selectors.agreements import parties_of
from congdoan.areas.agreements.tests.consenting import end_by_consent
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.access.api import system_actor
from congdoan.kernel.audit.models import AuditEntry
from congdoan.support.notifications.api import inbox
from congdoan.support.worklist.api import unscoped_work

pytestmark = pytest.mark.django_db


def told(actor):
    return set(inbox(actor).values_list("kind", flat=True))


@pytest.fixture
def ask(running, lan, tree, today, now):
    """Propose an end: ``ask(days=30)``; of Lan's unit, or of ``proposer`` by ``actor``."""

    def make(*, days=30, actor=None, proposer=None, **data):
        values = {"reason": "Nhiệm vụ chuyển sang chương trình chung", "due": today} | data
        return api.propose_ending(
            actor=actor or lan,
            agreement=running,
            proposer=proposer or tree.middle,
            data=api.EndingData(wanted_on=today + timedelta(days=days), **values),
            on=today,
            at=now,
        )

    return make


@pytest.fixture
def reply(tuan, tree, today, now):
    def make(ending, answer="AGREE", reason="", actor=None):
        party = next(
            p for p in parties_of(ending.agreement) if p.organisation_id == tree.department.pk
        )
        return api.answer_ending(
            actor=actor or tuan, ending=ending, party=party, answer=answer, reason=reason,
            on=today, at=now,
        )  # fmt: skip

    return make


def work(agreement):
    rows = unscoped_work(f"agreements.{agreement.pk}.ending.")
    return {item.organisation_id: item.state for item in rows}


def test_one_side_alone_ends_nothing(running, ask, tree, tuan, today):
    ending = ask(days=0)
    running.refresh_from_db()
    assert (running.state, ending.state) == ("EFFECTIVE", EndingState.ASKED)
    assert work(running) == {tree.department.pk: "OPEN"}
    assert "agreements.ending_asked" in told(tuan)


def test_with_the_consent_of_all_it_ends_on_its_day(running, ask, reply, tree, today, now):
    ending = ask()
    reply(ending)
    running.refresh_from_db()
    assert running.state == "EFFECTIVE"
    assert work(running) == {tree.department.pk: "DONE"}
    day = ending.wanted_on
    for on in (day - timedelta(days=1), day, day):
        state = api.follow_the_calendar(
            actor=system_actor(today=on), agreement=running, on=on, at=now
        )
        assert state == ("TERMINATED" if on == day else "EFFECTIVE")
    running.refresh_from_db()
    assert (running.ended_on, running.end_reason) == (day, ending.reason)
    rows = AuditEntry.objects.filter(verb__startswith="agreements.")
    verbs = set(rows.values_list("verb", flat=True))
    assert {
        "agreements.ending_asked", "agreements.ending_consented", "agreements.ending_agreed",
        "agreements.terminate",
    } <= verbs  # fmt: skip


def test_a_refusal_closes_it_and_the_agreement_goes_on(running, ask, reply, lan, today):
    ending = ask()
    with pytest.raises(ReasonNeeded):
        reply(ending, "REFUSE")
    reply(ending, "REFUSE", "Năm học chưa xong")
    ending.refresh_from_db()
    assert (ending.state, ending.closed_reason) == (EndingState.REFUSED, "Năm học chưa xong")
    assert "agreements.ending_refused" in told(lan)
    with pytest.raises(rules.EndingSettled):
        reply(ending)
    assert ask().state == EndingState.ASKED  # the way out: a new proposal


def test_the_other_party_may_propose_and_nobody_answers_for_it(
    ask, reply, lan, tuan, far, tree, today
):
    ending = ask(actor=tuan, proposer=tree.department)
    with pytest.raises(NotAParty):
        reply(ending)
    with pytest.raises(NotAllowed):
        ask(actor=far, proposer=tree.middle)
    with pytest.raises(rules.EndingAsked):
        ask()


def test_nobody_consents_for_somebody_else(ask, reply, lan, far):
    ending = ask()
    for actor in (lan, far):
        with pytest.raises(NotAllowed):
            reply(ending, actor=actor)


def test_a_stranger_is_no_party(ask, far, tree):
    with pytest.raises(NotAParty):
        ask(actor=far, proposer=tree.far_middle)


def test_withdrawn_before_all_consent_and_not_after(ask, reply, lan, running, today, now):
    ending = ask()
    api.withdraw_ending(actor=lan, ending=ending, reason="Đã bàn lại", on=today, at=now)
    assert "OPEN" not in work(running).values()
    again = ask()
    reply(again)
    with pytest.raises(rules.EndingSettled):
        api.withdraw_ending(actor=lan, ending=again, reason="Đã bàn lại", on=today, at=now)


def test_another_day_replaces_the_agreed_one_only_with_consent(ask, reply, running):
    first, later = ask(), None
    reply(first)
    later = ask(days=60)
    assert Ending.objects.agreed().get() == first
    reply(later)
    first.refresh_from_db()
    assert first.state == EndingState.CLOSED
    assert Ending.objects.agreed().get() == later


def test_what_was_named_beforehand_is_still_to_be_done(running, lan, today, now):
    left = Duty.objects.of(running.pk).filter(state=DutyState.OPEN, due__gte=today)
    kept, lapsed = left[0], left[1]
    end_by_consent(
        actor=lan, agreement=running, ended_on=today, reason="Giải thể", on=today, at=now,
        kept=[kept.pk],
    )  # fmt: skip
    kept.refresh_from_db()
    lapsed.refresh_from_db()
    assert (kept.state, lapsed.state) == (DutyState.OPEN, DutyState.WAIVED)
    items = unscoped_work(f"agreements.{running.pk}.duty.")
    asked = {int(item.key.split(".")[3]) for item in items if item.state == "OPEN"}
    assert asked == ({kept.pk} if kept.starts <= today else set())


def test_an_agreement_over_otherwise_closes_the_question(ask, running, now):
    ending = ask(days=60)
    after = running.last_day + timedelta(days=1)
    api.follow_the_calendar(actor=system_actor(today=after), agreement=running, on=after, at=now)
    ending.refresh_from_db()
    assert ending.state == EndingState.CLOSED
    assert "OPEN" not in work(running).values()


def test_on_the_pages_from_the_proposal_to_the_answer(signed_in, running, lan, tuan, today):
    page = reverse("agreements:terminate", args=[running.pk])
    client = signed_in(lan)
    assert reverse("agreements:ending_propose", args=[running.pk]) in (
        client.get(page).content.decode()
    )
    form = reverse("agreements:ending_propose", args=[running.pk])
    values = {
        "proposer": running.drafting_id, "ground": "ALL_AGREE", "reason": "Sáp nhập chương trình",
        "wanted_on": f"{running.last_day + timedelta(days=9):%d/%m/%Y}",
        "due": f"{today:%d/%m/%Y}",
    }  # fmt: skip
    late = client.post(form, values)
    assert late.status_code == 422
    assert "Ngày chấm dứt phải sau ngày" in late.content.decode()
    values["wanted_on"] = f"{today + timedelta(days=30):%d/%m/%Y}"
    assert client.post(form, values).status_code == 302
    detail = client.get(reverse("agreements:detail", args=[running.pk])).content.decode()
    assert "Một bên đề nghị chấm dứt trước hạn" in detail
    answer = reverse("agreements:ending_answer", args=[running.pk])
    assert client.get(answer).status_code == 403  # the proposer has agreed by proposing

    other = signed_in(tuan)
    assert answer in other.get(page).content.decode()
    assert other.post(answer, {"answer": "REFUSE"}).status_code == 422
    assert other.post(answer, {"answer": "AGREE"}).status_code == 302
    assert (
        "Các bên đã thống nhất chấm dứt"
        in other.get(reverse("agreements:detail", args=[running.pk])).content.decode()
    )
