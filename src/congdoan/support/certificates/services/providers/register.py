"""Which providers this installation offers; its settings say so."""

from collections.abc import Sequence

from congdoan.foundation.refusal import NotFound
from congdoan.support.certificates.services.providers.interface import Provider
from congdoan.support.certificates.services.providers.software import TestKeys
from congdoan.support.certificates.services.trust import test_authority


def providers() -> Sequence[Provider]:
    tests = test_authority()
    found: list[Provider] = []
    if tests is not None:
        found.append(TestKeys(tests))
    return found


def provider(code: str) -> Provider:
    """:raises NotFound: when this installation does not offer it"""
    for one in providers():
        if one.code == code:
            return one
    raise NotFound
