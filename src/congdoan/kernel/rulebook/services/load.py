from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from congdoan.kernel.rulebook.enums import ChangeKind, Origin
from congdoan.kernel.rulebook.models import RuleChange, RuleRow, Subject
from congdoan.kernel.rulebook.rules.shipped import Shipment, ShippedRow, read_folder
from congdoan.kernel.rulebook.selectors.snapshot import renew

SHIPPED = Path(__file__).resolve().parent.parent / "data"
#: What a correction may change; the key and the first day are the row's identity.
CONTENT = (
    *("subject_id", "code", "label", "label_en", "value", "unit", "position", "valid"),
    *("overridable", "minimum", "maximum", "legal_basis", "source", "verified", "note"),
)
_LOCK = 7_301_001


@dataclass(frozen=True)
class Loaded:
    """What a loading did."""

    added: int
    changed: int
    withdrawn: int
    unchanged: int


def load_shipped(*, by: str, folder: Path = SHIPPED) -> Loaded:
    """
    Bring the rows that hold for everybody in line with the files; own rules stay untouched.

    The files are read whole before anything is written. A row's identity is its key and first
    day: the same identity with other content is corrected, one that is no longer in the files is
    withdrawn, and each step leaves a ``RuleChange``.

    :raises ShippedFileIsBroken: at the first fault of a file; nothing is stored then
    """
    return store_shipment(by=by, shipment=read_folder(folder))


@transaction.atomic
def store_shipment(*, by: str, shipment: Shipment) -> Loaded:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    for subject in shipment.subjects:
        Subject.objects.update_or_create(
            code=subject.code,
            defaults={
                "label": subject.label,
                "label_en": subject.label_en,
                "position": subject.position,
            },
        )
    standing = {_identity(row): row for row in RuleRow.objects.shipped()}
    wanted = {(row.key, row.start): row for row in shipment.rows}
    withdrawn = _withdraw([row for name, row in standing.items() if name not in wanted], by)
    changed = sum(
        _correct(standing[name], row, by) for name, row in wanted.items() if name in standing
    )
    added = _add([row for name, row in wanted.items() if name not in standing], by)
    codes = [subject.code for subject in shipment.subjects]
    Subject.objects.exclude(code__in=codes).filter(rows__isnull=True).delete()
    renew()
    return Loaded(added, changed, withdrawn, len(wanted) - added - changed)


def content(row: RuleRow) -> dict[str, Any]:
    """Return what a row says, as plain data."""
    said = {name: getattr(row, name) for name in CONTENT if name != "valid"}
    said["from"], said["until"] = row.valid.lower, row.valid.upper
    return said


def _identity(row: RuleRow) -> tuple[str, Any]:
    return row.key, row.valid.lower


def _withdraw(rows: list[RuleRow], by: str) -> int:
    RuleChange.objects.bulk_create(
        RuleChange(key=row.key, kind=ChangeKind.WITHDRAWN, before=content(row), by=by)
        for row in rows
    )
    RuleRow.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def _correct(standing: RuleRow, wanted: ShippedRow, by: str) -> bool:
    before = content(standing)
    for name, said in _columns(wanted).items():
        setattr(standing, name, said)
    after = content(standing)
    if before == after:
        return False
    # A new place in the file alone is no correction of the law: store it, keep no trail.
    standing.save(update_fields=CONTENT)
    moved_only = {**before, "position": 0} == {**after, "position": 0}
    if not moved_only:
        RuleChange.objects.create(
            key=standing.key, kind=ChangeKind.CHANGED, before=before, after=after, by=by
        )
    return not moved_only


def _add(rows: list[ShippedRow], by: str) -> int:
    made = RuleRow.objects.bulk_create(
        RuleRow(key=row.key, origin=Origin.SHIPPED, **_columns(row)) for row in rows
    )
    RuleChange.objects.bulk_create(
        RuleChange(key=row.key, kind=ChangeKind.ADDED, after=content(row), by=by) for row in made
    )
    return len(made)


def _columns(row: ShippedRow) -> dict[str, Any]:
    columns = {name: getattr(row, name) for name in CONTENT if name not in {"subject_id", "valid"}}
    return {**columns, "subject_id": row.subject, "valid": DateRange(row.start, row.until, "[)")}
