"""What a person holds on a day: by office, by grant, by delegation."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from django.db.models import Q, QuerySet
import yaml

from congdoan.foundation.capabilities import declared
from congdoan.foundation.prepared import ask
from congdoan.kernel.access.enums import Reach
from congdoan.kernel.access.models import Delegation
from congdoan.kernel.organisations.api import MEANINGS
from congdoan.kernel.organisations.enums import IN_FORCE


@dataclass(frozen=True)
class Holding:
    """
    One role at one organisation.

    ``limit`` narrows every capability's own reach (a grant HERE of a role that reaches BELOW
    reaches HERE); ``only`` narrows to named capabilities (a delegation).
    """

    role: str
    organisation_id: int | None
    limit: str
    only: frozenset[str] | None = None
    source: str = "office"
    source_id: int | None = None
    #: The organisations this one succeeded by today, directly or by way of others that ended since.
    forebears: tuple[int, ...] = ()

    def narrowed(self, reach: str) -> str:
        order = [Reach.HERE, Reach.CHILDREN, Reach.BELOW, Reach.ALL]
        return min(Reach(reach), Reach(self.limit), key=order.index)


@cache
def roles_of_positions() -> dict[str, str]:
    """Return the role each position carries (``data/positions.yaml``)."""
    text = files("congdoan.kernel.access").joinpath("data/positions.yaml").read_text("utf-8")
    roles: dict[str, str] = yaml.safe_load(text)
    return roles


def capabilities_of_position(position: str) -> dict[str, str]:
    """Return what an office carries: capability name → reach."""
    role = roles_of_positions().get(position)
    return {
        capability.name: reach
        for capability in declared().values()
        for holder, reach in capability.held_by
        if holder == role
    }


#: Asked on every page, hence one statement: three through the ORM take ten times as long.
_HELD = """
  WITH whose AS (
    SELECT id FROM people_person WHERE {whose} ORDER BY id LIMIT 1
  ), found AS (
    SELECT 0 AS place, id, '' AS held, NULL::bigint AS organisation_id, NULL AS reach,
      NULL::varchar[] AS only
    FROM whose
  UNION ALL
    SELECT 1, id, position, organisation_id, NULL, NULL
    FROM people_office
    WHERE person_id = (SELECT id FROM whose) AND valid @> %(day)s
  UNION ALL
    SELECT 2, id, role, organisation_id, reach, NULL
    FROM access_grant
    WHERE person_id = (SELECT id FROM whose) AND valid @> %(day)s
  UNION ALL
    SELECT 3, delegation.id, office.position, office.organisation_id, NULL, delegation.capabilities
    FROM access_delegation AS delegation JOIN people_office AS office ON office.id = office_id
    WHERE delegate_id = (SELECT id FROM whose)
      AND delegation.valid @> %(day)s AND office.valid @> %(day)s
      AND (revoked_on IS NULL OR revoked_on > %(day)s)
  )
  SELECT found.*, ARRAY(
    WITH RECURSIVE line (id) AS (
      SELECT found.organisation_id
      UNION
      SELECT gone.organisation_id FROM line
      JOIN organisations_organisationeventunit AS heir
        ON heir.organisation_id = line.id AND heir.role = 'RESULTING'
      JOIN organisations_organisationevent AS event ON event.id = heir.event_id
        AND event.effective_on <= %(day)s AND event.state = ANY(%(in_force)s)
        AND event.kind = ANY(%(ending)s)
      JOIN organisations_organisationeventunit AS gone
        ON gone.event_id = event.id AND gone.role = 'ORIGINAL'
    )
    SELECT id FROM line WHERE id <> found.organisation_id ORDER BY id
  )
  FROM found ORDER BY place, id
"""

#: The kinds of events whose originals end; what they led to has their place.
_IN_FORCE = sorted(IN_FORCE)
_ENDING = sorted(kind for kind, meaning in MEANINGS.items() if meaning.ends_originals)


def unscoped_holdings(person_id: int, *, on: date) -> list[Holding]:
    """Return everything a person holds on ``on``: offices, grants, delegations; one query."""
    return _asked("id", person_id, on)[1]


def unscoped_holdings_of_user(user_id: int, *, on: date) -> tuple[int | None, list[Holding]]:
    """Return the user's person (None: no person) with everything held on ``on``; one query."""
    return _asked("user_id", user_id, on)


def _asked(column: str, key: int, on: date) -> tuple[int | None, list[Holding]]:
    statement = _HELD.format(whose=f"{column} = %(key)s")
    rows = ask(statement, {"key": key, "day": on, "in_force": _IN_FORCE, "ending": _ENDING})
    if not rows:
        return None, []
    found = (_holding(*row) for row in rows[1:])
    return rows[0][1], [holding for holding in found if holding is not None]


def _holding(
    place: int,
    pk: int,
    held: str,
    organisation: int,
    reach: str | None,
    only: list[str] | None,
    forebears: list[int],
) -> Holding | None:
    """Return what a row of ``_HELD`` gives: a position that carries no role gives nothing."""
    before = tuple(forebears)
    if place == 2:
        return Holding(held, organisation, reach or Reach.HERE, None, "grant", pk, before)
    role = roles_of_positions().get(held)
    if role is None:
        return None
    if place == 3:
        return Holding(
            role, organisation, Reach.HERE, frozenset(only or ()), "delegation", pk, before
        )
    return Holding(role, organisation, Reach.BELOW, source_id=pk, forebears=before)


def unscoped_delegations(*, on: date) -> QuerySet[Delegation]:
    """Return the delegations in force on ``on``: not revoked, and their office still held."""
    return (
        Delegation.objects.on(on)
        .filter(Q(revoked_on__isnull=True) | Q(revoked_on__gt=on), office__valid__contains=on)
        .select_related("office", "office__person")
        .order_by("pk")
    )
