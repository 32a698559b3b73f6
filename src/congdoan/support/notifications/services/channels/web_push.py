"""Web push: encrypted for one browser (RFC 8291), signed by this installation (RFC 8292)."""

import base64
from collections.abc import Mapping
from datetime import datetime, timedelta
import json
import os
from urllib.parse import urlsplit, urlunsplit

from cryptography.hazmat.primitives import hashes, hmac, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.translation import gettext_lazy as _
from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from congdoan.support.notifications.enums import Channel, Fault
from congdoan.support.notifications.services.channels.http import Answer, Line, by_status
from congdoan.support.notifications.services.channels.interface import (
    TAKEN,
    Message,
    Outcome,
    Result,
    Setting,
)

#: Where browsers have their push services; the address comes from a browser, so it is not believed.
SERVICES = (
    "fcm.googleapis.com updates.push.services.mozilla.com .push.services.mozilla.com "
    ".notify.windows.com .push.apple.com"
)
_DAY = "86400"
_RECORD = 4096


class WebPush:
    channel = Channel.PUSH
    #: A waiting message gives way to its twin (Topic), a shown one is replaced (tag).
    repeatable = True
    lanes = 8
    settings = (
        Setting(
            "contact",
            _("Thư điện tử của quản trị"),
            _("Dịch vụ đẩy của trình duyệt viết tới đây khi có sự cố."),
        ),
        Setting(
            "services",
            _("Máy chủ đẩy được phép"),
            _("Tên máy, cách nhau bằng dấu cách; dấu chấm đầu: mọi tên con."),
            initial=SERVICES,
        ),
    )

    def open(self, chosen: Mapping[str, str], *, at: datetime) -> "PushSession":
        return PushSession(chosen, at=at)

    def key_refused(self, *, at: datetime) -> None:
        pass


class PushSession:
    def __init__(self, chosen: Mapping[str, str], *, at: datetime) -> None:
        self._line = Line(repeatable=True)
        self._chosen, self._at = chosen, at
        self._key = read_private(chosen["private"])
        self._signed: dict[str, str] = {}

    def send(self, message: Message) -> Outcome:
        device = json.loads(message.address)
        endpoint = device["endpoint"]
        if not is_service(endpoint, self._chosen["services"]):
            return Outcome(Result.NEVER, Fault.ADDRESS, "unknown push service", lost=True)
        shown = {"title": message.title, "url": _inside(message.url), "tag": message.key}
        try:
            body = encrypt(
                json.dumps(shown, ensure_ascii=False).encode(),
                public=decode(device["p256dh"]),
                auth=decode(device["auth"]),
            )
        except (ValueError, KeyError):
            return Outcome(Result.NEVER, Fault.ADDRESS, "unreadable key", lost=True)
        answer = self._line.post(endpoint, data=body, headers=self._headers(endpoint, message.key))
        return answer if isinstance(answer, Outcome) else _read(answer)

    def _headers(self, endpoint: str, key: str) -> dict[str, str]:
        parts = urlsplit(endpoint)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._signed:
            self._signed[origin] = self._vapid(origin)
        return {
            "Authorization": self._signed[origin],
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": _DAY,
            "Topic": key.replace("-", ""),
        }

    def _vapid(self, origin: str) -> str:
        claims = {
            "aud": origin,
            "exp": int((self._at + timedelta(hours=12)).timestamp()),
            "sub": f"mailto:{self._chosen['contact']}",
        }
        head = encode(json.dumps({"typ": "JWT", "alg": "ES256"}).encode())
        text = f"{head}.{encode(json.dumps(claims).encode())}"
        r, s = decode_dss_signature(self._key.sign(text.encode(), ec.ECDSA(hashes.SHA256())))
        signature = encode(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
        return f"vapid t={text}.{signature}, k={encode(_point(self._key.public_key()))}"

    def close(self) -> None:
        self._line.close()


def _read(answer: Answer) -> Outcome:
    if answer.status in {200, 201, 202}:
        return TAKEN
    plain = by_status(answer)
    if plain is not None:
        return plain
    # 403: made for an earlier key of ours; 404 and 410: the browser is gone.
    lost = answer.status in {403, 404, 410}
    fault = Fault.ADDRESS if lost else Fault.REFUSED
    return Outcome(Result.NEVER, fault, str(answer.status), lost=lost)


def _inside(url: str) -> str:
    """Return the address inside the product: path, question and place on the page."""
    parts = urlsplit(url)
    return urlunsplit(("", "", parts.path, parts.query, parts.fragment))


def is_service(endpoint: str, services: str) -> bool:
    """Tell whether an address leads to a push service the operator allows."""
    if "\\" in endpoint or not endpoint.isprintable() or " " in endpoint:
        return False
    try:
        # The parser of the library that connects: another might read another host.
        parts = parse_url(endpoint)
    except LocationParseError:
        return False
    host = (parts.host or "").lower()
    named = services.lower().split()
    known = any(host == one or (one[0] == "." and host.endswith(one)) for one in named)
    here = host == "127.0.0.1"
    plain = parts.auth is None and (here or parts.port in {None, 443})
    return known and plain and (parts.scheme == "https" or here)


def new_private() -> str:
    """Return a new key of the installation, as it is kept."""
    key = ec.generate_private_key(ec.SECP256R1())
    return encode(key.private_numbers().private_value.to_bytes(32, "big"))


def read_private(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(decode(text), "big"), ec.SECP256R1())


def public_of(private: str) -> str:
    """Return what browsers are given to know this installation by."""
    return encode(_point(read_private(private).public_key()))


def encrypt(
    text: bytes,
    *,
    public: bytes,
    auth: bytes,
    salt: bytes | None = None,
    own: ec.EllipticCurvePrivateKey | None = None,
) -> bytes:
    """
    Return ``text`` as one ``aes128gcm`` record for a browser; ``salt`` and ``own`` for tests.

    :raises ValueError: when the browser's key is none, or the text is longer than a record
    """
    if len(auth) != 16 or len(text) > _RECORD - 103:
        raise ValueError
    salt, own = salt or os.urandom(16), own or ec.generate_private_key(ec.SECP256R1())
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public)
    ours = _point(own.public_key())
    secret = _hmac(auth, own.exchange(ec.ECDH(), theirs))
    material = _hmac(secret, b"WebPush: info\0" + public + ours + b"\1")
    pseudo = _hmac(salt, material)
    key = _hmac(pseudo, b"Content-Encoding: aes128gcm\0\1")[:16]
    nonce = _hmac(pseudo, b"Content-Encoding: nonce\0\1")[:12]
    head = salt + _RECORD.to_bytes(4, "big") + bytes([len(ours)]) + ours
    return head + AESGCM(key).encrypt(nonce, text + b"\2", None)


def _hmac(key: bytes, data: bytes) -> bytes:
    made = hmac.HMAC(key, hashes.SHA256())
    made.update(data)
    return made.finalize()


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )


def encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
