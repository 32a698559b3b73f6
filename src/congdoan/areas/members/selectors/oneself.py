"""Everything kept of the person who asks: theirs to read and to take along."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from congdoan.areas.members.models import (
    Application,
    Discipline,
    MemberRecord,
    MemberWork,
    Pause,
    Transfer,
)
from congdoan.areas.members.selectors.person import (
    Stay,
    facts_in_words,
    looks_at,
    record_of,
    stays_of,
)
from congdoan.foundation.actor import Actor
from congdoan.kernel.people.models import Person


@dataclass(frozen=True)
class Own:
    """What a member sees of themselves."""

    person: Person
    record: MemberRecord
    work: MemberWork | None
    stays: list[Stay]
    pauses: list[Pause]
    facts: list[tuple[str, str]]
    consents: list[Application]
    looks: list[dict[str, Any]] = field(default_factory=list)


def own_life(actor: Actor, facts: dict[str, str], *, on: date) -> Own | None:
    """Return what is kept of the actor; None: no person stands behind the account."""
    person = Person.objects.filter(pk=actor.person_id or 0).first()
    if person is None:
        return None
    works = MemberWork.objects.filter(person=person, valid__contains=on)
    given = Application.objects.filter(person=person).exclude(consent_version="")
    return Own(
        person,
        record_of(person.pk),
        works.first(),
        stays_of(person.pk, on=on),
        list(Pause.objects.filter(person=person).order_by("-valid")),
        facts_in_words(facts, on=on),
        list(given.order_by("-consent_at")),
        list(looks_at(person)),
    )


def own_file(own: Own, *, on: date) -> dict[str, Any]:
    """Return the same as data to take along (the grounds of penalties are on their paper)."""
    person, record = own.person, own.record
    names = ("family_middle", "given_name", "gender", "birth_date", "phone", "email")
    kept = [
        f.name for f in MemberRecord._meta.fields if f.name not in {"person", "digits", "revision"}
    ]
    return {
        "made_on": on,
        "person": {name: getattr(person, name) for name in names},
        "record": {name: getattr(record, name) for name in kept},
        "sensitive": dict(own.facts),
        "work": [
            {"job_title": one.job_title, "department": one.department, **_days(one)}
            for one in MemberWork.objects.filter(person=person).order_by("valid")
        ],
        "memberships": [
            {"union": one.unit, "begin": one.begin, "end": one.end, **_days(one.membership)}
            for one in own.stays
        ],
        "pauses": [{"reason": one.reason, **_days(one)} for one in own.pauses],
        "transfers": list(
            Transfer.objects.filter(person=person).values("effective_on", "state", "asked_on")
        ),
        "discipline": list(
            Discipline.objects.filter(person=person).values("penalty", "decision_no", "decided_on")
        ),
        "consents": [
            {"version": one.consent_version, "at": one.consent_at} for one in own.consents
        ],
        "looked_at_by": [
            {"at": one["moment"], "who": one["title"], "purpose": one["text"]} for one in own.looks
        ],
    }


def _days(row: Any) -> dict[str, Any]:
    return {"from": row.valid.lower, "until": row.valid.upper}
