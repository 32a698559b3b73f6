"""Which cards are shown; for whom cards are made ready; why one is replaced or taken back."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from congdoan.areas.cards.enums import (
    ASKED_FOR,
    CardEnd,
    CardStanding,
    Layout,
    PhotoPart,
    Who,
)
from congdoan.areas.members.api import MemberFilter
from congdoan.foundation.forms import Form, TextField, UploadField

_NOT_HERE = ("state", "kind", "ethnicity", "party", "cols", "below")


class CardFilter(MemberFilter):
    """The register's filter without what is sensitive, and what the card is like."""

    the = forms.ChoiceField(
        label=_("Thẻ"), choices=[("", _("Tất cả")), *CardStanding.choices], required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in _NOT_HERE:
            del self.fields[name]
        self.order_fields(["q", "the"])

    def apply(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        narrowed: QuerySet[Any] = super().apply(rows, values)
        return narrowed.filter(standing=values["the"]) if values["the"] else narrowed


class PhotoForm(Form):
    photo = UploadField(
        label=_("Ảnh chân dung"),
        kinds=("jpg", "jpeg", "png"),
        help_text=_("Mặt nhìn thẳng, nền sáng, chỉ một người; JPG hoặc PNG."),
    )
    part_kept = forms.ChoiceField(
        label=_("Nếu ảnh dài hơn 3×4 thì giữ"),
        choices=PhotoPart.choices,
        initial=PhotoPart.TOP,
        widget=forms.RadioSelect,
    )

    @property
    def part(self) -> PhotoPart:
        return PhotoPart(self.cleaned_data["part_kept"])


class IssueForm(Form):
    who = forms.ChoiceField(label=_("Cho ai"), widget=forms.RadioSelect)
    layout = forms.ChoiceField(
        label=_("Khổ in"), choices=Layout.choices, widget=forms.RadioSelect, initial=Layout.A4
    )

    def offer(self, counts: dict[Who, int]) -> None:
        """Offer whom there is anybody of; the first is chosen."""
        choices = [(str(one), f"{one.label} ({n})") for one, n in counts.items() if n]
        self.fields["who"].choices = choices  # type: ignore[attr-defined]
        self.fields["who"].initial = choices[0][0] if choices else ""


class ReplaceForm(Form):
    reason = forms.ChoiceField(
        label=_("Lý do"),
        choices=[(one.value, one.label) for one in CardEnd if one in ASKED_FOR],
        widget=forms.RadioSelect,
        initial=CardEnd.LOST,
    )
    note = TextField(label=_("Ghi chú"), max_length=200, required=False)
    layout = IssueForm.base_fields["layout"]


class WithdrawForm(Form):
    reason = TextField(
        label=_("Lý do thu hồi"),
        max_length=200,
        help_text=_("Ví dụ: cấp nhầm người, đoàn viên trả thẻ."),
    )
