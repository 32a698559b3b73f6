from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.areas.agreements.enums import Deviation, Verdict
from congdoan.areas.agreements.rules.variables import Place
from congdoan.areas.agreements.selectors.cascade import askable_superiors
from congdoan.areas.agreements.selectors.templates import templates
from congdoan.foundation.forms import FilterForm, Form, TextField, UploadField

ANY = ("", _("Tất cả"))


class BeginTemplate(Form):
    """A template of one's own: from Word, from a shipped text, or empty."""

    organisation = forms.ChoiceField(label=_("Đơn vị ra mẫu"))
    title = TextField(
        label=_("Tên mẫu"),
        max_length=200,
        help_text=_("Ví dụ: Mẫu quy chế BCH công đoàn – BGH 2026 – 2031"),
    )
    shipped = forms.ChoiceField(
        label=_("Bắt đầu từ"), required=False, help_text=_("Bỏ qua khi chọn tệp Word bên dưới.")
    )
    upload = UploadField(
        label=_("Tệp Word của mẫu"),
        kinds=("docx", "doc", "odt", "rtf"),
        judged_by_reader=True,
        required=False,
        help_text=_("Chỗ thay đổi theo đơn vị có thể gõ sẵn trong Word: {{ tên trường }}."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.actor is None:
            return
        owners = askable_superiors(self.actor)
        organisation, shipped = self.fields["organisation"], self.fields["shipped"]
        organisation.choices = [  # type: ignore[attr-defined]
            (str(pk), name) for pk, name in owners.items()
        ]
        shipped.choices = [  # type: ignore[attr-defined]
            *((one.code, one.label) for one in templates().values()),
            ("", _("Để trống, tôi sẽ soạn")),
        ]


class _Places(Form):
    """One text box for each own place of a template."""

    def __init__(self, *args: Any, places: list[Place], values: dict[str, str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.places = places
        for number, place in enumerate(places):
            self.fields[f"place_{number}"] = TextField(
                label=place.name[0].upper() + place.name[1:],
                required=False,
                max_length=300,
                initial=values.get(place.key, ""),
            )

    @property
    def values(self) -> dict[str, str]:
        return {
            place.key: self.cleaned_data.get(f"place_{number}", "")
            for number, place in enumerate(self.places)
        }


class StartRun(_Places):
    """Values for all units, and what to do where one is missing."""

    leave_gaps = forms.BooleanField(
        label=_("Đơn vị thiếu giá trị vẫn lập, chỗ thiếu để dấu ……"), required=False
    )


class UnitValues(_Places):
    """Values for one unit alone; with several counterparts, which one signs."""

    partner = forms.ChoiceField(label=_("Ký với"), required=False)

    def __init__(self, *args: Any, partners: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(partners) > 1:
            field = self.fields["partner"]
            field.choices = [  # type: ignore[attr-defined]
                ("", _("chưa chọn")),
                *((str(pk), name) for pk, name in partners),
            ]
        else:
            del self.fields["partner"]


class VerdictFilter(FilterForm):
    """Above the verdicts of a run."""

    verdict = forms.ChoiceField(label=_("Kết luận"), choices=[ANY, *Verdict.choices[1:]])

    def apply(self, rows: Any, values: dict[str, Any]) -> Any:
        return rows.filter(verdict=values["verdict"]) if values["verdict"] else rows


class DeviationFilter(Form):
    """Above the differences from the template; a GET form."""

    q = TextField(label=_("Tên đơn vị"), required=False, max_length=100)
    line = forms.ChoiceField(label=_("Điều khoản của mẫu"), required=False)
    kind = forms.ChoiceField(
        label=_("Khác thế nào"), required=False, choices=[ANY, *Deviation.choices]
    )

    def __init__(self, *args: Any, places: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["line"]
        field.choices = [  # type: ignore[attr-defined]
            ANY,
            *((str(number), name) for number, name in enumerate(places)),
            ("-1", _("đoạn thêm mới")),
        ]
