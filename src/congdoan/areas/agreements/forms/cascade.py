from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from congdoan.areas.agreements.enums import Scope, Standing
from congdoan.areas.agreements.forms.choices import kinds, levels
from congdoan.areas.agreements.selectors.cascade import (
    askable_superiors,
    branches_of,
    in_branch,
    kinds_asked,
    own_groupings,
    with_standing,
    without_signature,
)
from congdoan.areas.agreements.selectors.templates import own_templates, templates
from congdoan.foundation.forms import DateField, FilterForm, Form, LongTextField, TextField
from congdoan.kernel.rulebook.api import catalogue

ANY = ("", _("Tất cả"))


def unit_kinds(on: Any) -> list[tuple[str, str]]:
    return [(entry.code, entry.label) for entry in catalogue("organisation.kind", on=on)]


def _choices(form: Form, name: str, choices: list[tuple[str, Any]]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices


class OpenCascade(Form):
    """What a superior asks its units to sign."""

    superior = forms.ChoiceField(label=_("Cấp trên yêu cầu"))
    title = TextField(
        label=_("Tên đợt"),
        max_length=200,
        help_text=_("Ví dụ: Ký quy chế phối hợp Ban Chấp hành – Ban Giám hiệu 2023 – 2028"),
    )
    request = LongTextField(label=_("Nội dung yêu cầu"), required=False, max_length=4000)
    kind = forms.ChoiceField(label=_("Loại văn bản"))
    template = forms.ChoiceField(label=_("Soạn từ mẫu"), required=False)
    scope = forms.ChoiceField(
        label=_("Phạm vi"), choices=Scope.choices, widget=forms.RadioSelect, initial=Scope.DIRECT
    )
    grouping = forms.ChoiceField(label=_("Cụm, khối"), required=False)
    level = forms.ChoiceField(label=_("Cấp"), required=False)
    unit_kind = forms.ChoiceField(label=_("Loại hình"), required=False)
    first_day = DateField(label=_("Văn bản có thời hạn từ ngày"))
    last_day = DateField(label=_("Đến hết ngày"))
    deadline = DateField(label=_("Hạn ký"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.actor is None:
            return
        on = self.actor.today
        self.superiors = askable_superiors(self.actor)
        self.groupings = {str(one.pk): one for one in own_groupings(self.superiors, on=on)}
        _choices(self, "superior", [(str(pk), name) for pk, name in self.superiors.items()])
        _choices(self, "kind", kinds(on))
        named = [(one.code, one.label) for one in templates().values()]
        self.own = {f"own:{one.pk}": one for one in own_templates(self.actor).order_by("title")}
        own = [(code, one.title) for code, one in self.own.items()]
        _choices(self, "template", [("", _("Không dùng mẫu")), *own, *named])
        groups = [(pk, one.name) for pk, one in self.groupings.items()]
        _choices(self, "grouping", [("", "—"), *groups])
        _choices(self, "level", [ANY, *levels(on)])
        _choices(self, "unit_kind", [ANY, *unit_kinds(on)])

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("scope") == Scope.GROUPING and not values.get("grouping"):
            self.add_error("grouping", _("Hãy chọn cụm, khối cần triển khai."))
        first, last = values.get("first_day"), values.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("Ngày cuối phải sau ngày đầu."))
        return values


class Urge(Form):
    message = LongTextField(label=_("Lời nhắn"), required=False, max_length=1000)


class MoveDeadline(Form):
    deadline = DateField(label=_("Hạn ký mới"))


class Partner(Form):
    """Which counterpart signs, where a unit has several."""

    partner = forms.ChoiceField(label=_("Ký với"))

    def __init__(self, *args: Any, partners: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "partner", [(str(pk), name) for pk, name in partners])


class CoverageFilter(FilterForm):
    """Above the units asked."""

    q = TextField(label=_("Tên đơn vị"), max_length=100)
    standing = forms.ChoiceField(
        label=_("Tình hình"), choices=[ANY, ("MISSING", _("Chưa ký")), *Standing.choices]
    )
    branch = forms.ChoiceField(label=_("Nhánh"))
    kind = forms.ChoiceField(label=_("Loại hình"))

    def __init__(self, *args: Any, cascade: Any, on: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        heads = branches_of(cascade, on=on)
        if heads:
            _choices(self, "branch", [ANY, *((str(pk), name) for pk, name in heads)])
        else:
            del self.fields["branch"]
        asked = kinds_asked(cascade, on=on)
        if len(asked) > 1:
            offered = [choice for choice in unit_kinds(on) if choice[0] in asked]
            _choices(self, "kind", [ANY, *offered])
        else:
            del self.fields["kind"]

    def apply(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        if values["q"]:
            rows = rows.named_like(values["q"])  # type: ignore[attr-defined]
        if values["standing"] == "MISSING":
            rows = without_signature(rows)
        elif values["standing"]:
            rows = with_standing(rows, values["standing"])
        if values.get("branch"):
            rows = in_branch(rows, int(values["branch"]), on=self.on)
        if values.get("kind"):
            rows = rows.filter(kind=values["kind"])
        return rows
