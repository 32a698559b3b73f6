"""
Where organisations come from and what became of them, through events, over any number of steps.

A link leads from an event's originals to its results. Links are followed in the order of time: what
an organisation was later part of says nothing about those that had gone into it before.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import connection

from congdoan.kernel.organisations.enums import IN_FORCE, EventKind
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.organisations.rules import MEANINGS, SHAPES
from congdoan.kernel.organisations.selectors import nearest_names

#: Kinds with originals and results: those that link one organisation to another.
LINKING = sorted(SHAPES)
#: Of these, the kinds whose originals end.
ENDING = sorted(kind for kind in SHAPES if MEANINGS[kind].ends_originals)
#: A picture or a table of more is looked up, not looked at.
SHOWN = 200
_DEEPEST = 40


@dataclass(frozen=True)
class Succession:
    """By which event an organisation ended, and who stands in its place on the day asked."""

    kind: EventKind
    on: date
    event_id: int
    heirs: tuple[int, ...]


@dataclass(frozen=True)
class Origin:
    """By which event an organisation began out of others."""

    kind: EventKind
    on: date
    event_id: int
    sources: tuple[int, ...]


_HEIRS = """
WITH RECURSIVE step (original, result, event_id, kind, day) AS (
    SELECT o.id, r.organisation_id, e.id, e.kind, e.effective_on
    FROM organisations_organisation o
    JOIN organisations_organisationeventunit m ON m.organisation_id = o.id AND m.role = 'ORIGINAL'
    JOIN organisations_organisationevent e ON e.id = m.event_id AND e.effective_on = upper(o.valid)
      AND e.state = ANY(%(in_force)s) AND e.kind = ANY(%(kinds)s)
    JOIN organisations_organisationeventunit r
      ON r.event_id = e.id AND r.role = 'RESULTING' AND r.organisation_id <> o.id
    WHERE o.id = ANY(%(ids)s::bigint[]) AND upper(o.valid) <= %(on)s
), way (origin, heir, event_id, kind, day, steps) AS (
    SELECT original, result, event_id, kind, day, 1 FROM step
    UNION
    SELECT way.origin, r.organisation_id, way.event_id, way.kind, way.day, steps + 1
    FROM way
    JOIN organisations_organisation o ON o.id = way.heir AND upper(o.valid) <= %(on)s
    JOIN organisations_organisationeventunit m ON m.organisation_id = o.id AND m.role = 'ORIGINAL'
    JOIN organisations_organisationevent e ON e.id = m.event_id AND e.effective_on = upper(o.valid)
      AND e.state = ANY(%(in_force)s) AND e.kind = ANY(%(kinds)s)
    JOIN organisations_organisationeventunit r
      ON r.event_id = e.id AND r.role = 'RESULTING' AND r.organisation_id <> o.id
    WHERE steps < %(deepest)s
)
SELECT origin, heir, event_id, kind, day, steps, o.valid @> %(on)s
FROM way JOIN organisations_organisation o ON o.id = heir
ORDER BY origin, steps, heir
"""


def unscoped_heirs(organisations: Iterable[int], *, on: date) -> dict[int, Succession]:
    """
    Return who stands on ``on`` in the place of those that had ended by then; one query.

    Where an heir ended too, its own heirs are followed. One whose line has died out by ``on``
    keeps the results of its own event; one that simply ended is not in the answer.
    """
    found: dict[int, list[tuple[Any, ...]]] = {}
    for origin, *rest in _ask(_HEIRS, ids=sorted(set(organisations)), kinds=ENDING, on=on):
        found.setdefault(origin, []).append(tuple(rest))
    answer = {}
    for origin, rows in found.items():
        living = [heir for heir, *_, lives in rows if lives]
        direct = [heir for heir, _event, _kind, _day, steps, _lives in rows if steps == 1]
        _heir, event, kind, day, *_ = rows[0]
        heirs = tuple(dict.fromkeys(living or direct))
        answer[origin] = Succession(EventKind(kind), day, event, heirs)
    return answer


_ORIGINS = """
SELECT o.id, m.organisation_id, e.id, e.kind, e.effective_on
FROM organisations_organisation o
JOIN organisations_organisationeventunit r ON r.organisation_id = o.id AND r.role = 'RESULTING'
JOIN organisations_organisationevent e ON e.id = r.event_id AND e.effective_on = lower(o.valid)
  AND e.state = ANY(%(in_force)s) AND e.kind = ANY(%(kinds)s)
JOIN organisations_organisationeventunit m
  ON m.event_id = e.id AND m.role = 'ORIGINAL' AND m.organisation_id <> o.id
