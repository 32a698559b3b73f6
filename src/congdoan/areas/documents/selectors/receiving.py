"""Receivers by rule over the dated tree."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from congdoan.areas.agreements.api import unscoped_party_units
from congdoan.areas.documents.enums import Reach
from congdoan.areas.documents.models import Document, ListedReceiver, Receiver
from congdoan.kernel.organisations.api import superior_names
from congdoan.kernel.organisations.enums import HierarchyId
from congdoan.kernel.organisations.models import (
    Counterpart,
    GroupingMember,
    Lineage,
    Organisation,
    OrganisationProfile,
    Placement,
)
from congdoan.kernel.people.models import Office


@dataclass(frozen=True)
class Rule:
    """Who is to receive: a part of the tree, narrowed; a grouping; partners; picked ones."""

    reach: str = Reach.NONE
    level: str = ""
    kind: str = ""
    grouping: int | None = None
    partners: bool = False
    #: Only units where somebody holds this office; with no part of the tree, of the whole branch.
    position: str = ""
    #: The other parties of an agreement the sender is party to.
    agreement: int | None = None
    #: A list the sender keeps.
    saved: int | None = None
    picked: tuple[int, ...] = ()
    #: Outside the platform: one line each, "name; e-mail or address".
    outside: str = ""

    def stored(self) -> dict[str, Any]:
        """Return what is kept with the document: how its receivers were chosen."""
        words = {
            "reach": self.reach,
            "level": self.level,
            "kind": self.kind,
            "grouping": self.grouping,
            "partners": self.partners,
            "position": self.position,
            "agreement": self.agreement,
            "saved": self.saved,
            "picked": list(self.picked),
        }
        return {name: value for name, value in words.items() if value}


@dataclass(frozen=True)
class Outsider:
    name: str
    address: str = ""

    @property
    def by_mail(self) -> bool:
        return "@" in self.address


@dataclass(frozen=True)
class Named:
    """A receiver by name; its superior tells apart the many of one name."""

    name: str
    superior: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Preview:
    count: int
    names: list[Named]
    outsiders: list[Outsider] = field(default_factory=list)
    #: Whom the rule names too, and who has had it from an earlier sending.
    had: int = 0

    @property
    def total(self) -> int:
        return self.count + len(self.outsiders)

    @property
    def more(self) -> int:
        return max(0, self.count - len(self.names))


def outsiders(text: str) -> list[Outsider]:
    """Read lines "Tên; địa chỉ"; the same name twice is one."""
    found: dict[str, Outsider] = {}
    for line in text.splitlines():
        name, _semicolon, address = (part.strip() for part in line.partition(";"))
        if name:
            found.setdefault(name.casefold(), Outsider(name[:250], address[:250]))
    return list(found.values())


def unscoped_receivers(sender: int, rule: Rule, *, on: date) -> QuerySet[Organisation]:
    """Return the organisations the rule names on ``on``, never the sender itself."""
    wanted = Q(pk__in=list(rule.picked))
    reach = rule.reach
    if rule.position and reach == Reach.NONE:
        reach = Reach.BRANCH.value
    tree = _tree(sender, reach, on)
    if tree is not None:
        wanted |= tree & _narrowed(rule, on)
    if rule.grouping:
        members = GroupingMember.objects.on(on).filter(grouping=rule.grouping)
        wanted |= Q(pk__in=members.values("organisation_id"))
    if rule.partners:
        linked = Counterpart.objects.on(on).filter(union=sender)
        wanted |= Q(pk__in=linked.values("partner_id"))
    if rule.agreement:
        wanted |= Q(pk__in=unscoped_party_units(rule.agreement, of=sender))
    if rule.saved:
        kept = ListedReceiver.objects.filter(list=rule.saved, list__organisation=sender)
        wanted |= Q(pk__in=kept.filter(organisation__isnull=False).values("organisation_id"))
    return Organisation.objects.filter(wanted, valid__contains=on).exclude(pk=sender)


def outsiders_of(sender: int, rule: Rule) -> list[Outsider]:
    """Return who is outside the platform: typed now, or on the saved list."""
    typed = outsiders(rule.outside)
    known = {one.name.casefold() for one in typed}
    rows = ListedReceiver.objects.filter(
        list=rule.saved or 0, list__organisation=sender, organisation=None
    ).order_by("pk")
    return typed + [
        Outsider(row.name, row.address) for row in rows if row.name.casefold() not in known
    ]


def _tree(sender: int, reach: str, on: date) -> Q | None:
    if reach == Reach.CHILDREN:
        below = Placement.objects.on(on).filter(hierarchy_id=HierarchyId.COMMAND, parent=sender)
        return Q(pk__in=below.values("child_id"))
    if reach == Reach.BRANCH:
        lines = Lineage.objects.on(on).filter(
            hierarchy_id=HierarchyId.COMMAND, ancestor=sender, depth__gt=0
        )
        return Q(pk__in=lines.values("descendant_id"))
    if reach == Reach.SUPERIOR:
        above = Placement.objects.on(on).filter(hierarchy_id=HierarchyId.COMMAND, child=sender)
        return Q(pk__in=above.values("parent_id"))
    return None


def _narrowed(rule: Rule, on: date) -> Q:
    asked: Mapping[str, str] = {
        name: value for name, value in (("level", rule.level), ("kind", rule.kind)) if value
    }
    narrowed = Q()
    if asked:
        profiles = OrganisationProfile.objects.on(on).filter(**asked)
        narrowed &= Q(pk__in=profiles.values("organisation_id"))
    if rule.position:
        held = Office.objects.on(on).filter(position=rule.position)
        narrowed &= Q(pk__in=held.values("organisation_id"))
    return narrowed


def new_ones(document: int, found: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Leave out who was sent it before: sending again adds."""
    known = Receiver.objects.filter(document=document, organisation=OuterRef("pk"))
    return found.exclude(Exists(known))


def preview(document: Document, rule: Rule, *, on: date, most: int = 60) -> Preview:
    """Count the receivers and name the first of them."""
    named = unscoped_receivers(document.organisation_id, rule, on=on)
    found = new_ones(document.pk, named)
    profiles = (
        OrganisationProfile.objects.on(on)
        .filter(organisation__in=found)
        .order_by("sort_key", "organisation_id")
    )
    first = list(profiles.values_list("organisation_id", "name")[:most])
    above = superior_names([pk for pk, _name in first], on=on)
    names = [Named(name, above.get(pk, "")) for pk, name in first]
    told = {one.casefold() for one in outside_names(document.pk)}
    outside = [
        one
        for one in outsiders_of(document.organisation_id, rule)
        if one.name.casefold() not in told
    ]
    count = found.count()
    return Preview(count, names, outside, named.count() - count)


def outside_names(document: int) -> list[str]:
    """Return the names of who was sent it outside the platform."""
    rows = Receiver.objects.filter(document=document, organisation=None)
    return list(rows.values_list("name", flat=True))
