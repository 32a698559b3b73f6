"""Word files of a text, out and back."""

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.models import Agreement, WordReturn
from congdoan.areas.agreements.selectors.agreements import own_parties, party_names
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.api import name_of


def returns_of(actor: Actor, agreement: Agreement) -> list[WordReturn]:
    """Return the files that came back from the actor's own organisations, newest first."""
    found = WordReturn.objects.filter(
        copy__version__agreement=agreement, organisation__in=actor.reach(policies.DRAFT)
    )
    return list(found.select_related("file").order_by("-at", "-pk")[:30])


def get_return(actor: Actor, agreement: Agreement, pk: int) -> WordReturn:
    """:raises NotFound: when there is none, or it is another organisation's"""
    found = (
        WordReturn.objects.filter(
            pk=pk,
            copy__version__agreement=agreement,
            organisation__in=actor.reach(policies.DRAFT),
        )
        .select_related("file", "copy__version")
        .first()
    )
    if found is None:
        raise NotFound
    return found


def speaking_for(actor: Actor, agreement: Agreement) -> list[tuple[int, str]]:
    """Return for whom the actor may hand in a file: who drafts, and the parties of the actor."""
    found: dict[int, str] = {}
    if actor.may(policies.DRAFT, on=agreement.drafting):
        found[agreement.drafting_id] = name_of(agreement.drafting, on=actor.today)
    parties = own_parties(actor, agreement)
    called = party_names(parties, on=actor.today)
    for party in parties:
        found.setdefault(party.organisation_id, called[party.organisation_id])
    return list(found.items())
