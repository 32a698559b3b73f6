"""Ủy quyền: lending named rights of an office for some days."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from congdoan.foundation.actor import Actor, require_oneself
from congdoan.foundation.capabilities import with_needs
from congdoan.foundation.refusal import NotAllowed, Refusal
from congdoan.foundation.valid_time import contains, span
from congdoan.kernel.access import policies
from congdoan.kernel.access.models import Delegation
from congdoan.kernel.access.selectors.holdings import capabilities_of_position
from congdoan.kernel.audit.api import record
from congdoan.kernel.people.models import Office, Person


class DelegationOutlivesOffice(Refusal):
    """Ủy quyền phải nằm trong thời gian giữ chức vụ (đến hết {until}); hãy chọn ngày sớm hơn."""


class NotInOffice(Refusal):
    """Chức vụ này không còn hiệu lực từ ngày đó nên không ủy quyền được."""


class DelegatesToSelf(Refusal):
    """Không thể ủy quyền cho chính mình; hãy chọn người khác."""


class NothingDelegated(Refusal):
    """Hãy chọn ít nhất một việc mà chức vụ này đang có quyền để ủy quyền."""


@transaction.atomic
def delegate(
    *,
    actor: Actor,
    office: Office,
    to: Person,
    capabilities: Sequence[str],
    start: date,
    until: date,
    decision_no: str,
    reason: str = "",
) -> Delegation:
    """
    Let ``to`` use ``capabilities`` of the actor's own office from ``start`` until before ``until``.

    What a named capability needs is lent with it, and written down with it.

    :raises NotAllowed: when the office is somebody else's
    :raises OnlyThemselves: while working as somebody else
    :raises DelegationOutlivesOffice: a delegation ends with its office at the latest
    """
    actor.require(policies.DELEGATE, on=office.organisation)
    require_oneself(actor)
    if office.person_id != actor.person_id:
        raise NotAllowed
    if to.pk == office.person_id:
        raise DelegatesToSelf
    if not contains(office.valid, start):
        raise NotInOffice
    ends = office.valid.upper
    if ends is not None and until > ends:
        raise DelegationOutlivesOffice(until=ends.strftime("%d/%m/%Y"))
    held = set(capabilities_of_position(office.position))
    lent = sorted(with_needs(held.intersection(capabilities)) & held)
    if not lent:
        raise NothingDelegated
    delegation = Delegation.objects.create(
        office=office,
        delegate=to,
        capabilities=lent,
        valid=span(start, until),
        decision_no=decision_no,
        reason=reason,
    )
    record(
        actor=actor,
        verb="access.delegated",
        target=delegation,
        organisation_id=office.organisation_id,
        changes={"capabilities": lent, "from": start.isoformat(), "until": until.isoformat()},
        reason=decision_no,
        label=to.full_name,
    )
    return delegation


@transaction.atomic
def revoke_delegation(*, actor: Actor, delegation: Delegation, on: date) -> Delegation:
    """Take a delegation back from ``on``; what was signed by it stays signed."""
    office = delegation.office
    if office.person_id != actor.person_id:
        actor.require(policies.GRANT, on=office.organisation)
    require_oneself(actor)
    delegation.revoked_on = on
    delegation.save(update_fields=["revoked_on"])
    record(
        actor=actor,
        verb="access.delegation_revoked",
        target=delegation,
        organisation_id=office.organisation_id,
        changes={"on": on.isoformat()},
        label=delegation.delegate.full_name,
    )
    return delegation
