"""Templates as owners of drafts: the first user of the seam that this slice offers."""

from django.urls import reverse

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.support.discussion.api import ANSWER, SPEAK
from congdoan.support.drafting import policies
from congdoan.support.drafting.models import DraftTemplate
from congdoan.support.drafting.selectors.owners import Access, Owner
from congdoan.support.drafting.selectors.templates import OWNER, visible_template


def access(actor: Actor, pk: int) -> Access:
    """
    Who keeps templates at the unit writes; those below read.

    :raises NotFound: for everybody else
    """
    template: DraftTemplate = visible_template(actor, pk)
    unit = template.organisation
    own = actor.may(policies.TEMPLATES, on=unit)
    if not own and template.retired_at is not None:
        raise NotFound
    return Access(
        title=template.name,
        back=reverse("drafting:templates"),
        may_edit=own and template.retired_at is None,
        voice=unit if own and actor.may(SPEAK, on=unit) else None,
        answers=unit if own and actor.may(ANSWER, on=unit) else None,
    )


TEMPLATE_OWNER = Owner(OWNER, access)
