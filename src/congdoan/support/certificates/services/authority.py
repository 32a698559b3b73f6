"""
The built-in test authority: a root, a CA, a time-stamp service, OCSP and CRL, all in this process.

For demonstrations and tests. Whatever it signs is printed and shown as "chữ ký thử nghiệm".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
import json
import os
from pathlib import Path
import tempfile

from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

#: Long ago to far ahead: training installations set their clock to years past.
_BEGINS, _ENDS = datetime(2000, 1, 1, tzinfo=UTC), datetime(2060, 1, 1, tzinfo=UTC)
_LIFE = timedelta(days=3 * 365)
_SHA256 = hashes.SHA256()
_NO_PASSWORD = serialization.NoEncryption()


@dataclass(frozen=True)
class Identity:
    """A certificate and the key to it."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    def asn1(self) -> asn1_x509.Certificate:
        return asn1_x509.Certificate.load(self.der)


@dataclass(frozen=True)
class Subject:
    """Who a test certificate is for; ``identity`` as Vietnamese authorities write it."""

    name: str
    identity: str = ""
    organisation: str = ""
    for_server: bool = False


class Authority:
    """A test authority that lives in a folder; what it issued once it gives again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.root = self._standing("root", _name("CA gốc thử nghiệm"), by=None)
        self.issuing = self._standing("issuing", _name("CA thử nghiệm"), by=self.root)
        self.stamping = self._standing(
            "stamping", _name("Dấu thời gian thử nghiệm"), by=self.root, stamps=True
        )

    def issued(self, certificate: asn1_x509.Certificate) -> bool:
        return bool(certificate.issuer.dump() == self.issuing.asn1().subject.dump())

    def identity(self, name: str, subject: Subject, *, at: datetime) -> Identity:
        """Return the certificate kept under ``name``; a new one when it has none for ``at``."""
        kept = self._kept(name)
        if kept is not None and _covers(kept.certificate, subject, at):
            return kept
        return self.issue(name, subject, begins=at - timedelta(days=1), ends=at + _LIFE)

    def platform(self, subject: Subject) -> Identity:
        """Return the installation's own seal, which lives as long as the authority."""
        return self._kept("platform") or self.issue("platform", subject, begins=_BEGINS, ends=_ENDS)

    def kept(self, name: str) -> Identity:
        """:raises LookupError: when nothing was issued under ``name``"""
        identity = self._kept(name)
        if identity is None:
            raise LookupError(name)
        return identity

    def issue(self, name: str, subject: Subject, *, begins: datetime, ends: datetime) -> Identity:
        key = rsa.generate_private_key(65537, 2048)
        usage = ExtendedKeyUsageOID.SERVER_AUTH if subject.for_server else None
        made = _builder(_subject_name(subject), key, begins=begins, ends=ends)
        made = made.issuer_name(self.issuing.certificate.subject)
        made = made.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        made = made.add_extension(_key_usage(signs=True), critical=True)
        made = made.add_extension(_issuer_key(self.issuing), critical=False)
        if usage:
            made = made.add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
        identity = Identity(made.sign(self.issuing.key, _SHA256), key)
        self._keep(name, identity)
        return identity

    def revoke(self, certificate: asn1_x509.Certificate, *, at: datetime) -> None:
        revoked = self._revoked() | {f"{certificate.serial_number:x}": at.isoformat()}
        _write(self.folder / "revoked.json", json.dumps(revoked).encode())

    def evidence(
        self, certificates: Iterable[asn1_x509.Certificate], *, at: datetime
    ) -> tuple[list[asn1_ocsp.OCSPResponse], list[asn1_crl.CertificateList]]:
        """Return what our OCSP and CRL say at ``at`` about what we issued."""
        ours = [one for one in certificates if self.issued(one)]
        answers = [self._ocsp(one, at=at) for one in ours]
        lists = [self._crl(self.root, at=at), self._crl(self.issuing, at=at)]
        return answers, lists

    def _ocsp(self, certificate: asn1_x509.Certificate, *, at: datetime) -> asn1_ocsp.OCSPResponse:
        revoked = self._revoked().get(f"{certificate.serial_number:x}")
        gone = datetime.fromisoformat(revoked) if revoked else None
        issuer = self.issuing.certificate
        made = ocsp.OCSPResponseBuilder().add_response(
            cert=x509.load_der_x509_certificate(certificate.dump()),
            issuer=issuer,
            algorithm=hashes.SHA1(),  # noqa: S303 - names the certificate, protects nothing
            cert_status=ocsp.OCSPCertStatus.REVOKED if gone else ocsp.OCSPCertStatus.GOOD,
            this_update=at - timedelta(minutes=1),
            next_update=at + timedelta(days=1),
            revocation_time=gone,
            revocation_reason=x509.ReasonFlags.key_compromise if gone else None,
        )
        made = made.responder_id(ocsp.OCSPResponderEncoding.HASH, issuer)
        signed = made.sign(self.issuing.key, _SHA256)
        return asn1_ocsp.OCSPResponse.load(signed.public_bytes(serialization.Encoding.DER))

    def _crl(self, issuer: Identity, *, at: datetime) -> asn1_crl.CertificateList:
        made = x509.CertificateRevocationListBuilder().issuer_name(issuer.certificate.subject)
        made = made.last_update(at - timedelta(minutes=1)).next_update(at + timedelta(days=30))
        made = made.add_extension(_issuer_key(issuer), critical=False)
        made = made.add_extension(x509.CRLNumber(int(at.timestamp())), critical=False)
        if issuer is self.issuing:
            for serial, moment in self._revoked().items():
                entry = x509.RevokedCertificateBuilder().serial_number(int(serial, 16))
                gone = datetime.fromisoformat(moment)
                made = made.add_revoked_certificate(entry.revocation_date(gone).build())
        signed = made.sign(issuer.key, _SHA256)
        return asn1_crl.CertificateList.load(signed.public_bytes(serialization.Encoding.DER))

    def _standing(
        self, name: str, subject: x509.Name, *, by: Identity | None, stamps: bool = False
    ) -> Identity:
        kept = self._kept(name)
        if kept is not None:
            return kept
        key = rsa.generate_private_key(65537, 2048)
        made = _builder(subject, key, begins=_BEGINS, ends=_ENDS)
        made = made.issuer_name(by.certificate.subject if by else subject)
        made = made.add_extension(
            x509.BasicConstraints(ca=not stamps, path_length=None), critical=True
        )
        made = made.add_extension(_key_usage(signs=stamps), critical=True)
        if by:
            made = made.add_extension(_issuer_key(by), critical=False)
        if stamps:
            purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
            made = made.add_extension(purpose, critical=True)
        self._keep(name, Identity(made.sign(by.key if by else key, _SHA256), key))
        # Two processes may have made one each at first start: what lies there now is the one.
        return self._kept(name) or self._standing(name, subject, by=by, stamps=stamps)

    def _kept(self, name: str) -> Identity | None:
        path = self.folder / f"{name}.pem"
        if not path.exists():
            return None
        pem = path.read_bytes()
        key = serialization.load_pem_private_key(pem, None)
        if not isinstance(key, rsa.RSAPrivateKey):
            return None
        return Identity(x509.load_pem_x509_certificate(pem), key)

    def _keep(self, name: str, identity: Identity) -> None:
        form = serialization.PrivateFormat.PKCS8
        pem = identity.key.private_bytes(serialization.Encoding.PEM, form, _NO_PASSWORD)
        whole = identity.certificate.public_bytes(serialization.Encoding.PEM) + pem
        path = self.folder / f"{name}.pem"
        _write(path, whole, replace=name not in {"root", "issuing", "stamping"})

    def _revoked(self) -> dict[str, str]:
        path = self.folder / "revoked.json"
        return json.loads(path.read_bytes()) if path.exists() else {}


