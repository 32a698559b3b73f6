"""
What agreements answer to indicators.

An agreement counts for each organisation that holds a party's place on the day that counts; in a
branch it counts once (its indicators are rolled up as distinct).
"""

from collections.abc import Mapping
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import ReviewState, State
from congdoan.areas.indicators.api import Asked, Behind, Opened
from congdoan.kernel.organisations.api import grassroots_levels
from congdoan.kernel.organisations.enums import Family

#: States of what has been signed by all.
_SIGNED_ONCE = (
    State.SIGNED,
    State.EFFECTIVE,
    State.EXPIRED,
    State.REVIEWED,
    State.SUPERSEDED,
    State.TERMINATED,
)

_PAIRS = "unnest(%(tops)s::bigint[], %(units)s::bigint[]) AS a (top, unit)"
# Who holds a party's place on a day.
_HOLDER = """coalesce((SELECT h.organisation_id FROM agreements_partyholder h
    WHERE h.party_id = p.id AND h.valid @> {day}), p.organisation_id)"""

_SIGNED = f"""
SELECT a.top, count(DISTINCT g.id)
FROM agreements_agreement g
JOIN agreements_party p ON p.agreement_id = g.id
  AND (p.left_on IS NULL OR p.left_on > g.signed_on)
JOIN {_PAIRS} ON a.unit = {_HOLDER.format(day="g.signed_on")}
WHERE g.signed_on BETWEEN %(first)s AND %(last)s AND g.state = ANY(%(signed)s)
GROUP BY 1
"""  # noqa: S608 - our text
_HELD = f"""
SELECT a.top, count(DISTINCT r.id)
FROM agreements_review r
JOIN agreements_party p ON p.agreement_id = r.agreement_id
  AND (p.left_on IS NULL OR p.left_on > r.held_on)
JOIN {_PAIRS} ON a.unit = {_HOLDER.format(day="r.held_on")}
WHERE r.held_on BETWEEN %(first)s AND %(last)s AND r.state = %(held)s
GROUP BY 1
"""  # noqa: S608 - our text
# Grassroots unions with an agreement in force on the last day one of whose parties is no union.
_IN_FORCE = f"""
SELECT DISTINCT p.organisation_id, 1
FROM (SELECT p.id, p.agreement_id, {_HOLDER.format(day="%(last)s::date")} AS organisation_id
      FROM agreements_party p WHERE p.left_on IS NULL OR p.left_on > %(last)s) p
JOIN agreements_statechange s ON s.agreement_id = p.agreement_id AND s.state = %(effective)s
  AND s.on <= %(last)s AND (s.until IS NULL OR s.until > %(last)s)
JOIN organisations_organisationprofile u ON u.organisation_id = p.organisation_id
  AND u.valid @> %(last)s::date AND u.level = ANY(%(levels)s)
WHERE p.organisation_id = ANY(%(ids)s::bigint[])
  AND EXISTS (SELECT 1 FROM agreements_party b
    JOIN organisations_organisation o ON o.id = b.organisation_id AND o.family = %(partner)s
    WHERE b.agreement_id = p.agreement_id AND (b.left_on IS NULL OR b.left_on > %(last)s))
"""  # noqa: S608 - our text


def signed(asked: Asked) -> Mapping[int, Decimal]:
    return _ask(_SIGNED, asked)


def reviews_held(asked: Asked) -> Mapping[int, Decimal]:
    return _ask(_HELD, asked)


def in_force(asked: Asked) -> Mapping[int, Decimal]:
    """Return one for each grassroots union with an agreement with a partner in force."""
    return _ask(_IN_FORCE, asked)


def agreements_page(opened: Opened) -> Behind | None:
    if not opened.actor.may(policies.VIEW, on=opened.organisation):
        return None
    return Behind(_("Sổ văn bản phối hợp"), reverse("agreements:register"))


def _ask(query: str, asked: Asked) -> Mapping[int, Decimal]:
    rows = asked.rows(
        query,
        signed=[one.value for one in _SIGNED_ONCE],
        held=ReviewState.HELD.value,
        effective=State.EFFECTIVE.value,
        levels=grassroots_levels(),
        partner=Family.PARTNER.value,
    )
    return asked.filled(dict(rows))
