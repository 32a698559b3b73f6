"""
Everything the rows of a tree are judged against, looked up in bulk: the number of queries does
not depend on the number of rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from congdoan.foundation import vietnamese
from congdoan.foundation.valid_time import contains
from congdoan.kernel.organisations import api as organisations
from congdoan.kernel.organisations.api import Judge
from congdoan.kernel.organisations.enums import HierarchyId
from congdoan.kernel.organisations.models import Organisation, OrganisationProfile, Placement
from congdoan.kernel.places.models import AdminUnit
from congdoan.kernel.rulebook import api as rulebook
from congdoan.kernel.rulebook.api import Rule
from congdoan.support.exchange.rules.kinds import Context, RowDraft

#: The line of direct superiors: of unions, of the State's bodies and schools.
_DIRECT = (HierarchyId.COMMAND, HierarchyId.AUTHORITY)
_LOOKED_UP = ("code", "parent", "sector_parent")


@dataclass
class Facts:
    """The world as the rows find it."""

    context: Context
    default_day: date
    organisations: dict[str, Organisation] = field(default_factory=dict)
    profiles: dict[int, list[OrganisationProfile]] = field(default_factory=dict)
    parents: dict[int, list[Placement]] = field(default_factory=dict)
    changeable: set[int] = field(default_factory=set)
    #: Employers whose record the actor keeps: their facts, not who stands below them.
    kept: set[int] = field(default_factory=set)
    may_found_roots: bool = False
    same_names: dict[str, list[str]] = field(default_factory=dict)
    places: dict[str, list[AdminUnit]] = field(default_factory=dict)
    _judges: dict[date, Judge] = field(default_factory=dict)
    _books: dict[str, dict[str, list[Rule]]] = field(default_factory=dict)

    def profile_on(self, organisation: Organisation, day: date) -> OrganisationProfile | None:
        rows = self.profiles.get(organisation.pk, [])
        return next((row for row in rows if contains(row.valid, day)), None)

    def parent_on(self, organisation: Organisation, day: date) -> Placement | None:
        rows = self.parents.get(organisation.pk, [])
        return next((row for row in rows if contains(row.valid, day)), None)

    def judge(self, day: date) -> Judge:
        """Return who judges by the rules of a day."""
        return self._judges.setdefault(day, Judge(day))

    def entry_code(self, subject: str, text: str, day: date) -> str:
        """Return the code that ``text`` (a code or a name) means on ``day``, else nothing."""
        meant = self._book(subject).get(vietnamese.fold(text), [])
        codes = {rule.code for rule in meant if rule.holds(day)}
        return codes.pop() if len(codes) == 1 else ""

    def attribute(self, subject: str, code: str, name: str, day: date) -> Any:
        """Return an attribute of a catalogue entry in force on ``day``, else None."""
        for rule in self._book(subject).get(vietnamese.fold(code), []) if code else []:
            if rule.code == code and rule.holds(day) and isinstance(rule.value, dict):
                return rule.value.get(name)
        return None

    def _book(self, subject: str) -> dict[str, list[Rule]]:
        """Return a catalogue's rows of all times by code and by name, read once."""
        if subject not in self._books:
            names: dict[str, list[Rule]] = {}
            for rule in rulebook.ever(subject):
                for name in {
                    vietnamese.fold(text) for text in (rule.code, rule.label_vi, rule.label_en)
                }:
                    names.setdefault(name, []).append(rule)
            self._books[subject] = names
        return self._books[subject]


def load_facts(rows: list[RowDraft], context: Context) -> Facts:
    day = context.day("on") or context.actor.today
    facts = Facts(context, day)
    codes = {row.cell(column).strip() for row in rows for column in _LOOKED_UP} - {""}
    facts.organisations = {o.code: o for o in Organisation.objects.filter(code__in=codes)}
    ids = [organisation.pk for organisation in facts.organisations.values()]
    for profile in OrganisationProfile.objects.filter(organisation_id__in=ids):
        facts.profiles.setdefault(profile.organisation_id, []).append(profile)
    placements = Placement.objects.filter(child_id__in=ids, hierarchy_id__in=_DIRECT)
    for placement in placements.select_related("parent"):
        facts.parents.setdefault(placement.child_id, []).append(placement)
    reached = context.actor.reach(organisations.CHANGE)
    facts.changeable = set(reached.filter(pk__in=ids).values_list("pk", flat=True))
    facts.kept = organisations.kept_among(
        context.actor,
        set(ids) - facts.changeable,
        organisations.CHANGE,
        on=context.actor.today,
    )
    facts.may_found_roots = context.actor.may(organisations.CHANGE, on=None)
    facts.same_names = _same_names(row.cell("name") for row in rows)
    for unit in AdminUnit.objects.filter(code__in={row.cell("place").strip() for row in rows}):
        facts.places.setdefault(unit.code, []).append(unit)
    return facts


def _same_names(names: Iterable[str]) -> dict[str, list[str]]:
    """Return codes of organisations by name key, for the names the rows bring."""
    keys = {vietnamese.sort_key(vietnamese.tidy(name))[:900] for name in names if name}
    found: dict[str, list[str]] = {}
    profiles = OrganisationProfile.objects.filter(sort_key__in=keys)
    for key, code in profiles.values_list("sort_key", "organisation__code").distinct():
        found.setdefault(key, []).append(code)
    return found
