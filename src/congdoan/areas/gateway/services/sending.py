"""Carrying what waits, each package at least once, in order for a peer; and by hand."""

from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta
import logging

from django.db import transaction

from congdoan.areas.gateway.enums import PackageState, Way
from congdoan.areas.gateway.models import Package, Peer
from congdoan.areas.gateway.policies import EXCHANGE, OPERATE
from congdoan.areas.gateway.rules.identity import MOST_TRIES
from congdoan.areas.gateway.rules.refusals import BeingCarried, NotWaitingToGo
from congdoan.areas.gateway.services import federation, outbox
from congdoan.areas.gateway.services.folder import put_out
from congdoan.areas.gateway.services.keys import Keys, signer
from congdoan.areas.gateway.services.outbox import Clock, Load
from congdoan.areas.gateway.services.queueing import SEND
from congdoan.foundation.actor import Actor
from congdoan.foundation.jobs import enqueue
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.audit import api as audit

_log = logging.getLogger(__name__)

#: Peers spoken to at once: one that is slow keeps its own lane busy, and no other.
LANES = 6
#: A run takes nothing new after so long; the next one is a minute away at most.
RUN = timedelta(seconds=50)
#: Nobody on a wire answered for so long: they are left to their leases.
PATIENCE = 100.0


def send_waiting(*, clock: Clock, most: int = 500) -> int:
    """
    Carry what is due, oldest first; return how many left.

    Claimed, carried, settled (``outbox``): no transaction is open while a peer is spoken to. Where
    a peer does not answer, what follows for it waits.
    """
    keys, until = signer(), clock() + RUN
    done, left = 0, most
    under_way: dict[Future[federation.Sent], Load] = {}
    lanes = ThreadPoolExecutor(LANES, thread_name_prefix="gateway")
    try:
        while True:
            while left > 0 and len(under_way) < LANES and clock() <= until:
                package = outbox.claim(at=clock())
                if package is None:
                    break
                left -= 1
                load = outbox.prepare(package, keys, at=clock())
                if isinstance(load, Load):
                    under_way[lanes.submit(_carry, load, keys, clock())] = load
                else:
                    done += load
            over, _still = wait(under_way, timeout=PATIENCE, return_when=FIRST_COMPLETED)
            if not over:
                return done
            done += sum(_settle(under_way.pop(one), one.result(), clock()) for one in over)
    finally:
        lanes.shutdown(wait=False, cancel_futures=True)


def _carry(load: Load, keys: Keys | None, at: datetime) -> federation.Sent:
    """Hand a package over, on a lane of its own and without the database."""
    try:
        if load.peer.way == Way.FEDERATION:
            return federation.carry(load.peer, load.content, keys, at=at)
        put_out(load.peer, load.package, load.content)
    except OSError as fault:
        return federation.Sent(done=False, why=type(fault).__name__)
    except Exception:  # noqa: BLE001 - a fault of ours with one must not stop the others
        _log.exception("gateway package %s not carried", load.package.pk)
        return federation.Sent(done=False, why="error", unsure=True)
    return federation.Sent(done=True)


def _settle(load: Load, sent: federation.Sent, at: datetime) -> int:
    if sent.done:
        return int(outbox.settle(load, PackageState.SENT, at=at))
    outbox.fail(load, sent, at=at)
    return 0


@transaction.atomic
def send_again(*, actor: Actor, package: Package, at: datetime) -> None:
    """:raises NotWaitingToGo, BeingCarried: for what left, is not to leave, or is on its way"""
    package = _held(actor, package)
    if not package.can_go_again:
        raise NotWaitingToGo(state=package.get_state_display())
    if package.is_carried(at):
        raise BeingCarried
    package.state, package.next_try, package.attempts = PackageState.WAITING, at, 0
    # Written anew: what was mended since (key, profile, file) is why it is sent again.
    package.path, package.size = "", 0
    package.save(update_fields=["state", "next_try", "attempts", "path", "size"])
    enqueue(SEND, key=SEND)
    _record(actor, "sent_again", package)


@transaction.atomic
def mark_carried(*, actor: Actor, package: Package, at: datetime) -> None:
    """
    Say that a package was fetched and carried on.

    :raises NotWaitingToGo: for what is not waiting to be fetched
    """
    package = _held(actor, package)
    if package.state != PackageState.READY:
        raise NotWaitingToGo(state=package.get_state_display())
    package.state, package.moved_at = PackageState.SENT, at
    package.save(update_fields=["state", "moved_at"])
    Peer.objects.filter(packages=package).update(last_sent_at=at, failure="")
    _record(actor, "carried", package)


def _held(actor: Actor, package: Package) -> Package:
    """:raises NotAllowed: for who neither works for the unit nor runs the installation"""
    found = (
        Package.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=package.pk)
    )
    if not actor.may(OPERATE, on=None):
        if found.organisation is None:
            raise NotAllowed
        actor.require(EXCHANGE, on=found.organisation)
    return found


def _record(actor: Actor, verb: str, package: Package) -> None:
    audit.record(
        actor=actor,
        verb=f"gateway.{verb}",
        target=package,
        organisation_id=package.organisation_id,
        changes={"peer": package.peer_code, "kind": package.kind},
    )


#: For the page: how often it is tried before a person is asked.
TRIES = MOST_TRIES
