"""
Finding pairs: candidates by set, scored, written down for whom it concerns. Safe to run twice.

Rejected pairs stay rejected unless the two have come to share another key; open ones that are no
longer alike (somebody corrected a record) go.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from congdoan.areas.duplicates.enums import PairState
from congdoan.areas.duplicates.models import FindingRun, Pair
from congdoan.areas.duplicates.rules.scoring import Verdict, compare
from congdoan.areas.duplicates.selectors.faces import load_faces, lowest_common, superiors_of
from congdoan.areas.duplicates.services.work import sync_pairs
from congdoan.areas.members.api import unscoped_pairs_by_keys
from congdoan.foundation.actor import Actor
from congdoan.kernel.people.api import unscoped_like_pairs, unscoped_newest_person

_AT_ONCE = 5000
# Any constant: names this lock among the database's advisory locks.
_FINDING = 7_140_611
Two = tuple[int, int]


@dataclass(frozen=True)
class Found:
    verdict: Verdict
    organisation_id: int


@transaction.atomic
def find_duplicates(
    *, actor: Actor, on: date, at: datetime, whole: bool = True
) -> FindingRun | None:
    """
    Look for pairs among everybody, or (not ``whole``) those with somebody written down since.

    Return nothing where nobody was: the next run starts where this one ended.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_FINDING])
    since = 0 if whole else _last_person()
    newest = unscoped_newest_person()
    if newest <= since and not whole:
        return None
    found, compared = _scored(since, on)
    new = _write(found, at)
    if whole:
        stale = [
            pair.pk
            for pair in Pair.objects.filter(state=PairState.OPEN)
            if (pair.one_id, pair.other_id) not in found
        ]
        Pair.objects.filter(pk__in=stale).delete()
    sync_pairs(actor=actor, on=on, at=at)
    return FindingRun.objects.create(
        whole=whole, at=at, until_person=newest, people=compared, found=new
    )


def _last_person() -> int:
    last = FindingRun.objects.order_by("-until_person").first()
    return last.until_person if last else 0


def _scored(since: int, on: date) -> tuple[dict[Two, Found], int]:
    """Return the pairs worth showing, and how many people were compared."""
    two = sorted({*unscoped_like_pairs(since=since), *unscoped_pairs_by_keys(since=since)})
    found: dict[Two, Found] = {}
    people: set[int] = set()
    for start in range(0, len(two), _AT_ONCE):
        some = two[start : start + _AT_ONCE]
        asked = {pk for pair in some for pk in pair}
        people |= asked
        faces = load_faces(asked, on=on)
        above = superiors_of({face.unit_id for face in faces.values() if face.unit_id}, on=on)
        for one, other in some:
            verdict = compare(faces[one], faces[other])
            lines = [above.get(faces[pk].unit_id, {}) for pk in (one, other)]
            whose = lowest_common(*lines)
            if verdict.listed and whose is not None:
                found[one, other] = Found(verdict, whose)
    return found, len(people)


def _write(found: dict[Two, Found], at: datetime) -> int:
    """Write what was found; return how many pairs wait now that did not."""
    known = {(pair.one_id, pair.other_id): pair for pair in _known(one for one, _other in found)}
    fresh = [
        Pair(
            one_id=one,
            other_id=other,
            organisation_id=what.organisation_id,
            score=what.verdict.score,
            keys=what.verdict.keys,
            parts=what.verdict.parts,
            found_at=at,
        )
        for (one, other), what in found.items()
        if (one, other) not in known
    ]
    Pair.objects.bulk_create(fresh, batch_size=2000, ignore_conflicts=True)
    again = 0
    touched = []
    for two, pair in known.items():
        what = found.get(two)
        if what is None or pair.state == PairState.MERGED:
            continue
        if pair.state == PairState.REJECTED:
            if set(what.verdict.keys) <= set(pair.keys):
                continue
            pair.state, pair.found_at, again = PairState.OPEN, at, again + 1
        pair.score, pair.organisation_id = what.verdict.score, what.organisation_id
        pair.keys, pair.parts = what.verdict.keys, what.verdict.parts
        touched.append(pair)
    Pair.objects.bulk_update(
        touched,
        ["state", "found_at", "score", "organisation", "keys", "parts"],
        batch_size=500,
    )
    return len(fresh) + again


def _known(ones: Iterable[int]) -> list[Pair]:
    return list(Pair.objects.select_for_update().filter(one_id__in=set(ones)))


def forget_pairs(people: frozenset[int]) -> None:
    """Answer ``removing``: who goes is nobody's double any more."""
    rows = Pair.objects.filter(one_id__in=people) | Pair.objects.filter(other_id__in=people)
    rows.exclude(state=PairState.MERGED).delete()
