from congdoan.foundation.refusal import Refusal


class SecretsStayOutside(Refusal):
    """Văn bản mật không được soạn, tải lên hay gửi trên hệ thống này; hãy làm trên máy không nối mạng và chỉ ghi vào sổ đến phần không mật (nơi gửi, số, ngày)."""  # noqa: E501


class NotInThisState(Refusal):
    """Văn bản đang ở bước “{state}” nên không làm được việc này; hãy tải lại trang để xem bước tiếp theo."""  # noqa: E501


class NeedsBody(Refusal):
    """Văn bản chưa có toàn văn; hãy soạn trên hệ thống hoặc tải tệp PDF, DOCX lên trước."""


class TextBegun(Refusal):
    """Văn bản này đã có nội dung; hãy mở trang soạn thảo để viết tiếp, hoặc “Sửa” để thay tệp."""


class TemplateOfOtherType(Refusal):
    """Mẫu này dùng cho loại văn bản khác; hãy chọn mẫu cùng loại, hoặc đổi loại văn bản."""


class SignerNotHere(Refusal):
    """Hôm nay không có ai ký được theo cách này; hãy chọn người ký khác trong danh sách."""


class NeedsText(Refusal):
    """Xin ý kiến theo từng khối chỉ làm được với văn bản soạn trên hệ thống; toàn văn này là tệp tải lên."""  # noqa: E501


class AsksOnlyColleagues(Refusal):
    """Hãy chọn ít nhất một người đang giữ chức vụ tại đơn vị và có tài khoản để hỏi ý kiến."""


class AskedAlready(Refusal):
    """Những người này đang được hỏi về dự thảo này rồi; hãy chọn người khác hoặc chờ họ góp ý."""


class NobodyToWriteTo(Refusal):
    """Danh sách này không có ai để gửi thư; hãy chọn danh sách khác."""


class TooManyLetters(Refusal):
    """Một lần trộn nhiều nhất {most} thư; hãy chọn danh sách ngắn hơn, hoặc gửi một bản chung."""


class CommentsUnanswered(Refusal):
    """Còn {count} góp ý chưa trả lời; hãy mở văn bản, trả lời từng góp ý (tiếp thu hay không) rồi trình."""  # noqa: E501


class BodyIsPdfOrWord(Refusal):
    """Toàn văn phải là tệp PDF hoặc DOCX; ảnh, bảng tính hãy đính kèm thành tệp khác."""


class OwnDraft(Refusal):
    """Bạn soạn văn bản này nên người khác phải duyệt; hãy trình để chủ tịch hoặc phó chủ tịch khác duyệt."""  # noqa: E501


class MaySignNot(Refusal):
    """Người này không giữ chức vụ được ký với cách đề ký đó vào ngày {day}; hãy chọn người ký khác."""  # noqa: E501


class OthersSign(Refusal):
    """Người ký văn bản này là {name}; bạn không bấm ký thay được. Nếu đã ký trên giấy, hãy tải bản quét đã ký lên."""  # noqa: E501


class CoSignedAlready(Refusal):
    """{name} đã ký hoặc đã có tên trong danh sách ký; mỗi người chỉ ký một lần, hãy chọn người khác."""  # noqa: E501


class NotYourTurn(Refusal):
    """Chưa đến lượt ký này, hoặc đã ký xong; hãy tải lại trang để xem ai đang được chờ ký."""


class TooManySigners(Refusal):
    """Một văn bản có nhiều nhất {most} người cùng ký; hãy bỏ bớt trong danh sách."""


class NeedsScan(Refusal):
    """Văn bản ký trên giấy phải kèm bản quét có chữ ký và dấu; hãy chọn tệp PDF hoặc ảnh."""


class NeedsReason(Refusal):
    """Hãy ghi lý do; nơi nhận sẽ đọc được lý do này."""


class NobodyToSendTo(Refusal):
    """Cách chọn này không có nơi nhận nào; hãy chọn cấp dưới, cụm, đối tác hoặc ghi tên từng nơi nhận."""  # noqa: E501


class TooManyPicked(Refusal):
    """Chọn tay nhiều nhất {most} nơi nhận một lần; hãy chọn theo cấp, cụm, khối hoặc gửi làm nhiều lần."""  # noqa: E501


class ReceiversChanged(Refusal):
    """Danh sách nơi nhận đã thay đổi từ lúc xem trước ({before} thành {now}); hãy xem lại danh sách rồi gửi."""  # noqa: E501


