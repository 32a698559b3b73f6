"""What this installation signs with and whom it believes, for those who run it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
import hashlib

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotAllowed, Refusal
from congdoan.support.certificates import policies
from congdoan.support.certificates.rules.holders import CertificateFacts
from congdoan.support.certificates.services import documents
from congdoan.support.certificates.services.outside import asking
from congdoan.support.certificates.services.providers.interface import Provider
from congdoan.support.certificates.services.providers.register import providers
from congdoan.support.certificates.services.reading import facts_of
from congdoan.support.certificates.services.seal import is_for_testing, platform_seal
from congdoan.support.certificates.services.trust import trust

#: A certificate that ends within this time is shown as needing care.
SOON = timedelta(days=60)


@dataclass(frozen=True)
class Shown:
    """One certificate of the installation, and whether it ends soon."""

    facts: CertificateFacts
    ends: datetime
    ends_soon: bool


@dataclass(frozen=True)
class Installation:
    """The configuration as it works now; ``seal_problem`` says why there is no seal."""

    seal: Shown | None
    seal_problem: str
    anchors: list[Shown]
    others: list[Shown]
    stamp_url: str
    is_test: bool
    providers: Sequence[Provider]


def describe(*, actor: Actor, at: datetime) -> Installation:
    """:raises NotAllowed: to who does not run the installation"""
    if not actor.may_somewhere(policies.CONFIGURE):
        raise NotAllowed
    believed = trust(on=at.date())
    seal, problem = None, ""
    try:
        seal = _shown(facts_of(platform_seal().signing_cert), at)
    except Refusal as refusal:
        problem = refusal.sentence
    return Installation(
        seal=seal,
        seal_problem=problem,
        anchors=[_shown(facts_of(one), at) for one in believed.anchors],
        others=[_shown(facts_of(one), at) for one in believed.others],
        stamp_url=believed.stamp_url,
        is_test=is_for_testing(),
        providers=providers(),
    )


def try_time_stamp(*, actor: Actor, at: datetime) -> None:
    """
    Ask the time-stamp service once, with a hash that means nothing.

    :raises NoTimeStamps: when none is configured
    :raises StampServiceSilent: when it does not answer
    """
    if not actor.may_somewhere(policies.CONFIGURE):
        raise NotAllowed
    stamper = trust(on=at.date()).stamper(at=at)
    with asking():
        documents.run(stamper.async_timestamp(hashlib.sha256(b"thu").digest(), "sha256"))


def _shown(facts: CertificateFacts, at: datetime) -> Shown:
    ends = datetime.fromisoformat(facts.ends)
    return Shown(facts, ends, ends - at < SOON)
