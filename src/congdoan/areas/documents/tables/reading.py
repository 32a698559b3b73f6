"""Where a paper has been read, unit by unit."""

from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from congdoan.areas.documents.models import Incoming
from congdoan.areas.documents.tables import called_with_superior
from congdoan.foundation.forms import FilterForm, TextField
from congdoan.foundation.keyset import Page
from congdoan.foundation.tables import Column, Empty, Table
from congdoan.foundation.templatetags.ui import badge
from congdoan.kernel.organisations.api import superior_names


class ReadingFilter(FilterForm):
    q = TextField(label=_("Tìm nơi nhận"), max_length=100)
    state = forms.ChoiceField(
        label=_("Tình hình"),
        choices=[
            ("", _("Tất cả")),
            ("LEFT", _("Còn người chưa đọc")),
            ("UNNAMED", _("Chưa chọn người đọc")),
        ],
    )

    def apply(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        if values["q"]:
            rows = rows.filter(called__icontains=values["q"])
        if values["state"] == "LEFT":
            rows = rows.filter(Q(some_left=True) | Q(readers_named_at__isnull=True))
        elif values["state"] == "UNNAMED":
            rows = rows.filter(readers_named_at__isnull=True)
        return rows


def _state(row: Any) -> SafeString:
    if row.readers_named_at is None:
        return badge(_now("chưa chọn người đọc"), "warn")
    if not row.people:
        return badge(_now("không có ai để đọc"), "neutral")
    if row.have_read == row.people:
        return badge(_now("đã đọc đủ"), "good", "check")
    return badge(_now("còn %(n)s người") % {"n": row.people - row.have_read}, "warn")


class UnitReadingTable(Table):
    columns = [
        Column("called", _("Nơi nhận"), called_with_superior, sort=("order",), room="wide"),
        Column("people", _("Phải đọc"), kind="number"),
        Column("have_read", _("Đã đọc"), kind="number"),
        Column("state", _("Tình hình"), _state),
    ]
    default_sort = "called"
    filter_form = ReadingFilter
    caption = _("Đọc văn bản theo nơi nhận")
    empty = Empty(_("Văn bản chưa đến nơi nào"), icon="send")

    def __init__(self, rows: QuerySet[Incoming], request: HttpRequest, *, on: date) -> None:
        super().__init__(rows, request)
        self._on = on

    @cached_property
    def page(self) -> Page:
        found = super().page
        above = superior_names([row.organisation_id for row in found.rows], on=self._on)
        for row in found.rows:
            row.superior = above.get(row.organisation_id, "")
        return found
