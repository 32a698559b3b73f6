"""Real threads, real connections, real commits: two browsers at once."""

from concurrent.futures import ThreadPoolExecutor
from itertools import product
from threading import Barrier

from django.db import connection
import pytest

from congdoan.foundation.refusal import Refusal
from congdoan.kernel.access.api import actor_for
from congdoan.kernel.accounts.models import User
from congdoan.support.certificates.api import (
    Account,
    FieldKind,
    FileIsHeld,
    Lease,
    current_lease,
    provider,
)
from congdoan.support.signing.models import Packet, Signature
from congdoan.support.signing.rules.slots import AlreadySigned, PacketClosed, WrongTurn
from congdoan.support.signing.selectors.signed_files import file_of
from congdoan.support.signing.services.certificates import begin_with_certificate, lend_to_sign
from congdoan.support.signing.services.closing import decline_slot, void_packet
from congdoan.support.signing.services.opening import AlreadyGoingRound, SlotPlan

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


#: Every way to give three parties turns without a gap: 1-1-1, 1-1-2, 2-1-3 …
_TURNS = product((1, 2, 3), repeat=3)
ORDERS = [turns for turns in _TURNS if set(turns) == set(range(1, max(turns) + 1))]


def in_order(send_round, tree, turns, number):
    parties = (tree.middle, tree.leaf, tree.department)
    plans = [SlotPlan(one, turn=turn) for one, turn in zip(parties, turns, strict=True)]
    return send_round(subject_id=number, ordered=True, plans=plans)


def test_all_signing_at_once_sign_in_turn_whatever_the_order(send_round, sign, fresh, tree):
    """Each burst, everybody left tries: the turns that come out never go backwards."""
    for number, turns in enumerate(ORDERS, start=1):
        round_ = in_order(send_round, tree, turns, number)
        places = {(slot.organisation_id): slot for slot in round_.slots}
        cast = {tree.middle: round_.lan, tree.leaf: round_.minh, tree.department: round_.director}
        left = {places[party.pk]: actor for party, actor in cast.items()}
        for _burst in range(max(turns)):
            results = at_once(
                *[lambda s=slot, a=actor: sign(fresh(a), s) for slot, actor in left.items()]
            )
            assert all(isinstance(one, Signature | WrongTurn) for one in results), (turns, results)
            assert any(isinstance(one, Signature) for one in results), turns
            done = set(Signature.objects.values_list("slot", flat=True))
            left = {slot: actor for slot, actor in left.items() if slot.pk not in done}
            if not left:
                break
        assert Packet.objects.get(pk=round_.packet.pk).state == "COMPLETE"
        rows = Signature.objects.filter(slot__packet=round_.packet).order_by("pk")
        came = list(rows.values_list("slot__turn", flat=True))
        assert came == sorted(came), turns


@pytest.mark.parametrize("outside", [False, True])
def test_nobody_takes_the_file_out_of_turn(
    send_round, fresh, tree, today, now, settings, tmp_path, outside
):
    """Three reach for the file at once: one of the first turn holds it, nobody else ever does."""
    settings.HOME = tmp_path
    for number, turns in enumerate([(1, 1, 2), (2, 1, 1), (1, 2, 3)], start=1):
        round_ = in_order(send_round, tree, turns, number)
        cast = {tree.middle: round_.lan, tree.leaf: round_.minh, tree.department: round_.director}
        by_party = {slot.organisation_id: slot for slot in round_.slots}

        def take(actor, slot):
            who = {"actor": actor, "slot": slot, "kind": FieldKind.PERSON, "on": today, "at": now}
            if outside:
                return lend_to_sign(**who)
            key = provider("test")
            account = Account(actor.name, f"person-{actor.user_id}", is_seal=False, at=now)
            chosen = key.get_certificates(account)[0]
            return begin_with_certificate(**who, provider=key.code, credential=chosen)

        results = at_once(
            *[
                lambda s=by_party[party.pk], a=actor: take(fresh(a), s)
                for party, actor in cast.items()
            ]
        )
        assert all(isinstance(one, Lease | WrongTurn | FileIsHeld) for one in results), results
        assert sum(isinstance(one, Lease) for one in results) == 1
        held = current_lease(file_of(round_.packet), at=now)
        holder = next(s for s in round_.slots if held.field.name == f"NguoiKy{s.number}")
        assert holder.turn == 1
