"""What all acts on a vote share: holding it, its state, its rule, its line in the log."""

from datetime import date
from typing import Any

from django.utils.translation import get_language

from congdoan.areas.voting.enums import State
from congdoan.areas.voting.models import Vote
from congdoan.areas.voting.rules.refusals import NotItsTurn, UnknownKind
from congdoan.foundation.actor import Actor
from congdoan.kernel.audit.api import record
from congdoan.kernel.rulebook.api import Rule, find_rule, rule


def held(vote: Vote, *states: State) -> Vote:
    """
    Return the vote under lock.

    :raises NotItsTurn: when it is in none of ``states``
    """
    rows = Vote.objects.select_for_update(of=("self",)).select_related("organisation", "before")
    found = rows.get(pk=vote.pk)
    if states and found.state not in states:
        raise NotItsTurn
    return found


def rule_of(kind: str, *, on: date) -> Rule:
    """:raises UnknownKind: when the rulebook of the day does not know it"""
    found = find_rule(f"voting.kind.{kind}", on=on)
    if found is None:
        raise UnknownKind
    return found


def frozen_rule(vote: Vote, *, on: date) -> dict[str, Any]:
    """Return the rule a vote is counted by, as it is kept with it; a tie's round has its own."""
    if vote.rule.get("of") == "HIGHEST":
        row = rule("voting.rule.tie", on=on)
        what = {"of": "HIGHEST"}
    else:
        row = rule_of(vote.kind, on=on)
        what = {name: row.value[name] for name in ("of", "more_than")}
    return {
        **what,
        "key": row.key,
        "label": row.label(get_language() or "vi"),
        "legal_basis": row.legal_basis,
        "verified": row.verified,
    }


def log(
    actor: Actor,
    vote: Vote,
    verb: str,
    changes: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Write the act down; never a ballot, never who cast one."""
    record(
        actor=actor,
        verb=f"voting.{verb}",
        target=vote,
        organisation_id=vote.organisation_id,
        changes=changes or {},
        reason=reason,
        label=vote.title,
    )
