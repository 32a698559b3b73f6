"""
The outbox's rows, each for one worker at a time: claimed, written, carried by others, settled.

A claim is a lease in the row, committed before anything goes over a wire; no lock is held while it
does. A worker that dies leaves a lease that runs out, and the package is taken up again: the far
side knows its key. A worker that slept through its lease settles nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
import logging
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import OperationalError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from congdoan.areas.documents.api import can_leave
from congdoan.areas.gateway.enums import Direction, Kind, PackageState, Way
from congdoan.areas.gateway.models import Package, Peer
from congdoan.areas.gateway.rules.identity import next_try
from congdoan.areas.gateway.selectors.peers import profile_of
from congdoan.areas.gateway.services.composing import compose
from congdoan.areas.gateway.services.federation import Sent
from congdoan.areas.gateway.services.keys import Keys
from congdoan.foundation.refusal import Refusal
from congdoan.support.edxml.api import sign_package, write_package

Clock = Callable[[], datetime]

_log = logging.getLogger(__name__)

#: Longer than a package is carried: two timeouts of the wire, and the writing before.
LEASE = timedelta(minutes=5)


@dataclass(frozen=True)
class Load:
    """A package one worker holds, and what it carries."""

    package: Package
    content: bytes = b""

    @property
    def peer(self) -> Peer:
        assert self.package.peer is not None  # noqa: S101 - claimed by its peer
        return self.package.peer


@transaction.atomic
def claim(*, at: datetime) -> Package | None:
    """Take the oldest that is due and that nobody holds; of a peer, one after the other."""
    earlier = Package.objects.filter(
        direction=Direction.OUT,
        peer=OuterRef("peer"),
        state=PackageState.WAITING,
        pk__lt=OuterRef("pk"),
    )
    rows = Package.objects.filter(
        Q(next_try__isnull=True) | Q(next_try__lte=at),
        Q(leased_until__isnull=True) | Q(leased_until__lte=at),
        ~Exists(earlier),
        direction=Direction.OUT,
        state=PackageState.WAITING,
        peer__paused=False,
    )
    locked = rows.select_for_update(of=("self",), skip_locked=True)
    found = (
        locked.select_related("peer", "organisation", "document__organisation", "incoming")
        .order_by("pk")
        .first()
    )
    if found is None:
        return None
    found.lease, found.leased_until = uuid4(), at + LEASE
    found.save(update_fields=["lease", "leased_until"])
    return found


def prepare(package: Package, keys: Keys | None, *, at: datetime) -> Load | bool:
    """
    Write what a claimed package carries; settle it at once where nothing is to be carried.

    Returns the load, or whether the package went its way.
    """
    load = Load(package)
    if _gone(package):
        return settle(load, PackageState.CANCELLED, at=at)
    written = _written(load, keys, at=at)
    if isinstance(written, Sent):
        fail(load, written, at=at)
        return False
    if load.peer.way in (Way.API, Way.FILE):
        return settle(load, PackageState.READY, at=at)
    # From here on it may be there, whatever becomes of this worker.
    Package.objects.filter(pk=package.pk, lease=package.lease).update(unsure=True)
    return Load(package, written)


def _gone(package: Package) -> bool:
    """A document recalled before it left does not leave; one that is asked back must be there."""
    document = package.document
    if package.kind == Kind.REVOKE or document is None or can_leave(document):
        return False
    revoked = Package.objects.filter(
        direction=Direction.OUT,
        kind=Kind.REVOKE,
        document=document,
        receiver=package.receiver_id,
    )
    return not revoked.exists()


def _written(load: Load, keys: Keys | None, *, at: datetime) -> bytes | Sent:
    """Return the package as it leaves, or why it cannot be written."""
    try:
        with transaction.atomic():
            return _content(load, keys, at=at)
    except Refusal as refusal:
        return Sent(done=False, for_good=True, why=refusal.sentence)
    except OperationalError:
        raise
    except Exception:  # noqa: BLE001 - one that nobody can write must not hold up the others
        _log.exception("gateway package %s not written", load.package.pk)
        return Sent(done=False, why="error")


def _content(load: Load, keys: Keys | None, *, at: datetime) -> bytes:
    """Return the package as it leaves; written once, the same at every try."""
    package = load.package
    if package.path and default_storage.exists(package.path):
        with default_storage.open(package.path) as kept:
            content: bytes = kept.read()
            return content
    profile = profile_of(load.peer, on=at.date())
    message = compose(package, profile, on=at.date())
    content = sign_package(message, profile, keys[0]) if keys else write_package(message, profile)
    path = f"gateway/{at:%Y/%m/%d}/{package.pk}-{package.key[:16]}.edxml"
    Package.objects.filter(pk=package.pk, lease=package.lease).update(
        path=default_storage.save(path, ContentFile(content)),
        size=len(content),
        verdict="SOUND" if keys else "NONE",
    )
    return content


def _held(load: Load) -> Package | None:
    """Return the row while it is ours; None when another took it up meanwhile."""
    rows = Package.objects.select_for_update(of=("self",))
    return rows.filter(pk=load.package.pk, lease=load.package.lease).first()


@transaction.atomic
def settle(load: Load, state: PackageState, *, at: datetime) -> bool:
    """Write down that a package left, or does not leave any more; False when it is not ours."""
    package = _held(load)
    if package is None:
        return False
    package.state, package.moved_at, package.failure = state, at, ""
    package.next_try, package.unsure = None, False
    _let_go(package)
    package.save(update_fields=["moved_at", *_SETTLED])
    if state == PackageState.SENT:
        Peer.objects.filter(pk=load.peer.pk).update(last_sent_at=at, failure="")
    return True


@transaction.atomic
def fail(load: Load, sent: Sent, *, at: datetime) -> bool:
    """Wait and try again, longer each time; give up for good where it is useless."""
    package = _held(load)
    if package is None:
        return False
    package.failure = str(_WORDS.get(sent.why) or _said(sent))[:500]
    _let_go(package)
    again = None if sent.for_good else next_try(package.attempts, at)
    package.next_try, package.unsure = again, sent.unsure
    package.state = PackageState.WAITING if again else PackageState.FAILED
    package.save(update_fields=_SETTLED)
    Peer.objects.filter(pk=load.peer.pk).update(failure=package.failure)
    return True


_SETTLED = ["attempts", "failure", "lease", "leased_until", "next_try", "state", "unsure"]


def _let_go(package: Package) -> None:
    package.attempts += 1
    package.lease, package.leased_until = None, None


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
