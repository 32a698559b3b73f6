"""Telling officers what became of targets."""

from collections.abc import Iterable
from datetime import date, datetime

from congdoan.areas.development.models import TargetRound
from congdoan.areas.development.services.work import page_of
from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations.api import names
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.models import Office
from congdoan.support.notifications.api import notify

TOLD = ("PRESIDENT", "VICE_PRESIDENT", "SPECIALIST")


def tell(
    *,
    actor: Actor,
    target_round: TargetRound,
    kind: str,
    organisations: Iterable[int],
    on: date,
    at: datetime,
    about: Organisation | None = None,
) -> None:
    """Tell the officers of ``organisations``, each with the way to its own page."""
    told = sorted(set(organisations))
    called = names({target_round.superior_id, *([about.pk] if about else [])}, on=on)
    people: dict[int, set[int]] = {}
    offices = Office.objects.on(on).filter(organisation_id__in=told, position__in=TOLD)
    for organisation, person in offices.values_list("organisation_id", "person_id"):
        people.setdefault(organisation, set()).add(person)
    for organisation in told:
        subject = about.pk if about else organisation
        notify(
            actor=actor,
            kind=f"development.{kind}",
            key=f"development.{target_round.pk}.{kind}.{subject}.{at.isoformat()}",
            at=at,
            people=people.get(organisation, set()),
            context={
                "year": target_round.year,
                "superior": called.get(target_round.superior_id, ""),
                "unit": called.get(about.pk, "") if about else "",
                "due": f"{target_round.answer_by:%d/%m/%Y}" if target_round.answer_by else "",
            },
            url=page_of(target_round, subject),
        )
