"""Whom we believe: roots, time-stamps, revocation, algorithms. All of it settings and rules."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from asn1crypto import pem, x509
from django.conf import settings
from pyhanko.keys.internal import translate_pyca_cryptography_key_to_asn1
from pyhanko.sign.timestamps import DummyTimeStamper, TimeStamper
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.fetchers.requests_fetchers import RequestsFetcherBackend
from pyhanko_certvalidator.policy_decl import DisallowWeakAlgorithmsPolicy
from pyhanko_certvalidator.registry import SimpleCertificateStore

from congdoan.foundation.refusal import Refusal
from congdoan.kernel.rulebook.api import value
from congdoan.support.certificates.services.authority import Authority, authority

#: Seconds to wait for an authority before saying that it does not answer.
PATIENCE = 8


class NoTimeStamps(Refusal):
    """Chưa cấu hình dịch vụ cấp dấu thời gian; hãy báo quản trị hệ thống (mục Ký số)."""


@dataclass(frozen=True)
class Trust:
    """What a signature is judged by; the same for signing and for checking."""

    anchors: tuple[x509.Certificate, ...]
    others: tuple[x509.Certificate, ...]
    algorithms: DisallowWeakAlgorithmsPolicy
    tests: Authority | None
    stamp_url: str

    def stamper(self, *, at: datetime) -> TimeStamper:
        """:raises NoTimeStamps: when there is no service, nor a test one"""
        if self.stamp_url:
            return RequestsHTTPTimeStamper(self.stamp_url, timeout=PATIENCE)
        if self.tests is None:
            raise NoTimeStamps
        own = self.tests.stamping
        known = SimpleCertificateStore()
        known.register(own.asn1())
        key = translate_pyca_cryptography_key_to_asn1(own.key)
        return DummyTimeStamper(own.asn1(), key, certs_to_embed=known, fixed_dt=at)

    def live_context(
        self, about: Sequence[x509.Certificate], *, at: datetime, others: Iterable[Any] = ()
    ) -> ValidationContext:
        """Return a context that may ask the authorities now; for signing."""
        known = [*self.others, *others, *about]
        if self.tests is None:
            return ValidationContext(
                other_certs=known,
                allow_fetching=True,
                fetcher_backend=RequestsFetcherBackend(per_request_timeout=PATIENCE),
                **self.judged_by(),
            )
        answers, lists = self.tests.evidence(about, at=at)
        only_tests = all(self.tests.issued(one) for one in about)
        return ValidationContext(
            other_certs=known,
            moment=at if only_tests else None,
            allow_fetching=not only_tests,
            fetcher_backend=RequestsFetcherBackend(per_request_timeout=PATIENCE),
            ocsps=answers,
            crls=lists,
            **self.judged_by(),
        )

    def judged_by(self) -> dict[str, Any]:
        """Return what every context shares: every certificate of the path must be accounted for."""
        return {
            "trust_roots": list(self.anchors),
            "revocation_mode": "require",
            "algorithm_usage_policy": self.algorithms,
        }


def trust(*, on: date) -> Trust:
    """Return what this installation believes on ``on``."""
    folder = settings.CERTIFICATES["anchors"]
    given = read_certificates(Path(folder)) if folder else []
    roots = [one for one in given if one.self_issued]
    others = [one for one in given if not one.self_issued]
    tests = test_authority()
    if tests is not None:
        roots.append(tests.root.asn1())
        others.append(tests.issuing.asn1())
    return Trust(
        anchors=tuple(roots),
        others=tuple(others),
        algorithms=DisallowWeakAlgorithmsPolicy(
            weak_hash_algos=frozenset(value("signature.algorithms.weak_hashes", on=on)),
            rsa_key_size_threshold=value("signature.algorithms.rsa_bits", on=on),
        ),
        tests=tests,
        stamp_url=settings.CERTIFICATES["stamps"],
    )


def test_authority() -> Authority | None:
    """Return the built-in authority where the installation is a demonstration, else None."""
    if not settings.CERTIFICATES["tests"]:
        return None
    return authority(Path(settings.HOME) / "test-ca")


def read_certificates(folder: Path) -> list[x509.Certificate]:
    """Return every certificate of a folder's PEM and DER files."""
    found = []
    for path in sorted(folder.glob("*")):
        if path.suffix.lower() in {".pem", ".crt", ".cer", ".der"}:
            found += _certificates_in(path.read_bytes())
    return found


def _certificates_in(content: bytes) -> list[x509.Certificate]:
    if not pem.detect(content):
        return [x509.Certificate.load(content, strict=True)]
    return [x509.Certificate.load(der) for _, _, der in pem.unarmor(content, multiple=True)]
