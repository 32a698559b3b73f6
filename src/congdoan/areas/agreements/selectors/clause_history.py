"""What happened to one clause, in words and redlines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congdoan.areas.agreements.enums import Bearer, Cadence, ClauseAct, Level
from congdoan.areas.agreements.models import Agreement, Clause, ClauseChange
from congdoan.areas.agreements.selectors.comparing import changes_of
from congdoan.areas.agreements.selectors.text import ClauseLine
from congdoan.support.comparison.api import Piece, compare_words

_FIELDS = {
    "level": gettext_lazy("Cấp"),
    "content_code": gettext_lazy("Nội dung phối hợp"),
    "bearer": gettext_lazy("Trách nhiệm"),
    "lead_party_id": gettext_lazy("Bên chủ trì"),
    "cadence": gettext_lazy("Định kỳ"),
    "indicator": gettext_lazy("Chỉ tiêu"),
    "target": gettext_lazy("Mức cần đạt"),
}
_LABELS: dict[str, dict[str, Any]] = {
    "level": dict(Level.choices),
    "bearer": dict(Bearer.choices),
    "cadence": dict(Cadence.choices),
}
_ICONS = {
    ClauseAct.ADDED: "plus",
    ClauseAct.REMOVED: "trash",
    ClauseAct.RESTORED: "arrow-clockwise",
}


@dataclass(frozen=True)
class Entry:
    """One act on a clause as it is read."""

    act: str
    who: str
    at: datetime
    party: str
    partner: str
    heading: tuple[Piece, ...]
    text: tuple[Piece, ...]
    settings: list[tuple[Any, str, str]]


def history_of(
    agreement: Agreement, clause: Clause, called: dict[int, str], lines: Sequence[ClauseLine]
) -> list[Entry]:
    """Return the history of a clause, newest first; ``lines`` tell what others are called now."""
    places = {line.item.stable_id: line.path for line in lines}
    labels = dict(agreement.parties.values_list("pk", "label"))
    return [
        _entry(change, called, places, labels)
        for change in changes_of(agreement, [str(clause.stable_id)])
    ]


def _entry(
    change: ClauseChange, called: dict[int, str], places: dict[UUID, str], labels: dict[int, str]
) -> Entry:
    before, after = change.before, change.after
    said = change.suggestion
    return Entry(
        act=change.get_act_display(),
        who=change.by_name,
        at=change.at,
        party=called.get(said.party_id, "") if said else "",
        partner=_partner(change, places),
        heading=_words("heading", before, after),
        text=_words("text", before, after),
        settings=[
            (name, _said(field, before, labels), _said(field, after, labels))
            for field, name in _FIELDS.items()
            if before.get(field) != after.get(field) and before and after
        ],
    )


def _words(field: str, before: dict[str, Any], after: dict[str, Any]) -> tuple[Piece, ...]:
    old, new = before.get(field, ""), after.get(field, "")
    return compare_words(old, new) if old or new else ()


def _partner(change: ClauseChange, places: dict[UUID, str]) -> str:
    if change.partner is None:
        return ""
    place = places.get(change.partner)
    return place or _("đoạn nay không còn trong dự thảo")


def _said(field: str, values: dict[str, Any], labels: dict[int, str]) -> str:
    value = values.get(field)
    if field == "lead_party_id":
        return labels.get(value or 0, "—")
    return str(_LABELS.get(field, {}).get(str(value or ""), value) or "—")
