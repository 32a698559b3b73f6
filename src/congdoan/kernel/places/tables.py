from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from congdoan.foundation.tables import Column, Empty, Table
from congdoan.kernel.places.models import AdminUnit


def unit_address(unit: AdminUnit) -> str:
    return reverse("places:unit", args=[unit.code])


class UnitTable(Table):
    """Units of one day below one parent: at most some hundred, shown whole."""

    columns = (
        Column("name", _("Tên"), value=str, sort=("sort_key", "code"), link=unit_address),
        Column("code", _("Mã"), sort=("code",)),
        Column("valid", _("Thời gian tồn tại"), kind="span", minor=True),
        Column("legal_act", _("Văn bản"), minor=True),
    )
    default_sort = "name"
    page_size = 250
    caption = _("Đơn vị hành chính")
    empty = Empty(
        _("Chưa có danh mục địa giới"),
        _("Người quản trị nạp danh mục bằng lệnh “congdoan load_places”."),
        icon="geo-alt",
    )
