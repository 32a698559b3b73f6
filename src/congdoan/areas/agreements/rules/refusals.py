"""What an agreement refuses, in sentences with the way out."""

from congdoan.foundation.refusal import ChangedMeanwhile, Refusal


class WrongState(Refusal):
    """Văn bản đang ở bước “{state}” nên không {action} được; hãy xem mục “Bước tiếp theo”."""


class TooFewParties(Refusal):
    """Văn bản phối hợp cần ít nhất hai bên; hãy thêm bên tham gia."""


class PartyTwice(Refusal):
    """{name} đã là một bên của văn bản này."""


class PartyNotThere(Refusal):
    """{name} không hoạt động vào ngày {day}; hãy chọn đơn vị kế thừa hoặc đổi thời hạn."""


class PeriodBackwards(Refusal):
    """Ngày kết thúc phải sau ngày bắt đầu."""


class EmptyText(Refusal):
    """Dự thảo chưa có nội dung; hãy soạn hoặc dán nội dung trước khi gửi."""


class ClauseOutOfPlace(Refusal):
    """{lines} chưa đứng trong điều nào; hãy đưa vào dưới một điều trước khi gửi."""


class LeaderMissing(Refusal):
    """{lines} ghi có bên chủ trì nhưng chưa chọn bên nào; hãy mở “Phân công” của đoạn đó."""


class DeadlinePassed(Refusal):
    """Hạn góp ý phải từ ngày {day} trở đi."""


class CommentsUnanswered(Refusal):
    """Còn {count} góp ý chưa được trả lời; hãy tiếp thu hoặc giải trình hết trước khi chốt."""


class PartiesSilent(Refusal):
    """Còn {count} bên chưa góp ý ({names}); hãy đôn đốc hoặc chờ hết hạn ngày {day}."""


class ReasonNeeded(Refusal):
    """Hãy ghi lý do để các bên cùng biết."""


class NotAParty(Refusal):
    """Đơn vị của bạn không phải là một bên của văn bản này."""


class AlreadyReplied(Refusal):
    """Đơn vị đã gửi xong góp ý của đợt này; hãy liên hệ đơn vị soạn thảo nếu cần bổ sung."""


class NothingSaidYet(Refusal):
    """Hãy góp ý ít nhất một chỗ, hoặc chọn “Không có ý kiến” cho cả dự thảo."""


class ClauseChanged(ChangedMeanwhile):
    """{name} vừa sửa đoạn này; hai bản đặt cạnh nhau bên dưới để bạn chọn, chưa ghi đè gì."""

    def __init__(self, *, name: str, clause_id: int) -> None:
        super().__init__(name=name)
        self.clause_id = clause_id


class ClauseGone(Refusal):
    """Đoạn này vừa bị {name} xóa; nội dung bạn nhập vẫn còn, hãy chép lại hoặc khôi phục đoạn."""


class LevelDoesNotFit(Refusal):
    """{level} phải đứng trong một điều; hãy thêm điều ở phía trên trước."""


class NothingAbove(Refusal):
    """Không có đoạn nào phía trên để thực hiện việc này."""


class NothingBelow(Refusal):
    """Không có đoạn nào phía dưới để chuyển xuống."""


class TextTooLong(Refusal):
    """Nội dung dài {length} ký tự, nhiều nhất là {limit}; hãy tách thành nhiều đoạn."""


class PasteEmpty(Refusal):
    """Không tìm thấy chữ nào trong phần vừa dán; hãy chép lại từ Word rồi dán."""


class PasteTooLong(Refusal):
    """Phần dán dài {size} KB, nhiều nhất là {limit} KB; hãy dán từng chương."""


class SignedInTheFuture(Refusal):
    """Ngày ký không thể sau hôm nay; hãy nhập ngày ghi trên bản giấy."""


class PredecessorNotOver(Refusal):
    """Văn bản được thay thế phải là văn bản đã có hiệu lực mà bạn được xem."""


class AlreadyShared(Refusal):
    """Dự thảo đã gửi các bên nên không xóa được; hãy đưa về dự thảo và ghi lý do."""


class NothingChanged(Refusal):
    """Câu chữ đề nghị giống hệt nội dung hiện tại; hãy sửa lại, hoặc góp ý bằng lời."""


class SuggestionConflicts(Refusal):
    """Đoạn này đã được sửa đúng chỗ đề nghị; hãy ghép các bản ở ô “Nội dung sau khi tiếp thu” rồi chọn “Tiếp thu một phần”."""  # noqa: E501


class AlreadyThere(Refusal):
    """Đoạn này đã đứng ở chỗ đó; hãy chọn chỗ khác."""


class InsideItself(Refusal):
    """Không chuyển được một đoạn vào bên trong chính nó; hãy chọn chỗ khác."""


class TargetGone(Refusal):
    """Đoạn làm mốc để chuyển đến không còn; hãy chọn “Ghi nhận” và giải trình, rồi tự chuyển khi soạn."""  # noqa: E501


class WordsDiffer(Refusal):
    """Câu chữ ghi vào khác với đề nghị; hãy chọn “Tiếp thu một phần” và giải trình chỗ khác."""


class PlaceGone(Refusal):
    """Đoạn được đề nghị sửa không còn trong dự thảo; hãy chọn “Không tiếp thu” hoặc “Ghi nhận” và giải trình."""  # noqa: E501


class TakenOverAlready(Refusal):
    """Đề nghị này đã được đưa vào nội dung; muốn bỏ ra, hãy đưa văn bản về dự thảo rồi sửa."""


class NotQuoted(Refusal):
    """Đoạn trích không có trong điều khoản này; hãy chép nguyên văn từ dự thảo, hoặc để trống."""


class ResolvedInTheFuture(Refusal):
    """Ngày nghị quyết không thể sau hôm nay; hãy nhập ngày ghi trên nghị quyết."""


class ApprovedAlready(Refusal):
    """Bên này đã ghi nghị quyết cho bản chốt này; hãy rút bản đã ghi trước nếu ghi nhầm."""


class PartyHasSigned(Refusal):
    """Bên này đã ký theo nghị quyết đã ghi nên không rút được; hãy mở lại văn bản nếu cần sửa."""


class NoMoreTime(Refusal):
    """Hạn riêng phải sau hạn chung ngày {day}; muốn rút ngắn, hãy đổi hạn góp ý của cả đợt."""
