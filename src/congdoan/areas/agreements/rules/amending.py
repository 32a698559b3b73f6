"""What may be done with an addendum in which state, and what it refuses."""

from datetime import date, timedelta
from enum import StrEnum

from congdoan.areas.agreements.enums import AmendmentState
from congdoan.foundation.refusal import Refusal


class AmendAction(StrEnum):
    WRITE = "write"
    DISCARD = "discard"
    SEND_OUT = "send_out"
    ANSWER = "answer"
    CALL_BACK = "call_back"
    FREEZE = "freeze"
    REOPEN = "reopen"
    APPROVE = "approve"
    OPEN_SIGNING = "open_signing"
    COMPLETE_SIGNING = "complete_signing"
    REVIEW_IMPACT = "review_impact"
    TAKE_EFFECT = "take_effect"
    WITHDRAW = "withdraw"


_D, _C, _F, _S, _E, _W = (
    AmendmentState.DRAFT,
    AmendmentState.CONSENT,
    AmendmentState.FROZEN,
    AmendmentState.SIGNED,
    AmendmentState.EFFECTIVE,
    AmendmentState.WITHDRAWN,
)

#: (state, action) → the state afterwards; a pair that is missing is refused.
TABLE: dict[tuple[AmendmentState, AmendAction], AmendmentState] = {
    (_D, AmendAction.WRITE): _D,
    (_D, AmendAction.DISCARD): _D,
    (_D, AmendAction.SEND_OUT): _C,
    (_C, AmendAction.ANSWER): _C,
    (_C, AmendAction.CALL_BACK): _D,
    (_C, AmendAction.FREEZE): _F,
    (_F, AmendAction.REOPEN): _D,
    (_F, AmendAction.APPROVE): _F,
    (_F, AmendAction.OPEN_SIGNING): _F,
    (_F, AmendAction.COMPLETE_SIGNING): _S,
    (_S, AmendAction.TAKE_EFFECT): _E,
    **{(state, AmendAction.REVIEW_IMPACT): state for state in (_C, _F, _S)},
    **{(state, AmendAction.WITHDRAW): _W for state in (_D, _C, _F)},
}


def allowed(state: str, action: AmendAction) -> bool:
    return (AmendmentState(state), action) in TABLE


def after(state: str, action: AmendAction) -> AmendmentState:
    """
    Return the state ``action`` leads to.

    :raises KeyError: for a pair ``allowed`` denies
    """
    return TABLE[AmendmentState(state), action]


def takes_effect(*, proposed: date, signed: date) -> date:
    """Return the day an addendum begins: the day proposed, but never before all have signed."""
    return max(proposed, signed)


def longest_reply(on: date) -> date:
    """Return until when parties are asked to answer unless somebody says otherwise."""
    return on + timedelta(days=15)


class AmendmentNotThere(Refusal):
    """Phụ lục đang ở bước “{state}” nên không {action} được; hãy tải lại trang để xem mới nhất."""


class NothingToAmend(Refusal):
    """Chỉ sửa đổi, bổ sung được văn bản đang có hiệu lực; dự thảo thì sửa thẳng trong nội dung."""


class NothingProposed(Refusal):
    """Chưa có nội dung sửa đổi nào; hãy chọn điều, khoản cần sửa, thêm hoặc bãi bỏ."""


class NothingDiffers(Refusal):
    """Nội dung mới giống hệt nội dung đang có; hãy sửa lời văn hoặc bỏ thay đổi này."""


class WordsMissing(Refusal):
    """Hãy ghi nội dung của đoạn này."""


class ClauseNotInText(Refusal):
    """Đoạn này không còn trong văn bản; hãy chọn đoạn khác."""


class LevelNotHere(Refusal):
    """Không thêm được {level} sau đoạn này; hãy chọn cấp khác hoặc đoạn khác."""


class EffectiveDayMissing(Refusal):
    """Hãy ghi ngày phụ lục có hiệu lực."""


class EffectiveOutside(Refusal):
    """Phụ lục phải có hiệu lực trong thời hạn của văn bản, từ ngày {first} đến ngày {last}."""


class EarlierThanAddendum(Refusal):
    """Phụ lục số {number} có hiệu lực từ ngày {day}; phụ lục sau không thể có hiệu lực sớm hơn."""


class AnsweredAlready(Refusal):
    """Đơn vị đã trả lời lần xin ý kiến này; nếu đổi ý, hãy trao đổi với bên đề nghị."""


class ConsentMissing(Refusal):
    """Còn {count} bên chưa đồng ý ({names}); mọi bên đồng ý thì mới chốt được phụ lục."""


class ClauseWithOther(Refusal):
    """Phụ lục số {number} đang chờ ký cũng sửa {place}; hãy đợi ký xong hoặc rút phụ lục đó."""


class BaseChanged(Refusal):
    """{place} đã được phụ lục số {number} sửa sau khi soạn; hãy xem lại lời văn trước khi chốt."""


class ConflictUnseen(Refusal):
    """Có đề nghị khác cũng sửa {count} đoạn trong phụ lục này; hãy xem và đánh dấu đã biết."""


class ImpactUnreviewed(Refusal):
    """Phụ lục đụng đến {count} nhiệm vụ đang mở; hãy chọn việc nào tiếp tục, việc nào thôi ở “Nhiệm vụ bị ảnh hưởng” rồi trình ký."""  # noqa: E501


class AmendmentShared(Refusal):
    """Đề nghị đã gửi các bên nên không xóa được; hãy rút và ghi lý do."""
