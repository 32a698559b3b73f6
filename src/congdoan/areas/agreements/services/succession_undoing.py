"""An event of organisations taken back: its questions about parties are withdrawn."""

from datetime import datetime

from django.utils.translation import gettext as _

from congdoan.areas.agreements.enums import SuccessionState
from congdoan.areas.agreements.models import Succession
from congdoan.areas.agreements.services.succession_work import note, sync_succession_work
from congdoan.foundation.hooks import Veto
from congdoan.kernel.access.api import system_actor
from congdoan.kernel.organisations.api import PlannedChange

_OPEN = (SuccessionState.ASKED, SuccessionState.AGREED)


def refuse_settled(change: PlannedChange) -> Veto | None:
    """Answer ``changing``: what both sides have settled since is not taken back."""
    if not change.facts.get("undo"):
        return None
    settled = Succession.objects.filter(
        event_id=change.event_id, state__in=[SuccessionState.DONE, SuccessionState.LEFT]
    )
    count = settled.count()
    if not count:
        return None
    return Veto(
        _(
            "Đã có {count} văn bản phối hợp đổi bên theo sự kiện này; hãy ghi sự kiện đính chính."
        ).format(count=count)
    )


def withdraw_questions(change: PlannedChange, *, at: datetime) -> None:
    """Answer ``undone``: nobody has to decide any more who takes whose place."""
    actor = system_actor(today=change.on)
    rows = Succession.objects.filter(event_id=change.event_id, state__in=_OPEN)
    for one in rows.select_related("agreement", "party", "keeper", "successor"):
        one.state = SuccessionState.CLOSED
        one.save(update_fields=["state"])
        note(actor=actor, succession=one, verb="closed")
        sync_succession_work(actor=actor, succession=one, on=change.on, at=at)
