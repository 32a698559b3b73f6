"""Who may be asked about a draft, who was, and what is still to be answered."""

from dataclasses import dataclass
from datetime import date

from congdoan.areas.documents import policies
from congdoan.areas.documents.models import Document, Opinion
from congdoan.areas.documents.selectors.texts import text_of
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.access.api import capabilities_of_position
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.models import Office
from congdoan.support.discussion.api import Subject, unscoped_thread_counts
from congdoan.support.drafting.api import TALK


@dataclass(frozen=True)
class Talk:
    """How far the opinions on a draft have come."""

    asked: list[Opinion]
    comments: int
    unanswered: int

    @property
    def waiting(self) -> int:
        return sum(1 for one in self.asked if one.waits)

    @property
    def answered(self) -> int:
        return self.comments - self.unanswered

    def mine(self, actor: Actor) -> Opinion | None:
        """Return what the actor is asked and has not said yet."""
        return next(
            (one for one in self.asked if one.waits and one.person_id == actor.person_id), None
        )


def may_be_asked(unit: Organisation, *, on: date) -> dict[int, str]:
    """Return the colleagues who can read and comment here: an office with the right, an account."""
    rows = (
        Office.objects.on(on)
        .filter(organisation=unit, person__user__isnull=False)
        .select_related("person")
        .order_by("person__sort_key")
    )
    return {
        one.person_id: one.person.full_name
        for one in rows
        if policies.DRAFT.name in capabilities_of_position(one.position)
    }


def talk_of(document: Document) -> Talk:
    """Return who was asked and how many comments wait for an answer; three queries."""
    asked = list(document.opinions.select_related("person").order_by("pk"))
    text = text_of(document)
    if text is None:
        return Talk(asked, 0, 0)
    comments, unanswered = unscoped_thread_counts(Subject(TALK, text.pk))
    return Talk(asked, comments, unanswered)


def own_opinion(actor: Actor, document: Document) -> Opinion:
    """:raises NotFound: when the actor is asked nothing about it (any more)."""
    found = talk_of(document).mine(actor)
    if found is None:
        raise NotFound
    return found
