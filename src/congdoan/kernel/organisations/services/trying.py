"""Whether a worksheet could be carried out: at a glance, or by trying it when the officer asks."""

from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
import json

from django.db import transaction

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import Refusal
from congdoan.kernel.organisations.models import Reorganisation
from congdoan.kernel.organisations.services.preparing import (
    decision_of,
    open_sheet,
    regrouping_of,
    try_out,
)
from congdoan.kernel.organisations.services.regrouping import look_over


@dataclass(frozen=True)
class Trial:
    """How carrying a worksheet out would have gone, when it was last tried."""

    at: datetime
    by: str
    refused: str
    outdated: bool


@transaction.atomic
def try_reorganisation(*, actor: Actor, reorganisation: Reorganisation, at: datetime) -> Trial:
    """Try a worksheet out when the officer asks for it, and keep the result with it."""
    open_sheet(actor, reorganisation)
    refused = try_out(actor=actor, reorganisation=reorganisation, at=at)
    reorganisation.trial = {
        "at": at.isoformat(),
        "by": actor.name,
        "sheet": _fingerprint(reorganisation),
        "refused": refused.sentence if refused else "",
    }
    reorganisation.save(update_fields=["trial"])
    trial = trial_of(reorganisation)
    assert trial is not None  # noqa: S101 - just written
    return trial


def trial_of(reorganisation: Reorganisation) -> Trial | None:
    """Return the last trial, and whether the worksheet was changed since."""
    kept = reorganisation.trial
    if not kept:
        return None
    return Trial(
        at=datetime.fromisoformat(kept["at"]),
        by=kept["by"],
        refused=kept["refused"],
        outdated=kept["sheet"] != _fingerprint(reorganisation),
    )


def _fingerprint(reorganisation: Reorganisation) -> str:
    said = [reorganisation.plan, reorganisation.on, *asdict(decision_of(reorganisation)).values()]
    return sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def fault_of(*, actor: Actor, reorganisation: Reorganisation) -> Refusal | None:
    """Return what is missing or wrong at a glance; nothing is locked for it."""
    return look_over(
        actor=actor,
        regrouping=regrouping_of(reorganisation),
        decision=decision_of(reorganisation),
    )
