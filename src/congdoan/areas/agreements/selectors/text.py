"""The text of an agreement in its order, with its numbers."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from congdoan.areas.agreements.models import Agreement, Clause, Version
from congdoan.areas.agreements.rules.numbering import Line, numbered
from congdoan.foundation.refusal import NotFound

ClauseLine = Line[Clause]


def current_version(agreement: Agreement) -> Version:
    """Return the newest version: the one being drafted, or the frozen one that counts."""
    version = agreement.versions.order_by("-number").first()
    if version is None:
        raise NotFound
    return version


def clauses_of(version: Version) -> list[Clause]:
    return list(Clause.objects.filter(version=version).standing().select_related("lead_party"))


def outline(version: Version) -> list[ClauseLine]:
    """Return the numbered lines of a version in one query."""
    return list(numbered(clauses_of(version)))


def outline_of(agreement: Agreement) -> list[ClauseLine]:
    return outline(current_version(agreement))


def find_clause(version: Version, stable_id: UUID | str) -> Clause:
    """:raises NotFound: when the version has no such clause."""
    clause = Clause.objects.filter(version=version, stable_id=stable_id).first()
    if clause is None:
        raise NotFound
    return clause


def latest_clause(agreement: Agreement, stable_id: UUID) -> Clause:
    """
    Return a clause as it last stood in any version, also one that is gone from the present text.

    :raises NotFound: when no version ever had it
    """
    rows = Clause.objects.filter(version__agreement=agreement, stable_id=stable_id)
    clause = rows.select_related("version", "lead_party").order_by("-version__number").first()
    if clause is None:
        raise NotFound
    return clause


def place_of(lines: list[ClauseLine], clause: Clause) -> str:
    """Return the place of a clause in words: "khoản 2 Điều 5"; empty when it does not stand."""
    return next((line.path for line in lines if line.item.pk == clause.pk), "")


def content_codes(lines: Sequence[Line[Any]]) -> dict[UUID, str]:
    """Return the content of coordination each line belongs to: its own, else that above it."""
    codes: dict[UUID, str] = {}
    for line in lines:
        above = codes.get(line.parent.item.stable_id, "") if line.parent else ""
        codes[line.item.stable_id] = line.item.content_code or above
    return codes
