from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.areas.agreements.enums import Side
from congdoan.areas.agreements.forms.begin import Describe
from congdoan.areas.agreements.forms.parties import Basis
from congdoan.areas.agreements.services.importing import Signed
from congdoan.foundation.forms import DateField, Form, PickField, TextField, UploadField
from congdoan.foundation.forms.uploads import SCANS

DRAFT, SIGNED = "draft", "signed"


class UploadText(Form):
    """The file of an agreement that exists; the reader judges what is in it."""

    organisation = forms.ChoiceField(label=_("Đơn vị soạn thảo"))
    upload = UploadField(
        label=_("Tệp văn bản"),
        kinds=("docx", "doc", "docm", "odt", "rtf", *SCANS),
        judged_by_reader=True,
        help_text=_(
            "Word (.docx): nhận chương, điều, khoản để soạn tiếp hoặc ghi vào sổ. PDF, ảnh quét: "
            "giữ làm bản chính, ghi thông tin và nhiệm vụ bên cạnh."
        ),
    )

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        field.choices = units  # type: ignore[attr-defined]
        if len(units) == 1:
            field.widget = forms.HiddenInput()
            self.initial.setdefault("organisation", units[0][0])


class ImportFacts(Describe):
    """What head and signatures of the file say, confirmed by a person; draft or signed already."""

    standing = forms.ChoiceField(
        label=_("Văn bản này"),
        choices=[
            (SIGNED, _("đã ký trên giấy: ghi vào sổ, có hiệu lực theo ngày")),
            (DRAFT, _("còn là dự thảo: soạn, lấy ý kiến, ký tiếp trên hệ thống")),
        ],
        widget=forms.RadioSelect,
    )
    number = TextField(label=_("Số, ký hiệu"), required=False, max_length=60)
    signed_on = DateField(label=_("Ngày ký"), required=False)
    place = TextField(label=_("Nơi ký"), required=False, max_length=120)
    effective_on = DateField(
        label=_("Có hiệu lực từ ngày"),
        required=False,
        help_text=_("Để trống: từ ngày ký, nhưng không trước ngày đầu của thời hạn."),
    )
    scan = UploadField(label=_("Bản quét bản chính đã ký"), kinds=SCANS, required=False)

    field_order = ["standing", "kind", "title", "number", "first_day", "length", "last_day"]

    def __init__(self, *args: Any, scanned: bool, may_sign: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standing = self.fields["standing"]
        if scanned:
            del self.fields["scan"]
            standing.choices = standing.choices[:1]  # type: ignore[attr-defined]
        elif not may_sign:
            standing.choices = standing.choices[1:]  # type: ignore[attr-defined]
        self.initial.setdefault("standing", standing.choices[0][0])  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("standing") == SIGNED:
            if not values.get("signed_on") and "signed_on" not in self.errors:
                self.add_error("signed_on", _("Hãy ghi ngày ký trên bản giấy."))
            if not values.get("place"):
                self.add_error("place", _("Hãy ghi nơi ký, ví dụ: Di Linh."))
        return values

    @property
    def signed(self) -> Signed | None:
        values = self.cleaned_data
        if values["standing"] != SIGNED:
            return None
        return Signed(values["signed_on"], values["place"], values["number"], values.get("scan"))


class PartyRow(Form):
    """A party as proposed; a row without an organisation is left out."""

    organisation = PickField("organisations", label=_("Đơn vị"), required=False)
    side = forms.ChoiceField(label=_("Vị trí"), choices=Side.choices, initial=Side.B)


PartyRows = forms.formset_factory(PartyRow, extra=2, max_num=20)
ImportBases = forms.formset_factory(Basis, extra=2, max_num=40)
