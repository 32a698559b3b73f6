"""After the result: recognition from above, the export, the end of keeping."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.formats import date_format

from congdoan.areas.voting import policies
from congdoan.areas.voting.enums import State
from congdoan.areas.voting.models import BallotBox, Vote
from congdoan.areas.voting.rules import refusals
from congdoan.areas.voting.selectors.votes import is_on_board, standing
from congdoan.areas.voting.services.box import ballots_in
from congdoan.areas.voting.services.common import held, log, rule_of
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotAllowed
from congdoan.foundation.vietnamese import tidy


def is_recognised_by_superior(vote: Vote) -> bool:
    """Tell whether the rulebook asks for a decision of the superior."""
    return vote.is_election and bool(rule_of(vote.kind, on=vote.held_on).value.get("recognised"))


@transaction.atomic
def recognise(*, actor: Actor, vote: Vote, decision_no: str, day: date, on: date) -> Vote:
    """
    Write down the decision by which the superior recognises the result.

    :raises NotRecognisable: when there is no result that needs it
    :raises DayAhead: before the vote, or after today
    """
    actor.require(policies.RECOGNISE, on=vote.organisation)
    found = held(vote, State.RESULT)
    if not is_recognised_by_superior(found):
        raise refusals.NotRecognisable
    if not found.held_on <= day <= on:
        raise refusals.DayAhead
    found.state, found.decision_no, found.recognised_on = (
        State.RECOGNISED, tidy(decision_no)[:60], day,
    )  # fmt: skip
    found.save(update_fields=["state", "decision_no", "recognised_on"])
    log(actor, found, "recognised", {"decision": found.decision_no})
    return found


@transaction.atomic
def destroy_ballots(*, actor: Actor, vote: Vote, on: date) -> Vote:
    """
    Destroy the electronic ballots once the days of keeping are over; figures and minutes stay.

    :raises StillKept: before that
    """
    actor.require(policies.MANAGE, on=vote.organisation)
    found = held(vote, State.RESULT, State.RECOGNISED)
    if found.destroyed_on is not None or found.keep_until is None:
        raise refusals.NotItsTurn
    if on <= found.keep_until:
        raise refusals.StillKept(day=date_format(found.keep_until, "d/m/Y"))
    BallotBox.objects.filter(vote=found).update(sealed="")
    found.destroyed_on = on
    found.save(update_fields=["destroyed_on"])
    log(actor, found, "destroyed")
    return found


@transaction.atomic
def export_count(*, actor: Actor, vote: Vote) -> dict[str, Any]:
    """
    Return all a recount needs: the ballots sorted, the agreed figures of paper, the rule.

    For the election board and who runs the vote; taking it is logged.

    :raises NotItsTurn: before the result, and after the ballots are destroyed
    """
    if not (is_on_board(actor, vote) or actor.may(policies.MANAGE, on=vote.organisation)):
        raise NotAllowed
    found = held(vote, State.RESULT, State.RECOGNISED)
    if found.destroyed_on is not None or not found.is_secret:
        raise refusals.NotItsTurn
    lines = standing(found)
    place = {str(one.pk): one.order for one in lines}
    box = BallotBox.objects.filter(vote=found).first()
    count = found.counts.first()
    figures = dict(count.figures) if count else {}
    log(actor, found, "exported")
    return {
        "vote": found.pk,
        "title": found.title,
        "style": found.style,
        "seats": found.seats,
        "present": found.present,
        "rule": {"of": found.rule.get("of"), "more_than": found.rule.get("more_than")},
        "candidates": {str(one.order): one.name for one in lines},
        "ballots": [list(one.chosen) for one in ballots_in(box)] if box else [],
        "paper": {
            "collected": figures.get("COLLECTED", 0),
            "invalid": figures.get("INVALID", 0),
            "votes": {str(place[key]): n for key, n in figures.items() if key in place},
        },
        "result": {
            "collected": found.collected,
            "valid": found.valid,
            "needed": found.needed,
            "votes": {str(one.order): one.votes for one in lines},
            "elected": sorted(one.order for one in lines if one.verdict == "ELECTED"),
            "tied": sorted(one.order for one in lines if one.verdict == "TIED"),
        },
    }
