"""Telling the parties what became of an agreement."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.utils.translation import override

from congdoan.areas.agreements.models import Agreement
from congdoan.areas.agreements.services.working import page_of
from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations.api import names
from congdoan.kernel.people.models import Office
from congdoan.support.discussion.api import Comment, answer_mark
from congdoan.support.notifications.api import notify

#: Who answers for a party and reads its post; others find it in the list of work.
TOLD = (
    "PRESIDENT",
    "VICE_PRESIDENT",
    "CLERK",
    "SPECIALIST",
    "DIRECTOR",
    "PRINCIPAL",
    "CHAIR",
    "FOCAL_POINT",
)


def tell(
    *,
    actor: Actor,
    agreement: Agreement,
    kind: str,
    on: date,
    at: datetime,
    once: str,
    organisations: Iterable[int] | None = None,
    part: str = "",
    context: Mapping[str, object] | None = None,
) -> int:
    """
    Tell the officers and contacts of the parties (or of ``organisations``).

    ``once`` distinguishes one telling from the next of the same kind ("round.2").
    """
    parties = list(agreement.parties.all())
    to = set(organisations if organisations is not None else [p.organisation_id for p in parties])
    people = set(
        Office.objects.on(on)
        .filter(organisation_id__in=to, position__in=TOLD)
        .values_list("person_id", flat=True)
    )
    people |= {p.contact_id for p in parties if p.contact_id and p.organisation_id in to}
    drafting = names([agreement.drafting_id], on=on).get(agreement.drafting_id, "")
    return notify(
        actor=actor,
        kind=f"agreements.{kind}",
        key=f"agreements.{agreement.pk}.{kind}.{once}",
        at=at,
        people=people,
        context={"title": agreement.title, "drafting": drafting, **(context or {})},
        url=page_of(agreement, part),
    )


def tell_answer(
    *, actor: Actor, agreement: Agreement, comment: Comment, on: date, at: datetime
) -> int:
    """Tell who said something what became of it, once per answer."""
    drafting = names([agreement.drafting_id], on=on).get(agreement.drafting_id, "")
    with override("vi"):
        verdict = str(comment.get_verdict_display())
    return notify(
        actor=actor,
        kind="agreements.answered",
        key=f"agreements.{agreement.pk}.answered.{comment.pk}.{answer_mark(comment)}",
        at=at,
        users=[comment.author_id],
        context={
            "title": agreement.title,
            "drafting": drafting,
            "place": comment.place or agreement.title,
            "verdict": verdict,
            "reason": comment.reason,
        },
        url=page_of(agreement, f"tiep-thu/#gop-y-{comment.pk}"),
    )
