from congdoan.foundation.refusal import Refusal


class PartyMemberAlready(Refusal):
    """Người này đã là đảng viên; hồ sơ giới thiệu chỉ lập cho người chưa vào Đảng."""


class IntroducedAlready(Refusal):
    """Người này đã có hồ sơ giới thiệu đang thực hiện; hãy mở hồ sơ đó, hoặc dừng nó trước."""


class NotItsTurn(Refusal):
    """Bước này chưa đến lượt hoặc đã được ghi; hãy tải lại trang để xem bước tiếp theo."""


class StandsStill(Refusal):
    """Hồ sơ này đang dừng; hãy ghi “Tiếp tục” trước."""


class StandsNotStill(Refusal):
    """Hồ sơ này không dừng; hãy tải lại trang."""


class BeforeTheLastStep(Refusal):
    """Ngày này trước bước liền trước ({day}); hãy sửa ngày."""


class NotYet(Refusal):
    """Ngày này chưa đến; hãy ghi khi việc đã xảy ra."""


class DoesNotAddUp(Refusal):
    """Số phiếu không khớp: có mặt không quá tổng số, đồng ý cộng không đồng ý không quá số có mặt; hãy sửa lại."""  # noqa: E501


class NothingToTakeBack(Refusal):
    """Đề cử là bước đầu tiên nên không rút được; hãy dừng hồ sơ kèm lý do."""


class LastStepIsLater(Refusal):
    """Bước vừa xem không còn là bước cuối; hãy tải lại trang."""


class PlannedAlready(Refusal):
    """Đơn vị đã có quy hoạch nhiệm kỳ này; hãy mở quy hoạch đó để rà soát, bổ sung."""


class ProposedAlready(Refusal):
    """Người này đã có trong quy hoạch của chức danh đó; không cần đưa vào lần nữa."""


class EditionClosed(Refusal):
    """Đợt này không còn mở để ghi (đã trình, đã duyệt hoặc đã dừng); hãy tải lại trang."""


class EditionOpen(Refusal):
    """Đang có một đợt chưa phê duyệt xong; hãy hoàn tất đợt đó trước khi rà soát tiếp."""


class NobodyPassed(Refusal):
    """Chưa có ai qua đủ các vòng biểu quyết, cũng chưa có ai được đưa ra; hãy ghi kết quả phiếu trước khi trình."""  # noqa: E501


class VotesMissing(Refusal):
    """Còn người chưa có kết quả phiếu: {names}; hãy ghi đủ trước khi trình."""


class RoundBefore(Refusal):
    """Vòng trước chưa có kết quả đạt cho người này; hãy ghi lần lượt từng vòng."""


class NotInThePlan(Refusal):
    """Người này không còn trong quy hoạch; hãy tải lại trang."""


class NotSubmitted(Refusal):
    """Đợt này chưa trình hoặc đã có quyết định; hãy tải lại trang."""


class TermTooLong(Refusal):
    """Nhiệm kỳ phải kéo dài từ 1 đến 10 năm; hãy xem lại năm đầu và năm cuối."""
