"""The order of a founding, its deadlines and its refusals (domain-rules 1.5)."""

from calendar import monthrange
from datetime import date

from congdoan.foundation.refusal import Refusal


class NotASuperior(Refusal):
    """{name} không phải công đoàn cấp trên trực tiếp cơ sở; hãy chọn công đoàn xã, phường, công đoàn đại học hoặc cấp cao hơn."""  # noqa: E501


class NotABasicUnion(Refusal):
    """Thủ tục này chỉ dành cho công đoàn cơ sở và nghiệp đoàn cơ sở; tổ chức cấp khác hãy ghi bằng “Thành lập cấp dưới”."""  # noqa: E501


class EmployerNotThere(Refusal):
    """Đơn vị sử dụng lao động không hoạt động vào ngày {day}; hãy chọn đơn vị khác hoặc sửa ngày."""  # noqa: E501


class NotUnionisable(Refusal):
    """Đơn vị này thuộc nhóm “{group}”, theo quy định hiện nay không lập công đoàn cơ sở; nếu đơn vị đã đổi mức tự chủ, hãy cập nhật nhóm tự chủ trước."""  # noqa: E501


class FoundingAlready(Refusal):
    """Đã có thủ tục thành lập đang làm với mã {code}; hãy mở thủ tục đó trong danh sách."""


class HasAUnion(Refusal):
    """Đơn vị này đã có {union}; không thành lập công đoàn cơ sở thứ hai."""


class TooFewApplications(Refusal):
    """Mới có {count} đơn gia nhập, cần ít nhất {least}; hãy vận động thêm rồi ghi lại số đơn."""


class NotYet(Refusal):
    """Ngày {day} chưa tới; hãy ghi bước này khi đã làm xong."""


class BeforeThat(Refusal):
    """Bước này không thể trước ngày {day} ({step}); hãy sửa ngày."""


class AfterThat(Refusal):
    """Bước này không thể sau ngày {day} ({step}); hãy sửa ngày."""


class StepFirst(Refusal):
    """Chưa ghi bước “{step}”; hãy ghi bước đó trước."""


class WrongPath(Refusal):
    """Bước này không có khi {path}; hãy đổi cách thành lập ở phần thông tin nếu cần."""


class DossierIncomplete(Refusal):
    """Hồ sơ còn thiếu: {missing}. Hãy bổ sung rồi ghi nhận đủ hồ sơ."""


class DossierFrozen(Refusal):
    """Hồ sơ đã được ghi nhận đủ và đang chờ quyết định; hãy ghi quyết định hoặc ghi không công nhận để bổ sung."""  # noqa: E501


class NoPresident(Refusal):
    """Danh sách ban chấp hành chưa có chủ tịch; hãy thêm chủ tịch trước khi ghi quyết định."""


class TwoPresidents(Refusal):
    """Ban chấp hành chỉ có một chủ tịch; hãy bỏ bớt trước khi ghi quyết định."""


class SeatTaken(Refusal):
    """{name} đã có trong danh sách với chức vụ này."""


class FoundingClosed(Refusal):
    """Thủ tục này {state}; không sửa được nữa."""


class NotRecognisedYet(Refusal):
    """Công đoàn cơ sở chưa được công nhận; hãy ghi quyết định công nhận trước."""


def months_after(day: date, months: int) -> date:
    """Return the same day ``months`` later; 29 February gives the last day of its month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def demand_day(day: date, *, on: date, after: tuple[tuple[str, date | None], ...] = ()) -> None:
    """
    See that a step's day has come and does not stand before the steps it follows.

    :raises NotYet: a step is written down when it is done
    :raises BeforeThat: naming the step it would stand before
    """
    if day > on:
        raise NotYet(day=f"{day:%d/%m/%Y}")
    for step, earlier in after:
        if earlier is not None and day < earlier:
            raise BeforeThat(day=f"{earlier:%d/%m/%Y}", step=step)


def demand_before(day: date, *, before: tuple[tuple[str, date | None], ...]) -> None:
    """:raises AfterThat: when the day is corrected to stand after a step that follows it"""
    for step, later in before:
        if later is not None and day > later:
            raise AfterThat(day=f"{later:%d/%m/%Y}", step=step)
