"""Giving a role beside any office, by a document, for some days."""

from datetime import date

from django.db import transaction

from congdoan.foundation.actor import Actor, require_oneself
from congdoan.foundation.refusal import NotAllowed, Refusal
from congdoan.foundation.valid_time import cut, span
from congdoan.kernel.access import policies
from congdoan.kernel.access.enums import Reach, Role
from congdoan.kernel.access.models import Grant
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.models import Person


class GrantedAlready(Refusal):
    """Người này đã được giao vai trò đó tại đơn vị trong thời gian này."""


class NeedsDocument(Refusal):
    """Giao quyền phải có số văn bản; hãy ghi số quyết định hoặc thông báo phân công."""


@transaction.atomic
def grant_role(
    *,
    actor: Actor,
    person: Person,
    organisation: Organisation,
    role: Role,
    reach: Reach,
    start: date,
    until: date | None,
    decision_no: str,
) -> Grant:
    """
    Give ``person`` a role at ``organisation``.

    The operator's role and the whole-system reach are never granted here.

    :raises NeedsDocument: a grant rests on a document
    :raises GrantedAlready: the same role at the same place and time
    """
    actor.require(policies.GRANT, on=organisation)
    require_oneself(actor)
    if role == Role.OPERATOR or reach == Reach.ALL:
        raise NotAllowed
    if not decision_no.strip():
        raise NeedsDocument
    valid = span(start, until)
    same = Grant.objects.filter(person=person, organisation=organisation, role=role)
    if same.during(valid).exists():
        raise GrantedAlready
    grant = Grant.objects.create(
        person=person,
        organisation=organisation,
        role=role,
        reach=reach,
        valid=valid,
        decision_no=decision_no,
    )
    record(
        actor=actor,
        verb="access.granted",
        target=grant,
        organisation_id=organisation.pk,
        changes={"role": str(role), "reach": str(reach), "from": start.isoformat()},
        reason=decision_no,
        label=person.full_name,
    )
    return grant


@transaction.atomic
def end_grant(*, actor: Actor, grant: Grant, on: date) -> Grant:
    """End a grant: ``on`` is the first day without it; one that had not begun is taken away."""
    actor.require(policies.GRANT, on=grant.organisation)
    require_oneself(actor)
    label = grant.person.full_name
    record(
        actor=actor,
        verb="access.grant_ended",
        target=grant,
        organisation_id=grant.organisation_id,
        changes={"on": on.isoformat(), "role": grant.role},
        label=label,
    )
    if grant.valid.lower >= on:
        grant.delete()
        return grant
    grant.valid = cut(grant.valid, on=on)
    grant.save(update_fields=["valid"])
    return grant
