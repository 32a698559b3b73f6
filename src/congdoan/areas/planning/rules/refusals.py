"""What planning refuses, each with the way out."""

from congdoan.foundation.refusal import Refusal


class ProgrammeAlready(Refusal):
    """Đơn vị đã có chương trình công tác của kỳ này; hãy mở chương trình đó, hoặc lập kế hoạch chuyên đề."""  # noqa: E501


class PeriodNotOffered(Refusal):
    """Kỳ này không dùng được cho đơn vị; hãy chọn một kỳ trong danh sách."""


class UnitEnded(Refusal):
    """Đơn vị đã kết thúc nên không lập được chương trình; hãy làm ở đơn vị kế tục."""


class PlanClosed(Refusal):
    """Chương trình này đã kết thúc nên không sửa được nữa; hãy ghi ở chương trình của kỳ sau."""


class PlanNotAdopted(Refusal):
    """Chương trình chưa ban hành nên chưa giao việc xuống được; hãy ghi việc ban hành trước."""


class NotADraft(Refusal):
    """Chương trình không còn là dự thảo; hãy tải lại trang để xem bản mới."""


class NothingPlanned(Refusal):
    """Chương trình chưa có nhiệm vụ nào nên chưa ban hành được; hãy thêm nhiệm vụ."""


class AdoptedAhead(Refusal):
    """Ngày ban hành không thể sau hôm nay; hãy sửa lại ngày."""


class HoldsGivenTasks(Refusal):
    """Dự thảo này có việc cấp trên giao nên không bỏ được; hãy sửa tên, nội dung hoặc trả lời các việc đó."""  # noqa: E501


class LeadNotHere(Refusal):
    """Người chủ trì phải đang giữ chức vụ ở đơn vị; hãy chọn người khác trong danh sách."""


class DueOutside(Refusal):
    """Hạn phải nằm trong kỳ, từ {first} đến {last}; hãy sửa hạn hoặc để trống."""


class DueAfterGiven(Refusal):
    """Cấp trên giao hạn {due}; hãy chọn ngày không muộn hơn, hoặc xin ý kiến cấp trên."""


class TaskNotOpen(Refusal):
    """Nhiệm vụ này đã xong hoặc đã bỏ; hãy mở lại nếu còn phải làm."""


class TaskIsOpen(Refusal):
    """Nhiệm vụ này đang làm; không phải mở lại."""


class TaskNotBegun(Refusal):
    """Chương trình chưa ban hành nên nhiệm vụ chưa phải làm; hãy ghi việc ban hành trước."""


class AnswerFirst(Refusal):
    """Đây là việc cấp trên giao; hãy nhận việc hoặc trả lời trước khi báo tiến độ."""


class EvidenceMissing(Refusal):
    """Nhiệm vụ này phải kèm minh chứng; hãy chọn tệp hoặc chụp ảnh."""


class WordsMissing(Refusal):
    """Hãy ghi lý do."""


class GivenFromAbove(Refusal):
    """Việc cấp trên giao không tự bỏ được; hãy trả lời để cấp trên xem xét."""


class StillBelow(Refusal):
    """Nhiệm vụ này còn đơn vị cấp dưới đang làm; hãy thu lại ở từng đơn vị trước khi bỏ."""


class NobodyNamed(Refusal):
    """Cách chọn này không có đơn vị cấp dưới nào chưa được giao; hãy chọn cách khác."""


class ReceiversMoved(Refusal):
    """Danh sách đơn vị đã thay đổi (từ {before} thành {now}); hãy xem lại rồi giao."""


class AnswerDayPast(Refusal):
    """Hạn nhận việc phải từ hôm nay trở đi và không sau hạn hoàn thành; hãy chọn ngày khác."""


class AnsweredAlready(Refusal):
    """Việc này đã được trả lời rồi; hãy tải lại trang để xem."""


class NotThatAnswer(Refusal):
    """Đơn vị đang ở trạng thái “{state}” nên không làm được việc này; hãy tải lại trang."""


class NothingUnfinished(Refusal):
    """Các kỳ trước không còn nhiệm vụ nào chưa xong; không phải chuyển."""


class PaperAlready(Refusal):
    """Chương trình này đã được đưa sang văn bản; hãy mở văn bản đó để soạn tiếp."""
