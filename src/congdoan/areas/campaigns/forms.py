"""Forms of campaigns."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.areas.campaigns.enums import ContactKind, State
from congdoan.areas.campaigns.services.running import CampaignData, ContactData
from congdoan.foundation.forms import DateField, Form, LongTextField, PickField, TextField
from congdoan.kernel.people.models import Person


class BranchForm(Form):
    """Which branch; asked by address."""

    don_vi = PickField("unions", label=_("Đơn vị, nhánh"), required=False, help_text="")


class CampaignForm(Form):
    """Who wins how many by when, and what is done first."""

    responsible = forms.TypedChoiceField(label=_("Người phụ trách"), coerce=int)
    target_members = forms.IntegerField(
        label=_("Số đoàn viên cần đạt"), min_value=1, max_value=200_000, localize=False
    )
    target_day = DateField(label=_("Hạn đạt"))
    next_step = TextField(label=_("Việc tiếp theo"), max_length=200)
    next_due = DateField(label=_("Hạn việc tiếp theo"))

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsible"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *((one.pk, one.full_name) for one in people),
        ]

    @property
    def as_data(self) -> CampaignData:
        return CampaignData(**{name: self.cleaned_data[name] for name in CampaignForm.base_fields})


class ContactForm(Form):
    """What was done, and what comes next."""

    day = DateField(label=_("Ngày"))
    kind = forms.ChoiceField(label=_("Hình thức"), choices=ContactKind.choices)
    met = TextField(label=_("Gặp ai"), max_length=200)
    note = LongTextField(label=_("Nội dung, kết quả"), rows=3, max_length=2000, required=False)
    next_step = TextField(label=_("Việc tiếp theo"), max_length=200)
    next_due = DateField(label=_("Hạn việc tiếp theo"))

    @property
    def as_data(self) -> ContactData:
        return ContactData(**{name: self.cleaned_data[name] for name in ContactForm.base_fields})


class CloseForm(Form):
    """What came of it."""

    outcome = forms.ChoiceField(
        label=_("Kết quả"),
        choices=[(one.value, one.label) for one in (State.REACHED, State.STOPPED)],
        widget=forms.RadioSelect,
    )
    reason = LongTextField(label=_("Kết quả, lý do"), rows=3, max_length=1000)
