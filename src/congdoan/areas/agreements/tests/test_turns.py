"""Who hosts a review changes only when both agree whom the turn passes between."""

import pytest

from congdoan.areas.agreements import api
from congdoan.areas.agreements.enums import TurnState
from congdoan.areas.agreements.rules import rota
from congdoan.foundation.refusal import NotAllowed
from congdoan.support.notifications.api import inbox
from congdoan.support.worklist.api import unscoped_work

pytestmark = pytest.mark.django_db


def told(actor):
    return set(inbox(actor).values_list("kind", flat=True))


@pytest.fixture
def propose(review, lan, tree, today, now):
    def make(actor=None, organisation=None, host=None, reason="Bận đại hội"):
        return api.propose_host(
            actor=actor or lan,
            review=review,
            organisation=organisation or tree.middle,
            host=host or tree.department,
            reason=reason,
            on=today,
            at=now,
        )

    return make


@pytest.fixture
def answer(today, now):
    def make(change, actor, organisation, *, agree=True, reason=""):
        return api.answer_host(
            actor=actor, change=change, organisation=organisation, agree=agree, reason=reason,
            on=today, at=now,
        )  # fmt: skip

    return make


def asked_work(review):
    rows = unscoped_work(f"agreements.{review.agreement_id}.review.{review.pk}.turn.")
    return {row.organisation_id: row.state for row in rows}


def test_it_stays_until_the_other_agrees(propose, answer, review, lan, tuan, tree):
    change = propose()
    review.refresh_from_db()
    assert review.host_id == tree.middle.pk
    assert asked_work(review) == {tree.department.pk: "OPEN"}
    assert "agreements.host_asked" in told(tuan)
    with pytest.raises(rota.NotAsked):
        answer(change, lan, tree.middle)
    with pytest.raises(NotAllowed):
        answer(change, lan, tree.department)
    answer(change, tuan, tree.department)
    review.refresh_from_db()
    assert (review.host_id, review.host_reason) == (tree.department.pk, "Bận đại hội")
    assert "OPEN" not in asked_work(review).values()


def test_a_refusal_leaves_the_turn_and_says_why(propose, answer, review, lan, tuan, tree):
    change = propose()
    with pytest.raises(rota.HostReasonNeeded):
        answer(change, tuan, tree.department, agree=False)
    answer(change, tuan, tree.department, agree=False, reason="Cũng bận")
    change.refresh_from_db()
    review.refresh_from_db()
    assert (change.state, change.closed_reason) == (TurnState.REFUSED, "Cũng bận")
    assert review.host_id == tree.middle.pk
    with pytest.raises(rota.HostChangeSettled):
        answer(change, tuan, tree.department)
    assert "agreements.host_refused" in told(lan)


def test_the_one_who_would_lose_the_turn_is_asked_too(propose, review, tuan, tree):
    propose(actor=tuan, organisation=tree.department)
    assert asked_work(review) == {tree.middle.pk: "OPEN"}


def test_what_is_refused(propose, lan, far, tree, today, now):
    with pytest.raises(rota.SameHost):
        propose(host=tree.middle)
    with pytest.raises(rota.HostNotAParty):
        propose(host=tree.far_middle)
    with pytest.raises(rota.HostReasonNeeded):
        propose(reason=" ")
    with pytest.raises(NotAllowed):
        propose(actor=far)
    change = propose()
    with pytest.raises(rota.HostChangeAsked):
        propose()
    with pytest.raises(NotAllowed):
        api.withdraw_host(actor=far, change=change, on=today, at=now)
    api.withdraw_host(actor=lan, change=change, on=today, at=now)
    assert propose().state == TurnState.ASKED
