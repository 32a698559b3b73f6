"""
Employers (schools, companies) of a branch on a day: with or without a union, and the verdict.

The number of queries does not depend on the number of employers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db.models import Q

from congdoan.areas.restructuring.models import EmployerWaiver
from congdoan.areas.restructuring.rules.employers import Verdict, verdict_of
from congdoan.areas.restructuring.selectors.verdicts import LABELS, TONES
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.api import (
    VIEW,
    employers_below,
    funding_label,
    is_grassroots,
    keeper_of,
    kind_label,
    kinds_of_side,
    names,
    unionisable,
    unscoped_keepers,
    visible_organisation,
)
from congdoan.kernel.organisations.enums import Family
from congdoan.kernel.organisations.models import Counterpart, Organisation, OrganisationProfile
from congdoan.kernel.rulebook.api import find_entry

FUNDING = "organisation.funding_class"


@dataclass(frozen=True)
class Union:
    """A union at an employer."""

    pk: int
    name: str
    grassroots: bool


@dataclass(frozen=True)
class Employer:
    """An employer as the rules of the day look at it."""

    pk: int
    code: str
    name: str
    kind: str
    funding: str
    funding_name: str
    unions: tuple[Union, ...]
    keeper: int
    keeper_name: str
    verdict: Verdict

    @property
    def verdict_label(self) -> str:
        return str(LABELS[self.verdict])

    @property
    def tone(self) -> str:
        return TONES.get(self.verdict, "neutral")

    @property
    def rule_key(self) -> str:
        """Return the key of the rule the verdict rests on."""
        return f"{FUNDING}.{self.funding}" if self.funding else ""

    @property
    def union_names(self) -> str:
        return "; ".join(one.name for one in self.unions)


def employers_of(actor: Actor, branch: Organisation, *, on: date) -> list[Employer]:
    """
    Return the employers whose record the branch keeps, by name.

    :raises NotFound: when the actor may not look at the branch
    """
    visible_organisation(actor, branch.pk)
    found = employers_below(branch, on=on)
    return unscoped_employers(found, on=on, keepers=found)


def unscoped_employers(
    ids: Iterable[int], *, on: date, keepers: dict[int, int] | None = None
) -> list[Employer]:
    """Return employers with their unions and the verdict of the day, by name."""
    wanted = set(ids)
    keepers = unscoped_keepers(wanted, on=on) if keepers is None else keepers
    rows = OrganisationProfile.objects.on(on).filter(
        organisation_id__in=wanted,
        organisation__family=Family.PARTNER,
        kind__in=kinds_of_side("EMPLOYER", (on,)),
    )
    profiles = list(rows.select_related("organisation").order_by("sort_key", "organisation_id"))
    unions = unions_at([row.organisation_id for row in profiles], on=on)
    called = names(keepers.values(), on=on)
    allowed, kind_name, funding_name = cache(unionisable), cache(kind_label), cache(funding_label)
    found = []
    for row in profiles:
        there = tuple(unions.get(row.organisation_id, ()))
        keeper = keepers.get(row.organisation_id, 0)
        found.append(
            Employer(
                pk=row.organisation_id,
                code=row.organisation.code,
                name=row.name,
                kind=kind_name(row.kind, on),
                funding=row.funding_class,
                funding_name=funding_name(row.funding_class, on),
                unions=there,
                keeper=keeper,
                keeper_name=called.get(keeper, ""),
                verdict=verdict_of(
                    funding=row.funding_class,
                    allowed=allowed(row.funding_class, on),
                    has_union=any(one.grassroots for one in there),
                ),
            )
        )
    return found


def employers_at(
    actor: Actor, organisation: Organisation, *, on: date
) -> list[tuple[Employer, bool]]:
    """Return the employers beside a union (or the employer itself), and which may be opened."""
    if organisation.family == Family.PARTNER:
        ids = {organisation.pk}
    else:
        links = Counterpart.objects.on(on).filter(union=organisation)
        ids = set(links.values_list("partner_id", flat=True))
    rows = unscoped_employers(ids, on=on)
    keepers = actor.reach(VIEW).filter(pk__in={one.keeper for one in rows})
    seen = set(keepers.values_list("pk", flat=True))
    return [(one, one.keeper in seen) for one in rows]


def unions_at(employers: Sequence[int], *, on: date) -> dict[int, list[Union]]:
    """Return the unions that live at each employer on the day; two queries."""
    links = list(
        Counterpart.objects.on(on)
        .filter(partner_id__in=employers)
        .order_by("pk")
        .values_list("partner_id", "union_id")
    )
    profiles = OrganisationProfile.objects.on(on).filter(
        organisation_id__in={union for _employer, union in links}
    )
    low = cache(is_grassroots)
    known = {
        row.organisation_id: Union(row.organisation_id, row.name, low(row.level, on))
        for row in profiles
    }
    found: dict[int, list[Union]] = {}
    for employer, union in links:
        if union in known:
            found.setdefault(employer, []).append(known[union])
    return found


def visible_employer(actor: Actor, pk: int) -> tuple[Organisation, Organisation]:
    """
    Return an employer and the union that keeps its record.

    :raises NotFound: when there is none, or the actor may not look at that union
    """
    employer = Organisation.objects.partners().filter(pk=pk).first()
    keeper = keeper_of(employer, on=actor.today) if employer else None
    if employer is None or keeper is None or not actor.may(VIEW, on=keeper):
        raise NotFound
    return employer, keeper


def waivers_of(employer: Organisation) -> dict[str, EmployerWaiver]:
    """Return why nothing was done, by the work it was asked with."""
    return {one.key: one for one in EmployerWaiver.objects.filter(employer=employer)}


def rule_words(funding: str, on: date) -> str:
    """Return the text a verdict rests on, with the mark of what nobody has checked."""
    entry = find_entry(FUNDING, funding, on=on) if funding else None
    return entry.rule.legal_basis if entry else ""


def ever_at(unions: Iterable[int]) -> set[int]:
    """Return the employers that any of the unions ever was the counterpart of."""
    return set(
        Counterpart.objects.filter(union_id__in=list(unions)).values_list("partner_id", flat=True)
    )


def unions_left_by(employers: Iterable[int], *, on: date) -> set[int]:
    """Return the unions whose link with an employer ended on the day, or still holds."""
    ended = Q(valid__endswith=on) | Q(valid__contains=on)
    links = Counterpart.objects.filter(ended, partner_id__in=list(employers))
    return set(links.values_list("union_id", flat=True))
