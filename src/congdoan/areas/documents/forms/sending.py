from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.areas.documents.enums import Reach
from congdoan.areas.documents.rules.refusals import TooManyPicked
from congdoan.areas.documents.selectors.receiving import Rule
from congdoan.foundation.forms import Form, LongTextField, PickField, TextField
from congdoan.foundation.keys import read_key

Choices = list[tuple[str, str]]


class RuleForm(Form):
    """Units by a rule over the tree, and some one by one; other slices ask for theirs with it."""

    #: Picked one by one: more than this is a rule.
    most = 200

    reach = forms.ChoiceField(label=_("Theo cây tổ chức"), choices=Reach.choices, required=False)
    level = forms.ChoiceField(label=_("Chỉ cấp"), required=False)
    kind = forms.ChoiceField(label=_("Chỉ loại hình, cấp học"), required=False)
    grouping = forms.ChoiceField(label=_("Cụm, khối"), required=False)
    pick = PickField("organisations", label=_("Thêm một nơi nhận"), required=False)

    def __init__(
        self, *args: Any, levels: Choices, kinds: Choices, groupings: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("level", levels, _("Mọi cấp"))
        self.offer("kind", kinds, _("Mọi loại hình"))
        self.offer("grouping", groupings, _("Không chọn theo cụm, khối"))

    def offer(self, name: str, choices: Sequence[tuple[str, Any]], none: Any) -> None:
        """Let a field be chosen from; ``none`` is what the empty choice means."""
        self.fields[name].choices = [("", none), *choices]  # type: ignore[attr-defined]

    @property
    def picked(self) -> tuple[int, ...]:
        getlist = getattr(self.data, "getlist", None)
        asked = [read_key(value) for value in (getlist("picked") if getlist else [])]
        added = self.cleaned_data.get("pick")
        return tuple(dict.fromkeys([key for key in [*asked, added] if key]))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if len(self.picked) > self.most:
            self.refuse(TooManyPicked(most=self.most))
        return cleaned

    @property
    def rule(self) -> Rule:
        data = self.cleaned_data
        return Rule(
            reach=data.get("reach") or Reach.NONE,
            level=data.get("level") or "",
            kind=data.get("kind") or "",
            grouping=int(data["grouping"]) if data.get("grouping") else None,
            picked=self.picked,
        )


class ReceiverForm(RuleForm):
    """Receivers by rule; stands in the address, so that the preview can be looked at again."""

    field_order = (
        *("reach", "level", "kind", "grouping", "position", "agreement", "saved", "partners"),
        *("pick", "outside"),
    )

    position = forms.ChoiceField(
        label=_("Chỉ nơi có người giữ chức vụ"),
        required=False,
        help_text=_("Người giữ chức vụ này cũng nhận được thông báo."),
    )
    agreement = forms.ChoiceField(label=_("Các bên của thỏa thuận phối hợp"), required=False)
    saved = forms.ChoiceField(label=_("Danh sách nơi nhận đã lưu"), required=False)
    partners = forms.BooleanField(label=_("Chuyên môn đồng cấp của đơn vị"), required=False)
    outside = LongTextField(
        label=_("Nơi nhận ngoài hệ thống"),
        rows=3,
        max_length=4000,
        required=False,
        help_text=_(
            "Mỗi dòng một nơi: Tên; thư điện tử, địa chỉ hoặc mã định danh. "
            "Nơi đã nối liên thông được gửi tự động; nơi khác văn thư gửi rồi đánh dấu."
        ),
    )

    def __init__(
        self, *args: Any, positions: Choices, agreements: Choices, lists: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("position", positions, _("Không lọc theo chức vụ"))
        self.offer("agreement", agreements, _("Không chọn theo thỏa thuận"))
        self.offer("saved", lists, _("Không dùng danh sách"))

    @property
    def rule(self) -> Rule:
        data = self.cleaned_data
        return replace(
            super().rule,
            partners=bool(data.get("partners")),
            position=data.get("position") or "",
            agreement=int(data["agreement"]) if data.get("agreement") else None,
            saved=int(data["saved"]) if data.get("saved") else None,
            outside=data.get("outside") or "",
        )


class ListForm(Form):
    """A list of receivers: its name, its units (kept by ticks), who is outside the platform."""

    name = TextField(label=_("Tên danh sách"), max_length=120)
    pick = PickField("organisations", label=_("Thêm một đơn vị"), required=False)
    outside = LongTextField(
        label=_("Nơi nhận ngoài hệ thống"),
        rows=3,
        max_length=4000,
        required=False,
        help_text=_("Mỗi dòng một nơi: Tên; thư điện tử hoặc địa chỉ."),
    )

    @property
    def units(self) -> tuple[int, ...]:
        getlist = getattr(self.data, "getlist", None)
        asked = [read_key(value) for value in (getlist("units") if getlist else [])]
        added = self.cleaned_data.get("pick")
        return tuple(dict.fromkeys([key for key in [*asked, added] if key]))
