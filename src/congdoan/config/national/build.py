"""Loads the country into an empty database, in one transaction: all of it or nothing."""

from collections.abc import Callable, Iterator
import json
import time

from django.db import connection, transaction

from congdoan.areas.members.api import rebuild_counts
from congdoan.config.cannot_start import CannotStart
from congdoan.config.national.copying import (
    analyse,
    bare,
    clean,
    continue_numbers,
    copy,
    span,
)
from congdoan.config.national.country import build_world
from congdoan.config.national.people import People
from congdoan.config.national.world import (
    AUTHORITY,
    COMMAND,
    SECTOR,
    LinkRow,
    ProfileRow,
    World,
    decided_on,
)
from congdoan.foundation import vietnamese
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.models import Person

_STRUCTURE = (
    "organisations_organisation",
    "organisations_organisationevent",
    "organisations_organisationprofile",
    "organisations_placement",
)
_LINKS = ("organisations_counterpart", "organisations_grouping", "organisations_groupingmember")
_PARTS, _LINEAGE = "organisations_organisationeventunit", "organisations_lineage"
_PEOPLE, _MEMBERSHIPS = "people_person", "members_membership"
_COUNTS = ("members_memberchange", "members_branchchange")

# The closure of all placements at once (``organisations.services.lineage`` does one branch).
_CLOSURE = """
WITH RECURSIVE up (descendant_id, ancestor_id, depth, valid) AS (
    SELECT child_id, parent_id, 1, valid FROM organisations_placement
    WHERE hierarchy_id = %(hierarchy)s
    UNION ALL
    SELECT up.descendant_id, p.parent_id, up.depth + 1, up.valid * p.valid
    FROM up JOIN organisations_placement p
      ON p.child_id = up.ancestor_id AND p.hierarchy_id = %(hierarchy)s AND p.valid && up.valid
)
INSERT INTO organisations_lineage (hierarchy_id, ancestor_id, descendant_id, depth, valid, reach)
SELECT %(hierarchy)s, ancestor_id, descendant_id, depth, up.valid, daterange(
    CASE WHEN lower(up.valid) > lower(o.valid) THEN lower(up.valid) END,
    CASE WHEN upper(up.valid) IS DISTINCT FROM upper(o.valid) THEN upper(up.valid) END)
FROM up JOIN organisations_organisation o ON o.id = up.descendant_id
UNION ALL
SELECT %(hierarchy)s, id, id, 0, valid, daterange(NULL, NULL)
FROM organisations_organisation o
WHERE %(hierarchy)s = 1 OR EXISTS (
    SELECT 1 FROM organisations_placement p
    WHERE p.hierarchy_id = %(hierarchy)s AND o.id IN (p.child_id, p.parent_id))
"""

Say = Callable[[str], object]


def seed(*, scale: float, say: Say) -> None:
    """
    Load the country at ``scale``.

    :raises CannotStart: when the database already holds organisations or people
    """
    if Organisation.objects.exists() or Person.objects.exists():
        message = "cơ sở dữ liệu đã có tổ chức hoặc người; hãy dùng một CONGDOAN_HOME mới."
        raise CannotStart(message)
    with transaction.atomic():
        steps = _Steps(say)
        world = build_world(scale)
        steps.done(f"Dựng {len(world.units)} tổ chức, {len(world.events)} sự kiện")
        load_structure(world)
        steps.done("Nạp tổ chức, tên, vị trí, sự kiện")
        load_lineage()
        steps.done("Tính dòng cấp trên")
        people, memberships = load_people(world, steps)
        steps.done(f"Khóa và chỉ mục của {people} người, {memberships} tư cách đoàn viên")
        with bare(*_COUNTS):
            rebuild_counts()
        analyse(*_COUNTS)
        steps.done("Đếm đoàn viên mọi nhánh")


class _Steps:
    """Says what a step took."""

    def __init__(self, say: Say) -> None:
        self._say, self._begun = say, time.monotonic()

    def done(self, what: str) -> None:
        now = time.monotonic()
        self._say(f"  {what}: {now - self._begun:.1f} giây".replace(".", ","))
        self._begun = now


