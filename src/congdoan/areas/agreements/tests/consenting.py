"""Ending an agreement with the consent of all, in one call."""

from congdoan.areas.agreements import api
from congdoan.areas.agreements.selectors.endings import ending_awaits
from congdoan.kernel.access.api import system_actor


def end_by_consent(*, actor, agreement, ended_on, reason, on, at, ground="ALL_AGREE", kept=()):
    """Let the drafting party propose and every other one consent on the same day."""
    ending = api.propose_ending(
        actor=actor,
        agreement=agreement,
        proposer=agreement.drafting,
        data=api.EndingData(ended_on, reason, on, ground, kept),
        on=on,
        at=at,
    )
    for party in ending_awaits(ending) if ending.state == "ASKED" else ():
        api.answer_ending(
            actor=system_actor(today=on), ending=ending, party=party, answer="AGREE", on=on, at=at
        )
    agreement.refresh_from_db()
    return agreement
