from datetime import date, timedelta

from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import HttpResponse

from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.kernel.rulebook import policies
from congdoan.kernel.rulebook.models import RuleChange, RuleRow
from congdoan.kernel.rulebook.rules import values
from congdoan.kernel.rulebook.selectors import pages
from congdoan.kernel.rulebook.selectors.words import room_below
from congdoan.kernel.rulebook.tables import RuleChanges, RulesInForce, standing


@needs(policies.VIEW)
def rule_list(request: ActorRequest) -> HttpResponse:
    """Show what holds on the day looked at: the subjects first, then the rules asked for."""
    actor = request.actor
    table = RulesInForce([], request)
    asked = table.asked()
    by_subject = [] if table.filtered else pages.subjects_in_force(actor, on=actor.as_of)
    if by_subject:
        context = {"table": table, "day": actor.as_of, "subjects": by_subject}
        return render_page(request, "rulebook/list.html", context)
    table.show(
        pages.rules_in_force(
            actor,
            on=actor.as_of,
            subject=asked.get("subject") or "",
            text=asked.get("q") or "",
            unverified=bool(asked.get("unverified")),
        )
    )
    return render_page(request, "rulebook/list.html", {"table": table, "day": actor.as_of})


@needs(policies.VIEW)
def rule_history(request: ActorRequest, key: str) -> HttpResponse:
    """Show a rule through time: every text, what it rests on, who corrected it."""
    actor = request.actor
    shown = pages.history_of(actor, key)
    context = {
        "name": shown[0].label,
        "key": key,
        "rows": [_facts(row, actor.as_of) for row in shown],
        "corrections": [_correction(entry) for entry in pages.corrections_of(actor, key)],
        "liftable": _liftable(request, shown),
        "may": {"lay_down": pages.may_lay_down(actor, key)},
    }
    return render_page(request, "rulebook/history.html", context)


@needs(policies.VIEW)
def rule_changes(request: ActorRequest) -> HttpResponse:
    """Show what changed between two days; without a choice, over the year up to the day shown."""
    actor = request.actor
    table = RuleChanges([], request)
    if not request.GET.get("earlier") and not request.GET.get("later"):
        table.ask(earlier=_year_before(actor.as_of), later=actor.as_of)
    asked = table.asked()
    earlier, later = asked.get("earlier"), asked.get("later")
    if earlier and later:
        table.show(pages.changes_between(actor, earlier=earlier, later=later))
    context = {"table": table, "earlier": earlier, "later": later}
    return render_page(request, "rulebook/changes.html", context)


def _year_before(day: date) -> date:
    # The address may ask for the first year there is.
    return day - timedelta(days=365) if day.year > 1 else date.min


def _facts(shown: pages.Shown, day: date) -> dict[str, object]:
    rule = shown.rule
    return {
        "shown": shown,
        "rule": rule,
        "valid": DateRange(rule.start, rule.until, "[)"),
        "holds": rule.holds(day),
        "standing": standing(shown),
        "room": room_below(rule),
    }


def _correction(entry: pages.Correction) -> dict[str, object]:
    kind = entry.change.get_kind_display()
    return {
        "moment": entry.change.recorded_at,
        "title": f"{kind}: {entry.organisation}" if entry.organisation else kind,
        "who": entry.change.by,
        "text": _corrected(entry.change),
    }


def _corrected(change: RuleChange) -> str:
    """Return what a correction changed: ``giá trị: 10 → 15; ghi chú``."""
    before, after = change.before, change.after
    if not before or not after:
        said = after or before or {}
        plain = said.get("value")
        return f"{values.write_value(plain)} {said['unit']}" if values.is_typed(plain) else ""
    turned = []
    for name, was in before.items():
        if after.get(name) == was or name == "position":
            continue
        column = {"from": "valid", "until": "valid", "subject_id": "subject"}.get(name, name)
        words = str(getattr(RuleRow._meta.get_field(column), "verbose_name", column))
        if name == "value" and values.is_typed(was) and values.is_typed(after[name]):
            words = f"{words}: {values.write_value(was)} → {values.write_value(after[name])}"
        turned.append(words)
    return "; ".join(dict.fromkeys(turned))


def _liftable(request: ActorRequest, shown: list[pages.Shown]) -> set[int]:
    """Return the own rules on the page that the actor may end."""
    own = {row.rule.organisation_id for row in shown} - {None}
    if not own:
        return set()
    reach = request.actor.reach(policies.OVERRIDE).filter(pk__in=own).values_list("pk", flat=True)
    allowed = set(reach)
    return {row.rule.id for row in shown if row.rule.organisation_id in allowed}
