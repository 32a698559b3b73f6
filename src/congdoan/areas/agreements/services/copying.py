"""Filling a version with lines: from a template, a predecessor, the version before."""

from collections.abc import Iterable
from datetime import datetime

from congdoan.areas.agreements.enums import Bearer, Side
from congdoan.areas.agreements.models import Agreement, Clause, Version
from congdoan.areas.agreements.rules.lines import NewLine
from congdoan.areas.agreements.selectors.text import clauses_of, current_version


def write_lines(
    version: Version, lines: Iterable[NewLine], *, by: str, at: datetime, first: int = 1
) -> list[Clause]:
    """Write new clauses from place ``first`` on; the caller holds the version."""
    leads = _only_parties(version.agreement)
    return Clause.objects.bulk_create(new_clauses(version, lines, leads, by=by, at=at, first=first))


def new_clauses(
    version: Version,
    lines: Iterable[NewLine],
    leads: dict[str, int],
    *,
    by: str,
    at: datetime,
    first: int = 1,
) -> list[Clause]:
    """Return clauses not stored yet; ``leads`` is the only party of each side that has just one."""
    return [
        Clause(
            version=version,
            level=line.level,
            order=first + place,
            heading=line.heading,
            text=line.text,
            content_code=line.content_code,
            bearer=_bearer(line, leads),
            lead_party_id=leads.get(line.lead_side),
            cadence=line.cadence,
            indicator=line.indicator,
            target=line.target,
            changed_at=at,
            changed_by_name=by,
        )
        for place, line in enumerate(lines)
    ]


def _bearer(line: NewLine, leads: dict[str, int]) -> str:
    """Return who owes it: the side's only party as leader, else each party of that side."""
    if line.bearer == Bearer.PARTY and line.lead_side and line.lead_side not in leads:
        return Bearer.SIDE_A if line.lead_side == Side.A else Bearer.SIDE_B
    return line.bearer


def _only_parties(agreement: Agreement) -> dict[str, int]:
    """Return the party of each side that has just one."""
    sides: dict[str, list[int]] = {}
    for pk, side in agreement.parties.values_list("pk", "side"):
        sides.setdefault(side, []).append(pk)
    return {side: ids[0] for side, ids in sides.items() if len(ids) == 1}


def copy_version(source: Version, target: Version, *, at: datetime) -> None:
    """Copy every clause with its identity into the next version of the same agreement."""
    _copy(source, target, at=at, keep_identity=True, parties={})


def copy_text(source: Agreement, target: Version, *, by: str, at: datetime) -> None:
    """
    Copy a predecessor's text; clauses get identities of their own.

    Leading parties are found again by organisation; one that is no longer party leads nothing.
    """
    places = dict(target.agreement.parties.values_list("organisation_id", "pk"))
    parties = {
        pk: places.get(organisation)
        for pk, organisation in source.parties.values_list("pk", "organisation_id")
    }
    _copy(current_version(source), target, at=at, keep_identity=False, parties=parties, by=by)


def _copy(
    source: Version,
    target: Version,
    *,
    at: datetime,
    keep_identity: bool,
    parties: dict[int, int | None],
    by: str = "",
) -> None:
    copies = []
    for place, clause in enumerate(clauses_of(source), start=1):
        values = {name: getattr(clause, name) for name in _COPIED}
        if keep_identity:
            values |= {name: getattr(clause, name) for name in _IDENTITY}
        else:
            lead = parties.get(clause.lead_party_id or 0)
            values |= {"lead_party_id": lead, "changed_at": at, "changed_by_name": by}
        copies.append(Clause(version=target, order=place, **values))
    Clause.objects.bulk_create(copies)


_COPIED = (
    "level",
    "heading",
    "text",
    "content_code",
    "bearer",
    "cadence",
    "indicator",
    "target",
)
_IDENTITY = ("stable_id", "lead_party_id", "revision", "changed_at", "changed_by_name")