def load_structure(world: World) -> None:
    copy(_STRUCTURE[0], "id, code, family, valid, end_reason", _organisations(world))
    copy(
        _STRUCTURE[1],
        "id, kind, effective_on, recorded_at, state, decision_no, decision_on, decided_by, note,"
        " inverse, followed",
        _events(world),
    )
    copy(
        _STRUCTURE[2],
        "id, organisation_id, valid, name, short_name, doc_symbol, level, kind, funding_class,"
        " place_code, address, phone, email, sort_key, folded, event_id",
        map(_profile, world.profiles),
    )
    copy(
        _STRUCTURE[3],
        "id, hierarchy_id, child_id, parent_id, valid, event_id",
        (
            f"{row.pk}\t{row.hierarchy}\t{row.child.pk}\t{row.parent.pk}\t"
            f"{span(row.start, row.until)}\t{row.event}\n"
            for row in world.placements
        ),
    )
    copy(
        _PARTS,
        "event_id, organisation_id, role",
        (f"{event.pk}\t{pk}\t{role}\n" for event in world.events for pk, role in event.parts),
    )
    _load_links(world)
    continue_numbers(*_STRUCTURE, *_LINKS)
    analyse(*_STRUCTURE, _PARTS, *_LINKS)
    with connection.cursor() as cursor:
        # Our constraint triggers and the foreign keys, now: what follows rests on them.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _load_links(world: World) -> None:
    copy(_LINKS[0], "id, union_id, partner_id, valid", map(_link, world.counterparts))
    copy(
        _LINKS[1],
        "id, kind, superior_id, name, folded, valid",
        (
            f"{row.pk}\t{row.kind}\t{row.superior.pk}\t{clean(row.name)}\t"
            f"{clean(vietnamese.fold(row.name))}\t{span(row.start, row.superior.until)}\n"
            for row in world.groupings
        ),
    )
    copy(_LINKS[2], "id, grouping_id, organisation_id, valid", map(_link, world.grouped))


def _link(row: LinkRow) -> str:
    return f"{row.pk}\t{row.left}\t{row.right.pk}\t{span(row.start, row.until)}\n"


def _organisations(world: World) -> Iterator[str]:
    for unit in world.units:
        valid = span(unit.start, unit.until)
        yield f"{unit.pk}\t{unit.code}\t{unit.family}\t{valid}\t{unit.end_reason}\n"


def _events(world: World) -> Iterator[str]:
    with_members = {unit.ended_by for unit in world.units if unit.until and unit.size}
    # What the members slice keeps with an event that ended memberships.
    followed = json.dumps({"members": {"until": {}, "waiting": []}})
    for event in world.events:
        note = followed if event.pk in with_members else "{}"
        yield (
            f"{event.pk}\t{event.kind}\t{event.on}\t{event.on} 08:00:00+07\tAPPLIED\t"
            f"{event.decision_no}\t{decided_on(event)}\t{clean(event.decided_by)}\t\t"
            f"{json.dumps(event.inverse)}\t{note}\n"
        )


def _profile(row: ProfileRow) -> str:
    data = row.data
    name, short = vietnamese.tidy(data.name), vietnamese.tidy(data.short_name)
    texts = (name, short, data.doc_symbol, data.level, data.kind, data.funding_class)
    keys = (vietnamese.sort_key(name)[:900], vietnamese.fold(f"{name} {short}")[:400])
    return (
        f"{row.pk}\t{row.unit.pk}\t{span(row.start, row.until)}\t"
        + "\t".join(map(clean, texts))
        + f"\t{data.place_code}\t\t\t\t{clean(keys[0])}\t{clean(keys[1])}\t{row.event}\n"
    )


def load_lineage() -> None:
    with bare(_LINEAGE), connection.cursor() as cursor:
        for hierarchy in (COMMAND, SECTOR, AUTHORITY):
            cursor.execute(_CLOSURE, {"hierarchy": hierarchy})
    analyse(_LINEAGE)


def load_people(world: World, steps: _Steps) -> tuple[int, int]:
    """Load people and memberships; return how many."""
    people = memberships = 0
    with bare(_MEMBERSHIPS, _PEOPLE):
        for lines in People(world).batches():
            copy(
                _PEOPLE,
                "id, family_middle, given_name, gender, sort_key, folded, birth_date, phone, email",
                lines.people,
            )
            copy(
                _MEMBERSHIPS,
                "id, person_id, organisation_id, valid, birth_year, gender, category, end_reason,"
                " begun_by_id, ended_by_id, sort_key",
                lines.memberships,
            )
            people += len(lines.people)
            memberships += len(lines.memberships)
        steps.done("Nạp người và tư cách đoàn viên bằng COPY")
    continue_numbers(_PEOPLE, _MEMBERSHIPS)
    analyse(_PEOPLE, _MEMBERSHIPS)
    return people, memberships
