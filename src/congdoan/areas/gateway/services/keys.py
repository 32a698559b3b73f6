"""The installation's key: signs packages and requests; its certificate is handed to peers."""

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from django.db import transaction

from congdoan.areas.gateway.enums import Direction, PackageState
from congdoan.areas.gateway.models import Package, ServerKey
from congdoan.areas.gateway.policies import OPERATE
from congdoan.areas.gateway.rules.refusals import CertificateUnreadable
from congdoan.areas.gateway.selectors.peers import newest_key
from congdoan.foundation import sealing
from congdoan.foundation.actor import Actor
from congdoan.kernel.audit import api as audit
from congdoan.support.edxml.api import Signer

#: What signs, with the fingerprint it is known by.
Keys = tuple[Signer, str]
_USE = "gateway.key"
#: The peers must be given a new certificate by then.
_YEARS = timedelta(days=3 * 365)


@transaction.atomic
def make_key(*, actor: Actor, at: datetime) -> ServerKey:
    """Make a new key; the peers go on knowing the former one until they are given this one."""
    actor.require(OPERATE, on=None)
    secret = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Công Đoàn Số, liên thông")])
    start = at.astimezone(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(secret.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start - timedelta(hours=1))
        .not_valid_after(start + _YEARS)
        .sign(secret, hashes.SHA256())
    )
    pem = secret.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    key = ServerKey.objects.create(
        certificate=made.public_bytes(serialization.Encoding.PEM).decode(),
        sealed_key=sealing.seal(pem.decode(), use=_USE),
        fingerprint=made.fingerprint(hashes.SHA256()).hex(),
        made_at=at,
        valid_until=(start + _YEARS).date(),
    )
    # What has not left is signed anew.
    waiting = Package.objects.filter(direction=Direction.OUT, state=PackageState.WAITING)
    waiting.update(path="", size=0)
    audit.record(actor=actor, verb="gateway.key_made", target=key, organisation_id=None)
    return key


def signer() -> Keys | None:
    """Return the newest key with its fingerprint; None where none was made."""
    key = newest_key()
    if key is None:
        return None
    secret = sealing.unseal(key.sealed_key, use=_USE)
    return Signer(secret.encode(), key.certificate.encode()), key.fingerprint


def read_certificate(text: str) -> tuple[str, str]:
    """
    Return a certificate as clean PEM with its fingerprint; nothing stays nothing.

    :raises CertificateUnreadable: for what is none
    """
    if not text.strip():
        return "", ""
    try:
        found = x509.load_pem_x509_certificate(text.strip().encode())
    except ValueError:
        raise CertificateUnreadable from None
    pem = found.public_bytes(serialization.Encoding.PEM).decode()
    return pem, found.fingerprint(hashes.SHA256()).hex()
