"""The installation's own seal: certifies that all places for signatures were there first."""

from functools import cache
from pathlib import Path

from asn1crypto import x509
from django.conf import settings
from django.utils.translation import gettext
from pyhanko.keys.internal import translate_pyca_cryptography_key_to_asn1
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from congdoan.foundation.refusal import Refusal
from congdoan.support.certificates.services.authority import Subject
from congdoan.support.certificates.services.trust import test_authority


class NoSeal(Refusal):
    """Hệ thống chưa có chứng thư số của mình để mở tệp ký số; hãy báo quản trị (mục Ký số)."""


class SealUnreadable(Refusal):
    """Không mở được chứng thư số của hệ thống; hãy kiểm tra tệp và mật khẩu trong cấu hình."""


def platform_seal() -> signers.SimpleSigner:
    """
    Return the configured seal, else the test one.

    :raises NoSeal, SealUnreadable:
    """
    path = settings.CERTIFICATES["seal"]
    if path:
        return _from_file(path, settings.CERTIFICATES["seal_password"])
    tests = test_authority()
    if tests is None:
        raise NoSeal
    subject = Subject(gettext("Hệ thống Công Đoàn Số (thử nghiệm)"), "MST:THU-NGHIEM-HE-THONG")
    # As old as the authority itself: training installations sign in years past.
    kept = tests.platform(subject)
    known = SimpleCertificateStore()
    known.register(tests.issuing.asn1())
    return signers.SimpleSigner(
        kept.asn1(), translate_pyca_cryptography_key_to_asn1(kept.key), known
    )


def can_certify() -> bool:
    """Tell whether PDFs can be opened for signing here at all."""
    return bool(settings.CERTIFICATES["seal"]) or test_authority() is not None


def is_for_testing() -> bool:
    """Tell whether what is signed here is worth nothing outside, and must say so on the page."""
    return not settings.CERTIFICATES["seal"] and test_authority() is not None


@cache
def _from_file(path: str, password: str) -> signers.SimpleSigner:
    try:
        with Path(path).open("rb") as file:
            signer = signers.SimpleSigner.load_pkcs12_data(
                file.read(), other_certs=[], passphrase=password.encode() or None
            )
    except OSError as missing:
        raise SealUnreadable from missing
    if signer is None:
        raise SealUnreadable
    return signer  # type: ignore[no-any-return]


def chain_of(signer: signers.Signer) -> list[x509.Certificate]:
    return list(signer.cert_registry)
