"""Pictures of a comparison: a chart a figure, or lines over rounds with their breaks."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from congdoan.areas.analysis.rules.charts import Bars, Trend, bars, changes, trend
from congdoan.areas.reporting.api import Pivot, shown

_LINES = 3


@dataclass(frozen=True)
class Chart:
    """A picture with its title and one sentence of what it shows; one of the two is drawn."""

    title: str
    about: str
    bars: Bars | None = None
    trend: Trend | None = None


def words(value: Decimal | None) -> str:
    """Return a figure as it is shown, with two digits after the comma at most."""
    return (
        "—"
        if value is None
        else shown(value if value == value.to_integral_value() else round(value, 2))
    )


def charts_of(found: Pivot, *, whole: str, over_rounds: bool) -> list[Chart]:
    """Return the pictures of a comparison; ``whole`` is how the branch is called."""
    if over_rounds and len(found.heads) > 1:
        return _over_rounds(found, whole)
    return [
        Chart(
            head.label,
            _("Mỗi thanh là một đơn vị ngay bên dưới, nhiều nhất ở trên."),
            bars=bars([(one.name, one.values[n]) for one in found.by(n, rising=False)], words),
        )
        for n, head in enumerate(found.heads)
    ]


def _over_rounds(found: Pivot, whole: str) -> list[Chart]:
    labels = [one.label for one in found.heads]
    last = len(labels) - 1
    breaks = [
        (place, _("đơn vị: +%(came)d, −%(left)d") % {"came": came, "left": left})
        for place, came, left in changes(found.there)
    ]
    greatest = found.by(last, rising=False)[:_LINES]
    about = _(
        "Đường đứt là chỗ số đơn vị bên dưới đã đổi giữa hai đợt: hai bên không gồm cùng phạm vi."
    )
    return [
        Chart(whole, about, trend=trend([(whole, found.whole)], labels, breaks, words)),
        Chart(
            _("Các đơn vị có số lớn nhất ở đợt sau cùng"),
            about,
            trend=trend([(one.name, one.values) for one in greatest], labels, breaks, words),
        ),
    ]
