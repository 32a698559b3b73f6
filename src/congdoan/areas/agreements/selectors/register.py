"""The register of agreements as of a day, with what one line of it shows."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch

from congdoan.areas.agreements.models import Agreement, AgreementQuerySet, Amendment, Party
from congdoan.areas.agreements.selectors.agreements import holders_on, visible_agreements
from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations.api import names

#: A line names this many parties; its page names all.
SHOWN = 3


def register(actor: Actor, *, on: date) -> AgreementQuerySet:
    """
    Return what the actor may see and what existed on ``on``, with its state of that day.

    ``amended`` says whether an addendum had changed the text by then.
    """
    addenda = Amendment.objects.agreed().filter(agreement=OuterRef("pk"), effective_on__lte=on)
    return (
        visible_agreements(actor)
        .as_of(on)
        .annotate(amended=Exists(addenda))
        .prefetch_related(Prefetch("parties", Party.objects.in_order()))
    )


def names_of_lines(agreements: Iterable[Agreement], *, on: date) -> dict[int, str]:
    """Return the names of all parties of these lines as of ``on``; two queries."""
    parties = [party for one in agreements for party in one.parties.all()]
    then = holders_on(parties, on)
    for party in parties:
        if party.pk in then:
            party.organisation = then[party.pk]
    return names(
        {party.organisation_id for one in agreements for party in one.parties.all()}, on=on
    )


def parties_in_words(agreement: Agreement, called: dict[int, str]) -> list[str]:
    """Return the first parties' names, and how many more there are as the last entry."""
    titles = [called.get(party.organisation_id, "") for party in agreement.parties.all()]
    if len(titles) <= SHOWN + 1:
        return titles
    return [*titles[:SHOWN], f"+{len(titles) - SHOWN}"]
