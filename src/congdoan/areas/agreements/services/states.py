"""Moving an agreement from state to state: the one place that writes ``state``."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from congdoan.areas.agreements.enums import State
from congdoan.areas.agreements.models import Agreement, StateChange
from congdoan.areas.agreements.rules import states
from congdoan.areas.agreements.rules.refusals import WrongState
from congdoan.areas.agreements.rules.states import Action
from congdoan.foundation.actor import Actor
from congdoan.foundation.hooks import Hook
from congdoan.kernel.audit.api import record

#: What a person wanted to do, for the sentence "… nên không {action} được".
WORDS = {
    Action.DESCRIBE: _("sửa thông tin"),
    Action.CHANGE_PARTIES: _("sửa các bên"),
    Action.EDIT_TEXT: _("sửa nội dung"),
    Action.DISCARD: _("xóa dự thảo"),
    Action.SEND_OUT: _("gửi lấy ý kiến"),
    Action.RECORD_PAPER: _("ghi nhận bản giấy"),
    Action.COMMENT: _("góp ý"),
    Action.ANSWER: _("trả lời góp ý"),
    Action.MOVE_DEADLINE: _("đổi hạn góp ý"),
    Action.BACK_TO_DRAFT: _("đưa về dự thảo"),
    Action.FREEZE: _("chốt nội dung"),
    Action.PRINT_FROZEN: _("in bản chốt"),
    Action.REQUIRE_APPROVAL: _("đổi yêu cầu phê duyệt nội bộ"),
    Action.APPROVE: _("ghi nghị quyết phê duyệt"),
    Action.REOPEN: _("mở lại để sửa"),
    Action.OPEN_SIGNING: _("trình ký"),
    Action.COMPLETE_SIGNING: _("ghi nhận ký xong"),
    Action.ATTACH_SCAN: _("đính bản quét"),
    Action.ENTER_FORCE: _("đưa vào hiệu lực"),
    Action.EXPIRE: _("ghi hết hiệu lực"),
    Action.TERMINATE: _("chấm dứt"),
    Action.CLOSE_REVIEW: _("ghi tổng kết"),
    Action.SUPERSEDE: _("thay thế"),
}


@dataclass(frozen=True)
class Moved:
    """Payload of ``moved``: an agreement came into ``state`` on a day."""

    actor: Actor
    agreement: Agreement
    before: str
    on: date
    at: datetime


#: Told inside the transaction after every change of state (obligations begin and end by it).
moved: Hook[Moved, None] = Hook("agreements.moved")


def held(agreement: Agreement) -> Agreement:
    """Return the agreement locked until the transaction ends, as it is now."""
    return Agreement.objects.select_for_update().select_related(None).get(pk=agreement.pk)


def demand(agreement: Agreement, action: Action) -> None:
    """:raises WrongState: when ``action`` has no place in the agreement's state."""
    if not states.allowed(agreement.state, action):
        raise WrongState(state=State(agreement.state).label, action=WORDS[action])


def move(
    *,
    actor: Actor,
    agreement: Agreement,
    action: Action,
    on: date,
    at: datetime,
    reason: str = "",
    changes: Mapping[str, object] | None = None,
    save: tuple[str, ...] = (),
) -> Agreement:
    """
    Let ``action`` move a held agreement and write history and audit row.

    ``save`` names further fields the caller has set. The caller has authorised.

    :raises WrongState: when the action has no place in the present state
    """
    demand(agreement, action)
    before = agreement.state
    agreement.state = states.after(before, action)
    agreement.save(update_fields=["state", *save])
    if agreement.state != before:
        enter(agreement, by=actor.name, on=on, at=at, reason=reason)
    record(
        actor=actor,
        verb=f"agreements.{action}",
        target=agreement,
        organisation_id=agreement.drafting_id,
        changes={"on": on.isoformat(), "state": [before, agreement.state], **(changes or {})},
        reason=reason,
        label=agreement.title,
    )
    if agreement.state != before:
        moved.ask(Moved(actor, agreement, before, on, at))
    return agreement


def enter(agreement: Agreement, *, by: str, on: date, at: datetime, reason: str = "") -> None:
    """Close the state that stands and open the agreement's present one on ``on``."""
    standing = StateChange.objects.filter(agreement=agreement, until__isnull=True).first()
    if standing is not None:
        # A paper recorded late may enter a state before the day the draft was typed.
        standing.until = max(standing.on, on)
        standing.save(update_fields=["until"])
        on = standing.until
    StateChange.objects.create(
        agreement=agreement, state=agreement.state, on=on, at=at, by_name=by, reason=reason
    )
