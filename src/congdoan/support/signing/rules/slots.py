"""When a slot may be signed: the packet open, in time, in turn, not yet signed."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from congdoan.foundation.refusal import Refusal

#: Fewer digits of a hash, typed from paper, would match by chance too easily.
TYPED_DIGITS = 8


class PacketClosed(Refusal):
    """Hồ sơ ký “{title}” {state} nên không thay đổi được nữa; hãy xem lý do trong hồ sơ ký."""


class DeadlinePassed(Refusal):
    """Hạn ký đã hết ngày {day}; hãy đề nghị {owner} gia hạn."""


class WrongTurn(Refusal):
    """Chưa đến lượt {party} ký: theo thứ tự, {first} ký trước."""


class AlreadySigned(Refusal):
    """Chỗ ký của {party} đã có chữ ký của {person} ngày {day}; không cần ký lại."""


class SparedSlot(Refusal):
    """Nhóm “{group}” đã đủ {needed} chữ ký; {party} không cần ký nữa."""


class SlotOver(Refusal):
    """Chỗ ký của {party} {state}; hãy đề nghị {owner} gia hạn hoặc trình ký lại."""


class SignsTwice(Refusal):
    """{person} đã ký thay {party} trong hồ sơ này; chỗ ký này cần một người khác."""


class PartyEnded(Refusal):
    """{party} đã kết thúc hoạt động từ ngày {day}; hãy báo {owner} trình ký lại với {heir}."""


class TextDiffers(Refusal):
    """Bản bạn xem không phải bản đang lấy chữ ký; hãy mở lại và đọc bản hiện hành trước khi ký."""


class TextChanged(Refusal):
    """Văn bản bị sửa sau khi chốt: chữ ký đã lấy không còn giá trị; cần chốt và trình ký lại."""


class PaperIsAnotherText(Refusal):
    """Mã ở chân trang không khớp với văn bản đã chốt ({short} …); hãy xem lại bản giấy."""


class SignedInTheFuture(Refusal):
    """Ngày ký {day} còn ở phía trước; hãy nhập ngày đã ký."""


class SignedBeforeFreeze(Refusal):
    """Ngày ký {day} trước ngày chốt văn bản {frozen}; bản được ký khi đó không phải bản này."""


class ReasonMissing(Refusal):
    """Hãy ghi lý do để các bên cùng biết."""


class StillCollecting(Refusal):
    """Hồ sơ ký “{title}” {state}; chỉ trình lại được hồ sơ bị một bên trả lại."""


class NoParties(Refusal):
    """Hồ sơ ký cần ít nhất một bên ký."""


class SupportSignsNot(Refusal):
    """Không ký khi đang làm việc thay người khác; người có thẩm quyền phải tự đăng nhập."""


class Turn(Protocol):
    """What the order of signing looks at."""

    @property
    def turn(self) -> int: ...
    @property
    def party_name(self) -> str: ...
    @property
    def is_waiting(self) -> bool: ...


def refuse_wrong_turn(slot: Turn, slots: Iterable[Turn]) -> None:
    """
    Refuse while somebody of an earlier turn still has to sign; equal turns sign in any order.

    :raises WrongTurn: with the name of who signs first
    """
    waiting = [other for other in slots if other.turn < slot.turn and other.is_waiting]
    if waiting:
        first = min(waiting, key=lambda other: other.turn)
        raise WrongTurn(party=slot.party_name, first=first.party_name)


def refuse_wrong_day(*, signed_on: date, frozen_on: date, today: date) -> None:
    """:raises SignedInTheFuture, SignedBeforeFreeze: a day on which it cannot have been signed"""
    if signed_on > today:
        raise SignedInTheFuture(day=f"{signed_on:%d/%m/%Y}")
    if signed_on < frozen_on:
        raise SignedBeforeFreeze(day=f"{signed_on:%d/%m/%Y}", frozen=f"{frozen_on:%d/%m/%Y}")


def refuse_late(*, on: date, deadline: date | None, owner: str) -> None:
    """:raises DeadlinePassed: after the last day for signing"""
    if deadline is not None and on > deadline:
        raise DeadlinePassed(day=f"{deadline:%d/%m/%Y}", owner=owner)


def refuse_other_paper(*, typed: str, text_hash: str) -> None:
    """:raises PaperIsAnotherText: when the digits printed on the paper are another text's"""
    digits = "".join(typed.split()).lower()
    if len(digits) < TYPED_DIGITS or not text_hash.startswith(digits):
        raise PaperIsAnotherText(short=f"{text_hash[:4]} {text_hash[4:8]}")
