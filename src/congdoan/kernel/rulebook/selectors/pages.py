"""What the pages of the rulebook show; all of it from memory but subjects, names and the trail."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import get_language

from congdoan.foundation import vietnamese
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.rulebook import policies
from congdoan.kernel.rulebook.models import RuleChange, RuleRow, Subject
from congdoan.kernel.rulebook.rules import limits, values
from congdoan.kernel.rulebook.rules.changes import Difference, differences
from congdoan.kernel.rulebook.rules.lookup import Rule, in_force
from congdoan.kernel.rulebook.selectors import snapshot
from congdoan.kernel.rulebook.selectors.lookups import line_above, names_of
from congdoan.kernel.rulebook.selectors.words import shown_value

#: Offices are few; nobody lays rules down for more organisations than this.
OFFERED = 50


@dataclass(frozen=True)
class Shown:
    """A rule as a page shows it."""

    rule: Rule
    label: str
    subject: str
    value: str
    #: Who laid it down; empty for a rule that holds for everybody.
    organisation: str = ""
    #: False for an own rule outside what the superior now allows.
    fits: bool = True


@dataclass(frozen=True)
class Change:
    """A rule that does not stand the same on two days."""

    difference: Difference
    label: str
    subject: str
    before: str
    after: str


@dataclass(frozen=True)
class Correction:
    """An entry of the trail, with the organisation whose own rule it was."""

    change: RuleChange
    organisation: str


def subjects() -> dict[str, str]:
    """Return the subjects' names by code, in the order of the book."""
    english = (get_language() or "vi").startswith("en")
    rows = Subject.objects.values_list("code", "label", "label_en")
    return {code: label_en if english else label for code, label, label_en in rows}


def rules_in_force(
    actor: Actor, *, on: date, subject: str = "", text: str = "", unverified: bool = False
) -> list[Shown]:
    """Return what holds on a day for the organisation the actor works for, in book order."""
    line = _line(actor, on)
    found = []
    for rows in snapshot.current().by_key.values():
        rule = in_force(rows, on, line)
        if rule and _matches(rule, subject, text, unverified=unverified):
            found.append(rule)
    names = names_of({rule.organisation_id for rule in found if rule.organisation_id}, on)
    titles = subjects()
    order = {code: position for position, code in enumerate(titles)}
    found.sort(key=lambda rule: (order.get(rule.subject, 0), rule.position))
    return [_shown(rule, titles, names) for rule in found]


@dataclass(frozen=True)
class SubjectCount:
    """A subject of the book with how many of its rules hold, and how many nobody has verified."""

    code: str
    name: str
    rules: int
    unverified: int


def subjects_in_force(actor: Actor, *, on: date) -> list[SubjectCount]:
    """Return the subjects that have a rule in force on a day, in the order of the book."""
    line = _line(actor, on)
    found = [in_force(rows, on, line) for rows in snapshot.current().by_key.values()]
    held = Counter(rule.subject for rule in found if rule)
    open_ones = Counter(rule.subject for rule in found if rule and not rule.verified)
    titles = subjects()
    return [
        SubjectCount(code, titles[code], held[code], open_ones[code])
        for code in titles
        if held[code]
    ]


def changes_between(actor: Actor, *, earlier: date, later: date) -> list[Change]:
    """Return what the law and the superiors changed from one day to another."""
    book = snapshot.current().by_key
    titles = subjects()
    language = get_language() or "vi"
    return [
        Change(
            found,
            found.rule.label(language),
            titles.get(found.rule.subject, ""),
            shown_value(found.before) if found.before else "",
            shown_value(found.after) if found.after else "",
        )
        for found in differences(book, earlier, later, _line(actor, later))
    ]


