"""What a review needs before it can be closed, and how its scores add up."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from congdoan.foundation.refusal import Refusal

#: Contents are scored from 0 to this, in halves or finer.
MOST = 10


def average(scores: Iterable[Decimal]) -> Decimal | None:
    """Return the mean of what there is, to one decimal place."""
    given = list(scores)
    if not given:
        return None
    return (sum(given, Decimal(0)) / len(given)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def unscored(contents: Iterable[str], agreed: Mapping[str, object]) -> list[str]:
    """Return the contents without an agreed score, in their order."""
    return [code for code in contents if code not in agreed]


def apart(scores: Iterable[Decimal]) -> Decimal:
    """Return how far the parties' scores of one content lie apart."""
    given = list(scores)
    return max(given) - min(given) if given else Decimal(0)


class ScoresMissing(Refusal):
    """Còn {count} nội dung chưa có điểm thống nhất ({names}); hãy chấm đủ rồi chốt."""


class ScoreOutOfScale(Refusal):
    """Điểm phải từ 0 đến {most}; hãy sửa điểm của “{name}”."""


class ContentUnknown(Refusal):
    """Nội dung này không có trong văn bản; hãy tải lại trang rồi chấm lại."""


class NotTheHost(Refusal):
    """Chỉ bên chủ trì mời họp; nếu đơn vị bạn chủ trì kỳ này, hãy bấm “Đổi bên chủ trì” trước."""


class SessionWrong(Refusal):
    """Ngày họp phải từ hôm nay ({day}) trở đi; hãy chọn ngày khác."""


class WordingMissing(Refusal):
    """Hãy ghi nội dung đề nghị sửa đổi, bổ sung."""


class ProposalTaken(Refusal):
    """Kiến nghị này đã được đưa vào bản sửa đổi ngày {day} nên không đổi kết luận được nữa."""


class ConclusionNeeded(Refusal):
    """Hãy ghi vì sao không thống nhất để bên kiến nghị biết."""


class ProposalsPending(Refusal):
    """Còn {count} kiến nghị chưa kết luận; hãy ghi kết luận của hội nghị trước khi chốt."""