class AnswerDayIsPast(Refusal):
    """Hạn trả lời phải sau hôm nay; hãy chọn ngày khác hoặc để trống."""


class NotWaiting(Refusal):
    """Văn bản đến này đang “{state}” nên không làm được việc này; hãy tải lại trang."""


class NotHere(Refusal):
    """Người này không giữ chức vụ nào ở đơn vị hôm nay; hãy chọn người khác để giao."""


class RoutedAlready(Refusal):
    """Người này đã được giao văn bản này; hãy chọn người khác."""


class NotYours(Refusal):
    """Việc này giao cho {name}; chỉ người được giao hoặc lãnh đạo đơn vị báo xong được."""


class NotAskedBack(Refusal):
    """Nơi gửi không (hoặc không còn) đề nghị lấy lại văn bản này nên không cần trả lời; hãy tải lại trang để xem tình trạng."""  # noqa: E501


class NoNumberThisKind(Refusal):
    """Số này giữ cho sổ khác hoặc dãy số khác; hãy chọn số khác hoặc lấy số tiếp theo."""


class NobodyLeftToRemind(Refusal):
    """Không còn nơi nhận nào cần nhắc, hoặc vừa nhắc trong hôm nay; hãy xem lại vào ngày mai."""


class StillWritten(Refusal):
    """Danh sách nơi nhận của lần gửi trước còn đang được chốt; hãy đợi xong (xem ở Tình hình nơi nhận) rồi gửi thêm."""  # noqa: E501


class ListNameTaken(Refusal):
    """Đơn vị đã có danh sách tên “{name}”; hãy đặt tên khác hoặc sửa danh sách đó."""


class EmptyList(Refusal):
    """Danh sách chưa có nơi nhận nào; hãy thêm một đơn vị hoặc ghi một nơi ngoài hệ thống."""


class NoSuchPaper(Refusal):
    """Không có văn bản nào số “{symbol}” trong sổ đi, sổ đến của đơn vị; hãy kiểm tra số, hoặc vào sổ văn bản đó trước."""  # noqa: E501


class SeveralPapers(Refusal):
    """Có {count} văn bản cùng số “{symbol}” trong sổ của đơn vị; hãy ghi thêm năm của văn bản cần chọn."""  # noqa: E501


class RelatedAlready(Refusal):
    """Hai văn bản này đã có quan hệ “{kind}”; hãy bỏ quan hệ đó trước khi ghi quan hệ khác."""


class NotToItself(Refusal):
    """Văn bản không có quan hệ với chính nó; hãy ghi số của văn bản khác."""


class OthersPaper(Refusal):
    """Chỉ nơi ban hành mới thay thế, sửa đổi, bãi bỏ được văn bản của mình; văn bản này do {issuer} ban hành, hãy chọn “căn cứ”."""  # noqa: E501


class EndsBeforeStart(Refusal):
    """Ngày hết hiệu lực phải sau ngày có hiệu lực; hãy sửa một trong hai ngày."""


class DeclaredBySender(Refusal):
    """Văn bản này do {issuer} gửi trên hệ thống; nơi gửi ghi hiệu lực và quan hệ của nó."""


class TaskDayIsPast(Refusal):
    """Hạn của việc phải từ hôm nay trở đi; hãy chọn ngày khác."""


class SentAlready(Refusal):
    """Văn bản đã gửi nên không thêm, bớt việc được nữa; hãy giao việc mới bằng văn bản khác."""


class NotAmongAssignees(Refusal):
    """Việc này không giao cho đơn vị này; hãy mở lại trang văn bản đến để xem việc của đơn vị."""


class NeedsEvidence(Refusal):
    """Nơi giao yêu cầu minh chứng; hãy chọn tệp (ảnh, PDF, Word hoặc bảng tính) rồi báo lại."""


class NobodyToRead(Refusal):
    """Hãy chọn ít nhất một người đang giữ chức vụ tại đơn vị để đọc văn bản này."""


class NotReadByName(Refusal):
    """Nơi gửi không yêu cầu đơn vị chọn người đọc văn bản này; hãy bấm “Xác nhận đã đọc” là đủ."""


class ReadsThemselves(Refusal):
    """{name} có tài khoản nên tự xác nhận; hãy nhắc họ mở “Văn bản phải đọc” trên điện thoại."""


class EveryoneHasRead(Refusal):
    """Không còn ai để nhắc hôm nay: mọi người đã đọc, hoặc đã được báo trong ngày; hãy nhắc lại vào ngày mai."""  # noqa: E501
