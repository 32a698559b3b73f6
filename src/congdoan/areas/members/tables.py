"""The register of members."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from congdoan.areas.members.forms.register import COLUMNS, SHOWN, MemberFilter
from congdoan.areas.members.models import Membership
from congdoan.areas.members.selectors.counts import unscoped_member_count
from congdoan.areas.members.selectors.fitting import FEW_WITHIN, FewFirst
from congdoan.areas.members.selectors.paging import SHORT_NARROWED, RegisterKeys
from congdoan.areas.members.selectors.register import Listed, members_listed, unscoped_members
from congdoan.foundation.tables import Empty, Table
from congdoan.kernel.organisations.models import Organisation

#: What a superior sees, whose members all stand in the units below.
ONLY_BELOW = Empty(
    _("Không có đoàn viên trực tiếp ở đơn vị này"),
    _("Đoàn viên sinh hoạt ở các đơn vị trực thuộc: bấm “Xem cả cấp dưới” rồi nêu mục đích."),
    icon="people",
)

#: Longer lists are in the order of names only: no index holds another order of the country.
SORTABLE = 60_000


class MemberTable(Table):
    """Members of a union, or of its branch, on the actor's day."""

    caption = _("Sổ đoàn viên")
    default_sort = "name"
    filter_form = MemberFilter
    keys_first = True
    empty = Empty(
        _("Chưa có đoàn viên nào vào ngày đang xem"),
        _("Nhận đơn gia nhập, ghi quyết định kết nạp, hoặc tiếp nhận người chuyển đến."),
        icon="people",
    )

    def __init__(
        self,
        unit: Organisation,
        request: HttpRequest,
        *,
        below: bool,
        restricted: bool,
        size: int | None = None,
        has_below: bool = False,
    ) -> None:
        self.unit, self.below, self.restricted = unit, below, restricted
        self.on: date = request.actor.as_of  # type: ignore[attr-defined]
        #: How many the branch has; 0 for the union alone.
        if size is None:
            size = unscoped_member_count(unit.pk, on=self.on) if below else 0
        self.size = size
        by_name = request.GET.get("sort", "").removeprefix("-") != "birth_year"
        self.by_name = by_name
        rows = self._members(size=self.size if by_name else None)
        super().__init__(rows, request, empty=ONLY_BELOW if has_below and not below else None)
        given = set(request.GET.getlist("cols"))
        #: Codes of the columns shown.
        self.shown = given or {*SHOWN, *(["unit"] if below else [])}
        self.columns = [  # type: ignore[misc]
            one if self.size <= SORTABLE or one.code == "name" else replace(one, sort=())
            for one in COLUMNS
            if one.code in self.shown or one.code == "name"
        ]

    def _filter(self) -> MemberFilter:
        actor = getattr(self.request, "actor", None)
        form = MemberFilter(self.request.GET, actor=actor, auto_id="filter-%s")
        form.names_apart = True  # the keyset asks for them
        form.walked = self.size > SHORT_NARROWED and self.by_name
        form.offer(below=self.below, restricted=self.restricted, on=self.on)
        return form

    def _members(self, *, size: int | None) -> QuerySet[Membership]:
        state = self.request.GET.get("state", "")
        return unscoped_members(self.unit, below=self.below, on=self.on, state=state, size=size)

    @cached_property
    def keyset(self) -> RegisterKeys | FewFirst:  # type: ignore[override]
        form: Any = self.filter
        walks = self._walk()
        if not (walks.walks and form.selective and self.size <= FEW_WITHIN) or form.search.words:
            return walks
        rows = form.narrow(self._members(size=None))
        return FewFirst(
            rows, walks.names, downward=walks.downward, load=self.load, walk=lambda: walks
        )

    def _walk(self) -> RegisterKeys:
        column, downward = self.order
        form: Any = self.filter
        return RegisterKeys(
            self.rows_asked,  # type: ignore[arg-type]
            column.sort if column else (),
            downward=downward,
            load=self.load,
            search=form.search,
            size=self.size,
            narrowed=self.filtered,
        )

    def load(self, keys: Sequence[Any]) -> list[Listed]:
        return members_listed(keys, on=self.on)
