"""Real threads, real connections: the file is in one hand at a time, whatever the order."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
import pytest

from congdoan.foundation.refusal import Refusal
from congdoan.support.certificates.models import Lease, Revision
from congdoan.support.certificates.rules.leases import FieldIsFilled, FileIsHeld, LeaseLapsed
from congdoan.support.certificates.selectors.files import content_of, last_revision
from congdoan.support.certificates.services.signing import begin_signing, finish_signing
from congdoan.support.certificates.services.trust import trust
from congdoan.support.certificates.services.validating import validate


def at_once(*acts):
    barrier = Barrier(len(acts))

    def run(act):
        try:
            barrier.wait(timeout=10)
            return act()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def begin(field, by, at):
    return begin_signing(
        actor=by.actor,
        field=field,
        signer=by.signer,
        provider="test",
        credential=by.credential,
        at=at,
    )


@pytest.mark.django_db(transaction=True)
def test_of_two_signers_at_once_one_gets_the_file(start, hand, lan, minh, now):
    file = start(2)
    first, second = file.fields.all()
    hands = [hand(lan), hand(minh)]
    results = at_once(
        lambda: begin(first, hands[0], now),
        lambda: begin(second, hands[1], now),
    )
    assert sum(isinstance(one, Lease) for one in results) == 1
    assert sum(isinstance(one, FileIsHeld) for one in results) == 1
    assert Lease.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_browsers_of_one_person_give_one_signature(start, hand, lan, now):
    file = start(1)
    field = file.fields.get()
    by = hand(lan)
    lease = begin(field, by, now)
    value = by.value(lease)
    results = at_once(
        *[lambda: finish_signing(actor=lan, lease=lease, signature=value, at=now) for _ in range(2)]
    )
    assert sum(isinstance(one, Revision) for one in results) == 1
    assert sum(isinstance(one, LeaseLapsed) for one in results) == 1
    file.refresh_from_db()
    assert file.revision_count == 2


@pytest.mark.django_db(transaction=True)
def test_the_late_signer_and_the_next_one_never_both_write(start, hand, lan, minh, now):
    """The lease runs out while the signature is under way."""
    file = start(2)
    first, second = file.fields.all()
    slow, quick = hand(lan), hand(minh)
    lease = begin(first, slow, now)
    value = slow.value(lease)
    late = now + timedelta(minutes=10)
    results = at_once(
        lambda: finish_signing(actor=lan, lease=lease, signature=value, at=now),
        lambda: begin(second, quick, late),
    )
    kept = Revision.objects.filter(file=file, number=2).first()
    assert kept is None or isinstance(results[0], Revision)
    if isinstance(results[1], Lease):
        # Whoever came second stands on what the first left, or the first was thrown away.
        assert results[1].base == (2 if kept else 1)


#: One step: which of three signers, and whether they begin, finish, or let time pass.
steps = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(["begin", "finish", "wait"])), max_size=14
)


@pytest.mark.django_db
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=steps)
def test_any_order_of_beginning_finishing_and_waiting_keeps_the_chain_sound(
    start, hand, lan, minh, hoa, now, steps
):
    play = Play(start(3), [hand(lan), hand(minh), hand(hoa)], now)
    for who, what in steps:
        play.step(who, what)
    file = play.file
    file.refresh_from_db()
    assert file.revision_count == 1 + len(play.signed) == file.revisions.count()
    report = validate(content_of(last_revision(file)), trust=trust(on=now.date()), at=play.at)
    assert len(report) == 1 + len(play.signed)
    assert all(one.is_valid for one in report)


class Play:
    """Three signers and a clock; after each step what happened was what the lease allows."""

    def __init__(self, file, hands, at):
        self.file, self.hands, self.at = file, hands, at
        self.fields = list(file.fields.all())
        self.held, self.signed = {}, set()

    def step(self, who, what):
        if what == "wait":
            self.at += timedelta(minutes=6)
            return
        holder = Lease.objects.filter(file=self.file, until__gt=self.at).first()
        holds = holder is not None and holder.user_id == self.hands[who].actor.user_id
        try:
            self._begin(who) if what == "begin" else self._finish(who, holds=holds)
            assert what == "finish" or holder is None or holds
        except FileIsHeld:
            assert holder is not None
            assert not holds
        except FieldIsFilled:
            assert who in self.signed
        except LeaseLapsed:
            assert not holds

    def _begin(self, who):
        self.held[who] = begin(self.fields[who], self.hands[who], self.at)

    def _finish(self, who, *, holds):
        lease = self.held.pop(who, None)
        if lease is None:
            return
        by = self.hands[who]
        finish_signing(actor=by.actor, lease=lease, signature=by.value(lease), at=self.at)
        assert holds
        self.signed.add(who)
