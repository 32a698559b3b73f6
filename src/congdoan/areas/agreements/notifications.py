from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from congdoan.support.notifications.api import Category, NotificationKind

Text = str | Promise
AGREEMENTS = Category("agreements", _("Văn bản phối hợp"))
PARTIES = _("Lãnh đạo, văn thư, chuyên viên và đầu mối của các bên")


def _kind(code: str, title: Text, body: Text, *, receipts: bool = False) -> NotificationKind:
    return NotificationKind(
        f"agreements.{code}", AGREEMENTS, title, body, audience=PARTIES, receipts=receipts
    )


KINDS = (
    _kind(
        "sent_out",
        _("Xin ý kiến dự thảo: {title} – hạn {due}"),
        _("{drafting} xin ý kiến về dự thảo “{title}”. Hạn góp ý: {due}. {message}"),
        receipts=True,
    ),
    _kind(
        "draft_ready",
        _("Dự thảo đã lập sẵn: {title}"),
        _("{superior} đã lập sẵn dự thảo “{title}”. Hãy hoàn thiện, lấy ý kiến và ký trước {due}."),
    ),
    _kind(
        "deadline_moved",
        _("Hạn góp ý đổi thành {due}: {title}"),
        _("{drafting} đổi hạn góp ý dự thảo “{title}” thành ngày {due}."),
    ),
    _kind(
        "answered",
        _("Góp ý đã có trả lời: {verdict} – {title}"),
        _("{drafting} trả lời góp ý của bạn ở {place}: {verdict}. {reason}"),
    ),
    _kind(
        "back_to_draft",
        _("Dừng lấy ý kiến: {title}"),
        _("{drafting} đưa “{title}” về dự thảo. Lý do: {reason}. Các góp ý đã gửi vẫn được giữ."),
    ),
    _kind(
        "frozen",
        _("Đã thống nhất nội dung: {title}"),
        _("{drafting} đã chốt nội dung “{title}” để trình ký. Mọi góp ý đã có trả lời."),
    ),
    _kind(
        "reopened",
        _("Mở lại nội dung: {title}"),
        _("{drafting} mở lại nội dung “{title}” để sửa. Lý do: {reason}. Chữ ký đã lấy bị hủy."),
    ),
    _kind(
        "returned",
        _("Hồ sơ ký bị trả lại: {title}"),
        _("Hồ sơ ký “{title}” không hoàn thành. Lý do: {reason}."),
    ),
    _kind(
        "signed",
        _("Các bên đã ký: {title}"),
        _("“{title}” đã được ký đủ và có hiệu lực từ ngày {day}."),
    ),
    _kind(
        "in_force",
        _("Có hiệu lực: {title}"),
        _("“{title}” có hiệu lực từ ngày {day}."),
    ),
    _kind(
        "expiring",
        _("Còn {days} ngày hết hiệu lực: {title}"),
        _("“{title}” hết hiệu lực sau ngày {day}. Hãy tổng kết và chuẩn bị văn bản mới."),
    ),
    _kind(
        "expired",
        _("Hết hiệu lực: {title}"),
        _("“{title}” đã hết hiệu lực sau ngày {day}. Hãy tổng kết giai đoạn."),
    ),
    _kind(
        "terminated",
        _("Chấm dứt: {title}"),
        _("“{title}” chấm dứt từ ngày {day}. Lý do: {reason}."),
    ),
    _kind(
        "ending_asked",
        _("Đề nghị chấm dứt trước hạn: {title} – trả lời trước {due}"),
        _("Một bên đề nghị chấm dứt “{title}” từ ngày {day}. Lý do: {reason}. Hạn trả lời: {due}."),
    ),
    _kind(
        "ending_refused",
        _("Không đồng ý chấm dứt: {title}"),
        _("{party} không đồng ý chấm dứt “{title}” từ ngày {day}; văn bản tiếp tục. Lý do: {why}"),
    ),
    _kind(
        "ending_agreed",
        _("Các bên thống nhất chấm dứt từ {day}: {title}"),
        _("Mọi bên đã đồng ý chấm dứt “{title}” từ ngày {day}. Lý do: {reason}"),
    ),
    _kind(
        "ending_withdrawn",
        _("Rút đề nghị chấm dứt: {title}"),
        _("Đề nghị chấm dứt “{title}” từ ngày {day} đã được rút; văn bản tiếp tục. Lý do: {why}"),
    ),
    _kind(
        "succession_asked",
        _("Một bên không còn: {title}"),
        _("{leaving} không còn như khi ký “{title}” từ ngày {day}. Cần quyết định ai thay."),
    ),
    _kind(
        "succession_offered",
        _("Đề nghị thay một bên: {title}"),
        _("Đề nghị thay {leaving} trong “{title}” từ ngày {day}. Hãy nhận hoặc từ chối."),
    ),
    _kind(
        "succession_refused",
        _("Từ chối thay một bên: {title}"),
        _("Đơn vị được đề nghị không thay {leaving} trong “{title}”. Lý do: {reason}"),
    ),
    _kind(
        "succession_done",
        _("{successor} thay {leaving}: {title}"),
        _("Từ ngày {day}, {successor} thay {leaving} trong “{title}”. Chữ ký đã có giữ nguyên."),
    ),
    _kind(
        "succession_left",
        _("Một bên thôi tham gia: {title}"),
        _("{leaving} thôi tham gia “{title}” từ ngày {day}. Lý do: {reason}"),
    ),
    _kind(
        "amendment_sent",
        _("Đề nghị sửa đổi, bổ sung: {title} – trả lời trước {due}"),
        _("Một bên đề nghị “{addendum}” của “{title}”. Lý do: {reason}. Hạn trả lời: {due}."),
    ),
    _kind(
        "amendment_refused",
        _("Không đồng ý sửa đổi: {title}"),
        _("{party} không đồng ý “{addendum}” ({title}). Lý do: {reason}"),
    ),
    _kind(
        "amendment_agreed",
        _("Mọi bên đồng ý sửa đổi: {title}"),
        _("Mọi bên đã đồng ý “{addendum}” ({title}). Bước tiếp theo: chốt phụ lục để ký."),
    ),
    _kind(
        "amendment_called_back",
        _("Soạn lại đề nghị sửa đổi: {title}"),
        _("“{addendum}” ({title}) được đưa về soạn lại. Lý do: {reason}. Ý kiến đã gửi được giữ."),
    ),
    _kind(
        "amendment_frozen",
        _("Đã chốt phụ lục: {title}"),
        _("“{addendum}” của “{title}” đã được chốt để trình ký."),
    ),
    _kind(
        "amendment_returned",
        _("Hồ sơ ký phụ lục bị trả lại: {title}"),
        _("Hồ sơ ký “{addendum}” ({title}) không hoàn thành. Lý do: {reason}."),
    ),
    _kind(
        "amendment_signed",
        _("Các bên đã ký phụ lục: {title}"),
        _("“{addendum}” của “{title}” đã được ký đủ và có hiệu lực từ ngày {day}."),
    ),
    _kind(
        "amendment_in_force",
        _("Phụ lục có hiệu lực: {title}"),
        _("“{addendum}” có hiệu lực từ ngày {day}; “{title}” từ nay đọc theo văn bản hợp nhất."),
    ),
    _kind(
        "amendment_withdrawn",
        _("Rút đề nghị sửa đổi: {title}"),
        _("“{addendum}” của “{title}” đã được rút. Lý do: {reason}."),
    ),
    _kind(
        "duty_reported",
        _("Chờ xác nhận: {words}"),
        _("Một bên đã báo cáo hoàn thành “{words}” ({title}). Kết quả: {reason}"),
    ),
    _kind(
        "duty_accepted",
        _("Đã xác nhận: {words}"),
        _("Bên kia đã xác nhận “{words}” ({title}). {reason}"),
    ),
    _kind(
        "duty_disputed",
        _("Cần bổ sung: {words}"),
        _("Bên kia chưa xác nhận “{words}” ({title}). Lý do: {reason}"),
    ),
    _kind(
        "duty_waived",
        _("Không phải làm: {words}"),
        _("Bên kia cho miễn “{words}” ({title}). Lý do: {reason}"),
    ),
    _kind(
        "duty_requested",
        _("Yêu cầu thực hiện: {words}"),
        _("Bên kia yêu cầu thực hiện “{words}” ({title}): {reason}"),
    ),
    _kind(
        "duty_discussed",
        _("Trao đổi: {words}"),
        _("Về “{words}” ({title}): {said}"),
    ),
    _kind(
        "exchanged",
        _("{sender} gửi: {what}"),
        _("{sender} gửi “{what}” theo “{title}”. Hãy mở để đọc và xác nhận đã đọc."),
    ),
    NotificationKind(
        code="agreements.export_ready",
        category=AGREEMENTS,
        title=_("Gói hồ sơ đã xong: {title}"),
        body=_("Gói hồ sơ của “{title}” đã đóng xong; hãy tải về trong 7 ngày."),
        audience=_("Người đã yêu cầu"),
    ),
    _kind(
        "review_called",
        _("Giấy mời {review} ngày {day}: {title}"),
        _(
            "{host} mời dự {review} của “{title}” ngày {day}, tại {place}. {message} "
            "Xin chấm điểm từng nội dung trước hội nghị."
        ),
    ),
    _kind(
        "review_held",
        _("Đã có kết quả: {review} – {title}"),
        _("Kết quả {review} của “{title}” đã được chốt, mời các bên xem."),
    ),
    _kind(
        "host_asked",
        _("Đề nghị đổi bên chủ trì: {review} – {title}"),
        _("Một bên đề nghị {host} chủ trì {review} của “{title}”. Lý do: {reason}"),
    ),
    _kind(
        "host_refused",
        _("Không đổi bên chủ trì: {review} – {title}"),
        _("Đề nghị {host} chủ trì {review} của “{title}” không được đồng ý. Lý do: {why}"),
    ),
    _kind(
        "host_changed",
        _("Đổi bên chủ trì: {review} – {title}"),
        _("{host} chủ trì {review} của “{title}”. Lý do: {reason}"),
    ),
    _kind(
        "cascade_asked",
        _("{superior} yêu cầu ký: {title} – hạn {due}"),
        _("{superior} yêu cầu đơn vị ký với chuyên môn đồng cấp: {title}. Hạn: {due}. {message}"),
    ),
    _kind(
        "cascade_urged",
        _("Đôn đốc: {title} – hạn {due}"),
        _("{superior} đôn đốc đơn vị chưa ký “{title}”. Hạn: {due}. {message}"),
    ),
)
