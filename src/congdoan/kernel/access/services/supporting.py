"""
"Act as": an operator works as somebody else, with a reason, for an hour, with every act marked.
"""

from datetime import datetime, timedelta

from django.db import transaction

from congdoan.foundation.actor import Actor, require_oneself
from congdoan.foundation.refusal import NotAllowed, Refusal
from congdoan.kernel.access import policies
from congdoan.kernel.access.models import SupportSession
from congdoan.kernel.accounts.models import User
from congdoan.kernel.audit.api import record

LENGTH = timedelta(hours=1)
#: Where the browser session keeps the running support session.
SESSION_KEY = "support_session"


class NeedsReason(Refusal):
    """Hãy ghi lý do hỗ trợ (yêu cầu của ai, việc gì); lý do được lưu vào nhật ký."""


@transaction.atomic
def start_support(*, actor: Actor, user: User, reason: str, at: datetime) -> SupportSession:
    """
    Begin to act as ``user``.

    :raises NeedsReason: without a reason of some length
    :raises NotAllowed: as another operator, or as oneself
    """
    actor.require(policies.SUPPORT, on=None)
    require_oneself(actor)
    if len(reason.strip()) < 10:
        raise NeedsReason
    if user.is_operator or user.pk == actor.user_id or not user.is_active:
        raise NotAllowed
    operator = User.objects.get(pk=actor.user_id or 0)
    session = SupportSession.objects.create(
        operator=operator,
        user=user,
        reason=reason.strip(),
        started_at=at,
        expires_at=at + LENGTH,
    )
    record(
        actor=actor,
        verb="access.support_started",
        target=session,
        organisation_id=None,
        reason=reason.strip(),
        label=user.display_name,
    )
    return session


@transaction.atomic
def end_support(*, actor: Actor, session: SupportSession, at: datetime) -> SupportSession:
    session.ended_at = at
    session.save(update_fields=["ended_at"])
    record(
        actor=actor,
        verb="access.support_ended",
        target=session,
        organisation_id=None,
        label=session.user.display_name,
    )
    return session


def running_support(*, operator_id: int, pk: int | None, at: datetime) -> SupportSession | None:
    """Return the operator's support session if it still runs at ``at``, else None; one query."""
    return (
        SupportSession.objects.filter(
            pk=pk or 0, operator_id=operator_id, ended_at__isnull=True, expires_at__gt=at
        )
        .select_related("user")
        .first()
    )
