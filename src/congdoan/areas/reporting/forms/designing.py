"""What a designer types of a form: its name, sections, lines, checks."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
import re
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from congdoan.areas.reporting.enums import CheckKind, Measure, ReportKind, SectionKind, Severity
from congdoan.areas.reporting.forms.acts import choose
from congdoan.areas.reporting.models import FormVersion
from congdoan.areas.reporting.rules.designing import called
from congdoan.areas.reporting.rules.figures import read_figure
from congdoan.areas.reporting.rules.packs import CheckSpec, LineSpec, Pack, SectionSpec
from congdoan.areas.reporting.selectors.cells import breakdown_label
from congdoan.areas.reporting.selectors.designing import BREAKDOWNS, name_in
from congdoan.areas.reporting.selectors.findings import plain
from congdoan.foundation.forms import Form, LongTextField, TextField
from congdoan.foundation.refusal import Refusal

_CODE = re.compile(r"^[A-Z0-9Đ][A-Z0-9Đ.-]*$")
_SPLIT = [(one.value, one.label) for one in BREAKDOWNS]
_SIGNS = {"<=": "≤", ">=": "≥"}
#: What a line of one's own may count; a share is asked from the catalogue.
_OWN = [
    (Measure.STOCK.value, Measure.STOCK.label),
    (Measure.FLOW.value, Measure.FLOW.label),
    (Measure.RATIO.value, Measure.RATIO.label),
]


class NewForm(Form):
    """A form's name, and what it begins with."""

    code = TextField(
        label=_("Mã biểu mẫu"),
        max_length=40,
        help_text=_("Chữ in hoa không dấu cách, chữ số, dấu chấm hoặc gạch nối, ví dụ BC-NU-CONG."),
    )
    title = TextField(label=_("Tên biểu mẫu"), max_length=250)
    kind = forms.ChoiceField(label=_("Loại báo cáo"), choices=ReportKind.choices)
    source = forms.TypedChoiceField(
        label=_("Bắt đầu từ"), coerce=int, required=False, empty_value=None
    )

    def __init__(self, *args: Any, versions: Sequence[FormVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [
            (one.pk, say("Chép từ: {title}").format(title=one.form.title)) for one in versions
        ]
        choose(self, "source", [("", _("Biểu trống")), *offered])

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"]).upper()
        if not _CODE.match(code):
            raise forms.ValidationError(
                _("Mã chỉ gồm chữ không dấu, chữ số, dấu chấm và gạch nối, ví dụ BC-NU-CONG.")
            )
        return code


class SectionForm(Form):
    title = TextField(label=_("Tên phần"), max_length=250)
    kind = forms.ChoiceField(label=_("Loại"), choices=SectionKind.choices)
    hint = LongTextField(label=_("Hướng dẫn"), required=False, max_length=2_000, rows=3)
    required = forms.BooleanField(label=_("Bắt buộc viết (phần lời)"), required=False)

    def spec(self, code: str) -> SectionSpec:
        said = self.cleaned_data
        kind = said.get("kind") or SectionKind.TABLE
        return SectionSpec(code, said["title"], str(kind), said["hint"], said["required"])


class LineForm(Form):
    """A line; of the catalogue only its words, breakdowns and whether it has to be filled in."""

    number = TextField(label=_("Số dòng"), max_length=12, required=False)
    title = TextField(label=_("Nội dung"), max_length=300)
    unit = TextField(label=_("Đơn vị tính"), max_length=40)
    measure = forms.ChoiceField(label=_("Loại số"), choices=_OWN)
    upper = forms.ChoiceField(
        label=_("Tử số"), required=False, help_text=_("Chỉ khi loại số là tỷ lệ.")
    )
    lower = forms.ChoiceField(label=_("Mẫu số"), required=False)
    by = forms.MultipleChoiceField(
        label=_("Tách thêm"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=_SPLIT,
    )
    required = forms.BooleanField(label=_("Bắt buộc nhập"), required=False)
    deep = forms.BooleanField(label=_("Thụt vào, là “trong đó” của dòng trên"), required=False)
    negative = forms.BooleanField(label=_("Được ghi số âm"), required=False)

    def __init__(
        self, *args: Any, pack: Pack, held: LineSpec | None, own: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.pack, self.held, self.own = pack, held, own
        if own:
            code = held.code if held else ""
            lines = [("", _("Không phải tỷ lệ")), *_lines(pack, without=code)]
            choose(self, "upper", lines)
            choose(self, "lower", lines)
        else:
            for name in ("unit", "measure", "upper", "lower", "negative"):
                self.fields.pop(name)
        if held and held.measure in {Measure.RATIO, Measure.AVERAGE}:
            self.fields.pop("by")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.own and said.get("measure") == Measure.RATIO and not self.errors:
            for name in ("upper", "lower"):
                if not said.get(name):
                    self.add_error(name, say("Tỷ lệ cần cả tử số và mẫu số; hãy chọn một dòng."))
            if said.get("by"):
                self.add_error("by", say("Tỷ lệ không tách thêm được; hãy tách tử số và mẫu số."))
        return said

    def spec(self) -> LineSpec:
        """Return the line as it was typed."""
        said = self.cleaned_data
        parts: tuple[str, ...] = ()
        roll_up, measure, unit = "SUM", "", ""
        negative = False
        code = self.held.code if self.held else ""
        if self.own:
            measure, unit, negative = said["measure"], said["unit"], said["negative"]
            if measure == Measure.RATIO:
                parts, roll_up = (said["upper"], said["lower"]), "RATIO"
        elif self.held:
            parts, roll_up, measure = self.held.parts, self.held.roll_up, self.held.measure
            unit, negative = self.held.unit, self.held.negative
        return LineSpec(
            said["number"], code, said["title"], unit, measure, roll_up, parts,
            tuple(said["by"]) if "by" in said else (self.held.breakdowns if self.held else ()),
            int(said["deep"]), said["required"], negative,
        )  # fmt: skip


def initial_line(held: LineSpec) -> dict[str, Any]:
    ratio = held.measure == Measure.RATIO
    return {
        "number": held.number, "title": held.title, "unit": held.unit, "measure": held.measure,
        "upper": held.parts[0] if ratio else "", "lower": held.parts[1] if ratio else "",
        "by": list(held.breakdowns), "required": held.required, "deep": bool(held.depth),
        "negative": held.negative,
    }  # fmt: skip


def _lines(pack: Pack, *, without: str = "") -> list[tuple[str, str]]:
    """Return the boxes of a form that can be compared or divided."""
    names = called(pack)
    return [
        (series, f"{line.number}. {name}" if line.number else name)
        for part in pack.sections
        for line in part.lines
        if line.code != without
        for breakdown, series in line.series
        for name in (name_in(names[line.code], breakdown),)
        if line.measure != Measure.RATIO
    ]


class CheckForm(Form):
    """A rule figures have to keep."""

    kind = forms.ChoiceField(label=_("Loại"), choices=CheckKind.choices)
    series = forms.ChoiceField(label=_("Ô được kiểm tra"))
    operator = forms.ChoiceField(
        label=_("So sánh"),
        choices=[("=", _("bằng")), ("<=", _("không lớn hơn")), (">=", _("không nhỏ hơn"))],
        help_text=_("Chỉ khi cân đối giữa các dòng."),
    )
    plus = forms.MultipleChoiceField(
        label=_("Cộng các ô"), required=False, widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=_("Cân đối: tổng để so. Nối với kỳ trước: phần tăng trong kỳ."),
    )  # fmt: skip
    minus = forms.MultipleChoiceField(
        label=_("Trừ các ô"), required=False, widget=forms.SelectMultiple(attrs={"size": 6})
    )
    low = TextField(
        label=_("Từ"), max_length=40, required=False,
        help_text=_("Trong khoảng: số nhỏ nhất. Chênh so với kỳ trước: chỉ báo khi chênh từ số này."),  # noqa: E501
    )  # fmt: skip
    high = TextField(
        label=_("Đến"), max_length=40, required=False,
        help_text=_("Trong khoảng: số lớn nhất. Chênh so với kỳ trước: số phần trăm được chênh."),
    )  # fmt: skip
    severity = forms.ChoiceField(label=_("Mức"), choices=Severity.choices)
    message = TextField(
        label=_("Lời nhắc thêm"), max_length=300, required=False,
        help_text=_("Hiện trước câu có số liệu do phần mềm viết."),
    )  # fmt: skip

    def __init__(self, *args: Any, pack: Pack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        boxes = _lines(pack)
        choose(self, "series", boxes)
        choose(self, "plus", boxes)
        choose(self, "minus", boxes)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for name in ("low", "high"):
            said[name] = self._number(name, said.get(name) or "")
        if not self.errors:
            for name, sentence in self._missing(said):
                self.add_error(name, sentence)
        return said

    def _missing(self, said: dict[str, Any]) -> Iterator[tuple[str, str]]:
        kind, low, high = said["kind"], said["low"], said["high"]
        terms = {*said["plus"], *said["minus"]}
        if kind == CheckKind.EQUATION and not terms:
            yield "plus", say("Hãy chọn ít nhất một ô để so.")
        if kind == CheckKind.OUTLIER and high is None:
            yield "high", say("Hãy ghi số phần trăm được chênh, ví dụ 30.")
        if kind == CheckKind.RANGE and low is None and high is None:
            yield "low", say("Hãy ghi số nhỏ nhất hoặc số lớn nhất.")
        if kind == CheckKind.RANGE and low is not None and high is not None and low > high:
            yield "high", say("Số lớn nhất phải từ số nhỏ nhất trở lên.")
        if said["series"] in terms:
            yield "plus", say("Ô được kiểm tra không so với chính nó; hãy bỏ chọn ô đó.")

    def _number(self, name: str, text: str) -> Decimal | None:
        comma = (get_language() or "vi").startswith("vi")
        label = str(self.fields[name].label)
        try:
            return read_figure(
                text, line=f"“{label}”", whole=False, negative=True, money=True, comma=comma
            )
        except Refusal as refusal:
            self.add_error(name, refusal.sentence)
            return None

    def spec(self) -> CheckSpec:
        said = self.cleaned_data
        kind = said["kind"]
        compares = kind in {CheckKind.EQUATION, CheckKind.CONTINUITY}
        terms = [f"+{one}" for one in said["plus"]] + [f"-{one}" for one in said["minus"]]
        return CheckSpec(
            kind, said["severity"], said["series"],
            said["operator"] if kind == CheckKind.EQUATION else "=",
            tuple(terms) if compares else (),
            None if compares else said["low"], None if compares else said["high"],
            said["message"],
        )  # fmt: skip


def initial_check(held: CheckSpec) -> dict[str, Any]:
    return {
        "kind": held.kind, "series": held.series, "operator": held.operator,
        "plus": [one[1:] for one in held.terms if one.startswith("+")],
        "minus": [one[1:] for one in held.terms if one.startswith("-")],
        "low": plain(held.low), "high": plain(held.high), "severity": held.severity,
        "message": held.message,
    }  # fmt: skip


def said_check(check: CheckSpec, pack: Pack) -> str:
    """Return a check as a sentence of the form's own words."""
    names = called(pack)

    def name(series: str) -> str:
        code, _dot, breakdown = series.partition(".")
        return f"“{name_in(names[code], breakdown)}”" if code in names else series

    def listed() -> str:
        words = " ".join(f"{'−' if one[0] == '-' else '+'} {name(one[1:])}" for one in check.terms)
        return words.removeprefix("+ ")

    words = {
        "name": name(check.series), "terms": listed(), "low": plain(check.low) or "…",
        "high": plain(check.high) or "…", "sign": _SIGNS.get(check.operator, "="),
    }  # fmt: skip
    said = {
        CheckKind.EQUATION: say("{name} {sign} {terms}"),
        CheckKind.RANGE: say("{name} từ {low} đến {high}"),
        CheckKind.CONTINUITY: say("{name} = số kỳ trước + ({terms})"),
        CheckKind.OUTLIER: say("{name} chênh không quá {high}% so với kỳ trước"),
    }
    return said[CheckKind(check.kind)].format(**words)


def split_labels(line: LineSpec) -> list[str]:
    return [breakdown_label(one) for one in line.breakdowns]