WHERE o.id = ANY(%(ids)s::bigint[])
ORDER BY o.id, m.organisation_id
"""


def unscoped_origins(organisations: Iterable[int]) -> dict[int, Origin]:
    """Return out of which organisations each began, where it began by an event of several."""
    found: dict[int, Origin] = {}
    for pk, source, event, kind, day in _ask(
        _ORIGINS, ids=sorted(set(organisations)), kinds=LINKING
    ):
        known = found.get(pk)
        sources = (*(known.sources if known else ()), source)
        found[pk] = Origin(EventKind(kind), day, event, sources)
    return found


@dataclass(frozen=True)
class Link:
    """One organisation led to another by an event."""

    source: int
    target: int
    event_id: int
    kind: EventKind
    on: date
    decision: str


@dataclass(frozen=True)
class Node:
    """An organisation of the graph; ``rank`` is its column, 0 the one looked at, past below 0."""

    pk: int
    name: str
    code: str
    valid: Any
    rank: int

    @property
    def seen_on(self) -> date:
        """Return a day on which its page shows it alive: its last, else its first."""
        last: date | None = self.valid.upper
        return last - timedelta(days=1) if last else self.valid.lower


@dataclass
class Graph:
    """An organisation with all it came from and all that came from it."""

    centre: int
    nodes: dict[int, Node] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    left_out: int = 0


_GRAPH = """
WITH RECURSIVE link (source, target, event_id) AS NOT MATERIALIZED (
    SELECT m.organisation_id, r.organisation_id, e.id
    FROM organisations_organisationevent e
    JOIN organisations_organisationeventunit m ON m.event_id = e.id AND m.role = 'ORIGINAL'
    JOIN organisations_organisationeventunit r
      ON r.event_id = e.id AND r.role = 'RESULTING' AND r.organisation_id <> m.organisation_id
    WHERE e.state = ANY(%(in_force)s) AND e.kind = ANY(%(kinds)s)
), ahead (source, target, event_id, day, rank) AS (
    SELECT link.*, e.effective_on, 1
    FROM link JOIN organisations_organisationevent e ON e.id = event_id
    WHERE source = %(centre)s
    UNION
    SELECT link.*, e.effective_on, ahead.rank + 1
    FROM ahead JOIN link ON link.source = ahead.target
    JOIN organisations_organisation o ON o.id = link.source
    JOIN organisations_organisationevent e ON e.id = link.event_id AND (
      (e.effective_on, e.id) > (ahead.day, ahead.event_id)
      -- the end of an organisation follows all it took over, also when recorded as earlier
      OR e.effective_on = upper(o.valid))
    WHERE ahead.rank < %(deepest)s
), back (source, target, event_id, day, rank) AS (
    SELECT link.*, e.effective_on, -1
    FROM link JOIN organisations_organisationevent e ON e.id = event_id
    WHERE target = %(centre)s
    UNION
    SELECT link.*, e.effective_on, back.rank - 1
    FROM back JOIN link ON link.target = back.source
    JOIN organisations_organisationevent e ON e.id = link.event_id
      AND (e.effective_on, e.id) < (back.day, back.event_id)
    WHERE back.rank > -%(deepest)s
)
SELECT source, target, event_id, kind, effective_on, decision_no, rank
FROM (SELECT * FROM ahead UNION ALL SELECT * FROM back) AS found
JOIN organisations_organisationevent e ON e.id = event_id
ORDER BY effective_on, event_id, source, target
"""

_NODES = """
SELECT p.organisation_id, p.name, p.valid, o.code, o.valid
FROM organisations_organisationprofile p JOIN organisations_organisation o ON o.id = organisation_id
WHERE organisation_id = ANY(%(ids)s::bigint[])
"""


def unscoped_graph(organisation: Organisation, *, on: date) -> Graph:
    """Return the graph of an organisation, names as of ``on`` (the nearest known); two queries."""
    rows = _ask(_GRAPH, centre=organisation.pk, kinds=LINKING, deepest=_DEEPEST)
    links: dict[tuple[int, int, int], Link] = {}
    ranks = {organisation.pk: 0}
    for source, target, event, kind, day, decision, rank in rows:
        links.setdefault(
            (source, target, event), Link(source, target, event, EventKind(kind), day, decision)
        )
        far = target if rank > 0 else source
        known = ranks.get(far)
        if far != organisation.pk and (known is None or abs(rank) > abs(known)):
            ranks[far] = rank
    shown = list(links.values())
    graph = Graph(organisation.pk, links=shown[:SHOWN], left_out=max(0, len(shown) - SHOWN))
    kept = {pk for link in graph.links for pk in (link.source, link.target)} | {organisation.pk}
    found = _ask(_NODES, ids=sorted(kept))
    called = nearest_names(((row[0], row[1], row[2]) for row in found), on)
    for pk, _name, _valid, code, life in found:
        graph.nodes[pk] = Node(pk, called[pk], code, life, ranks[pk])
    return graph


def _ask(statement: str, **values: Any) -> list[tuple[Any, ...]]:
    bound: Mapping[str, Any] = {
        "in_force": [str(one) for one in IN_FORCE],
        "deepest": _DEEPEST,
        **values,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, bound)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
