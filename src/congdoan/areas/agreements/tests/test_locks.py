"""Signing and reopening agreements of the same parties at once: nobody waits crosswise."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from django.db import connection
import pytest

from congdoan.areas.agreements import api
from congdoan.areas.agreements.models import Agreement
from congdoan.areas.agreements.selectors.agreements import parties_of
from congdoan.areas.agreements.tests.test_signing import sign
from congdoan.foundation.refusal import Refusal
from congdoan.kernel.access.api import actor_for
from congdoan.kernel.accounts.models import User
from congdoan.support.signing import api as signing

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Run the acts in one moment, each on its own connection; a deadlock comes out of here."""
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
def going(make_draft, lan, tuan, tree, today, now):
    """Three agreements of the same two parties, all going round for signatures."""

    def send(title):
        draft = make_draft(title=title)
        api.send_out(actor=lan, agreement=draft, due=today + timedelta(days=9), on=today, at=now)
        draft.refresh_from_db()
        party = next(p for p in parties_of(draft) if p.organisation_id == tree.department.pk)
        api.say(actor=tuan, agreement=draft, party=party, kind="NO_OPINION", at=now)
        api.finish_reply(actor=tuan, agreement=draft, party=party, on=today, at=now)
        api.freeze(actor=lan, agreement=draft, on=today, at=now)
        draft.refresh_from_db()
        return draft, api.open_signing(actor=lan, agreement=draft, on=today, at=now)

    return [send(title) for title in ("Một", "Hai", "Ba")]


@pytest.mark.parametrize("attempt", range(3))
def test_parties_sign_while_the_drafter_reopens_another(going, lan, tuan, today, now, attempt):
    def fresh(actor):
        return actor_for(User.objects.get(pk=actor.user_id), today=today)

    def give(actor, packet, number):
        slot = signing.slots_of(packet)[number]
        slot.packet = packet
        return sign(fresh(actor), slot, today, now)

    (_first, one), (second, two), (_third, three) = going
    give(tuan, one, 1)
    at_once(
        lambda: give(lan, one, 0),
        lambda: give(lan, two, 0),
        lambda: give(tuan, three, 1),
        lambda: give(lan, three, 0),
        lambda: api.reopen(
            actor=fresh(lan), agreement=second, reason="Thiếu một ý", on=today, at=now
        ),
    )

    states = dict(Agreement.objects.values_list("title", "state"))
    assert (states["Một"], states["Ba"]) == ("EFFECTIVE", "EFFECTIVE")
    assert states["Hai"] == "DRAFT"
