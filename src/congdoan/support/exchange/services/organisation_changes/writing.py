"""Writing a checkpoint of a reorganisation: one event a kind, and one a receiver of mergers."""

from collections.abc import Sequence
from typing import Any

from congdoan.kernel.organisations import api as organisations
from congdoan.kernel.organisations.enums import EndReason, EventKind
from congdoan.kernel.organisations.models import Organisation, OrganisationEvent
from congdoan.support.exchange.rules.kinds import Context, Done, RowDraft
from congdoan.support.exchange.services.organisation_changes.planning import END, MERGE, MOVE
from congdoan.support.exchange.services.organisation_events import decision_of


def commit_changes(rows: Sequence[RowDraft], context: Context) -> list[Done]:
    """Carry out the rows in the order of the plan: moves, mergers, ends."""
    codes = {row.parsed[column] for row in rows for column in ("code", "target")} - {""}
    known = {one.code: one for one in Organisation.objects.filter(code__in=codes)}
    events: dict[int, OrganisationEvent] = {}
    for act, carry in ((MOVE, _move), (MERGE, _merge), (END, _end)):
        chosen = [row for row in rows if row.parsed["act"] == act]
        if chosen:
            events |= carry(chosen, known, context)
    return [Done(row.target_id or 0, {"event": events[row.n].pk}) for row in rows]


def _shared(context: Context) -> dict[str, Any]:
    return {
        "actor": context.actor,
        "decision": decision_of(context),
        "at": context.at,
    }


def _day(context: Context) -> Any:
    return context.day("on") or context.actor.today


def _move(
    rows: Sequence[RowDraft], known: dict[str, Organisation], context: Context
) -> dict[int, OrganisationEvent]:
    event = organisations.move_organisations(
        moves=[(known[row.parsed["code"]], known[row.parsed["target"]]) for row in rows],
        on=_day(context),
        **_shared(context),
    )
    return {row.n: event for row in rows}


def _merge(
    rows: Sequence[RowDraft], known: dict[str, Organisation], context: Context
) -> dict[int, OrganisationEvent]:
    by_receiver: dict[str, list[RowDraft]] = {}
    for row in rows:
        by_receiver.setdefault(row.parsed["target"], []).append(row)
    events: dict[int, OrganisationEvent] = {}
    for code, merged in by_receiver.items():
        event = organisations.regroup_organisations(
            regrouping=organisations.Regrouping(
                EventKind.MERGE_INTO,
                _day(context),
                [known[row.parsed["code"]] for row in merged],
                into=known[code],
            ),
            **_shared(context),
        )
        events |= {row.n: event for row in merged}
    return events


def _end(
    rows: Sequence[RowDraft], known: dict[str, Organisation], context: Context
) -> dict[int, OrganisationEvent]:
    events: dict[int, OrganisationEvent] = {}
    # Deepest first across reasons: a unit may end only when nobody hangs below it any more.
    ordered = sorted(rows, key=lambda row: row.rank)
    while ordered:
        reason = ordered[0].parsed["reason"]
        alike = [row for row in ordered if row.parsed["reason"] == reason]
        others = [row for row in ordered if row.parsed["reason"] != reason]
        if others:
            alike = [row for row in alike if row.rank <= min(one.rank for one in others)]
        event = organisations.end_organisations(
            organisations=[known[row.parsed["code"]] for row in alike],
            reason=EndReason(reason),
            on=_day(context),
            **_shared(context),
        )
        events |= {row.n: event for row in alike}
        done = {row.n for row in alike}
        ordered = [row for row in ordered if row.n not in done]
    return events
