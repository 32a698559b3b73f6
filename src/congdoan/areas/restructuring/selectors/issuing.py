"""Who issues a decision: the body, its names of the day of signing, who signs for it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from congdoan.foundation import vietnamese
from congdoan.kernel.organisations.api import names, profiles_on, superior_names
from congdoan.kernel.organisations.enums import HierarchyId
from congdoan.kernel.organisations.models import Lineage, Organisation, OrganisationProfile
from congdoan.kernel.people.api import unscoped_holders
from congdoan.kernel.people.models import Office
from congdoan.kernel.places.api import unit_on
from congdoan.kernel.rulebook.api import find_entry, label

_CHAIR, _DEPUTY = "PRESIDENT", "VICE_PRESIDENT"
_SIGNED_FOR = "decision.signed_for"
_UNKNOWN = "……………………"
_BODIES = ("ban thuong vu ", "ban chap hanh ", "doan chu tich ")


@dataclass(frozen=True)
class Signatory:
    """Who signs: lines above the title, the title, the name (empty: nobody known that day)."""

    capacity: tuple[str, ...]
    title: str
    name: str = ""


@dataclass(frozen=True)
class Issuer:
    """A union that issues papers, as of the day of signing."""

    name: str
    pk: int | None = None
    code: str = ""
    superior: str = ""
    symbol: str = ""
    place: str = ""
    body: str = "Ban Chấp hành"
    signatory: Signatory = Signatory(("TM. BAN CHẤP HÀNH",), "CHỦ TỊCH")

    @property
    def authority(self) -> str:
        return f"{self.body} {self.name}"


def issuer_of(organisation: int, *, on: date) -> Issuer:
    """Return a union as it issued papers on ``on``."""
    profile = _profile(organisation, on)
    code, body = _body(profile.level if profile else "", on)
    superior = superior_names([organisation], on=on).get(organisation, "")
    if not superior:  # on the day it ends the one above is no longer above it
        eve = on - timedelta(days=1)
        superior = superior_names([organisation], on=eve).get(organisation, "")
    unit = unit_on(profile.place_code, on) if profile and profile.place_code else None
    return Issuer(
        name=profile.name if profile else names([organisation], on=on).get(organisation, ""),
        pk=organisation,
        code=profile.organisation.code if profile else "",
        superior=superior,
        symbol=profile.doc_symbol if profile else "",
        place=unit.name if unit else "",
        body=label("body", code, on),
        signatory=_signatory(organisation, body, on),
    )


def named_issuer(said: str, among: Collection[int], *, on: date) -> Issuer | None:
    """
    Return the one of ``among`` that ``said`` (as people typed it) names, the nearest first.

    "Ban Thường vụ LĐLĐ tỉnh An" names the federation by its short name.
    """
    folded = vietnamese.fold(said)
    if not folded:
        return None
    rows = {row.organisation_id: row for row in profiles_on(on).filter(organisation__in=among)}
    for pk in among:
        row = rows.get(pk)
        called = [vietnamese.fold(name) for name in (row.name, row.short_name)] if row else []
        if any(name and f" {folded}".endswith(f" {name}") for name in called):
            return issuer_of(pk, on=on)
    return None


def deciding(
    start: int | None, said: str, *, on: date, lived_on: date, also: Iterable[int] = ()
) -> Issuer:
    """
    Return who issued: whom ``said`` names, else ``start``, or the one above it once it has ended.

    Looked for in the line above ``start`` on ``lived_on`` (the eve of the change) and in ``also``.
    """
    line = [start, *_line_above(start, lived_on)] if start is not None else []
    found = named_issuer(said, [*line, *sorted(set(also) - set(line))], on=on)
    if found is not None:
        return found
    there = set(profiles_on(on).filter(organisation_id__in=line).values_list("organisation_id"))
    standing = next((pk for pk in line if (pk,) in there), start)
    if standing is None:
        return Issuer(name=_bare(said) or _UNKNOWN)
    issuer = issuer_of(standing, on=on)
    if not said:
        return issuer
    unknown = Signatory(issuer.signatory.capacity[:1], label("position", _CHAIR, on).upper())
    return Issuer(name=_bare(said), body=issuer.body, signatory=unknown)


def _bare(said: str) -> str:
    """Return a body's union: "Ban Thường vụ LĐLĐ tỉnh An" is the federation's."""
    folded = vietnamese.fold(said)
    taken = next((len(body) for body in _BODIES if folded.startswith(body)), 0)
    return said[taken:]


def common_superior(organisations: Iterable[int], *, on: date) -> int | None:
    """Return the nearest union that stood above (or is) every one of ``organisations``."""
    wanted = set(organisations)
    if len(wanted) == 1:
        return wanted.pop()
    rows = Lineage.objects.on(on).filter(hierarchy_id=HierarchyId.COMMAND, descendant_id__in=wanted)
    seen: dict[int, set[int]] = {}
    depth: dict[int, int] = {}
    for ancestor, descendant, steps in rows.values_list("ancestor_id", "descendant_id", "depth"):
        seen.setdefault(ancestor, set()).add(descendant)
        depth[ancestor] = max(depth.get(ancestor, 0), steps)
    shared = [pk for pk, below in seen.items() if below == wanted]
    return min(shared, key=lambda pk: (depth[pk], pk), default=None)


def _line_above(organisation: int, on: date) -> list[int]:
    rows = Lineage.objects.on(on).filter(
        hierarchy_id=HierarchyId.COMMAND, descendant_id=organisation, depth__gt=0
    )
    return list(rows.order_by("depth").values_list("ancestor_id", flat=True))


def _profile(organisation: int, on: date) -> OrganisationProfile | None:
    """Return the profile of the day, else the first or the last one."""
    rows = OrganisationProfile.objects.filter(organisation=organisation)
    found = list(rows.select_related("organisation").order_by("valid"))
    held = [row for row in found if row.valid.lower <= on]
    return held[-1] if held else next(iter(found), None)


def _body(level: str, on: date) -> tuple[str, str]:
    """Return the code of the body that decides at a level, and how it signs."""
    entry = find_entry(_SIGNED_FOR, level, on=on)
    if entry is None:
        known = find_entry("organisation.level", level, on=on)
        rank = known.attributes.get("rank", 4) if known else _rank_once(level)
        entry = find_entry(_SIGNED_FOR, f"RANK_{rank}", on=on)
    code = str(entry.attributes["body"]) if entry else "EXEC"
    body = find_entry("body", code, on=on)
    return code, str(body.attributes.get("sign_as", "")) if body else "BAN CHẤP HÀNH"


def _rank_once(level: str) -> int:
    """Return the rank of a level that has ended, by its code (L3_DISTRICT)."""
    return int(level[1]) if level[:1] == "L" and level[1:2].isdigit() else 4


def _signatory(organisation: int, body: str, on: date) -> Signatory:
    """Return the chair of that day; without one a deputy, who signs in the chair's place."""
    held = list(unscoped_holders(organisation=organisation, positions=[_CHAIR, _DEPUTY], on=on))
    capacity = f"{_prefix('TM', on)} {body}".strip()
    chair = next((one for one in held if one.position == _CHAIR), None)
    if chair is not None:
        return Signatory((capacity,), _title(chair, on), chair.person.full_name)
    head = label("position", _CHAIR, on).upper()
    if not held:
        return Signatory((capacity,), head)
    deputy = held[0]
    above = f"{_prefix('KT', on)} {head}"
    return Signatory((capacity, above), _title(deputy, on), deputy.person.full_name)


def _title(office: Office, on: date) -> str:
    return (office.title or label("position", office.position, on)).upper()


def _prefix(code: str, on: date) -> str:
    entry = find_entry("signing.prefix", code, on=on)
    return str(entry.attributes["print"]) if entry else f"{code}."


def codes_of(organisations: Iterable[int]) -> dict[int, str]:
    found = Organisation.objects.filter(pk__in=set(organisations))
    return dict(found.values_list("pk", "code"))
