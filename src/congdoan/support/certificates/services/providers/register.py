"""Which providers this installation offers; its settings say so."""

from collections.abc import Sequence

from django.conf import settings

from congdoan.foundation.refusal import NotFound
from congdoan.support.certificates.services.providers.calling import Line
from congdoan.support.certificates.services.providers.csc import Csc, MySign
from congdoan.support.certificates.services.providers.interface import Provider
from congdoan.support.certificates.services.providers.pkcs11 import Token
from congdoan.support.certificates.services.providers.smartca import SmartCa
from congdoan.support.certificates.services.providers.software import TestKeys
from congdoan.support.certificates.services.trust import test_authority


def providers() -> Sequence[Provider]:
    """Return what is configured, the test keys last."""
    known = settings.CERTIFICATES
    found: list[Provider] = []
    if known["smartca_id"]:
        line = Line(known["smartca_url"], "VNPT SmartCA")
        found.append(SmartCa(line, known["smartca_id"], known["smartca_password"]))
    if known["mysign_id"]:
        found.append(
            MySign(
                Line(known["mysign_url"], "Viettel MySign"),
                "",
                client=known["mysign_id"],
                secret=known["mysign_secret"],
                profile=known["mysign_profile"],
            )
        )
    if known["csc_url"]:
        found.append(Csc(Line(known["csc_url"], known["csc_name"]), known["csc_token"]))
    if known["pkcs11_module"]:
        found.append(Token(known["pkcs11_module"], known["pkcs11_token"]))
    tests = test_authority()
    if tests is not None:
        found.append(TestKeys(tests))
    return found


def provider(code: str) -> Provider:
    """:raises NotFound: when this installation does not offer it"""
    for one in providers():
        if one.code == code:
            return one
    raise NotFound
