from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.areas.documents.services.tasks_given import TaskData
from congdoan.foundation.forms import DateField, Form, LongTextField, TextField, UploadField

Choices = list[tuple[str, str]]


class TaskForm(Form):
    """One thing the document orders."""

    title = TextField(label=_("Việc phải làm"), max_length=300)
    due = DateField(label=_("Hạn hoàn thành"))
    level = forms.ChoiceField(label=_("Chỉ cấp"), required=False)
    kind = forms.ChoiceField(label=_("Chỉ loại hình, cấp học"), required=False)
    evidence = forms.BooleanField(label=_("Phải kèm tệp minh chứng"), required=False)

    def __init__(self, *args: Any, levels: Choices, kinds: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices, none in (
            ("level", levels, _("Mọi nơi nhận")),
            ("kind", kinds, _("Mọi loại hình")),
        ):
            self.fields[name].choices = [("", none), *choices]  # type: ignore[attr-defined]

    @property
    def wish(self) -> TaskData:
        data = self.cleaned_data
        return TaskData(data["title"], data["due"], data["level"], data["kind"], data["evidence"])


class ReportForm(Form):
    note = LongTextField(label=_("Đã làm gì, kết quả"), rows=3, max_length=500)
    file = UploadField(label=_("Minh chứng"), required=False)

    def __init__(self, *args: Any, evidence: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if evidence:
            self.fields["file"].help_text = _("Nơi giao yêu cầu có minh chứng.")
