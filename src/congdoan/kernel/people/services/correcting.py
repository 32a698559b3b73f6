"""Putting right what was written of an office: by an import, by who mistook a day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import Refusal
from congdoan.foundation.valid_time import span
from congdoan.kernel.audit.api import record
from congdoan.kernel.people import policies
from congdoan.kernel.people.models import Office
from congdoan.kernel.people.services.offices import (
    OfficeChange,
    OfficeData,
    offices_changed,
    refuse_outside,
)

#: What may be written over; the person, the place and the post are another office.
FIELDS = ("until", "appointment", "title", "decision_no", "decision_on")


class OfficeInUse(Refusal):
    """Chức vụ này đã được dùng (ký, giao việc, quyền riêng) nên không gỡ được; hãy ghi ngày thôi cho chức vụ."""  # noqa: E501


class EndsBeforeItBegan(Refusal):
    """Ngày thôi phải sau ngày nhận chức vụ; hãy sửa lại ngày."""


@transaction.atomic
def amend_office(*, actor: Actor, office: Office, values: Mapping[str, Any]) -> Office:
    """
    Write over facts of an office; ``until`` None means that its end is not known.

    :raises EndsBeforeItBegan: when nothing of it would be left
    :raises EndsAfterOrganisation: an office lives within its organisation's days
    """
    actor.require(policies.CHANGE, on=office.organisation)
    office = Office.objects.select_for_update(of=("self",)).get(pk=office.pk)
    before = {name: _now(office, name) for name in values}
    since = office.valid.lower
    if "until" in values:
        until: date | None = values["until"]
        if until is not None and until <= since:
            raise EndsBeforeItBegan
        refuse_outside(office.organisation, OfficeData(office.position, since, until))
        office.valid = span(since, until)
    plain = [name for name in FIELDS[1:] if name in values]
    for name in plain:
        setattr(office, name, values[name])
    office.save(update_fields=["valid", *plain])
    record(
        actor=actor,
        verb="people.office_amended",
        target=office,
        organisation_id=office.organisation_id,
        changes={name: [_told(before[name]), _told(values[name])] for name in values},
        label=office.person.full_name,
    )
    offices_changed.ask(OfficeChange(office.pk, office.organisation_id, office.person_id))
    return office


@transaction.atomic
def withdraw_office(*, actor: Actor, office: Office, reason: str) -> None:
    """
    Take an office away that was never held: an import is undone.

    :raises OfficeInUse: when something rests on it
    """
    actor.require(policies.CHANGE, on=office.organisation)
    change = OfficeChange(office.pk, office.organisation_id, office.person_id)
    record(
        actor=actor,
        verb="people.office_withdrawn",
        target=office,
        organisation_id=office.organisation_id,
        changes={"position": office.position, "from": office.valid.lower.isoformat()},
        reason=reason,
        label=office.person.full_name,
    )
    try:
        office.delete()
    except ProtectedError:
        raise OfficeInUse from None
    offices_changed.ask(change)


def _now(office: Office, name: str) -> Any:
    return office.valid.upper if name == "until" else getattr(office, name)


def _told(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
