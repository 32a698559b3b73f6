from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from congdoan.areas.agreements.enums import State
from congdoan.areas.agreements.forms.register import RegisterFilter
from congdoan.areas.agreements.rules.states import RAN
from congdoan.areas.agreements.selectors.register import names_of_lines, parties_in_words
from congdoan.foundation.actor import ActorRequest
from congdoan.foundation.tables import Column, Empty, Row, Table
from congdoan.foundation.templatetags.ui import badge

TONES = {
    State.DRAFT: "neutral",
    State.CONSULTATION: "info",
    State.NEGOTIATED: "info",
    State.SIGNED: "good",
    State.EFFECTIVE: "good",
    State.EXPIRED: "warn",
    State.TERMINATED: "bad",
}


def state_badge(state: str) -> SafeString:
    known = State(state)
    return badge(str(known.label), TONES.get(known, "neutral"))


def _title(row: Any) -> Any:
    return f"{row.title} ({row.number})" if row.number else row.title


def _parties(row: Any) -> SafeString:
    return format_html_join(SafeString("<br>"), "{}", ((name,) for name in row.party_names))


def _link(row: Any) -> str:
    return reverse("agreements:detail", args=[row.pk])


def amended_badge(state: str, *, amended: bool) -> SafeString:
    """Draw the state, and that addenda changed the text; in force it stays all the same."""
    standing = state_badge(state)
    if not amended or state not in RAN:
        return standing
    return format_html("{} {}", standing, badge(str(_("Đã sửa đổi, bổ sung")), "info"))


def _state(row: Any) -> SafeString:
    return amended_badge(row.state_then, amended=row.amended)


class Register(Table):
    """The register; parties' names of one page are read in one query."""

    caption = _("Văn bản phối hợp")
    default_sort = "-valid"
    filter_form = RegisterFilter
    columns = [
        Column("title", _("Trích yếu"), _title, sort=("folded",), link=_link),
        Column("parties", _("Các bên"), _parties, room="wide"),
        Column("valid", _("Thời hạn"), sort=("valid",), kind="span"),
        Column("state", _("Trạng thái"), _state, sort=("state_then",)),
    ]
    empty = Empty(
        _("Chưa có văn bản phối hợp nào"),
        _(
            "Đây là sổ các quy chế, chương trình, kế hoạch phối hợp mà đơn vị là một bên. "
            "Bắt đầu bằng một dự thảo: chọn các bên, lấy nội dung từ mẫu, gửi lấy ý kiến rồi ký."
        ),
        "file-earmark-text",
    )

    request: ActorRequest

    @property
    def rows(self) -> list[Row]:
        if not hasattr(self, "_named"):
            called = names_of_lines(self.page.rows, on=self.request.actor.as_of)
            for row in self.page.rows:
                row.party_names = parties_in_words(row, called)
            self._named = [self._row(row) for row in self.page.rows]
        return self._named
