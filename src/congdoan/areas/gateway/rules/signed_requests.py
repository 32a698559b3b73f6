"""
HTTP Message Signatures (RFC 9421), the one shape we send and take.

Covered are method, authority, path, type and digest of the body; the parameters carry the moment,
a nonce, the key's fingerprint and the algorithm. Whatever is not in this shape is refused.
"""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
import re

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509 import load_pem_x509_certificate

_COVERED = ("@method", "@authority", "@path", "content-type", "content-digest")
_INPUT = re.compile(
    r'cds=\("@method" "@authority" "@path" "content-type" "content-digest"\)'
    r';created=(\d{1,12});nonce="([A-Za-z0-9_-]{16,64})";keyid="([0-9a-f]{64})"'
    r';alg="rsa-v1_5-sha256"'
)
_DIGEST = re.compile(r"sha-256=:([A-Za-z0-9+/=]{44}):")
_SIGNATURE = re.compile(r"cds=:([A-Za-z0-9+/=]+):")


@dataclass(frozen=True)
class Request:
    method: str
    authority: str
    path: str
    content_type: str
    digest: bytes

    @property
    def content_digest(self) -> str:
        return f"sha-256=:{base64.b64encode(self.digest).decode()}:"


@dataclass(frozen=True)
class Claim:
    """What a request says of itself; believed once ``holds`` said so."""

    created: int
    nonce: str
    fingerprint: str
    parameters: str
    signature: bytes


def _base(request: Request, parameters: str) -> bytes:
    values = (
        request.method.upper(),
        request.authority.lower(),
        request.path,
        request.content_type,
        request.content_digest,
    )
    lines = [f'"{name}": {value}' for name, value in zip(_COVERED, values, strict=True)]
    return "\n".join([*lines, f'"@signature-params": {parameters}']).encode()


def signed_headers(
    request: Request, *, created: int, nonce: str, fingerprint: str, key: bytes
) -> dict[str, str]:
    """Return the headers that sign a request."""
    covered = " ".join(f'"{name}"' for name in _COVERED)
    parameters = (
        f'({covered});created={created};nonce="{nonce}";keyid="{fingerprint}";alg="rsa-v1_5-sha256"'
    )
    secret = load_pem_private_key(key, password=None)
    if not isinstance(secret, rsa.RSAPrivateKey):
        raise TypeError
    made = secret.sign(_base(request, parameters), padding.PKCS1v15(), hashes.SHA256())
    return {
        "Content-Type": request.content_type,
        "Content-Digest": request.content_digest,
        "Signature-Input": f"cds={parameters}",
        "Signature": f"cds=:{base64.b64encode(made).decode()}:",
    }


def claim_of(headers: Mapping[str, str]) -> Claim | None:
    """Read who says to have signed; None for what is not in our shape."""
    said = headers.get("Signature-Input", "")
    found, signature = (
        _INPUT.fullmatch(said),
        _SIGNATURE.fullmatch(headers.get("Signature", "")),
    )
    if found is None or signature is None:
        return None
    try:
        content = base64.b64decode(signature.group(1), validate=True)
    except binascii.Error:
        return None
    return Claim(
        created=int(found.group(1)),
        nonce=found.group(2),
        fingerprint=found.group(3),
        parameters=said.removeprefix("cds="),
        signature=content,
    )


def digest_in(headers: Mapping[str, str]) -> bytes:
    """Return the digest of the body that the headers name; empty for what is not in our shape."""
    found = _DIGEST.fullmatch(headers.get("Content-Digest", ""))
    try:
        return base64.b64decode(found.group(1), validate=True) if found else b""
    except binascii.Error:
        return b""


def holds(request: Request, claim: Claim, *, digest_said: str, certificate: str) -> bool:
    """Tell whether the request is as it was signed, by the key of this certificate."""
    if digest_said != request.content_digest:
        return False
    key = load_pem_x509_certificate(certificate.encode()).public_key()
    if not isinstance(key, rsa.RSAPublicKey):
        return False
    try:
        key.verify(
            claim.signature, _base(request, claim.parameters), padding.PKCS1v15(), hashes.SHA256()
        )
    except InvalidSignature:
        return False
    return True
