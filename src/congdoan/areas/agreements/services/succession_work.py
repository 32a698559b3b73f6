"""What an open question of succession asks of whom, and who is told."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from congdoan.areas.agreements.enums import SuccessionState
from congdoan.areas.agreements.models import Succession
from congdoan.areas.agreements.services.telling import tell
from congdoan.areas.agreements.services.working import page_of
from congdoan.foundation.actor import Actor
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.api import names
from congdoan.support.worklist.api import Wanted, sync_work

SUCCEEDING = "agreements.succession"


def part_of(succession: Succession) -> str:
    return f"ke-thua/{succession.pk}/"


def note(
    *,
    actor: Actor,
    succession: Succession,
    verb: str,
    reason: str = "",
    changes: Mapping[str, object] | None = None,
) -> None:
    """Write one audit row about a succession."""
    agreement = succession.agreement
    record(
        actor=actor,
        verb=f"agreements.succession_{verb}",
        target=agreement,
        organisation_id=agreement.drafting_id,
        changes={
            "party": succession.party_id,
            "leaving": succession.leaving_id,
            "on": succession.on.isoformat(),
            **(changes or {}),
        },
        reason=reason,
        label=agreement.title,
    )


def called(succession: Succession) -> dict[str, str]:
    """Return the names of both organisations, the one that leaves as on its last day."""
    last = succession.on.fromordinal(succession.on.toordinal() - 1)
    old = names([succession.leaving_id], on=last)
    new = names([succession.successor_id or 0], on=succession.on)
    return {
        "leaving": old.get(succession.leaving_id, ""),
        "successor": new.get(succession.successor_id or 0, ""),
    }


def tell_about(
    *,
    actor: Actor,
    succession: Succession,
    kind: str,
    on: date,
    at: datetime,
    to: int | None = None,
    **context: object,
) -> None:
    """Tell the parties, or one organisation, what became of a succession."""
    tell(
        actor=actor,
        agreement=succession.agreement,
        kind=f"succession_{kind}",
        on=on,
        at=at,
        once=f"{succession.pk}.{succession.successor_id or 0}.{succession.on}",
        organisations=None if to is None else [to],
        part=part_of(succession),
        context={**called(succession), "day": f"{succession.on:%d/%m/%Y}", **context},
    )


def sync_succession_work(*, actor: Actor, succession: Succession, on: date, at: datetime) -> None:
    """Ask whoever keeps the agreement and the successor, as long as their answer is missing."""
    prefix = f"agreements.{succession.agreement_id}.succession.{succession.pk}."
    with override("vi"):
        wanted = list(_wanted(succession, prefix))
    sync_work(actor=actor, prefix=prefix, wanted=wanted, on=on, at=at)


def _wanted(succession: Succession, prefix: str) -> Iterator[Wanted]:
    if succession.state != SuccessionState.ASKED:
        return
    words = called(succession)
    day = f"{succession.on:%d/%m/%Y}"
    title = _("Thay {leaving} từ ngày {day}: {title}").format(
        leaving=words["leaving"], day=day, title=succession.agreement.title
    )
    if succession.successor_id:
        title = _("Thay {leaving} bằng {successor} từ ngày {day}: {title}").format(
            **words, day=day, title=succession.agreement.title
        )
    common: dict[str, Any] = {
        "kind": SUCCEEDING,
        "title": title[:300],
        "source_label": succession.agreement.title,
        "source_url": page_of(succession.agreement, part_of(succession)),
        "why": _("Một bên không còn như khi ký; không có gì tự thay đổi."),
    }
    yield Wanted(
        key=f"{prefix}keeper",
        organisation_id=succession.keeper_id,
        done=succession.confirmed_at is not None,
        **common,
    )
    if succession.successor_id:
        yield Wanted(
            key=f"{prefix}successor.{succession.successor_id}",
            organisation_id=succession.successor_id,
            done=succession.accepted_at is not None,
            **common,
        )
