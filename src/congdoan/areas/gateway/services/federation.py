"""The wire between two installations: a signed POST a package, TLS with a pinned certificate."""

from dataclasses import dataclass
from datetime import datetime, timedelta
import hashlib
from http import HTTPStatus
import io
import json
import secrets
import ssl
from typing import IO, Any
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import NewConnectionError

from congdoan.areas.gateway.models import Nonce, Package, Peer
from congdoan.areas.gateway.rules.refusals import (
    OutOfTime,
    Replayed,
    SignatureWrong,
    Unsigned,
)
from congdoan.areas.gateway.rules.signed_requests import (
    Request,
    claim_of,
    digest_in,
    holds,
    signed_headers,
)
from congdoan.areas.gateway.selectors.peers import peers_signing_as
from congdoan.areas.gateway.services.keys import Keys
from congdoan.areas.gateway.services.taking import take_package
from congdoan.kernel.access.api import system_actor
from congdoan.support.edxml.api import PackageTooLarge, Signer

CONTENT_TYPE = "application/xml"
PATH = "/lien-thong/nhan/"
#: Clocks may differ by so much; a nonce is remembered longer than that.
MINUTES = 5
_KEPT = timedelta(minutes=3 * MINUTES)
_TIMEOUT = (10, 60)
_LONGEST = 120 * 1024 * 1024
_ANSWER = 16 * 1024
#: What the other side will say again and again: nothing to try once more.
_FOR_GOOD = frozenset(
    {
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
    }
)


@dataclass(frozen=True)
class Sent:
    """How a package left: done, refused for good, or to be tried again."""

    done: bool
    for_good: bool = False
    why: str = ""
    #: It set out: the other side may have it all the same.
    unsure: bool = False


class _Pinned(HTTPAdapter):
    """Believes one certificate (or authority) and no other."""

    def __init__(self, pem: str) -> None:
        self.context = ssl.create_default_context(cadata=pem)
        # The certificate itself may be pinned, not only who issued it.
        self.context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> Any:
        return super().init_poolmanager(*args, ssl_context=self.context, **kwargs)

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        """Leave the context alone: the bundle of the machine must not be added to it."""


def carry(peer: Peer, content: bytes, keys: Keys | None, *, at: datetime) -> Sent:
    """Hand a package to the peer's installation; whatever goes wrong is an answer."""
    if keys is None:
        return Sent(done=False, why="no key")
    try:
        return _posted(peer, content, *keys, at=at)
    except (requests.RequestException, ssl.SSLError, OSError, ValueError) as fault:
        return Sent(done=False, why=type(fault).__name__, unsure=_set_out(fault))


def _set_out(fault: Exception) -> bool:
    """Tell whether anything went over the wire before it broke."""
    if isinstance(fault, requests.ConnectTimeout | requests.exceptions.SSLError | ValueError):
        return False
    said = fault.args[0] if fault.args else None
    return not isinstance(getattr(said, "reason", said), NewConnectionError)


def _posted(peer: Peer, content: bytes, key: Signer, fingerprint: str, *, at: datetime) -> Sent:
    parts = urlsplit(peer.address)
    request = Request(
        method="POST",
        authority=parts.netloc,
        path=PATH,
        content_type=CONTENT_TYPE,
        digest=hashlib.sha256(content).digest(),
    )
    headers = signed_headers(
        request,
        created=int(at.timestamp()),
        nonce=secrets.token_urlsafe(24),
        fingerprint=fingerprint,
        key=key.key,
    )
    session = requests.Session()
    session.trust_env = False
    session.mount("https://", _Pinned(peer.authority))
    with session:
        answer = session.post(
            f"https://{parts.netloc}{PATH}",
            data=content,
            headers=headers,
            timeout=_TIMEOUT,
            allow_redirects=False,
            stream=True,
        )
        with answer:
            return _sent(answer)


def _sent(answer: requests.Response) -> Sent:
    if answer.status_code == HTTPStatus.OK:
        return Sent(done=True)
    try:
        # A problem is short; what a peer that went mad says for ever is not read.
        said = str(json.loads(answer.raw.read(_ANSWER, decode_content=True))["detail"])[:400]
    except (ValueError, KeyError, TypeError):
        said = ""
    for_good = answer.status_code in _FOR_GOOD
    broken = answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR
    why = f"HTTP {answer.status_code} {said}".strip()
    return Sent(done=False, for_good=for_good, why=why, unsure=broken)


def read_body(stream: IO[bytes], length: int) -> bytes:
    """:raises PackageTooLarge: before more than the measure was read"""
    if length > _LONGEST:
        raise PackageTooLarge(limit=_LONGEST // 1024 // 1024)
    return stream.read(min(length, _LONGEST))


def known_caller(request: Request, headers: Any, *, at: datetime) -> list[Peer]:
    """
    Return the peers whose installation signed the request; it is not taken a second time.

    :raises Unsigned, SignatureWrong, OutOfTime, Replayed: who is not believed
    """
    claim = claim_of(headers)
    if claim is None:
        raise Unsigned
    peers = peers_signing_as(claim.fingerprint)
    if not peers:
        raise Unsigned
    said = headers.get("Content-Digest", "")
    if not holds(request, claim, digest_said=said, certificate=peers[0].certificate):
        raise SignatureWrong
    if abs(at.timestamp() - claim.created) > MINUTES * 60:
        raise OutOfTime(minutes=MINUTES)
    try:
        with transaction.atomic():
            Nonce.objects.create(fingerprint=claim.fingerprint, value=claim.nonce, at=at)
    except IntegrityError:
        raise Replayed from None
    return peers


def forget_nonces(*, at: datetime) -> int:
    """Drop what is too old to be believed anyway."""
    return Nonce.objects.filter(at__lt=at - _KEPT).delete()[0]


def take_signed(asked: Any, *, at: datetime) -> Package:
    """
    Take what another installation hands in.

    :raises Unsigned, SignatureWrong, OutOfTime, Replayed, PackageTooLarge: who is not believed
    """
    # The signature covers the digest: what a stranger sends is not read at all.
    request = Request(
        method="POST",
        authority=asked.get_host(),
        path=asked.path,
        content_type=asked.headers.get("Content-Type", ""),
        digest=digest_in(asked.headers),
    )
    peers = known_caller(request, asked.headers, at=at)
    content = read_body(asked, int(asked.META.get("CONTENT_LENGTH") or 0))
    if hashlib.sha256(content).digest() != request.digest:
        raise SignatureWrong
    actor = system_actor(today=at.date(), name="Liên thông")
    return take_package(actor=actor, stream=io.BytesIO(content), at=at, callers=peers)
