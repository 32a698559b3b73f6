"""Proposals to end an agreement before its time: what stands, who is awaited, what stays owed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import Consent, EndGround, EndingState
from congdoan.areas.agreements.models import Agreement, Duty, Ending, EndingConsent, Party
from congdoan.areas.agreements.rules.duties import OWED
from congdoan.areas.agreements.selectors.agreements import staying_parties
from congdoan.foundation.actor import Actor


def endings_of(agreement: Agreement) -> list[Ending]:
    """Return every proposal, newest first; the caller has checked the agreement."""
    rows = agreement.endings.select_related("proposer").prefetch_related("consents__organisation")
    return list(rows.order_by("-pk"))


def open_ending(agreement: Agreement) -> Ending | None:
    """Return what matters now: the proposal that is asked about, else the end agreed upon."""
    rows = agreement.endings.filter(state__in=[EndingState.ASKED, EndingState.AGREED])
    return rows.select_related("proposer").order_by("-pk").first()


@dataclass(frozen=True)
class EndingAnswer:
    """A party with what it said; ``gone`` = it ended itself and is not asked."""

    party: Party
    consent: EndingConsent | None
    gone: bool = False

    @property
    def agrees(self) -> bool:
        return self.consent is not None and self.consent.answer == Consent.AGREE


def ending_answers(ending: Ending) -> list[EndingAnswer]:
    """Return every party with its answer; who proposes agrees by proposing."""
    said = {consent.party_id: consent for consent in ending.consents.all()}
    return [
        EndingAnswer(
            party,
            said.get(party.pk),
            gone=ending.ground == EndGround.PARTY_ENDED
            and not party.organisation.exists_on(ending.wanted_on),
        )
        for party in staying_parties(ending.agreement)
    ]


def ending_awaits(ending: Ending) -> list[Party]:
    """Return the parties that have not consented yet."""
    return [
        answer.party
        for answer in ending_answers(ending)
        if not answer.agrees
        and not answer.gone
        and answer.party.organisation_id != ending.proposer_id
    ]


def parties_to_answer(actor: Actor, ending: Ending) -> list[Party]:
    """Return the awaited parties the actor answers for."""
    if ending.state != EndingState.ASKED:
        return []
    held = set(actor.reach(policies.MANAGE).values_list("pk", flat=True))
    return [party for party in ending_awaits(ending) if party.organisation_id in held]


def parties_to_propose(actor: Actor, agreement: Agreement) -> list[Party]:
    """Return the parties the actor may propose an end for, who they work for now first."""
    rows = agreement.parties.staying().filter(organisation__in=actor.reach(policies.MANAGE))
    found = list(rows.select_related("organisation").order_by("order", "pk"))
    return sorted(found, key=lambda party: party.organisation_id != actor.organisation_id)


def duties_left(agreement: Agreement, *, since: date) -> Sequence[Duty]:
    """Return what is still owed and due from a day on: it lapses unless it is kept."""
    rows = Duty.objects.of(agreement.pk).filter(state__in=OWED, due__gte=since)
    return list(rows.select_related("obligation__party", "period").order_by("due", "pk"))


def kept_duties(agreement: Agreement) -> set[int]:
    """Return the duties the parties agreed to finish though the agreement ended early."""
    done = Ending.objects.filter(agreement=agreement, state=EndingState.DONE)
    return set(
        Ending.kept.through.objects.filter(ending__in=done).values_list("duty_id", flat=True)
    )
