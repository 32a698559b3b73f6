"""What the platform knows of units and their counterparts, for the places of a template."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import override

from congdoan.areas.agreements.models import Cascade
from congdoan.areas.agreements.selectors.document import position_label
from congdoan.areas.agreements.selectors.signatories import usual_signatory
from congdoan.foundation.vietnamese import sort_key
from congdoan.kernel.organisations.api import name_of, profiles_on
from congdoan.kernel.organisations.enums import Family
from congdoan.kernel.organisations.models import Counterpart, OrganisationProfile
from congdoan.kernel.people.models import Office
from congdoan.kernel.places.api import full_names, units_by_code
from congdoan.kernel.rulebook.api import label


@dataclass
class UnitFacts:
    """A unit with the counterpart it would sign with, and the values known of both."""

    unit: int
    name: str
    #: Possible counterparts, by name; a draft needs exactly one, or one chosen.
    partners: list[tuple[int, str]] = field(default_factory=list)
    partner: int | None = None
    posts: dict[int, str] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)

    @property
    def partner_name(self) -> str:
        return dict(self.partners).get(self.partner or 0, "")


def facts_of(
    cascade: Cascade, units: Iterable[int], *, on: date, chosen: Mapping[int, int] | None = None
) -> dict[int, UnitFacts]:
    """Return the facts of many units in a constant number of queries."""
    wanted = set(units)
    links = list(
        Counterpart.objects.on(on)
        .filter(union_id__in=wanted, partner__valid__contains=on)
        .values_list("union_id", "partner_id")
    )
    everybody = wanted | {partner for _unit, partner in links}
    profiles = {
        row.organisation_id: row for row in profiles_on(on).filter(organisation_id__in=everybody)
    }
    posts = _posts(wanted, profiles, on)
    heads = _heads(posts, on)
    places = _places((profiles[pk] for pk in wanted if pk in profiles), on)
    shared = _shared(cascade, on)
    found = {}
    for pk in wanted & profiles.keys():
        one = UnitFacts(pk, profiles[pk].name)
        pairs = [(partner, profiles[partner].name) for unit, partner in links if unit == pk]
        one.partners = sorted(pairs, key=lambda pair: sort_key(pair[1]))
        one.partner = (chosen or {}).get(pk) or (pairs[0][0] if len(pairs) == 1 else None)
        one.known = {**shared, **places.get(pk, {}), "unit": one.name, "partner": one.partner_name}
        for side, organisation in (("unit", pk), ("partner", one.partner)):
            if organisation is not None:
                one.posts[organisation] = posts[organisation]
                one.known[f"{side}_head"] = heads.get(organisation, "")
                one.known[f"{side}_post"] = position_label(posts[organisation], on)
        found[pk] = one
    return found


def _posts(
    unions: set[int], profiles: Mapping[int, OrganisationProfile], on: date
) -> dict[int, str]:
    """Return who signs for each organisation; kinds repeat, so each is asked once."""
    by_kind: dict[tuple[str, str], str] = {}
    posts = {}
    for pk, profile in profiles.items():
        key = (Family.UNION if pk in unions else Family.PARTNER, profile.kind)
        if key not in by_kind:
            by_kind[key] = usual_signatory(*key, on=on)
        posts[pk] = by_kind[key]
    return posts


def _heads(posts: Mapping[int, str], on: date) -> dict[int, str]:
    rows = (
        Office.objects.on(on)
        .filter(organisation_id__in=posts.keys(), position__in=set(posts.values()))
        .select_related("person")
        .order_by("pk")
    )
    return {
        row.organisation_id: row.person.full_name
        for row in rows
        if row.position == posts[row.organisation_id]
    }


def _places(profiles: Iterable[OrganisationProfile], on: date) -> dict[int, dict[str, str]]:
    rows = [profile for profile in profiles if profile.place_code]
    found: dict[int, dict[str, str]] = {}
    if not rows:
        return found
    units = units_by_code({profile.place_code for profile in rows}, on)
    called = full_names(units.values(), on=on)
    for profile in rows:
        unit = units.get(profile.place_code)
        if unit is not None:
            first, *rest = called[unit.pk].split(", ")
            found[profile.organisation_id] = {
                "place": first if rest else "",
                "province": rest[-1] if rest else first,
            }
    return found


def _shared(cascade: Cascade, on: date) -> dict[str, str]:
    first, last = cascade.valid.lower, cascade.valid.upper - timedelta(days=1)
    return {
        "superior": name_of(cascade.superior, on=on),
        "first_year": str(first.year),
        "last_year": str(last.year),
        "first_day": f"{max(first, on):%d/%m/%Y}",
        "last_day": f"{last:%d/%m/%Y}",
    }


def draft_title(cascade: Cascade, *, unit: str, partner: str, on: date) -> str:
    """Name a unit's draft; the title is part of the text that is signed, hence Vietnamese."""
    first, last = cascade.valid.lower, cascade.valid.upper - timedelta(days=1)
    with override("vi"):
        return _("{kind} giữa {unit} và {partner} giai đoạn {first} – {last}").format(
            kind=label("agreement.kind", cascade.kind, on),
            unit=unit,
            partner=partner,
            first=first.year,
            last=last.year,
        )[:300]
