"""What a cascade asks of each unit, kept equal to the register in its "Việc của tôi"."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from congdoan.areas.agreements.models import Cascade
from congdoan.areas.agreements.rules import cascade as rules
from congdoan.areas.agreements.selectors.cascade import cascades_asking, covered
from congdoan.areas.agreements.services.states import Moved
from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations.api import name_of
from congdoan.support.worklist.api import Wanted, sync_work

SIGNING_ASKED = "agreements.cascade"


def cascade_page(cascade: Cascade, part: str = "") -> str:
    """Return the address of a cascade's page; services know no URLconf."""
    return f"/phoi-hop/trien-khai/{cascade.pk}/{part}"


def sync_cascade_work(
    *,
    actor: Actor,
    cascade: Cascade,
    on: date,
    at: datetime,
    units: Iterable[int] | None = None,
) -> None:
    """Make the work of every unit asked (or of ``units``) say whether it has signed."""
    rows = covered(cascade, on=on)
    with override("vi"):
        why = _("{superior} yêu cầu ký với chuyên môn đồng cấp.").format(
            superior=name_of(cascade.superior, on=on)
        )
        if units is None:
            prefix = f"agreements.cascade.{cascade.pk}."
            _sync(actor, cascade, prefix, rows, why, on, at)
            return
        for unit in units:
            prefix = f"agreements.cascade.{cascade.pk}.{unit}."
            _sync(actor, cascade, prefix, rows.filter(organisation_id=unit), why, on, at)


def _sync(
    actor: Actor,
    cascade: Cascade,
    prefix: str,
    rows: "QuerySet[Any]",
    why: str,
    on: date,
    at: datetime,
) -> None:
    asked = rows.values_list("organisation_id", "best") if cascade.closed_on is None else []
    wanted = [
        Wanted(
            key=f"agreements.cascade.{cascade.pk}.{unit}.sign",
            kind=SIGNING_ASKED,
            title=cascade.title,
            organisation_id=unit,
            source_label=cascade.title,
            source_url=cascade_page(cascade, f"don-vi/{unit}/"),
            due=cascade.deadline,
            why=why,
            escalate_to_id=cascade.superior_id,
            done=rules.is_settled(rules.standing(best)),
        )
        for unit, best in asked
    ]
    sync_work(actor=actor, prefix=prefix, wanted=wanted, on=on, at=at)


def follow_signing(change: Moved) -> None:
    """Answer ``moved``: who has signed is asked no longer, whose text ended is asked anew."""
    agreement = change.agreement
    parties = list(agreement.parties.values_list("organisation_id", flat=True))
    on = max(change.on, change.actor.today)
    for cascade in cascades_asking(parties, kind=agreement.kind, on=on):
        sync_cascade_work(actor=change.actor, cascade=cascade, on=on, at=change.at, units=parties)