def history_of(actor: Actor, key: str) -> list[Shown]:
    """
    Return every row of a rule the actor may see, newest first.

    :raises NotFound: when the book has no such rule
    """
    rows = snapshot.current().by_key.get(key, [])
    own = {row.organisation_id for row in rows if row.organisation_id is not None}
    seen = set(_line(actor, actor.as_of))
    if own:
        seen |= set(actor.reach(policies.VIEW).filter(pk__in=own).values_list("pk", flat=True))
    visible = [row for row in rows if row.organisation_id is None or row.organisation_id in seen]
    if not visible:
        raise NotFound
    visible.sort(key=lambda row: (row.start or date.min, row.organisation_id or 0), reverse=True)
    names = names_of({row.organisation_id for row in visible if row.organisation_id}, actor.as_of)
    titles = subjects()
    return [_shown(row, titles, names, rows) for row in visible]


def corrections_of(actor: Actor, key: str) -> list[Correction]:
    """Return how the recorded text of a rule was corrected, newest first."""
    seen = Q(organisation_id=None) | Q(organisation_id__in=_line(actor, actor.as_of))
    found = list(RuleChange.objects.filter(seen, key=key)[:OFFERED])
    names = names_of({row.organisation_id for row in found if row.organisation_id}, actor.as_of)
    return [Correction(row, names.get(row.organisation_id or 0, "")) for row in found]


def may_lay_down(actor: Actor, key: str) -> bool:
    """Tell whether anybody could change this rule for an organisation, and the actor for one."""
    rows = snapshot.current().by_key.get(key, [])
    open_to_all = any(row.overridable != "NONE" and values.is_typed(row.value) for row in rows)
    return open_to_all and actor.may_somewhere(policies.OVERRIDE)


def rule_above(actor: Actor, key: str) -> Rule | None:
    """Return what those above the actor's organisation have laid down today, or the law."""
    rows = snapshot.current().by_key.get(key, [])
    return in_force(rows, actor.today, _line(actor, actor.today)[1:])


def own_organisations(actor: Actor) -> dict[int, str]:
    """Return the organisations the actor may lay rules down for, by id; the present one first."""
    ids = list(actor.reach(policies.OVERRIDE).values_list("pk", flat=True)[:OFFERED])
    names = names_of(ids, actor.today)
    first = actor.organisation_id
    return dict(sorted(names.items(), key=lambda item: (item[0] != first, item[1])))


def own_rule(actor: Actor, pk: int) -> RuleRow:
    """
    Return an own rule of an organisation the actor may lay rules down for.

    :raises NotFound: when there is none, or not for ``actor``
    """
    reach = actor.reach(policies.OVERRIDE).values("pk")
    found = RuleRow.objects.local().filter(pk=pk, organisation_id__in=reach).first()
    if found is None:
        raise NotFound
    return found


def _line(actor: Actor, day: date) -> list[int]:
    """Return the organisation the actor works for and those above it; few pages need a query."""
    here = actor.organisation_id
    local = any(
        row.organisation_id is not None
        for rows in snapshot.current().by_key.values()
        for row in rows
    )
    return [here, *line_above(here, day)] if here is not None and local else []


def _matches(rule: Rule, subject: str, text: str, *, unverified: bool) -> bool:
    if (subject and rule.subject != subject) or (unverified and rule.verified):
        return False
    said = vietnamese.fold(
        f"{rule.label_vi} {rule.label_en} {rule.key} {rule.legal_basis} {rule.note}"
    )
    return all(word in said for word in vietnamese.fold(text).split())


def _shown(
    rule: Rule, titles: dict[str, str], names: dict[int, str], rows: Sequence[Rule] = ()
) -> Shown:
    return Shown(
        rule=rule,
        label=rule.label(get_language() or "vi"),
        subject=titles.get(rule.subject, rule.subject),
        value=shown_value(rule),
        organisation=names.get(rule.organisation_id, "") if rule.organisation_id else "",
        fits=_fits(rule, rows),
    )


def _fits(rule: Rule, rows: Sequence[Rule]) -> bool:
    if rule.organisation_id is None or rule.start is None or not rows:
        return True
    day = max(
        (row.start for row in rows if row.start and rule.holds(row.start)), default=rule.start
    )
    above = in_force(rows, day, line_above(rule.organisation_id, day))
    return above is None or limits.fits(rule.value, above)
