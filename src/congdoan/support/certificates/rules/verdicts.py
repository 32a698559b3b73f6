"""
From what the checks found to one of three words. Only what is known to be right is "hợp lệ".

The names of trouble are those of ETSI EN 319 102-1.
"""

from dataclasses import asdict, dataclass
from typing import Any

from congdoan.support.certificates.enums import Reason, Verdict

_REASONS = {
    "REVOKED": Reason.REVOKED,
    "REVOKED_NO_POE": Reason.REVOKED,
    "REVOKED_CA_NO_POE": Reason.REVOKED,
    "EXPIRED": Reason.EXPIRED,
    "NOT_YET_VALID": Reason.EXPIRED,
    "OUT_OF_BOUNDS_NO_POE": Reason.EXPIRED,
    "OUT_OF_BOUNDS_NOT_REVOKED": Reason.EXPIRED,
    "CRYPTO_CONSTRAINTS_FAILURE": Reason.WEAK,
    "CRYPTO_CONSTRAINTS_FAILURE_NO_POE": Reason.WEAK,
    "NO_CERTIFICATE_CHAIN_FOUND": Reason.STRANGE_CA,
}
_BAD = {Reason.REVOKED, Reason.EXPIRED, Reason.WEAK}


@dataclass(frozen=True)
class Checks:
    """What was found out about one signature, each question by itself."""

    intact: bool
    genuine: bool
    untouched_after: bool
    whole: bool
    trouble: str
    stamped: bool
    stamp_lasts: bool


@dataclass(frozen=True)
class Finding:
    """One signature of a file, judged; stored as JSON with the revision."""

    field: str
    #: SIGNATURE, or STAMP for a document time-stamp.
    kind: str
    verdict: str
    reason: str
    holder: str = ""
    signed_at: str = ""
    certificate: dict[str, Any] | None = None
    is_test: bool = False

    @property
    def sentence(self) -> str:
        return str(Reason(self.reason).label)

    @property
    def is_valid(self) -> bool:
        return self.verdict == Verdict.VALID

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def judge(checks: Checks) -> tuple[Verdict, Reason]:
    """Return the verdict; what is certainly wrong comes before what is merely unknown."""
    broken = {
        Reason.CHANGED: not checks.intact,
        Reason.MISMATCH: not checks.genuine,
        Reason.PARTIAL: not checks.whole,
        Reason.ADDED: not checks.untouched_after,
    }
    for reason, holds in broken.items():
        if holds:
            return Verdict.INVALID, reason
    if checks.trouble:
        reason = _REASONS.get(checks.trouble, Reason.NO_REVOCATION)
        # Without a trusted time nobody knows whether it was signed before or after.
        known = reason in _BAD and (checks.stamped or reason == Reason.WEAK)
        return (Verdict.INVALID if known else Verdict.UNKNOWN), reason
    if not checks.stamped:
        return Verdict.UNKNOWN, Reason.NO_TIME
    if not checks.stamp_lasts:
        return Verdict.UNKNOWN, Reason.OLD_STAMP
    return Verdict.VALID, Reason.SOUND
