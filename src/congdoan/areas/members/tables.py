"""The register of members."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.translation import gettext_lazy as _

from congdoan.areas.members.forms.register import COLUMNS, SHOWN, MemberFilter
from congdoan.areas.members.models import Membership
from congdoan.areas.members.selectors.counts import unscoped_member_count
from congdoan.areas.members.selectors.fitting import FEW_WITHIN, FewFirst
from congdoan.areas.members.selectors.paging import RegisterKeys, walked_narrowed
from congdoan.areas.members.selectors.register import (
    Listed,
    members_listed,
    units_below,
    unscoped_members,
    written_members,
)
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
        self.unit, self.below, self.restricted, self.request = unit, below, restricted, request
        self.on: date = request.actor.as_of  # type: ignore[attr-defined]
        #: How many the branch has; 0 for the union alone.
        if size is None:
            size = unscoped_member_count(unit.pk, on=self.on) if below else 0
        self.size = size
        by_name = request.GET.get("sort", "").removeprefix("-") != "birth_year"
        self.by_name = by_name
        #: Made when a filter narrows them; until then their statement is known.
        members: Any = SimpleLazyObject(lambda: self._members(size=self._asked_size))
        self._all = members
        super().__init__(members, request, empty=ONLY_BELOW if has_below and not below else None)
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
        form.units = partial(units_below, self.unit, on=self.on) if self.below else None
        form.walked = walked_narrowed(self.size) and self.by_name
        form.offer(below=self.below, restricted=self.restricted, on=self.on)
        return form

    def _narrowed(self, rows: Any) -> Any:
        form: Any = self.filter
        return form.narrow(rows)

    @property
    def _asked_size(self) -> int | None:
        return self.size if self.by_name else None

    @property
    def _state(self) -> str:
        return self.request.GET.get("state", "")

    def _members(self, *, size: int | None) -> QuerySet[Membership]:
        return unscoped_members(
            self.unit, below=self.below, on=self.on, state=self._state, size=size
        )

    def _written(self, names: tuple[str, ...]) -> tuple[str, list[Any]]:
        return written_members(
            self.unit,
            below=self.below,
            on=self.on,
            state=self._state,
            size=self._asked_size,
            names=names,
        )

    @cached_property
    def keyset(self) -> RegisterKeys | FewFirst:
        form: Any = self.filter
        walks = self._walk()
        if not (walks.walks and form.selective and self.size <= FEW_WITHIN) or form.search.words:
            return walks
        form.walked = False
        rows = form.narrow(self._members(size=None))
        return FewFirst(
            rows, walks.names, downward=walks.downward, load=self.load, walk=lambda: walks
        )

    def _walk(self) -> RegisterKeys:
        column, downward = self.order
        form: Any = self.filter
        return RegisterKeys(
            self.rows_asked,
            column.sort if column else (),
            downward=downward,
            load=self.load,
            search=form.search,
            size=self.size,
            narrowed=self.filtered,
            written=self._written if self.rows_asked is self._all else None,
        )

    def load(self, keys: Sequence[Any]) -> list[Listed]:
        return members_listed(keys, on=self.on, units="unit" in self.shown)
