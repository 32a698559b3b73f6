"""Which agreements an actor may see, and what one of them holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

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


def unscoped_party_units(agreement: int, *, of: int) -> "QuerySet[Party, int]":
    """Return the organisations that are party to an agreement ``of`` is party to; else none."""
    own = Party.objects.staying().filter(agreement=agreement, organisation=of)
    rows = Party.objects.staying().filter(agreement__in=own.values("agreement"))
    return rows.values_list("organisation_id", flat=True)


def agreements_of_party(organisation: int, *, on: date) -> list[tuple[int, str]]:
    """Return (key, title) of what is in force on a day and ``organisation`` is party to."""
    rows = Agreement.objects.in_force(on).filter(
        pk__in=Party.objects.staying().filter(organisation=organisation).values("agreement")
    )
    return [(one.pk, one.title) for one in rows.order_by("title", "pk")]


def takes_part(party: Party, day: date) -> bool:
    return party.left_on is None or day < party.left_on


def staying_parties(agreement: Agreement) -> list[Party]:
    """Return the parties that still take part, in the order of the text."""
    return [party for party in parties_of(agreement) if party.left_on is None]


@dataclass(frozen=True)
class PartyLine:
    """A party as shown on a day: its name, what it was called when it signed, and since when."""

    party: Party
    name: str
    before: str
    since: date | None

    @property
    def left_on(self) -> date | None:
        return self.party.left_on


def party_lines(agreement: Agreement, *, on: date) -> list[PartyLine]:
    """
    Return who holds each party's place on ``on``; a text of the past keeps the names of its day.

    ``before`` is the name under which the place was signed for, where it reads otherwise now.
    """
    signed = naming_day(agreement, on)
    now, then = parties_on(agreement, on), parties_on(agreement, signed)
    called, named = party_names(now, on=on), party_names(then, on=signed)
    begun = {
        row.party_id: row.valid.lower
        for row in PartyHolder.objects.on(on).filter(party__in=[party.pk for party in now])
    }
    lines = []
    for party, first in zip(now, then, strict=True):
        old = named.get(first.organisation_id, "")
        name = called.get(party.organisation_id, "") or old
        changed = party.organisation_id != first.organisation_id
        since = begun.get(party.pk) if changed else None
        lines.append(PartyLine(party, name, old if old != name else "", since))
    return lines


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
