"""
Where the drafts of a cascade differ from its template, clause by clause, unit by unit.

Which clauses differ, revisions and identities say (two queries, however many units); words are
compared only for what a page shows.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F, Max, Q

from congdoan.areas.agreements.enums import Deviation, Verdict
from congdoan.areas.agreements.models import Cascade, CascadeUnit, Clause, Version
from congdoan.areas.agreements.rules import variables
from congdoan.areas.agreements.rules.numbering import numbered
from congdoan.areas.agreements.rules.sheet import Sheet, SheetLine, from_json
from congdoan.areas.agreements.selectors.agreements import visible_agreements
from congdoan.foundation.actor import Actor
from congdoan.support.comparison.api import Piece, compare_words

_TERMS = ("content_code", "bearer", "cadence", "indicator", "target")


@dataclass(frozen=True)
class Different:
    """One place of one unit's draft; ``line`` is the template's place, -1 for what was added."""

    row: CascadeUnit
    line: int
    kind: Deviation
    clause: Clause | None


@dataclass(frozen=True)
class Shown:
    """A difference as a page shows it."""

    different: Different
    place: str
    heading: tuple[Piece, ...]
    text: tuple[Piece, ...]


def deviations(actor: Actor, cascade: Cascade) -> list[Different]:
    """Return every difference in drafts the actor may see, unit by unit in the template's order."""
    rows = list(
        CascadeUnit.objects.filter(
            cascade=cascade,
            verdict=Verdict.MADE,
            agreement__in=visible_agreements(actor),
        )
        .select_related("run")
        .order_by("unit_id")
    )
    by_agreement = {row.agreement_id: row for row in rows}
    clauses = _changed_clauses(by_agreement.keys())
    found: list[Different] = []
    for row in rows:
        found += _of_unit(row, clauses.get(row.agreement_id or 0, {}))
    return found


def _changed_clauses(agreements: Iterable[int | None]) -> dict[int, dict[str, Clause]]:
    """Return by agreement the clauses of its newest version that are not as they were made."""
    newest = (
        Version.objects.filter(agreement_id__in=list(agreements))
        .values("agreement_id")
        .annotate(newest=Max("number"))
        .values_list("agreement_id", "newest")
    )
    by_agreement = dict(newest)
    touched = Clause.objects.filter(
        Q(revision__gt=1)
        | Q(removed_at__isnull=False)
        | Q(version__number__gt=1)
        | ~Q(changed_at=F("version__agreement__made_for__made_at")),
        version__agreement_id__in=list(by_agreement),
    ).select_related("version")
    found: dict[int, dict[str, Clause]] = {}
    for clause in touched.order_by("version_id", "order", "pk"):
        agreement = clause.version.agreement_id
        if clause.version.number == by_agreement[agreement]:
            found.setdefault(agreement, {})[clause.stable_id.hex] = clause
    return found


def _of_unit(row: CascadeUnit, clauses: dict[str, Clause]) -> list[Different]:
    expected = _expected(row)
    known = {stable: place for place, stable in enumerate(row.clauses)}
    found = []
    for stable, clause in clauses.items():
        place = known.get(stable, -1)
        if place < 0:
            if clause.removed_at is None:
                found.append(Different(row, -1, Deviation.ADDED, clause))
            continue
        kind = _kind(clause, expected[place])
        if kind:
            found.append(Different(row, place, kind, clause))
    reopened = any(clause.version.number > 1 for clause in clauses.values())
    if reopened:
        # A further version holds no removed lines: what it lacks was removed.
        gone = [place for stable, place in known.items() if stable not in clauses]
        found += [Different(row, place, Deviation.REMOVED, None) for place in gone]
    return sorted(found, key=lambda one: (one.line < 0, one.line))


def _kind(clause: Clause, line: SheetLine) -> Deviation | None:
    if clause.removed_at is not None:
        return Deviation.REMOVED
    new = line.as_new()
    if (clause.heading, clause.text) != (new.heading, new.text):
        return Deviation.REWORDED
    if any(getattr(clause, name) != getattr(new, name) for name in _TERMS):
        return Deviation.SETTLED
    return None


def _expected(row: CascadeUnit) -> Sheet:
    """Return the lines a unit's draft was made with."""
    lines = row.run.lines if row.run is not None else row.lines
    return variables.filled(from_json(lines), row.used)


def places_of(cascade: Cascade) -> list[str]:
    """Return the template's places in words, in its order ("khoản 2 Điều 5")."""
    run = cascade.runs.order_by("-pk").first()
    if run is not None:
        lines = from_json(run.lines)
    else:
        row = CascadeUnit.objects.filter(cascade=cascade, verdict=Verdict.MADE).first()
        lines = from_json(row.lines) if row else []
    return [line.path for line in numbered(lines)]


def counted(found: Iterable[Different]) -> Counter[int]:
    """Return in how many drafts each place of the template differs."""
    return Counter(one.line for one in found)


def shown(found: Sequence[Different], places: Sequence[str]) -> list[Shown]:
    """Return differences with the words that changed; for the few a page shows."""
    sheets: dict[int, Sheet] = {}
    drawn = []
    for one in found:
        if one.row.pk not in sheets:
            sheets[one.row.pk] = _expected(one.row)
        old = sheets[one.row.pk][one.line].as_new() if one.line >= 0 else None
        new = one.clause if one.kind != Deviation.REMOVED else None
        before = (old.heading, old.text) if old else ("", "")
        after = (new.heading, new.text) if new else ("", "")
        place = places[one.line] if 0 <= one.line < len(places) else ""
        drawn.append(
            Shown(
                one,
                place,
                tuple(compare_words(before[0], after[0])),
                tuple(compare_words(before[1], after[1])),
            )
        )
    return drawn
