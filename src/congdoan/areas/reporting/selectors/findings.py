"""What the checks find in a report, as sentences with the numbers in them."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext as _

from congdoan.areas.reporting.rules.checking import Finding, Values, by_series, findings
from congdoan.areas.reporting.selectors.cells import Layout, label_of


@dataclass(frozen=True)
class Found:
    """A finding with its sentence, and what the author said about it."""

    finding: Finding
    sentence: str
    position: int
    explanation: str = ""

    @property
    def key(self) -> str:
        return self.finding.key

    @property
    def is_hard(self) -> bool:
        return self.finding.is_hard

    @property
    def waits(self) -> bool:
        """Tell whether it stops the report now."""
        return self.is_hard or not self.explanation


def found_in(
    layout: Layout,
    figures: list[Decimal | None],
    before: Values,
    explanations: dict[str, str],
) -> list[Found]:
    """Return what does not hold in figures (in the order of cells), with explanations."""
    values = by_series(layout.cells, figures)
    places = layout.by_series
    return [
        Found(
            one,
            _sentence(layout, one),
            places[one.series].position if one.series in places else 0,
            explanations.get(one.key, ""),
        )
        for one in findings(layout.checks, values, before)
    ]


def shown(value: Decimal | None) -> str:
    """Return a figure as people write it: 1.234,5."""
    if value is None:
        return "—"
    plain = value.normalize() if value else Decimal(0)
    digits = max(0, -int(plain.as_tuple().exponent))
    return str(formats.number_format(plain, decimal_pos=digits, force_grouping=True))


def _sentence(layout: Layout, one: Finding) -> str:
    cells = layout.by_series
    line = label_of(cells[one.series]) if one.series in cells else one.series
    terms = [(term[0], label_of(cells[term[1:]])) for term in one.terms if term[1:] in cells]
    others = " ".join(f"{'−' if sign == '-' else '+'} {name}" for sign, name in terms)
    words = {
        "line": line,
        "value": shown(one.value),
        "other": shown(one.other),
        "others": others.removeprefix("+ "),
        "low": shown(one.low),
        "high": shown(one.high),
    }
    found = _TEMPLATES[one.kind, one.operator if one.kind == "EQUATION" else ""]().format(**words)
    message = next((each.message for each in layout.checks if each.position == one.position), "")
    return f"{message} {found}" if message else found


_TEMPLATES: dict[tuple[str, str], Callable[[], str]] = {
    ("RANGE", ""): lambda: _("Dòng {line} ghi {value}, ngoài khoảng từ {low} đến {high}."),
    ("OUTLIER", ""): lambda: _("Dòng {line} ghi {value}, kỳ trước {other}: chênh quá {high}%."),
    ("CONTINUITY", ""): lambda: _(
        "Dòng {line} ghi {value}; số kỳ trước cộng trừ tăng, giảm ({others}) là {other}."
    ),
    ("EQUATION", "<="): lambda: _("Dòng {line} ghi {value}, lớn hơn dòng {others} là {other}."),
    ("EQUATION", ">="): lambda: _("Dòng {line} ghi {value}, nhỏ hơn dòng {others} là {other}."),
    ("EQUATION", "="): lambda: _("Dòng {line} ghi {value}, không bằng {others} là {other}."),
}
