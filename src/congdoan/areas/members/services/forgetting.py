"""Erasing what is private about somebody who left; name, units and days stay for the figures."""

from congdoan.areas.members.models import (
    Application,
    Leaving,
    MemberRecord,
    MemberWork,
    Pause,
    SealedFact,
    Transfer,
)
from congdoan.kernel.people.api import Forgetting

_APPLICATION = {
    "birth_date": None,
    "phone": "",
    "email": "",
    "job_title": "",
    "sealed_citizen_id": "",
}
#: Kept of the record: the number and the day of joining, by which old papers are found.
_RECORD = (
    "birth_place",
    "home_town",
    "nationality",
    "address_permanent",
    "address_current",
    "marital_status",
    "education_level",
    "professional_degree",
    "political_theory",
    "foreign_language",
    "it_level",
)


def forget_member(asked: Forgetting) -> list[str]:
    """Answer ``forgetting``; return the classes of what was there, never the values."""
    person = asked.person.pk
    classes = [
        f"members.{kind.lower()}"
        for kind in SealedFact.objects.filter(person_id=person)
        .order_by("kind")
        .values_list("kind", flat=True)
    ]
    SealedFact.objects.filter(person_id=person).delete()
    kept = MemberRecord.objects.select_for_update().filter(person_id=person).first()
    if kept is not None and (kept.hired_on or any(getattr(kept, name) for name in _RECORD)):
        kept.hired_on = None
        for name in _RECORD:
            setattr(kept, name, "")
        kept.digits = kept.member_no.lower()
        kept.revision += 1
        kept.save(update_fields=[*_RECORD, "hired_on", "digits", "revision"])
        classes.append("members.record")
    if MemberWork.objects.filter(person_id=person).delete()[0]:
        classes.append("members.work")
    if Application.objects.filter(person_id=person).update(**_APPLICATION):
        classes.append("members.application")
    notes = (
        Pause.objects.filter(person_id=person).exclude(note="").update(note=""),
        Transfer.objects.filter(person_id=person).exclude(note="").update(note=""),
        Leaving.objects.filter(membership__person_id=person).exclude(note="").update(note=""),
    )
    if any(notes):
        classes.append("members.notes")
    return classes
