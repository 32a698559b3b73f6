"""
What becomes of open work when organisations change (docs/meaning-of-events.md).

Merged, consolidated, divided: the heir answers for it. Ended, dissolved: the nearest superior. The
work keeps its text and its place of origin, and says for whom it is done (``stands_for``); what the
owning slice states later still finds it (``syncing``).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from congdoan.foundation.hooks import Veto
from congdoan.kernel.organisations.api import (
    MEANINGS,
    Consequence,
    Corrected,
    Followed,
    Passing,
    PlannedChange,
    unscoped_heirs,
    unscoped_stand_ins,
)
from congdoan.support.worklist.enums import WorkState
from congdoan.support.worklist.models import WorkItem

_KEY = "worklist.of:"


def tell_work(change: PlannedChange) -> list[Consequence]:
    """Answer ``impact``: how much open work would pass on, and to whom."""
    if not MEANINGS[change.kind].ends_originals:
        return []
    goes = change.results or str(change.kind) in {"MERGE_INTO", "CONSOLIDATE", "DIVIDE"}
    outcome = _("đơn vị kế thừa làm tiếp") if goes else _("cấp trên trực tiếp làm tiếp")
    return [Consequence(_("Việc đang mở"), _open_at(change).count(), outcome)]


def work_to_pass(change: PlannedChange) -> list[Passing]:
    """Let the officer who divides a unit say which part goes on with its work."""
    if str(change.kind) != "DIVIDE" or not (count := _open_at(change).count()):
        return []
    label = _("{count} việc đang mở").format(count=count)
    return [Passing(f"{_KEY}{pk}", _("Việc đang mở"), label, pk) for pk in change.originals]


def pass_work_on(change: PlannedChange) -> Followed | None:
    """Answer ``changed``: from the event's day on others answer for what is open."""
    if not MEANINGS[change.kind].ends_originals or change.facts.get("planned"):
        return None
    moved = _move(change)
    return Followed("worklist", {"moved": moved}) if moved else None


def settle_work(change: PlannedChange) -> Followed | Veto | None:
    """Answer ``settling``: what was decided ahead passes on today; asked again, the rest does."""
    if not MEANINGS[change.kind].ends_originals:
        return None
    moved = _move(change)
    known = change.facts["followed"].get("worklist", {}).get("moved", {})
    return Followed("worklist", {"moved": {**known, **moved}}) if moved else None


def correct_work(corrected: Corrected) -> Followed | Veto | None:
    """Answer ``correcting``: what passed on goes to the other receiver."""
    was, now = corrected.was, corrected.now
    moved = was.facts["followed"].get("worklist", {}).get("moved", {})
    if moved and was.results != now.results:
        homes, old = _homes(now), _homes(was)
        for item in _passed(moved, WorkItem.objects.open()):
            unit = moved[str(item.pk)]
            if item.organisation_id == old.get(unit) and unit in homes:
                _hand(item, homes[unit], for_unit=item.stands_for_id or unit)
    return None


def give_work_back(change: PlannedChange) -> None:
    """Answer ``undone``: what passed on by the event, and nobody has done since, goes back."""
    moved = change.facts["followed"].get("worklist", {}).get("moved", {})
    # Cancelled too: its slice may have asked nothing of a unit that had ended, and asks again.
    for item in _passed(moved, WorkItem.objects.exclude(state=WorkState.DONE)):
        _hand(item, moved[str(item.pk)], for_unit=item.stands_for_id)
    # What was asked of the units since, and went on to their heirs at once.
    since = WorkItem.objects.open().filter(stands_for__in=change.affected)
    since.update(organisation=F("stands_for"), stands_for=None)


def gather_left_behind(*, on: date) -> int:
    """Hand on what was asked of a unit after its end (a duty of its agreement); how many."""
    left = list(
        WorkItem.objects.open()
        .filter(organisation__valid__endswith__lte=on)
        .select_related("organisation")
    )
    ends = {item.organisation_id: item.organisation.valid.upper for item in left}
    heirs = unscoped_heirs(ends, on=on)
    homes = {pk: succession.heirs[0] for pk, succession in heirs.items() if succession.heirs}
    for pk, day in ends.items():
        if pk not in homes:
            homes |= unscoped_stand_ins([pk], on=day)
    found = [item for item in left if item.organisation_id in homes]
    for item in found:
        _hand(
            item, homes[item.organisation_id], for_unit=item.stands_for_id or item.organisation_id
        )
    return len(found)


def _open_at(change: PlannedChange) -> Any:
    return WorkItem.objects.open().filter(organisation__in=change.originals)


def _passed(moved: Mapping[str, int], rows: Any) -> Any:
    """Return which of ``rows`` are still done in another's place: nobody took the place since."""
    return rows.filter(stands_for__isnull=False, pk__in=[int(pk) for pk in moved])


def _homes(change: PlannedChange) -> Mapping[int, int]:
    """Return who answers for each original: by the officer's choice, else the first heir."""
    if not change.results:
        return unscoped_stand_ins(change.originals, on=change.on)
    chosen = change.facts.get("passing", {})
    return {pk: chosen.get(f"{_KEY}{pk}", change.results[0]) for pk in change.originals}


def _move(change: PlannedChange) -> dict[str, int]:
    homes = _homes(change)
    moved = {}
    for item in _open_at(change).select_for_update(of=("self",)):
        unit = item.organisation_id
        if unit in homes:
            moved[str(item.pk)] = unit
            _hand(item, homes[unit], for_unit=item.stands_for_id or unit)
    return moved


def _hand(item: WorkItem, home: int, *, for_unit: int | None) -> None:
    item.organisation_id = home
    item.stands_for_id = None if for_unit == home else for_unit
    item.escalated_to_id = item.escalated_on = None
    item.save(update_fields=["organisation", "stands_for", "escalated_to", "escalated_on"])
