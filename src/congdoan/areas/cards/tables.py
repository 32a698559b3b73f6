from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from congdoan.areas.cards.enums import CardStanding
from congdoan.areas.cards.forms import CardFilter
from congdoan.areas.cards.models import Card
from congdoan.areas.cards.selectors.holding import unscoped_holding
from congdoan.areas.members.api import Listed, members_listed
from congdoan.foundation.addresses import page_of
from congdoan.foundation.tables import Column, Empty, Table
from congdoan.foundation.templatetags.ui import badge
from congdoan.kernel.organisations.models import Organisation

#: Where one stands in the list, not what is chosen.
_PLACE = ("after", "before", "sort", "as_of")
_TONES = {"CURRENT": "good", "STALE": "warn", "NONE": "neutral"}
_SHOWN = [
    Column(
        "name",
        _("Họ tên"),
        "member.name",
        sort=("person__sort_key", "pk"),
        link=page_of("members:detail"),
        room="some",
    ),
    Column("birth_year", _("Năm sinh"), "member.birth_year", room="short", minor=True),
    Column("category", _("Nhóm"), "member.category", minor=True),
    Column("standing", _("Thẻ"), lambda row: badge(row.standing.label, _TONES[row.standing])),
    Column("number", _("Số thẻ"), room="short"),
    Column("issued_on", _("Ngày cấp"), kind="day"),
]


@dataclass(slots=True)
class CardRow:
    """A member and their card, as listed."""

    member: Listed
    standing: CardStanding
    number: str
    issued_on: date | None
    box: str = ""

    @property
    def pk(self) -> int:
        return self.member.pk

    @property
    def person(self) -> Listed:
        """Answer ``person__sort_key``, by which pages are cut."""
        return self.member


class CardTable(Table):
    """The members of a union with their cards; boxes to choose by, for who may issue."""

    caption = _("Thẻ của đoàn viên")
    default_sort = "name"
    filter_form = CardFilter
    keys_first = True
    empty = Empty(
        _("Chưa có đoàn viên nào để cấp thẻ"),
        _("Thẻ cấp cho đoàn viên của chính đơn vị. Ghi đoàn viên ở sổ đoàn viên trước."),
        icon="people",
    )

    def __init__(
        self,
        unit: Organisation,
        request: HttpRequest,
        *,
        on: date,
        choose: bool,
        empty: Empty | None,
    ) -> None:
        self.unit, self.on = unit, on
        super().__init__(unscoped_holding(unit, on=on), request, empty=empty)
        self.columns = [Column("box", _("Chọn")), *_SHOWN] if choose else _SHOWN  # type: ignore[misc]
        self.query = urlencode(
            [
                (name, value)
                for name, values in request.GET.lists()
                for value in values
                if name not in _PLACE and value
            ]
        )

    def load(self, keys: Sequence[Any]) -> list[CardRow]:
        rows = unscoped_holding(self.unit, on=self.on).filter(pk__in=keys)
        found = {
            pk: (standing, card)
            for pk, standing, card in rows.values_list("pk", "standing", "card")
        }
        cards = Card.objects.in_bulk([card for _standing, card in found.values() if card])
        return [
            self._listed(one, *found[one.pk], cards) for one in members_listed(keys, on=self.on)
        ]

    def _listed(
        self, one: Listed, standing: str, card: int | None, cards: dict[int, Card]
    ) -> CardRow:
        held = cards.get(card or 0)
        return CardRow(
            one,
            CardStanding(standing),
            held.number if held else "",
            held.issued_on if held else None,
            self._box(one),
        )

    def _box(self, one: Listed) -> str:
        """Draw the box; the filter in use goes along, however the list was narrowed since."""
        return format_html(
            '<input class="form-check-input" type="checkbox" name="member" value="{}" form="choose"'
            ' aria-label="{}"><input type="hidden" name="query" value="{}" form="choose">',
            one.person_id,
            _now("Chọn %(name)s") % {"name": one.name},
            self.query,
        )
