"""Which unions an unknown name or code may mean: asked once a plan, compared in memory."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from congdoan.areas.members.rules.unit_names import (
    Called,
    code_heart,
    nearest_codes,
    nearest_names,
    spellings,
)
from congdoan.foundation import vietnamese
from congdoan.kernel.organisations.models import OrganisationProfile

#: Who reaches more unions than this writes codes: comparing with a whole country takes too long.
MOST_UNIONS = 20_000
#: Different unknown values of one plan that are compared; a list of strangers costs no more.
MOST_VALUES = 50
#: Offered for one value.
OFFERED = 3


@dataclass
class Nearest:
    """The names of the unions in reach, and what unknown values were found to be like."""

    #: Unions the actor reaches.
    reach: QuerySet[Any]
    on: date
    _unions: list[Called] | None = None
    _found: dict[tuple[str, str], list[Called]] = field(default_factory=dict)

    def called(self, name: str) -> list[str]:
        """Return the codes of the unions whose full or short name is just so."""
        for spelt in spellings(vietnamese.fold(name)):
            if codes := sorted({one.code for one in self._all() if spelt in one.folded}):
                return codes
        return []

    def like(self, *, code: str, name: str) -> list[Called]:
        """Return what a row may mean that names no union in reach, the likeliest first."""
        key = (code, name)
        if key not in self._found:
            if len(self._found) >= MOST_VALUES:
                return []
            self._found[key] = self._compare(code, name)
        return self._found[key]

    def sure(self, code: str) -> str:
        """Return the one code that differs by slips of the pen alone, or nothing."""
        found = [one.code for one in self.like(code=code, name="")]
        same = [one for one in found if code_heart(one) == code_heart(code)]
        return same[0] if len(same) == 1 else ""

    def _compare(self, code: str, name: str) -> list[Called]:
        unions = self._all()
        found = []
        if name:
            found += nearest_names(vietnamese.fold(name), unions, most=OFFERED)
        if code:
            found += nearest_codes(code, unions, most=OFFERED)
            # A name written where the code belongs.
            found += nearest_names(vietnamese.fold(code), unions, most=OFFERED)
        return list({one.code: one for one in found}.values())[:OFFERED]

    def _all(self) -> list[Called]:
        if self._unions is None:
            profiles = OrganisationProfile.objects.on(self.on).filter(
                organisation__in=self.reach.filter(family="UNION")
            )
            rows = profiles.order_by("organisation__code").values_list(
                "organisation__code", "name", "short_name"
            )
            found = list(rows[: MOST_UNIONS + 1])
            self._unions = (
                [
                    Called.by(code, short or name, map(vietnamese.fold, (name, short)))
                    for code, name, short in found
                ]
                if len(found) <= MOST_UNIONS
                else []
            )
        return self._unions
