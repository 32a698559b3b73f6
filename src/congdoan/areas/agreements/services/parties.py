"""The parties of a draft, their order and names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import Side
from congdoan.areas.agreements.models import Agreement, Party
from congdoan.areas.agreements.rules import parties as naming
from congdoan.areas.agreements.rules.refusals import PartyNotThere, PartyTwice, TooFewParties
from congdoan.areas.agreements.rules.states import Action
from congdoan.areas.agreements.selectors.signatories import usual_signatory
from congdoan.areas.agreements.services.indexing import settle_folded
from congdoan.areas.agreements.services.states import demand, held
from congdoan.foundation.actor import Actor
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.api import names, profiles_on
from congdoan.kernel.organisations.models import Organisation


@dataclass(frozen=True)
class PartyData:
    """A party as chosen; an empty position means the usual signatory of such an organisation."""

    organisation_id: int
    side: str = Side.B
    signatory_position: str = ""
    contact_id: int | None = None


@transaction.atomic
def add_parties(
    *, actor: Actor, agreement: Agreement, parties: Sequence[PartyData], on: date
) -> list[Party]:
    """
    Add parties to a draft, all or none.

    :raises PartyTwice: an organisation is party once
    :raises PartyNotThere: an organisation must exist when the period begins
    """
    agreement = held(agreement)
    actor.require(policies.DRAFT, on=agreement.drafting)
    demand(agreement, Action.CHANGE_PARTIES)
    made = join(agreement, parties, on=on)
    record(
        actor=actor,
        verb="agreements.parties_added",
        target=agreement,
        organisation_id=agreement.drafting_id,
        changes={"organisations": [party.organisation_id for party in made]},
        label=agreement.title,
    )
    return made


def join(agreement: Agreement, parties: Sequence[PartyData], *, on: date) -> list[Party]:
    """Write parties of a held draft whose right to be written has been checked."""
    wanted = [party.organisation_id for party in parties]
    organisations = Organisation.objects.in_bulk(wanted)
    known = set(agreement.parties.values_list("organisation_id", flat=True))
    _refuse(agreement, wanted, known, organisations, on)
    kinds = dict(
        profiles_on(on).filter(organisation_id__in=wanted).values_list("organisation_id", "kind")
    )
    first = agreement.parties.count()
    made = Party.objects.bulk_create(
        Party(
            agreement=agreement,
            organisation_id=party.organisation_id,
            side=Side(party.side),
            order=first + place,
            signatory_position=party.signatory_position
            or usual_signatory(
                organisations[party.organisation_id].family,
                kinds.get(party.organisation_id, ""),
                on=on,
            ),
            contact_id=party.contact_id,
        )
        for place, party in enumerate(parties, start=1)
    )
    _settle(agreement, on=on)
    return made


def _refuse(
    agreement: Agreement,
    wanted: Sequence[int],
    known: set[int],
    organisations: dict[int, Organisation],
    on: date,
) -> None:
    titles = names(wanted, on=on)
    day = max(on, agreement.first_day) if on <= agreement.last_day else agreement.first_day
    for pk in wanted:
        if pk in known:
            raise PartyTwice(name=titles.get(pk, ""))
        known.add(pk)
        if pk not in organisations or not organisations[pk].exists_on(day):
            raise PartyNotThere(name=titles.get(pk, ""), day=f"{day:%d/%m/%Y}")


@transaction.atomic
def change_party(
    *,
    actor: Actor,
    party: Party,
    side: str,
    signatory_position: str,
    on: date,
    contact_id: int | None = None,
) -> Party:
    """Change where a party sits, who signs for it and who its contact is."""
    agreement = held(party.agreement)
    actor.require(policies.DRAFT, on=agreement.drafting)
    demand(agreement, Action.CHANGE_PARTIES)
    before = [party.side, party.signatory_position]
    party.side, party.signatory_position = Side(side), signatory_position
    party.contact_id = contact_id
    party.save(update_fields=["side", "signatory_position", "contact"])
    _settle(agreement, on=on)
    record(
        actor=actor,
        verb="agreements.party_changed",
        target=agreement,
        organisation_id=agreement.drafting_id,
        changes={
            "organisation": party.organisation_id,
            "side": [before[0], side],
            "position": [before[1], signatory_position],
        },
        label=agreement.title,
    )
    party.refresh_from_db()
    return party


@transaction.atomic
def remove_party(*, actor: Actor, party: Party, on: date) -> None:
    """
    Take a party out of a draft; clauses it would have led are left without a leader.

    :raises TooFewParties: the drafting organisation's draft keeps at least one party
    """
    agreement = held(party.agreement)
    actor.require(policies.DRAFT, on=agreement.drafting)
    demand(agreement, Action.CHANGE_PARTIES)
    if agreement.parties.count() <= 1:
        raise TooFewParties
    gone = party.organisation_id
    party.delete()
    _settle(agreement, on=on)
    record(
        actor=actor,
        verb="agreements.party_removed",
        target=agreement,
        organisation_id=agreement.drafting_id,
        changes={"organisation": gone},
        label=agreement.title,
    )


@transaction.atomic
def order_parties(*, actor: Actor, agreement: Agreement, order: Iterable[int], on: date) -> None:
    """Set the order of the parties by their ids; those not named keep theirs, at the end."""
    agreement = held(agreement)
    actor.require(policies.DRAFT, on=agreement.drafting)
    demand(agreement, Action.CHANGE_PARTIES)
    places = {pk: place for place, pk in enumerate(order)}
    parties = sorted(agreement.parties.all(), key=lambda p: (places.get(p.pk, 999), p.order))
    for place, party in enumerate(parties, start=1):
        party.order = place
    Party.objects.bulk_update(parties, ["order"])
    _settle(agreement, on=on)
    record(
        actor=actor,
        verb="agreements.party_changed",
        target=agreement,
        organisation_id=agreement.drafting_id,
        changes={"order": [party.organisation_id for party in parties]},
        label=agreement.title,
    )


def _settle(agreement: Agreement, *, on: date) -> None:
    """Sort by side, name the parties, and let the register find the agreement by them."""
    parties = sorted(agreement.parties.all(), key=lambda p: (p.side, p.order, p.pk))
    labels = naming.labels([party.side for party in parties])
    for place, (party, label) in enumerate(zip(parties, labels, strict=True), start=1):
        party.order, party.label = place, label
    Party.objects.bulk_update(parties, ["order", "label"])
    settle_folded(agreement, parties, on=on)
