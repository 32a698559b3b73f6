"""What a person may do with an agreement now: the act its step waits for, and all the others."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from congdoan.areas.agreements.models import Agreement


@dataclass(frozen=True)
class Offer:
    label: str
    url: str
    icon: str


def onward(
    agreement: Agreement,
    may: dict[str, bool],
    *,
    packet: int | None,
    carry: int,
    ready: bool = True,
) -> list[Offer]:
    """
    Return the acts that bring the agreement further, the first being the one it waits for.

    The text is frozen only when it is ``ready``: nothing is offered that would be refused.
    """
    steps = [
        (may["edit"], "editor", _("Soạn nội dung"), "pencil"),
        (may["comment"], "comment", _("Góp ý dự thảo"), "chat-left-text"),
        (may["commented"], "reception", _("Xem góp ý và trả lời"), "chat-left-text"),
        (may["freeze"] and ready, "freeze", _("Chốt nội dung"), "lock"),
        (may["answer"], "reception", _("Tiếp thu, trả lời góp ý"), "reply"),
        (may["send_out"], "send_out", _("Gửi lấy ý kiến"), "send"),
        (may["open_signing"] and packet is None, "open_signing", _("Trình ký"), "pen"),
        (carry > 0, "carry", f"{_('Nhiệm vụ chuyển tiếp')} ({carry})", "list-check"),
    ]
    offers = _of(agreement, steps)
    if packet is not None:
        offers.insert(0, Offer(_("Đến hồ sơ ký"), reverse("signing:room", args=[packet]), "pen"))
    return offers


def aside(agreement: Agreement, may: dict[str, bool]) -> list[Offer]:
    """Return the acts that are possible too, seldom needed, those that undo last."""
    offers = _of(
        agreement,
        [
            (may["move_deadline"], "move_deadline", _("Đổi hạn góp ý"), "calendar-event"),
            (
                may["attach_scan"] and agreement.scan_id is None,
                "attach_scan",
                _("Đính bản quét"),
                "paperclip",
            ),
            (may["publish"], "publish", _("Công bố"), "globe2"),
            (may["export"], "export", _("Xuất hồ sơ"), "download"),
        ],
    )
    if may["renew"]:
        begin = f"{reverse('agreements:begin')}?thay={agreement.pk}"
        offers.append(Offer(_("Lập văn bản thay thế"), begin, "arrow-clockwise"))
    paper = _("Ghi nhận bản giấy đã ký trước đây")
    end = pgettext("việc làm", "Chấm dứt trước hạn")
    return offers + _of(
        agreement,
        [
            (may["record_paper"], "record_paper", paper, "file-earmark-text"),
            (may["back_to_draft"], "back_to_draft", _("Đưa về dự thảo"), "arrow-left"),
            (may["reopen"], "reopen", _("Sửa lại nội dung"), "arrow-left"),
            (may["terminate"], "terminate", end, "x-circle"),
            (may["discard"], "discard", _("Xóa dự thảo"), "trash"),
        ],
    )


def _of(agreement: Agreement, rows: list[tuple[bool, str, str, str]]) -> list[Offer]:
    return [
        Offer(label, reverse(f"agreements:{page}", args=[agreement.pk]), icon)
        for possible, page, label, icon in rows
        if possible
    ]
