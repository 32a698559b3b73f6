"""Organisations by any name they ever had."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from congdoan.foundation.actor import Actor
from congdoan.foundation.forms import Choice
from congdoan.kernel.organisations import api as organisations
from congdoan.kernel.organisations.enums import HierarchyId
from congdoan.kernel.organisations.models import Lineage, Organisation, OrganisationProfile
from congdoan.kernel.organisations.models.organisation import OrganisationProfileQuerySet
from congdoan.support.search.selectors.register import Hit, address

#: How many matching names are looked at before rights; a vaguer text is not a search.
_LOOKED_AT = 400


def find_organisations(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    """Return organisations the actor may open: those that exist, then those that ended."""
    matches = _names_like(text)
    may_open = organisations.visible_organisations(actor)
    living = list(
        matches.filter(organisation__in=may_open, organisation__valid__contains=actor.as_of)[
            : limit * 2
        ]
    )
    hits = _hits(actor, living)[:limit]
    if len(hits) < limit:
        hits += _ended(actor, matches, may_open)[: limit - len(hits)]
    return hits


def _names_like(text: str) -> QuerySet[OrganisationProfile]:
    found = Q()
    for word in text.split():
        found &= Q(folded__contains=word)
    by_code = Q(organisation__code__iexact=text)
    return (
        OrganisationProfile.objects.filter(found | by_code)
        .select_related("organisation")
        .order_by("sort_key", "organisation_id", "-valid")
    )


def _hits(actor: Actor, rows: Sequence[OrganisationProfile]) -> list[Hit]:
    found = {row.organisation_id for row in rows}
    names = organisations.names(found, on=actor.as_of)
    above = organisations.superior_names(found, on=actor.as_of)
    hits: dict[int, Hit] = {}
    for row in rows:
        name = names[row.organisation_id]
        old = "" if row.name == name else _("Tên khác thời kỳ: {name}").format(name=row.name)
        known = hits.get(row.organisation_id)
        if known is None or (known.text and not old):
            url = address("organisations:detail", row.organisation_id)
            place = _place(row.organisation.code, above.get(row.organisation_id, ""))
            hits[row.organisation_id] = Hit(name, url, old or place)
    return list(hits.values())


def _place(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _ended(
    actor: Actor, matches: QuerySet[OrganisationProfile], may_open: QuerySet[Organisation]
) -> list[Hit]:
    """
    Return ended organisations that once stood under what the actor may open.

    Their pages open as of their last day, when the actor's branch still held them.
    """
    gone = list(
        matches.filter(organisation__valid__endswith__lte=actor.as_of)[:_LOOKED_AT].values_list(
            "organisation_id", "name", "organisation__valid"
        )
    )
    reachable = set(
        Lineage.objects.filter(
            hierarchy_id=HierarchyId.COMMAND,
            descendant_id__in={pk for pk, _name, _valid in gone},
            depth__gt=0,
            ancestor__in=may_open,
        ).values_list("descendant_id", flat=True)
    )
    hits: dict[int, Hit] = {}
    for pk, name, valid in gone:
        if pk in reachable:
            hits[pk] = _ended_hit(pk, name, valid.upper - timedelta(days=1))
    return list(hits.values())


def _ended_hit(pk: int, name: str, last: date) -> Hit:
    url = address("organisations:detail", pk)
    return Hit(
        name,
        f"{url}?as_of={last.isoformat()}" if url else "",
        _("Hoạt động đến {day}").format(day=f"{last:%d/%m/%Y}"),
        _("Đã kết thúc"),
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
