"""Who has agreed what with whom around one organisation, as of a day."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from congdoan.areas.agreements.enums import State
from congdoan.areas.agreements.models import Agreement, Party
from congdoan.areas.agreements.selectors.agreements import visible_agreements
from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations.api import names

#: More agreements than this make no picture; the page says how many are left out.
MOST = 120
#: What binds, and what bound and is over; drafts are nobody's agreement yet.
BINDING = (State.SIGNED, State.EFFECTIVE)
PAST = (State.EXPIRED, State.REVIEWED, State.SUPERSEDED, State.TERMINATED)


@dataclass
class Tie:
    """One agreement with its parties."""

    agreement: Agreement
    state: str
    parties: list[Party] = field(default_factory=list)


@dataclass
class Network:
    centre: int
    ties: list[Tie]
    names: dict[int, str]
    left_out: int

    @property
    def partners(self) -> list[int]:
        """Return everybody but the centre, those with the most agreements first."""
        counts: dict[int, int] = {}
        for tie in self.ties:
            for party in tie.parties:
                counts[party.organisation_id] = counts.get(party.organisation_id, 0) + 1
        counts.pop(self.centre, None)
        return sorted(counts, key=lambda pk: (-counts[pk], self.names.get(pk, "")))


def network_of(
    actor: Actor, centre: int, *, on: date, steps: int = 1, past: bool = False
) -> Network:
    """
    Return the agreements of an organisation on ``on``, and (two steps) those of its partners.

    Only what the actor may see; a constant number of queries.
    """
    states = [*BINDING, *PAST] if past else list(BINDING)
    known: Any = visible_agreements(actor).as_of(on)
    seen = known.filter(state_then__in=states)
    around: set[int] = {centre}
    if steps > 1:
        first = seen.filter(parties__organisation=centre)
        rows = Party.objects.filter(agreement__in=first.values("pk"))
        around |= set(rows.values_list("organisation_id", flat=True)[: MOST * 4])
    found = seen.filter(pk__in=Party.objects.filter(organisation__in=around).values("agreement_id"))
    agreements = list(found.order_by("-valid", "-pk")[:MOST])
    ties = {row.pk: Tie(row, row.state_then) for row in agreements}
    for party in Party.objects.filter(agreement__in=ties).in_order():
        ties[party.agreement_id].parties.append(party)
    ids = {party.organisation_id for tie in ties.values() for party in tie.parties} | {centre}
    left = found.count() - len(ties) if len(ties) == MOST else 0
    return Network(centre, list(ties.values()), names(ids, on=on), left)
