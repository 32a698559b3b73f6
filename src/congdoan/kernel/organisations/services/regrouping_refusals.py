"""What is said when a merger, consolidation, division or separation cannot be done."""

from congdoan.foundation.refusal import Refusal
from congdoan.kernel.organisations.enums import EventKind


class WrongShape(Refusal):
    """Số đơn vị trong lần sắp xếp này chưa đúng; hãy xem lại bước 1 và bước 2."""


class MergerIncomplete(WrongShape):
    """Sáp nhập cần ít nhất một đơn vị kết thúc và một đơn vị khác đang hoạt động để nhận."""


class ConsolidationIncomplete(WrongShape):
    """Hợp nhất cần ít nhất hai đơn vị khác nhau và đúng một đơn vị thành lập mới."""


class DivisionIncomplete(WrongShape):
    """Chia cần đúng một đơn vị kết thúc và ít nhất hai đơn vị mới; nếu đơn vị cũ còn hoạt động, hãy chọn tách."""  # noqa: E501


class SeparationIncomplete(WrongShape):
    """Tách cần đúng một đơn vị còn hoạt động và ít nhất một đơn vị thành lập mới."""


INCOMPLETE: dict[EventKind, type[WrongShape]] = {
    EventKind.MERGE_INTO: MergerIncomplete,
    EventKind.CONSOLIDATE: ConsolidationIncomplete,
    EventKind.DIVIDE: DivisionIncomplete,
    EventKind.SEPARATE: SeparationIncomplete,
}


class UnionsAndPartners(WrongShape):
    """Công đoàn và cơ sở, đối tác không nhập, chia với nhau được; hãy lập hai bản sắp xếp."""


class IntoItsOwnBranch(Refusal):
    """Không thể sáp nhập vào đơn vị cấp dưới của chính nó; hãy chuyển đơn vị đó lên cấp trên khác trước."""  # noqa: E501


class Homeless(Refusal):
    """Còn {count} đơn vị trực thuộc chưa biết về đâu ({names}); hãy chọn nơi nhận cho từng đơn vị."""  # noqa: E501


class NotAmongResults(Refusal):
    """Nơi nhận {code} không phải đơn vị còn lại hoặc thành lập mới trong lần sắp xếp này; hãy chọn lại."""  # noqa: E501
