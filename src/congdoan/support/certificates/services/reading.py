"""Certificates as facts people can read."""

from asn1crypto import x509
from django.utils import timezone

from congdoan.foundation.vietnamese import nfc
from congdoan.kernel.rulebook.api import ever
from congdoan.support.certificates.rules.holders import CertificateFacts, holder_kind
from congdoan.support.certificates.services.trust import test_authority

_USER_ID = "0.9.2342.19200300.100.1.1"


def facts_of(certificate: x509.Certificate) -> CertificateFacts:
    """Return what the certificate says; nothing of it is believed yet."""
    names = certificate.subject.native
    identity = _first(names, "user_id", _USER_ID, "serial_number")
    usage = certificate.extended_key_usage_value
    is_server = usage is not None and "server_auth" in usage.native
    tests = test_authority()
    validity = certificate["tbs_certificate"]["validity"]
    begins, ends = validity["not_before"].native, validity["not_after"].native
    return CertificateFacts(
        holder=_first(names, "common_name"),
        organisation=_first(names, "organization_name"),
        identity=identity,
        kind=holder_kind(identity, is_server=is_server, marks=_marks()),
        issuer=_first(certificate.issuer.native, "common_name", "organization_name"),
        serial=f"{certificate.serial_number:x}",
        begins=timezone.localtime(begins).isoformat(),
        ends=timezone.localtime(ends).isoformat(),
        sha256=certificate.sha256.hex(),
        is_test=tests is not None and tests.issued(certificate),
    )


def _marks() -> dict[str, list[str]]:
    return {rule.key.rpartition(".")[2]: list(rule.value) for rule in ever("signature.holder")}


def _first(names: dict[str, object], *keys: str) -> str:
    for key in keys:
        found = names.get(key)
        if found:
            return nfc(str(found[0] if isinstance(found, list) else found))
    return ""
