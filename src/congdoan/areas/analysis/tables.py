"""The list of saved views."""

from django.utils.translation import gettext_lazy as _

from congdoan.foundation.addresses import page_of
from congdoan.foundation.tables import Column, Empty, Table


class ViewTable(Table):
    columns = [
        Column("title", _("Tên"), link=page_of("analysis:view"), room="wide"),
        Column("look", _("Cách trình bày"), lambda row: row.get_look_display()),
        Column("form", _("Biểu mẫu"), "form.title", room="some", minor=True),
        Column("shared", _("Ai tìm thấy"), lambda row: row.get_shared_display()),
        Column("made_by_name", _("Người lưu"), minor=True),
        Column("made_at", _("Lưu lúc"), kind="moment", sort=("made_at",)),
    ]
    default_sort = "-made_at"
    caption = _("Bảng xem đã lưu")
    empty = Empty(
        _("Chưa có bảng xem nào"),
        _("Mở một đợt báo cáo, vào So sánh hoặc Bản đồ rồi bấm “Lưu bảng xem”."),
        icon="bar-chart",
    )
