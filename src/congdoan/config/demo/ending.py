"""Ending an agreement before its time: one party proposes, the others consent the same day."""

from datetime import date

from congdoan.areas.agreements import api
from congdoan.areas.agreements.enums import EndGround
from congdoan.areas.agreements.models import Agreement
from congdoan.config.demo.stage import demo_actor, moment


def end_by_consent(agreement: Agreement, day: date, reason: str) -> Agreement:
    """End ``agreement`` from ``day``; parties that ended themselves are not asked."""
    parties = api.parties_of(agreement)
    gone = [one for one in parties if not one.organisation.exists_on(day)]
    ending = api.propose_ending(
        actor=demo_actor(day),
        agreement=agreement,
        proposer=agreement.drafting,
        data=api.EndingData(
            day, reason, day, EndGround.PARTY_ENDED if gone else EndGround.ALL_AGREE
        ),
        on=day,
        at=moment(day),
    )
    for party in parties:
        if party not in gone and party.organisation_id != agreement.drafting_id:
            api.answer_ending(
                actor=demo_actor(day),
                ending=ending,
                party=party,
                answer="AGREE",
                on=day,
                at=moment(day),
            )
    agreement.refresh_from_db()
    return agreement
