"""What an officer says about a pair."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.areas.duplicates.models import Pair
from congdoan.areas.duplicates.selectors.sides import Compared, Line
from congdoan.areas.duplicates.services.deciding import Choice
from congdoan.foundation.forms import Form, TextField
from congdoan.foundation.templatetags.ui import span

ONE, OTHER = "one", "other"


class LookForm(Form):
    purpose = TextField(
        label=_("Xem để làm gì"),
        min_length=3,
        max_length=200,
        help_text=_("Mục đích và tên bạn được ghi vào nhật ký của đơn vị hai người."),
    )


class RejectForm(Form):
    reason = TextField(
        label=_("Vì sao là hai người"),
        min_length=3,
        max_length=300,
        help_text=_("Ví dụ: đã gọi xác nhận, hai số căn cước. Cặp này không hỏi lại nữa."),
    )


class PartForm(Form):
    reason = TextField(label=_("Vì sao tách lại"), min_length=3, max_length=300)


class MergeForm(Form):
    """Who survives, which values, which membership counts; asked only where the two differ."""

    survivor = forms.ChoiceField(label=_("Giữ lại hồ sơ"), widget=forms.RadioSelect)
    note = TextField(
        label=_("Căn cứ"),
        min_length=3,
        max_length=300,
        help_text=_("Ví dụ: đã gặp và xác nhận ngày 05/3/2026."),
    )

    def __init__(self, *args: Any, pair: Pair, compared: Compared, shown: bool, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.pair, self.compared, self.shown = pair, compared, shown
        sides = ((ONE, compared.one), (OTHER, compared.other))
        self.fields["survivor"].choices = [  # type: ignore[attr-defined]
            (
                key,
                _("Hồ sơ {place}: {name}, {unit}").format(
                    place=place, name=side.person.full_name, unit=side.unit or "—"
                ),
            )
            for place, (key, side) in enumerate(sides, 1)
        ]
        self.fields["survivor"].initial = _likelier(compared)
        for clash in compared.clashes:
            self.fields[clash.code] = forms.ChoiceField(
                label=_("Cả hai nơi cùng ghi là đoàn viên {days}: nơi nào được tính?").format(
                    days=span(clash.days)
                ),
                choices=[(ONE, clash.one), (OTHER, clash.other)],
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("Hãy chọn nơi được tính; nơi kia chỉ giữ những ngày còn lại.")
                },
            )
        for line in self.differing:
            self.fields[_name(line)] = forms.ChoiceField(
                label=line.label,
                choices=[(ONE, self._value(line, 1)), (OTHER, self._value(line, 2))],
                widget=forms.RadioSelect,
                required=False,  # nothing said: as the record that is kept has it
                initial=self.fields["survivor"].initial,
            )
        self.order_fields([name for name in self.fields if name != "note"] + ["note"])

    @property
    def differing(self) -> list[Line]:
        return [line for line in self.compared.lines if line.differs]

    def _value(self, line: Line, place: int) -> str:
        value = line.one if place == 1 else line.other
        if line.sealed or (line.private and not self.shown):
            return _("theo hồ sơ {place}").format(place=place)
        return _("hồ sơ {place}: {value}").format(place=place, value=value)

    @property
    def choice(self) -> Choice:
        """Return the choice; what only one of them has comes along anyway."""
        data = self.cleaned_data
        survivor = data["survivor"]
        other = OTHER if survivor == ONE else ONE
        taken = {line.code for line in self.differing if data[_name(line)] == other}
        taken |= {line.code for line in self.compared.lines if line.only == other}
        yielding = [
            clash.other_id if data[clash.code] == ONE else clash.one_id
            for clash in self.compared.clashes
        ]
        kept = self.pair.one_id if survivor == ONE else self.pair.other_id
        return Choice(kept, frozenset(taken), frozenset(yielding), data["note"])


def _name(line: Line) -> str:
    return line.code.replace(".", "-")


def _likelier(compared: Compared) -> str:
    """Propose the record that holds more: an account, offices, the longer membership."""

    def worth(side: Any) -> tuple[bool, int, int]:
        return bool(side.login), len(side.offices), len(side.stays) + len(side.counts)

    return ONE if worth(compared.one) >= worth(compared.other) else OTHER
