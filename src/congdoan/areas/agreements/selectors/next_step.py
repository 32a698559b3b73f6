"""Who must do what next, in words; the buttons follow from the rights of who looks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from congdoan.areas.agreements.enums import State
from congdoan.areas.agreements.models import Agreement
from congdoan.areas.agreements.selectors.agreements import party_names
from congdoan.areas.agreements.selectors.approvals import awaited_approvals
from congdoan.areas.agreements.selectors.consultations import (
    SUBJECT,
    awaited_parties,
    due_of,
    open_consultation,
    unanswered_count,
)
from congdoan.areas.agreements.selectors.text import clauses_of, current_version
from congdoan.kernel.organisations.api import name_of
from congdoan.support.signing.api import Packet, SlotState, unscoped_packets_about


@dataclass(frozen=True)
class NextStep:
    """``who`` must do ``what``; ``waiting`` names those still waited for, ``due`` until when."""

    what: str
    who: str = ""
    due: date | None = None
    waiting: tuple[str, ...] = ()
    tone: str = "info"


def next_step(agreement: Agreement, *, on: date) -> NextStep:
    """Return the next step of an agreement on ``on``."""
    return _STEPS.get(State(agreement.state), _done)(agreement, on)


def _draft_step(agreement: Agreement, on: date) -> NextStep:
    return NextStep(_draft(agreement), name_of(agreement.drafting, on=on))


def _signed(agreement: Agreement, _on: date) -> NextStep:
    day = f"{agreement.effective_on:%d/%m/%Y}" if agreement.effective_on else "…"
    return NextStep(_("Chờ đến ngày {day} để có hiệu lực.").format(day=day), tone="success")


def _draft(agreement: Agreement) -> str:
    if agreement.parties.count() < 2:
        return _("Chọn các bên tham gia.")
    if not clauses_of(current_version(agreement)):
        return _("Soạn nội dung, hoặc dán từ Word.")
    return _("Hoàn thiện nội dung rồi gửi các bên góp ý.")


def _consultation(agreement: Agreement, on: date) -> NextStep:
    consultation = open_consultation(agreement)
    who = name_of(agreement.drafting, on=on)
    if consultation is None:
        return NextStep(_("Chốt nội dung."), who)
    waited = awaited_parties(agreement, consultation)
    unanswered = unanswered_count(agreement)
    titles = party_names(waited, on=on)
    waiting = tuple(titles[party.organisation_id] for party in waited)
    due = due_of(consultation, waited)
    if waiting and on <= due:
        what = ngettext(
            "Chờ {count} bên góp ý dự thảo.", "Chờ {count} bên góp ý dự thảo.", len(waiting)
        ).format(count=len(waiting))
        return NextStep(what, _("Các bên"), due, waiting)
    if unanswered:
        what = _("Trả lời {count} góp ý rồi mới chốt được nội dung.").format(count=unanswered)
        return NextStep(what, who, None, waiting, "warning")
    return NextStep(_("Mọi góp ý đã có trả lời: chốt nội dung để trình ký."), who, None, waiting)


def open_packet_of(agreement: Agreement) -> Packet | None:
    return unscoped_packets_about(SUBJECT, agreement.pk).open().first()


def _signing(agreement: Agreement, on: date) -> NextStep:
    packet = open_packet_of(agreement)
    if packet is None:
        return NextStep(_("Trình các bên ký."), name_of(agreement.drafting, on=on))
    waiting = tuple(
        packet.slots.filter(state=SlotState.WAITING)
        .order_by("number")
        .values_list("party_name", flat=True)
    )
    what = _("Chờ {count} bên ký.").format(count=len(waiting))
    unresolved = awaited_approvals(agreement, current_version(agreement))
    if unresolved:
        what += " " + _("{count} bên còn chờ nghị quyết nội bộ mới ký được.").format(
            count=len(unresolved)
        )
    return NextStep(what, _("Các bên"), packet.deadline, waiting)


def _in_force(agreement: Agreement, on: date) -> NextStep:
    left = (agreement.last_day - on).days
    if 0 <= left <= 90:
        what = _("Còn {days} ngày hết hiệu lực: tổng kết và chuẩn bị văn bản mới.").format(
            days=left
        )
        return NextStep(what, _("Các bên"), agreement.last_day, tone="warning")
    return NextStep(_("Thực hiện các nội dung đã ký."), _("Các bên"), tone="success")


def _expired(agreement: Agreement, on: date) -> NextStep:
    who = name_of(agreement.drafting, on=on)
    return NextStep(_("Tổng kết giai đoạn và ký văn bản mới."), who, tone="warning")


def _terminated(_agreement: Agreement, _on: date) -> NextStep:
    return NextStep(_("Văn bản đã chấm dứt; không còn việc phải làm."))


def _done(_agreement: Agreement, _on: date) -> NextStep:
    return NextStep(_("Văn bản đã hoàn thành; không còn việc phải làm."))


_STEPS: dict[State, Callable[[Agreement, date], NextStep]] = {
    State.DRAFT: _draft_step,
    State.CONSULTATION: _consultation,
    State.NEGOTIATED: _signing,
    State.SIGNED: _signed,
    State.EFFECTIVE: _in_force,
    State.EXPIRED: _expired,
    State.TERMINATED: _terminated,
}
