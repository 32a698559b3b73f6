"""Lists: foundings, and the units of an event with their steps."""

from collections.abc import Callable
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from congdoan.areas.restructuring.enums import FoundingState, HandOverStep
from congdoan.areas.restructuring.forms.founding import FoundingFilter
from congdoan.areas.restructuring.forms.hand_over import HandOverFilter
from congdoan.areas.restructuring.models.hand_over import STEP_FIELDS
from congdoan.areas.restructuring.selectors.founding import name_places, waits_for
from congdoan.foundation.actor import ActorRequest
from congdoan.foundation.addresses import page_of
from congdoan.foundation.tables import Column, Empty, Row, Table
from congdoan.foundation.templatetags.ui import badge, day

_TONES = {
    FoundingState.OPEN: "info",
    FoundingState.RECOGNISED: "good",
    FoundingState.DONE: "good",
    FoundingState.DROPPED: "neutral",
}


def founding_badge(state: str) -> SafeString:
    known = FoundingState(state)
    return badge(capfirst(str(known.label)), _TONES[known])


def _waits(row: Any) -> SafeString | str:
    step = waits_for(row, on=row.today)
    if step is None:
        return "—"
    if step.due is None:
        return step.label
    shown = format_html("{} · {} {}", step.label, _now("hạn"), day(step.due))
    return format_html("{} {}", shown, badge(_now("Quá hạn"), "bad")) if step.late else shown


class Foundings(Table):
    caption = _("Thủ tục thành lập công đoàn cơ sở")
    default_sort = "-started"
    filter_form = FoundingFilter
    columns = [
        Column(
            "name", _("Công đoàn cơ sở"), sort=("folded",), link=page_of("restructuring:founding")
        ),
        Column("superior", _("Cấp trên"), "superior_name", room="some"),
        Column("employer", _("Đơn vị sử dụng lao động"), "employer_name", room="some", minor=True),
        Column("started", _("Bắt đầu"), "started_on", sort=("started_on",), kind="day"),
        Column("waits", _("Đang chờ"), _waits, room="some"),
        Column("state", _("Trạng thái"), lambda row: founding_badge(row.state), sort=("state",)),
    ]
    empty = Empty(
        _("Chưa có thủ tục thành lập nào"),
        _(
            "Mở thủ tục khi có từ năm người lao động muốn lập công đoàn: phần mềm nhắc từng bước "
            "và từng thời hạn cho tới quyết định công nhận."
        ),
        "flag",
    )
    request: ActorRequest

    @property
    def rows(self) -> list[Row]:
        if not hasattr(self, "_named"):
            name_places(self.page.rows, on=self.request.actor.as_of)
            for row in self.page.rows:
                row.today = self.request.actor.today
            self._named = [self._row(row) for row in self.page.rows]
        return self._named


def _pick(row: Any) -> SafeString:
    return format_html(
        '<input class="form-check-input" type="checkbox" form="mark" name="unit" value="{}" '
        'aria-label="{}">',
        row.pk,
        _now("Đánh dấu {name}").format(name=row.name),
    )


def _step(step: HandOverStep) -> Callable[[Any], SafeString | str]:
    name = STEP_FIELDS[step]

    def show(row: Any) -> SafeString | str:
        done = getattr(row, name)
        if done is not None:
            return format_html('<span class="step-done">✓ {}</span>', day(done))
        return badge(_now("Thiếu"), "warn") if step in row.steps else "—"

    return show


def _refund(row: Any) -> SafeString | str:
    return badge(_now("Cần hoàn"), "bad") if row.owes else "—"


def _steps() -> list[Column]:
    return [Column(str(step).lower(), step.label, _step(step)) for step in HandOverStep]


class HandOvers(Table):
    """The units of one event × their steps."""

    caption = _("Các đơn vị và các bước")
    default_sort = "name"
    filter_form = HandOverFilter
    columns = [
        Column("pick", _("Chọn"), _pick, room="short"),
        Column("name", _("Đơn vị"), sort=("sort_key",), link=page_of("restructuring:hand_over")),
        *_steps(),
        Column("refund", _("Hoàn trả"), _refund, room="short"),
    ]
    empty = Empty(_("Sự kiện này không có đơn vị nào phải bàn giao"), "", "archive")
