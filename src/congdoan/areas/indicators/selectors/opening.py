"""What stands behind a figure, for whom it is theirs to see."""

from datetime import date

from congdoan.areas.indicators import policies
from congdoan.areas.indicators.rules import leaves_of
from congdoan.areas.indicators.selectors.catalogue import formula_on
from congdoan.areas.indicators.selectors.register import Behind, Opened, registered
from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations.models import Organisation


def behind(actor: Actor, key: str, organisation_id: int, first: date, last: date) -> list[Behind]:
    """
    Return the pages with the records behind a figure, those of its parts for one made of parts.

    Each slice leaves out what the actor may not see there; nothing is left for whoever may not see
    the organisation's figures at all.
    """
    organisation = Organisation.objects.filter(pk=organisation_id).first()
    if organisation is None or not actor.may(policies.VIEW, on=organisation):
        return []
    found: list[Behind] = []
    for leaf in sorted(leaves_of([key], lambda code: formula_on(code, last))):
        answer = registered(leaf)
        if answer is None or answer.names is None:
            continue
        page = answer.names(Opened(actor, leaf, organisation, first, last))
        if page is not None and page not in found:
            found.append(page)
    return found
