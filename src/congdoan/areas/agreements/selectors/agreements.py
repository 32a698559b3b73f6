"""Which agreements an actor may see, and what one of them holds."""

from collections.abc import Iterable
from datetime import date

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.models import (
    Agreement,
    AgreementQuerySet,
    Party,
    PartyHolder,
    StateChange,
)
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.api import names
from congdoan.kernel.organisations.models import Organisation


def visible_agreements(actor: Actor) -> AgreementQuerySet:
    """
    Return the agreements of the organisations the actor may look at.

    Parties see an agreement once it was sent to them, superiors those of their branch.
    """
    found = Agreement.objects.of(actor.reach(policies.VIEW))
    # Who looks at a past day has the branch of that day: not what the branch did after leaving.
    return found if actor.as_of >= actor.today else found.known_on(actor.as_of)


def get_visible_agreement(actor: Actor, pk: int) -> Agreement:
    """:raises NotFound: when there is none, or none the actor may see."""
    agreement = visible_agreements(actor).select_related("drafting").filter(pk=pk).first()
    if agreement is None:
        raise NotFound
    return agreement


def parties_of(agreement: Agreement) -> list[Party]:
    """Return the parties in the order of the text, with their organisations."""
    return list(agreement.parties.select_related("organisation", "contact").order_by("order", "pk"))


def parties_on(agreement: Agreement, day: date) -> list[Party]:
    """
    Return the parties with the organisation that held each place on ``day``.

    The rows are for reading: saving one would write the past into the present.
    """
    parties = parties_of(agreement)
    then = holders_on(parties, day)
    for party in parties:
        party.organisation = then.get(party.pk, party.organisation)
    return parties


def holders_on(parties: Iterable[Party], day: date) -> dict[int, Organisation]:
    """Return who held each place on ``day``, for places that have changed hands; one query."""
    rows = PartyHolder.objects.on(day).filter(party__in=list(parties))
    return {row.party_id: row.organisation for row in rows.select_related("organisation")}


def own_parties(actor: Actor, agreement: Agreement) -> list[Party]:
    """Return the parties the actor may speak for in a consultation."""
    reach = actor.reach(policies.COMMENT)
    return list(
        agreement.parties.filter(organisation__in=reach)
        .select_related("organisation")
        .order_by("order", "pk")
    )


def naming_day(agreement: Agreement, today: date) -> date:
    """
    Return the day whose names the agreement is written in.

    A signed text keeps the names of its signing, an older one never takes today's.
    """
    return agreement.signed_on or min(today, agreement.last_day)


def party_names(parties: Iterable[Party], *, on: date) -> dict[int, str]:
    """Return the organisations' names by organisation id as of ``on``; one query."""
    return names([party.organisation_id for party in parties], on=on)


def state_on(agreement: Agreement, day: date) -> str:
    """Return the state the agreement had on ``day``; empty before it existed."""
    change = (
        StateChange.objects.filter(agreement=agreement, on__lte=day)
        .exclude(until__lte=day)
        .order_by("-on", "-pk")
        .first()
    )
    return change.state if change else ""
