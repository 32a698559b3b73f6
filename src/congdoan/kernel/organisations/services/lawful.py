"""
Whether a change keeps to the rules of its own day, in the world to 30/06/2025 and the one since.

Who may stand under whom, which levels and kinds there are, who may have a union, who coordinates
with whom: rows of the rulebook (``organisation.parent``, ``.level``, ``.kind``, ``.funding_class``,
``.counterpart``). What no longer exists is refused (``firm``); where the law leaves the model open
(domain-rules §1.1) the officer may go on with a reason, which stays with the event.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext, gettext_noop, override

from congdoan.foundation.refusal import Refusal
from congdoan.kernel.organisations.enums import Family, HierarchyId
from congdoan.kernel.organisations.models import Lineage, Organisation, OrganisationProfile
from congdoan.kernel.organisations.selectors.labels import FUNDING, KIND, LEVEL
from congdoan.kernel.organisations.selectors.law import (
    EMPLOYER,
    counterpart_rules,
    is_grassroots,
    side_of,
    suits,
    unionisable,
)
from congdoan.kernel.organisations.services.changing import Decision
from congdoan.kernel.rulebook import api as rulebook

PARENT = "organisation.parent"

NO_LONGER = gettext_noop(
    "Cấp, loại hình “{name}” chỉ có đến hết ngày {last}; hãy chọn cấp, loại hình khác hoặc ngày khác."  # noqa: E501
)
NOT_YET = gettext_noop(
    "Cấp, loại hình “{name}” chỉ có từ ngày {first}; hãy chọn cấp, loại hình khác hoặc ngày khác."
)
LOWER = gettext_noop(
    "“{parent}” là cấp thấp hơn “{child}” nên không làm cấp trên được; hãy chọn cấp trên khác."
)
UNUSUAL_PARENT = gettext_noop("Ngày {day}, “{child}” trực thuộc: {usual}; không phải “{parent}”.")
NO_UNION = gettext_noop(
    "Từ ngày {since}, cơ sở thuộc “{funding}” không có công đoàn; hãy xem lại nhóm tự chủ hoặc ngày thành lập."  # noqa: E501
)
UNUSUAL_PARTNER = gettext_noop(
    "Ngày {day}, “{union}” phối hợp với: {usual}; không phải “{partner}”."
)


class AgainstTheRules(Refusal):
    """{reasons}"""

    @property
    def rules(self) -> list[str]:
        """Return the keys of the rules it rests on."""
        return list(self.values["rules"])


class NeedsReason(AgainstTheRules):
    """{reasons} Nếu quyết định đúng là như vậy, hãy ghi lý do làm khác quy định rồi ghi lại."""


@dataclass(frozen=True)
class Departure:
    """Something that differs from the rules of the day: a message id, what fills it, the rule."""

    text: str
    values: Mapping[str, Any]
    rule_key: str
    firm: bool

    @property
    def sentence(self) -> str:
        return gettext(self.text).format(**self.values)


@dataclass(frozen=True)
class Standing:
    """What the rules look at in an organisation."""

    family: str
    level: str = ""
    kind: str = ""
    funding: str = ""

    @classmethod
    def of(cls, family: str, facts: Any) -> "Standing":
        """Return the standing of a profile, or of facts as typed."""
        return cls(family, facts.level, facts.kind, facts.funding_class)

    @property
    def entry(self) -> tuple[str, str]:
        """Return the catalogue and the code that say what the organisation is."""
        return (LEVEL, self.level) if self.family == Family.UNION else (KIND, self.kind)


def shown(day: date) -> str:
    return f"{day:%d/%m/%Y}"


@dataclass
class Judge:
    """Judges many changes of one day; equal questions are answered once."""

    day: date
    _known: dict[Any, Departure | None] = field(default_factory=dict)

    def _once(self, key: Any, ask: Any) -> Departure | None:
        if key not in self._known:
            self._known[key] = ask()
        return self._known[key]

    def exists(self, one: Standing) -> Departure | None:
        """Tell whether its level (of a union) or kind (of a partner) exists on the day."""
        return self._once(("exists", *one.entry), lambda: _existence(*one.entry, self.day))

    def under(self, child: Standing, parent: Standing, hierarchy: int) -> Departure | None:
        """Tell whether ``child`` may stand directly under ``parent`` in a hierarchy."""
        key = ("under", child.entry, parent.entry, int(hierarchy))
        return self._once(key, lambda: _superior(child, parent, int(hierarchy), self.day))

    def may_have_union(self, one: Standing) -> Departure | None:
        """Tell whether a union may exist at an employer of its funding class."""
        key = ("union", one.level, one.funding)
        return self._once(key, lambda: _union(one, self.day))

    def counterparts(self, union: Standing, partner: Standing) -> Departure | None:
        """Tell whether a union coordinates with a partner of that kind."""
        key = ("counterpart", union.level, partner.kind, partner.funding)
        return self._once(key, lambda: _counterpart(union, partner, self.day))

    def new(self, one: Standing) -> list[Departure]:
        """Return what stands against founding an organisation."""
        return [found for found in (self.exists(one), self.may_have_union(one)) if found]


def _existence(subject: str, code: str, day: date) -> Departure | None:
    rows = [row for row in rulebook.ever(subject) if row.code == code]
    if not code or not rows or any(row.holds(day) for row in rows):
        return None
    name = rulebook.label(subject, code, day)
    key = f"{subject}.{code}"
    ended = [row.until for row in rows if row.until and row.until <= day]
    if ended:
        values = {"name": name, "last": shown(max(ended) - timedelta(days=1))}
        return Departure(NO_LONGER, values, key, firm=True)
    begun = min(row.start for row in rows if row.start)
    return Departure(NOT_YET, {"name": name, "first": shown(begun)}, key, firm=True)


def _superior(child: Standing, parent: Standing, hierarchy: int, day: date) -> Departure | None:
    gone = _existence(*parent.entry, day)
    if gone:
        return gone
    own, above = child.entry[1], parent.entry[1]
    if child.family != parent.family or not own or not above:
        return None
    rows = [
        entry
        for entry in rulebook.catalogue(PARENT, on=day)
        if entry.attributes.get("hierarchy") == HierarchyId(hierarchy).name
        and own in entry.attributes.get("children", ())
    ]
    if not rows or any(above in entry.attributes["parents"] for entry in rows):
        return None
    subject = child.entry[0]
    named = {
        "child": rulebook.label(subject, own, day),
        "parent": rulebook.label(subject, above, day),
    }
    if _rank(above, day) > _rank(own, day):
        return Departure(LOWER, named, rows[0].rule.key, firm=True)
    usual = "; ".join(
        rulebook.label(subject, code, day) for entry in rows for code in entry.attributes["parents"]
    )
    values = {**named, "usual": usual, "day": shown(day)}
    return Departure(UNUSUAL_PARENT, values, rows[0].rule.key, firm=False)


def _rank(level: str, day: date) -> int:
    entry = rulebook.find_entry(LEVEL, level, on=day)
    return int(entry.attributes.get("rank", 0)) if entry else 0


def _union(one: Standing, day: date) -> Departure | None:
    if one.family != Family.UNION or not is_grassroots(one.level, day):
        return None
    if unionisable(one.funding, day):
        return None
    rule = rulebook.rule(f"{FUNDING}.{one.funding}", on=day)
    values = {
        "funding": rulebook.label(FUNDING, one.funding, day),
        "since": shown(rule.start) if rule.start else "",
    }
    return Departure(NO_UNION, values, rule.key, firm=True)


def _counterpart(union: Standing, partner: Standing, day: date) -> Departure | None:
    gone = _existence(*union.entry, day) or _existence(*partner.entry, day)
    if gone:
        return gone
    if side_of(partner.kind, day) == EMPLOYER:
        seat = replace(union, funding=partner.funding)
        forbidden = _union(seat, day)
        if forbidden:
            # The fact may be older than its record: the union above decides what becomes of it.
            return replace(forbidden, firm=False)
    rows = counterpart_rules(union.level, day)
    if not rows or not partner.kind or any(suits(row, partner.kind, day) for row in rows):
        return None
    usual = "; ".join(
        rulebook.label(KIND, code, day) for row in rows for code in row.attributes["partners"]
    )
    values = {
        "day": shown(day),
        "union": rulebook.label(LEVEL, union.level, day),
        "partner": rulebook.label(KIND, partner.kind, day),
        "usual": usual,
    }
    return Departure(UNUSUAL_PARTNER, values, rows[0].rule.key, firm=False)


def gone_from(one: Standing, day: date) -> date | None:
    """Return the first day on which its level or kind is no longer there, if it ends."""
    subject, code = one.entry
    entry = rulebook.find_entry(subject, code, on=day) if code else None
    return entry.rule.until if entry else None


# --- what the services ask ----------------------------------------------------------------------


def standings(organisations: Iterable[Organisation], *, on: date) -> dict[int, Standing]:
    """Return the standings on the day by id; one query."""
    by_id = {one.pk: one for one in organisations}
    rows = OrganisationProfile.objects.on(on).filter(organisation_id__in=by_id)
    return {
        row.organisation_id: Standing.of(by_id[row.organisation_id].family, row) for row in rows
    }


def founding_departures(news: Sequence[Any], known: Mapping[str, Organisation]) -> list[Departure]:
    """Judge new organisations (``NewOrganisation``), each on its own day; a query a day."""
    fresh = {new.code: Standing.of(new.family, new.profile) for new in news}
    found: list[Departure] = []
    for day in sorted({new.on for new in news}):
        judge, there = Judge(day), standings(known.values(), on=day)
        by_code = {one.code: there[one.pk] for one in known.values() if one.pk in there} | fresh
        for new in (one for one in news if one.on == day):
            found += judge.new(fresh[new.code])
            for hierarchy, code in new.parents.items():
                departure = judge.under(fresh[new.code], by_code[code], hierarchy)
                found += [departure] if departure else []
    return found


def placing_departures(
    pairs: Sequence[tuple[Organisation, Organisation, int]], *, on: date
) -> list[Departure]:
    """Judge (child, superior, hierarchy); two queries."""
    there = standings({one for child, parent, _ in pairs for one in (child, parent)}, on=on)
    # A superior that hangs below is another refusal's to tell (``GoesInCircles``).
    circles = set(
        Lineage.objects.on(on)
        .filter(ancestor__in=[child for child, _, _ in pairs], depth__gt=0)
        .filter(descendant__in=[parent for _, parent, _ in pairs])
        .values_list("ancestor_id", "descendant_id", "hierarchy_id")
    )
    judge = Judge(on)
    found = [
        judge.under(there[child.pk], there[parent.pk], hierarchy)
        for child, parent, hierarchy in pairs
        if child.pk in there
        and parent.pk in there
        and (child.pk, parent.pk, hierarchy) not in circles
    ]
    return [one for one in found if one]


def keep_to_rules(departures: Iterable[Departure], decision: Decision) -> Decision:
    """
    Return the decision to write down: with what differs from the rules and why.

    :raises AgainstTheRules: for what cannot be
    :raises NeedsReason: for what may be done with a reason, while none is given
    """
    found = list({one.sentence: one for one in departures}.values())
    firm = [one for one in found if one.firm]
    if firm:
        raise AgainstTheRules(**_told(firm))
    if not found:
        return decision
    if not decision.exception.strip():
        raise NeedsReason(**_told(found))
    # Part of the decision's record, hence Vietnamese whoever writes it.
    with override("vi"):
        note = gettext("Khác quy định: {said} Lý do: {why}").format(
            said=_told(found)["reasons"], why=decision.exception.strip()
        )
    return replace(decision, note="\n".join(part for part in (decision.note, note) if part))


def _told(departures: Sequence[Departure]) -> dict[str, Any]:
    return {
        "reasons": " ".join(one.sentence for one in departures),
        "rules": list(dict.fromkeys(one.rule_key for one in departures)),
    }
