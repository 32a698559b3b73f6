"""The outbox: packages are written, signed and carried, each at least once, in order for a peer."""

from collections.abc import Callable
from datetime import date, datetime
import logging

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import OperationalError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from congdoan.areas.documents.api import can_leave
from congdoan.areas.gateway.enums import Direction, Kind, PackageState, Way
from congdoan.areas.gateway.models import Package, Peer
from congdoan.areas.gateway.policies import EXCHANGE, OPERATE
from congdoan.areas.gateway.rules.identity import MOST_TRIES, next_try
from congdoan.areas.gateway.rules.refusals import NotWaitingToGo
from congdoan.areas.gateway.selectors.peers import profile_of
from congdoan.areas.gateway.services.composing import compose
from congdoan.areas.gateway.services.federation import Sent, carry
from congdoan.areas.gateway.services.folder import put_out
from congdoan.areas.gateway.services.keys import signer
from congdoan.foundation.actor import Actor
from congdoan.foundation.jobs import enqueue
from congdoan.foundation.refusal import NotAllowed, Refusal
from congdoan.kernel.audit import api as audit
from congdoan.support.edxml.api import sign_package, write_package

_log = logging.getLogger(__name__)

Clock = Callable[[], datetime]


def send_waiting(*, clock: Clock, most: int = 500) -> int:
    """
    Carry what is due, oldest first; return how many left.

    Each package is a transaction under the lock of its row: a killed worker leaves it waiting, and
    the far side knows what it has had already. Where a peer does not answer, what follows waits.
    """
    done = 0
    for _time in range(most):
        with transaction.atomic():
            package = _next(clock())
            if package is None:
                break
            done += _go(package, at=clock())
    return done


def _next(at: datetime) -> Package | None:
    earlier = Package.objects.filter(
        direction=Direction.OUT,
        peer=OuterRef("peer"),
        state=PackageState.WAITING,
        pk__lt=OuterRef("pk"),
    )
    rows = Package.objects.filter(
        Q(next_try__isnull=True) | Q(next_try__lte=at),
        ~Exists(earlier),
        direction=Direction.OUT,
        state=PackageState.WAITING,
        peer__paused=False,
    )
    locked = rows.select_for_update(of=("self",), skip_locked=True)
    return (
        locked.select_related("peer", "organisation", "document__organisation", "incoming")
        .order_by("pk")
        .first()
    )


def _go(package: Package, *, at: datetime) -> int:
    peer = package.peer
    if peer is None or _gone(package):
        return _leave(package, PackageState.CANCELLED, at=at)
    written = _written(package, peer, at=at)
    if isinstance(written, Sent):
        return _fail(package, peer, written, at=at)
    if peer.way in (Way.API, Way.FILE):
        return _leave(package, PackageState.READY, at=at)
    sent = _carry(package, peer, written, at=at)
    if not sent.done:
        return _fail(package, peer, sent, at=at)
    Peer.objects.filter(pk=peer.pk).update(last_sent_at=at, failure="")
    return _leave(package, PackageState.SENT, at=at)


def _written(package: Package, peer: Peer, *, at: datetime) -> bytes | Sent:
    """Return the package as it leaves, or why it cannot be written."""
    try:
        with transaction.atomic():
            return _content(package, peer, on=at.date(), at=at)
    except Refusal as refusal:
        return Sent(done=False, for_good=True, why=refusal.sentence)
    except OperationalError:
        raise
    except Exception:  # noqa: BLE001 - one that nobody can write must not hold up the others
        _log.exception("gateway package %s not written", package.pk)
        return Sent(done=False, why="error")


def _gone(package: Package) -> bool:
    """A document recalled before it left does not leave."""
    document = package.document
    return package.kind != Kind.REVOKE and document is not None and not can_leave(document)


def _content(package: Package, peer: Peer, *, on: date, at: datetime) -> bytes:
    """Return the package as it leaves; written once, the same at every try."""
    if package.path and default_storage.exists(package.path):
        with default_storage.open(package.path) as kept:
            content: bytes = kept.read()
            return content
    profile = profile_of(peer, on=on)
    message = compose(package, profile, on=on)
    key = signer()
    content = sign_package(message, profile, key[0]) if key else write_package(message, profile)
    path = f"gateway/{at:%Y/%m/%d}/{package.pk}-{package.key[:16]}.edxml"
    package.path = default_storage.save(path, ContentFile(content))
    package.size = len(content)
    package.verdict = "SOUND" if key else "NONE"
    package.save(update_fields=["path", "size", "verdict"])
    return content


def _carry(package: Package, peer: Peer, content: bytes, *, at: datetime) -> Sent:
    if peer.way == Way.FEDERATION:
        return carry(peer, content, at=at)
    try:
        put_out(peer, package, content)
    except OSError as fault:
        return Sent(done=False, why=type(fault).__name__)
    return Sent(done=True)


def _leave(package: Package, state: PackageState, *, at: datetime) -> int:
    package.state, package.moved_at, package.failure = state, at, ""
    package.next_try = None
    package.attempts += 1
    package.save(update_fields=["state", "moved_at", "failure", "next_try", "attempts"])
    return 1


_WORDS = {
    "error": _("lỗi khi lập gói tin; hãy báo quản trị hệ thống"),
    "no key": _("hệ thống chưa có khóa ký; quản trị lập khóa ở trang Liên thông"),
    "FileNotFoundError": _("chưa đặt thư mục theo dõi (CONGDOAN_GATEWAY_FOLDER)"),
    "PermissionError": _("không được ghi vào thư mục theo dõi"),
    "ConnectionError": _("không nối được tới địa chỉ bên kia"),
    "ConnectTimeout": _("bên kia không trả lời"),
    "ReadTimeout": _("bên kia không trả lời"),
    "SSLError": _("chứng thư HTTPS của bên kia không phải chứng thư đã ghim"),
}


def _said(sent: Sent) -> str:
    """A refusal is a sentence already; what the wire says is put in one."""
    if sent.for_good:
        return sent.why
    words = _("không gửi được ({why}); hệ thống tự thử lại, nếu vẫn lỗi hãy báo quản trị hai bên")
    return str(words).format(why=sent.why)


def _fail(package: Package, peer: Peer, sent: Sent, *, at: datetime) -> int:
    """Wait and try again, longer each time; give up for good where it is useless."""
    package.attempts += 1
    package.failure = str(_WORDS.get(sent.why) or _said(sent))[:500]
    again = None if sent.for_good else next_try(package.attempts, at)
    package.next_try = again
    package.state = PackageState.WAITING if again else PackageState.FAILED
    package.save(update_fields=["attempts", "failure", "next_try", "state"])
    Peer.objects.filter(pk=peer.pk).update(failure=package.failure)
    return 0


@transaction.atomic
def send_again(*, actor: Actor, package: Package, at: datetime) -> None:
    """:raises NotWaitingToGo: for what left, or is not to leave any more"""
    package = _held(actor, package)
    if not package.can_go_again:
        raise NotWaitingToGo(state=package.get_state_display())
    package.state, package.next_try, package.attempts = PackageState.WAITING, at, 0
    # Written anew: what was mended since (key, profile, file) is why it is sent again.
    package.path, package.size = "", 0
    package.save(update_fields=["state", "next_try", "attempts", "path", "size"])
    enqueue("gateway.send", key="gateway.send")
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
