"""Real threads, real connections, real commits: two browsers at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection
import pytest

from congdoan.foundation.refusal import Refusal
from congdoan.kernel.access.api import actor_for
from congdoan.kernel.accounts.models import User
from congdoan.support.signing.models import Packet, Signature
from congdoan.support.signing.rules.slots import AlreadySigned, PacketClosed
from congdoan.support.signing.services.closing import decline_slot, void_packet
from congdoan.support.signing.services.opening import AlreadyGoingRound

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Run the acts at the same moment, each on its own connection; return results or refusals."""
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


@pytest.fixture
def fresh(today):
    """An actor of its own per thread: nothing is shared but the database."""
    return lambda actor: actor_for(User.objects.get(pk=actor.user_id), today=today)


def test_two_browsers_signing_one_slot_give_one_signature(send_round, sign, fresh):
    round_ = send_round()
    slot = round_.slots[0]
    results = at_once(
        *[lambda key=key: sign(fresh(round_.lan), slot, key=key) for key in ("a", "b", "c")]
    )
    assert sum(isinstance(one, Signature) for one in results) == 1
    assert sum(isinstance(one, AlreadySigned) for one in results) == 2
    assert Signature.objects.count() == 1


def test_a_double_click_gives_the_same_signature_twice(send_round, sign, fresh):
    round_ = send_round()
    slot = round_.slots[0]
    results = at_once(*[lambda: sign(fresh(round_.lan), slot, key="mot-lan")] * 2)
    assert results[0] == results[1]
    assert Signature.objects.count() == 1


def test_the_last_two_signatures_at_once_complete_the_packet(send_round, sign, fresh):
    round_ = send_round()
    sign(round_.director, round_.slots[2])
    results = at_once(
        lambda: sign(fresh(round_.lan), round_.slots[0]),
        lambda: sign(fresh(round_.minh), round_.slots[1]),
    )
    assert all(isinstance(one, Signature) for one in results)
    assert Packet.objects.get(pk=round_.packet.pk).state == "COMPLETE"


@pytest.mark.parametrize("attempt", range(3))
def test_voiding_while_signing_leaves_no_doubt(send_round, sign, fresh, now, attempt):
    round_ = send_round()
    signed, voided = at_once(
        lambda: sign(fresh(round_.lan), round_.slots[0]),
        lambda: void_packet(actor=fresh(round_.clerk), packet=round_.packet, reason="sửa", at=now),
    )
    assert isinstance(voided, Packet)
    assert Packet.objects.get(pk=round_.packet.pk).state == "VOID"
    # Either the signature came first and was collected, or it was refused.
    assert isinstance(signed, Signature | PacketClosed)
    assert Signature.objects.count() == isinstance(signed, Signature)


def test_declining_and_the_last_signature_at_once(send_round, sign, fresh, today, now):
    round_ = send_round()
    sign(round_.director, round_.slots[2])
    sign(round_.minh, round_.slots[1])
    at_once(
        lambda: sign(fresh(round_.lan), round_.slots[0]),
        lambda: decline_slot(
            actor=fresh(round_.lan), slot=round_.slots[0], reason="chưa rõ", on=today, at=now
        ),
    )
    packet = Packet.objects.get(pk=round_.packet.pk)
    all_signed = Signature.objects.count() == 3
    assert packet.state == ("COMPLETE" if all_signed else "RETURNED")


def test_one_subject_is_sent_round_once_by_two_clerks(send_round):
    results = at_once(send_round, send_round)
    assert sum(isinstance(one, AlreadyGoingRound) for one in results) == 1
    assert Packet.objects.count() == 1
