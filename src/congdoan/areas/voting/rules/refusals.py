from congdoan.foundation.refusal import Refusal


class UnknownKind(Refusal):
    """Quy định của ngày này không có việc bầu cử, biểu quyết ấy; hãy chọn việc khác trong danh sách."""  # noqa: E501


class MustBeSecret(Refusal):
    """Việc này phải bỏ phiếu kín theo quy định; hãy chọn “bỏ phiếu kín”."""


class NamesNeedAQuestion(Refusal):
    """Biểu quyết có ghi tên chỉ dùng để biểu quyết một việc; bầu người thì giơ tay hoặc bỏ phiếu kín."""  # noqa: E501


class MeansMissing(Refusal):
    """Bỏ phiếu kín cần chọn phiếu giấy, phiếu điện tử hoặc cả hai."""


class DayBehind(Refusal):
    """Ngày bầu cử, biểu quyết phải từ hôm nay trở đi; hãy chọn ngày khác."""


class ListIsClosed(Refusal):
    """Danh sách đã chốt nên không sửa được nữa; nếu sai, hãy hủy cuộc này kèm lý do và mở cuộc mới."""  # noqa: E501


class NotItsTurn(Refusal):
    """Cuộc bầu cử, biểu quyết không còn ở bước này; hãy tải lại trang để xem bước tiếp theo."""


class OnTheListAlready(Refusal):
    """Người này đã có trong danh sách bầu; không thêm lần nữa."""


class BoardMemberStands(Refusal):
    """{name} ở trong ban bầu cử nên không được có tên trong danh sách bầu; hãy thay người trong ban bầu cử trước."""  # noqa: E501


class CandidateOnBoard(Refusal):
    """{name} có tên trong danh sách bầu nên không được vào ban bầu cử; hãy chọn người khác."""


class OnTheBoardAlready(Refusal):
    """Người này đã ở trong ban bầu cử; không thêm lần nữa."""


class TooFewCandidates(Refusal):
    """Danh sách có {there} người, cần bầu {seats}; hãy thêm người, hoặc hủy cuộc này và mở lại với số lượng ít hơn."""  # noqa: E501


class SurplusMissing(Refusal):
    """Theo quy định, danh sách cần nhiều hơn số lượng bầu, còn thiếu {missing} người; hãy thêm người, hoặc ghi lý do hội nghị quyết định khác."""  # noqa: E501


class BoardTooSmall(Refusal):
    """Bỏ phiếu kín bằng phiếu giấy cần ban bầu cử ít nhất hai người để kiểm phiếu hai lần; hãy thêm người vào ban bầu cử."""  # noqa: E501


class RollEmpty(Refusal):
    """Danh sách cử tri còn trống; hãy thêm người có quyền bỏ phiếu trước."""


class RollTooSmall(Refusal):
    """Bỏ phiếu kín điện tử cần ít nhất {least} cử tri để không đoán được phiếu của ai; hãy dùng phiếu giấy."""  # noqa: E501


class PresentTooMany(Refusal):
    """Số người có mặt không được lớn hơn số cử tri trong danh sách ({roll}); hãy kiểm tra lại, hoặc bổ sung danh sách cử tri."""  # noqa: E501


class NoVotingRight(Refusal):
    """{name} không phải đoàn viên, cán bộ của công đoàn này hoặc cấp dưới vào ngày {day}, nên không có quyền bỏ phiếu; hãy xem lại sổ đoàn viên."""  # noqa: E501


class OnTheRollAlready(Refusal):
    """Người này đã có trong danh sách cử tri; không thêm lần nữa."""


class HasVoted(Refusal):
    """Người này đã nhận phiếu hoặc đã bỏ phiếu nên không đưa ra khỏi danh sách được; phiếu kín không lấy lại được."""  # noqa: E501


class NotOnTheRoll(Refusal):
    """Bạn không có tên trong danh sách cử tri của cuộc này; nếu có sai sót, hãy báo ban bầu cử."""


class VotingNotOpen(Refusal):
    """Cuộc này chưa mở hoặc đã kết thúc bỏ phiếu; không nhận thêm phiếu."""


class VotedAlready(Refusal):
    """Phiếu của bạn đã được nhận; mỗi người chỉ bỏ phiếu một lần."""


class HasPaper(Refusal):
    """Bạn đã nhận phiếu giấy nên không bỏ phiếu điện tử; hãy bỏ phiếu giấy vào hòm."""


class TooManyChosen(Refusal):
    """Bạn chọn {chosen} người, chỉ được chọn nhiều nhất {seats}; hãy bỏ bớt rồi gửi lại."""


class UnknownSlip(Refusal):
    """Mã này không đúng hoặc đã được thay; hãy gõ lại như trên tờ mã, hoặc xin ban bầu cử tờ mới."""  # noqa: E501


class NothingChosen(Refusal):
    """Bạn chưa chọn; hãy chọn, hoặc đánh dấu “Tôi bỏ phiếu trắng”."""


class BlankAndChosen(Refusal):
    """Bạn vừa chọn vừa đánh dấu phiếu trắng; hãy bỏ một trong hai."""


class OldBallot(Refusal):
    """Tờ phiếu trên màn hình không đọc được hoặc đã cũ; hãy mở lại trang bỏ phiếu và chọn lại."""


class NotOnTheBoard(Refusal):
    """Chỉ người của ban bầu cử cuộc này làm được việc này; hãy nhờ một người trong ban."""


class CannotAddUp(Refusal):
    """Số liệu không khớp: mỗi phiếu hợp lệ có từ 1 đến {seats} lựa chọn, không ai được nhiều phiếu hơn số phiếu hợp lệ; hãy đếm lại."""  # noqa: E501


class MoreThanPresent(Refusal):
    """Số người giơ tay nhiều hơn số người có mặt ({present}); hãy đếm lại."""


class CountsMissing(Refusal):
    """Chưa đủ hai lần kiểm phiếu của hai người khớp nhau; hãy nhập đủ và sửa chỗ khác nhau trước."""  # noqa: E501


class ReasonMissing(Refusal):
    """Hãy ghi lý do."""


class NoNextRound(Refusal):
    """Cuộc này không cần vòng sau, hoặc vòng sau đã mở."""


class NotRecognisable(Refusal):
    """Chỉ kết quả bầu cử phải công nhận và còn hiệu lực mới ghi quyết định công nhận."""


class DayAhead(Refusal):
    """Ngày công nhận phải từ ngày bầu đến hôm nay; hãy kiểm tra lại."""


class StillKept(Refusal):
    """Phiếu phải niêm phong, lưu đến hết ngày {day}; sau ngày đó mới hủy được."""