@cache
def authority(folder: Path) -> Authority:
    return Authority(folder)


def _write(path: Path, content: bytes, *, replace: bool = True) -> None:
    """Write whole or not at all: readers in other processes never see half a file."""
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    if replace:
        Path(name).replace(path)
        return
    try:
        os.link(name, path)
    except FileExistsError:
        pass
    finally:
        Path(name).unlink()


def _covers(certificate: x509.Certificate, subject: Subject, at: datetime) -> bool:
    in_time = certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc
    return in_time and certificate.subject == _subject_name(subject)


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Công Đoàn Số - THỬ NGHIỆM"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _subject_name(subject: Subject) -> x509.Name:
    # The standard allows 64 characters; longer names are common and every reader takes them.
    parts = [x509.NameAttribute(NameOID.COUNTRY_NAME, "VN")]
    if subject.organisation:
        parts.append(_attribute(NameOID.ORGANIZATION_NAME, subject.organisation))
    parts.append(_attribute(NameOID.COMMON_NAME, subject.name))
    if subject.identity:
        parts.append(_attribute(NameOID.USER_ID, subject.identity))
    return x509.Name(parts)


def _attribute(oid: x509.ObjectIdentifier, value: str) -> x509.NameAttribute[str]:
    return x509.NameAttribute(oid, value, _validate=False)


def _builder(
    subject: x509.Name, key: rsa.RSAPrivateKey, *, begins: datetime, ends: datetime
) -> x509.CertificateBuilder:
    made = x509.CertificateBuilder().subject_name(subject).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number())
    made = made.not_valid_before(begins).not_valid_after(ends)
    own = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    return made.add_extension(own, critical=False)


def _issuer_key(issuer: Identity) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key())


def _key_usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs,
        content_commitment=signs,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not signs,
        crl_sign=not signs,
        encipher_only=False,
        decipher_only=False,
    )
