"""Brings the tables in line with the shipped data; run by operators and at installation."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from congdoan.kernel.places import rules
from congdoan.kernel.places.enums import Kind
from congdoan.kernel.places.models import AdminUnit, AdminUnitLink
from congdoan.kernel.places.services.reading import LinkFacts, PlaceData, UnitFacts

_BATCH = 2000
_UNIT_FIELDS = [
    "level",
    "kind",
    "name",
    "parent_code",
    "valid",
    "legal_act",
    "ended_by",
    "verified",
    "sort_key",
    "folded",
]


@dataclass(frozen=True)
class Loaded:
    """How many rows a load touched; all zero when it found everything in place."""

    added: int
    changed: int
    removed: int
    links_added: int
    links_removed: int


@transaction.atomic
def load_places(*, data: PlaceData) -> Loaded:
    """
    Add, change and remove rows until the tables say what ``data`` says.

    A unit keeps its primary key as long as its code and first day stand, so what points to it
    stays. No actor: these are published facts that come with the release, not anybody's decision.
    """
    known = {(unit.code, unit.valid.lower): unit for unit in AdminUnit.objects.all()}
    wanted = {facts.key: facts for facts in data.units}
    gone = [unit.pk for key, unit in known.items() if key not in wanted]
    AdminUnit.objects.filter(pk__in=gone).delete()
    changed = [
        _apply(known[key], facts)
        for key, facts in wanted.items()
        if key in known and not _says(known[key], facts)
    ]
    AdminUnit.objects.bulk_update(changed, _UNIT_FIELDS, batch_size=_BATCH)
    new = [
        _apply(AdminUnit(code=facts.code), facts)
        for key, facts in wanted.items()
        if key not in known
    ]
    AdminUnit.objects.bulk_create(new, batch_size=_BATCH)
    links_added, links_removed = _load_links(data.links)
    return Loaded(len(new), len(changed), len(gone), links_added, links_removed)


def _says(unit: AdminUnit, facts: UnitFacts) -> bool:
    return (
        unit.level,
        unit.kind,
        unit.name,
        unit.parent_code,
        unit.valid.upper,
        unit.legal_act,
        unit.ended_by,
        unit.verified,
    ) == (
        facts.level,
        facts.kind,
        facts.name,
        facts.parent_code,
        facts.until,
        facts.legal_act,
        facts.ended_by,
        facts.verified,
    )


def _apply(unit: AdminUnit, facts: UnitFacts) -> AdminUnit:
    unit.level = facts.level
    unit.kind = facts.kind
    unit.name = facts.name
    unit.parent_code = facts.parent_code
    unit.valid = DateRange(facts.start, facts.until, "[)")
    unit.legal_act = facts.legal_act
    unit.ended_by = facts.ended_by
    unit.verified = facts.verified
    unit.sort_key = rules.unit_sort_key(facts.name)
    unit.folded = rules.unit_folded(str(Kind(facts.kind).label), facts.name)
    return unit


def _load_links(facts: list[LinkFacts]) -> tuple[int, int]:
    """Links carry nothing of their own that others point to: differing ones are replaced."""
    ending: dict[tuple[str, date], int] = {}
    beginning: dict[tuple[str, date], int] = {}
    for pk, code, valid in AdminUnit.objects.values_list("pk", "code", "valid"):
        ending[code, valid.upper] = beginning[code, valid.lower] = pk
    wanted = {
        (
            ending[link.old, link.on],
            beginning[link.new, link.on],
            link.relation,
            link.legal_act,
            link.verified,
        )
        for link in facts
    }
    known = {
        tuple(row[1:]): row[0]
        for row in AdminUnitLink.objects.values_list(
            "pk", "old_id", "new_id", "relation", "legal_act", "verified"
        )
    }
    gone = [pk for key, pk in known.items() if key not in wanted]
    AdminUnitLink.objects.filter(pk__in=gone).delete()
    new = [
        AdminUnitLink(old_id=old, new_id=new, relation=relation, legal_act=act, verified=verified)
        for old, new, relation, act, verified in sorted(wanted - known.keys())
    ]
    AdminUnitLink.objects.bulk_create(new, batch_size=_BATCH)
    return len(new), len(gone)
