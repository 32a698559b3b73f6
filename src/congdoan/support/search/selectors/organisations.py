"""Organisations by any name they ever had."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from congdoan.foundation.actor import Actor
from congdoan.foundation.forms import Choice
from congdoan.kernel.organisations import api as organisations
from congdoan.kernel.organisations.enums import HierarchyId
from congdoan.kernel.organisations.models import (
    Lineage,
    Organisation,
    OrganisationIdentifier,
    OrganisationProfile,
)
from congdoan.kernel.organisations.models.organisation import OrganisationProfileQuerySet
from congdoan.support.search.selectors.register import Hit, address

#: How many matching names are looked at before rights; a vaguer text is not a search.
_LOOKED_AT = 400


def find_organisations(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    """Return organisations the actor may open: those that exist, then those that ended."""
    coded = _by_other_code(text)
    matches = _names_like(text, coded)
    may_open = organisations.visible_organisations(actor)
    living = list(
        matches.filter(organisation__in=may_open, organisation__valid__contains=actor.as_of)[
            : limit * 2
        ]
    )
    hits = _hits(actor, living, coded)[:limit]
    if len(hits) < limit:
        hits += _ended(actor, matches, may_open, coded)[: limit - len(hits)]
    return hits


def _by_other_code(text: str) -> dict[int, str]:
    """Return the organisations another system knows, or once knew, by the code ``text``."""
    if " " in text or not any(letter.isdigit() for letter in text):
        return {}
    rows = OrganisationIdentifier.objects.filter(value__iexact=text)
    return dict(rows.values_list("organisation_id", "value")[:_LOOKED_AT])


def _names_like(text: str, coded: Mapping[int, str]) -> QuerySet[OrganisationProfile]:
    found = Q()
    for word in text.split():
        found &= Q(folded__contains=word)
    by_code = Q(organisation__code__iexact=text)
    if coded:
        by_code |= Q(organisation_id__in=sorted(coded))
    return (
        OrganisationProfile.objects.filter(found | by_code)
        .select_related("organisation")
        .order_by("sort_key", "organisation_id", "-valid")
    )


def _hits(actor: Actor, rows: Sequence[OrganisationProfile], coded: Mapping[int, str]) -> list[Hit]:
    found = {row.organisation_id for row in rows}
    names = organisations.names(found, on=actor.as_of)
    above = organisations.superior_names(found, on=actor.as_of)
    hits: dict[int, Hit] = {}
    for row in rows:
        pk, name = row.organisation_id, names[row.organisation_id]
        old = _("Tên khác thời kỳ: {name}").format(name=row.name) if row.name != name else ""
        if pk in coded:
            old = _("Mã khác: {code}").format(code=coded[pk])
        known = hits.get(pk)
        if known is None or (known.text and not old):
            place = _place(row.organisation.code, above.get(pk, ""))
            hits[pk] = Hit(name, address("organisations:detail", pk), old or place)
    return list(hits.values())


def _place(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _ended(
    actor: Actor,
    matches: QuerySet[OrganisationProfile],
    may_open: QuerySet[Organisation],
    coded: Mapping[int, str],
) -> list[Hit]:
    """
    Return ended organisations that once stood under what the actor may open, or went into it.

    Their pages open as of their last day, when the actor's branch still held them; what stands in
    their place today is named with each.
    """
    gone = list(
        matches.filter(organisation__valid__endswith__lte=actor.as_of)[:_LOOKED_AT].values_list(
            "organisation_id", "name", "organisation__valid"
        )
    )
    if not gone:
        return []
    ids = {pk for pk, _name, _valid in gone}
    reachable = set(
        Lineage.objects.filter(
            hierarchy_id=HierarchyId.COMMAND,
            descendant_id__in=ids,
            depth__gt=0,
            ancestor__in=may_open,
        ).values_list("descendant_id", flat=True)
    )
    now = _successors(actor, ids, may_open)
    hits: dict[int, Hit] = {}
    for pk, name, valid in gone:
        heirs = now.get(pk, ())
        if pk in reachable or any(url for _name, url in heirs):
            last = valid.upper - timedelta(days=1)
            hit = _ended_hit(pk, name, last, heirs, coded.get(pk))
            hits[pk] = hit if pk in reachable else replace(hit, url="")
    return list(hits.values())


def _successors(
    actor: Actor, ids: set[int], may_open: QuerySet[Organisation]
) -> dict[int, tuple[tuple[str, str], ...]]:
    """Return what stands in the place of each, named, with an address where it may be opened."""
    found = organisations.unscoped_heirs(ids, on=actor.as_of)
    heirs = {pk for one in found.values() for pk in one.heirs}
    if not heirs:
        return {}
    names = organisations.names(heirs, on=actor.as_of)
    opened = set(may_open.filter(pk__in=heirs).values_list("pk", flat=True))
    return {
        pk: tuple(
            (names[heir], address("organisations:detail", heir) if heir in opened else "")
            for heir in one.heirs
        )
        for pk, one in found.items()
    }


def _ended_hit(
    pk: int, name: str, last: date, now: tuple[tuple[str, str], ...], code: str | None
) -> Hit:
    url = address("organisations:detail", pk)
    until = _("Hoạt động đến {day}").format(day=f"{last:%d/%m/%Y}")
    return Hit(
        name,
        f"{url}?as_of={last.isoformat()}" if url else "",
        _place(_("Mã khác: {code}").format(code=code) if code else "", until),
        _("Đã kết thúc"),
        now,
    )


class OrganisationSource:
    """
    Every organisation of the actor's day, for choosing parties, superiors and partners.

    Names are no secret within the unions; whoever may open no organisation at all is offered none.
    ``family`` narrows to unions or partners.
    """

    def __init__(self, family: str = "") -> None:
        self.family = family

    def search(self, actor: Actor, text: str, limit: int) -> Sequence[Choice]:
        rows = self._rows(actor).named_like(text).order_by("sort_key", "organisation_id")
        shown = list(rows[:limit])
        above = organisations.superior_names((row.organisation_id for row in shown), on=actor.as_of)
        return [self._choice(row, above.get(row.organisation_id, "")) for row in shown]

    def by_code(self, actor: Actor, code: str) -> Choice | None:
        row = self._rows(actor).filter(organisation__code=code).first()
        return self._choice(row) if row else None

    def by_pk(self, actor: Actor, pk: int) -> Choice | None:
        row = self._rows(actor).filter(organisation_id=pk).first()
        return self._choice(row) if row else None

    def _rows(self, actor: Actor) -> OrganisationProfileQuerySet:
        rows = OrganisationProfile.objects.on(actor.as_of).filter(
            organisation__valid__contains=actor.as_of
        )
        if self.family:
            rows = rows.filter(organisation__family=self.family)
        if not actor.may_somewhere(organisations.VIEW):
            rows = rows.none()
        return rows.select_related("organisation")

    def _choice(self, row: OrganisationProfile, superior: str = "") -> Choice:
        return Choice(row.organisation_id, row.organisation.code, row.name, superior)
