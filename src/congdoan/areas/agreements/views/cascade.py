"""A superior asks its units to sign: the list, the coverage, a unit's own line."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import Standing, Verdict
from congdoan.areas.agreements.forms.cascade import CoverageFilter
from congdoan.areas.agreements.models import Cascade
from congdoan.areas.agreements.rules import cascade as rules
from congdoan.areas.agreements.selectors.agreements import get_visible_agreement
from congdoan.areas.agreements.selectors.cascade import (
    changes_of,
    coverage,
    covered,
    get_covered_cascade,
    get_visible_cascade,
    unit_line,
    units_in_sight,
    visible_cascades,
    visible_unit,
)
from congdoan.areas.agreements.selectors.templates import templates
from congdoan.areas.agreements.views.cascade_acts import scope_words
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotFound
from congdoan.foundation.tables import Column, Empty, Row, Table
from congdoan.foundation.templatetags.ui import badge, day
from congdoan.kernel.organisations.api import name_of, names
from congdoan.kernel.rulebook.api import find_entry, label

TONES = {
    Standing.NONE: "bad",
    Standing.DRAFTING: "info",
    Standing.SIGNING: "info",
    Standing.IN_FORCE: "good",
    Standing.OVER: "warn",
}


def standing_badge(one: Standing) -> SafeString:
    return badge(str(one.label), TONES[one])


def kind_label(code: str, on: Any) -> str:
    return (
        label("organisation.kind", code, on)
        if find_entry("organisation.kind", code, on=on)
        else str(_("Chưa ghi loại hình"))
    )


class Cascades(Table):
    """What was asked, newest first."""

    caption = _("Triển khai ký kết")
    default_sort = "-asked"
    columns = [
        Column(
            "title",
            _("Tên đợt"),
            link=lambda row: reverse("agreements:cascade", args=[row.pk]),
        ),
        Column("superior", _("Cấp trên yêu cầu"), "superior_name"),
        Column("asked", _("Yêu cầu ngày"), "asked_on", sort=("asked_on",), kind="day"),
        Column("deadline", _("Hạn ký"), sort=("deadline",), kind="day"),
        Column(
            "state",
            _("Trạng thái"),
            lambda row: badge(
                str(_("Đã kết thúc") if row.closed_on else _("Đang triển khai")),
                "neutral" if row.closed_on else "info",
            ),
        ),
    ]
    empty = Empty(
        _("Chưa có đợt triển khai nào"),
        _(
            "Cấp trên dùng trang này để yêu cầu từng đơn vị ký quy chế phối hợp với chuyên môn "
            "đồng cấp, theo dõi đơn vị nào đã ký, chưa ký và đôn đốc."
        ),
        "diagram-3",
    )
    request: ActorRequest

    @property
    def rows(self) -> list[Row]:
        if not hasattr(self, "_named"):
            ids = {row.superior_id for row in self.page.rows}
            called = names(ids, on=self.request.actor.as_of)
            for row in self.page.rows:
                row.superior_name = called.get(row.superior_id, "")
            self._named = [self._row(row) for row in self.page.rows]
        return self._named


class Units(Table):
    """The units asked, with what each has."""

    caption = _("Đơn vị trong phạm vi")
    default_sort = "name"
    empty = Empty(_("Không có đơn vị nào trong phạm vi vào ngày này"), "", "diagram-3")
    request: ActorRequest

    def __init__(self, cascade: Cascade, request: ActorRequest, *, on: Any) -> None:
        self.cascade, self.on = cascade, on
        super().__init__(covered(cascade, on=on), request)

    def _filter(self) -> CoverageFilter:
        return CoverageFilter(
            self.request.GET,
            actor=self.request.actor,
            cascade=self.cascade,
            on=self.on,
            auto_id="filter-%s",
        )

    @property
    def columns(self) -> list[Column]:  # type: ignore[override]
        return [
            Column("name", _("Đơn vị"), sort=("sort_key",), link=self._page),
            Column("kind", _("Loại hình"), lambda row: kind_label(row.kind, self.on), minor=True),
            Column(
                "standing", _("Tình hình"), lambda row: standing_badge(rules.standing(row.best))
            ),
            Column("agreement", _("Văn bản"), lambda row: row.change_title),
            Column("since", _("Từ ngày"), lambda row: row.change_on),
        ]

    def _page(self, row: Any) -> str:
        return reverse("agreements:cascade_unit", args=[self.cascade.pk, row.organisation_id])

    @property
    def rows(self) -> list[Row]:
        if not hasattr(self, "_found"):
            changes = changes_of(self.page.rows)
            for row in self.page.rows:
                change = changes.get(row.change_id)
                row.change_title = change.agreement.title if change else "—"
                row.change_on = day(change.on) if change else "—"
            self._found = [self._row(row) for row in self.page.rows]
        return self._found


@needs(policies.VIEW)
def cascades(request: ActorRequest) -> HttpResponse:
    """Show what the actor's organisations asked, and what they were asked."""
    may_ask = request.actor.may_somewhere(policies.CASCADE)
    context = {
        "table": Cascades(visible_cascades(request.actor), request),
        "may": {"ask": may_ask},
    }
    return render_page(request, "agreements/cascades.html", context)


@needs(policies.VIEW)
def cascade(request: ActorRequest, pk: int) -> HttpResponse:
    """Show the coverage to the superior; to a unit what it has to do itself."""
    actor = request.actor
    one = get_visible_cascade(actor, pk)
    on = actor.as_of
    if not actor.may(policies.VIEW, on=one.superior):
        units = list(units_in_sight(actor, one)[:50])
        context = {**_head(one, on), "units": [(row, _standing(row)) for row in units]}
        return render_page(request, "agreements/cascade_own.html", context)
    get_covered_cascade(actor, pk)
    counted = coverage(one, on=on)
    steers = actor.may(policies.CASCADE, on=one.superior) and one.closed_on is None
    context = {
        **_head(one, on),
        "table": Units(one, request, on=on),
        "coverage": counted,
        "states": [(code.label, counted.whole.counts[code], code.value) for code in Standing],
        "heads": [code.label for code in Standing],
        "branches": [
            (tally, [tally.counts[code] for code in Standing]) for tally in counted.branches
        ],
        "kinds": [
            (kind_label(tally.code, on), tally, [tally.counts[code] for code in Standing])
            for tally in counted.kinds
        ],
        "reminders": one.reminders.order_by("-on")[:20],
        "drafted": one.units.exclude(verdict=Verdict.NONE).exists(),
        "may": {"steer": steers, "generate": steers and bool(one.template or one.text_template_id)},
    }
    return render_page(request, "agreements/cascade.html", context)


def _standing(row: Any) -> SafeString:
    return standing_badge(rules.standing(row.best))


def _head(one: Cascade, on: Any) -> dict[str, Any]:
    template = templates().get(one.template)
    return {
        "cascade": one,
        "superior": name_of(one.superior, on=on),
        "kind": label("agreement.kind", one.kind, one.asked_on),
        "template_name": one.text_template.title
        if one.text_template
        else template.label
        if template
        else "",
        "scope": scope_words(one),
    }


@needs(policies.VIEW)
def unit(request: ActorRequest, pk: int, unit_pk: int) -> HttpResponse:
    """Show what one unit was asked and has; its officer begins the draft here."""
    actor = request.actor
    one = get_visible_cascade(actor, pk)
    organisation = visible_unit(actor, unit_pk)
    line = unit_line(one, organisation, on=actor.as_of)
    open_still = line.standing in {Standing.NONE, Standing.OVER}
    agreement = line.agreement
    context = {
        **_head(one, actor.as_of),
        "line": line,
        "standing": standing_badge(line.standing),
        "agreement": agreement,
        "may": {
            "draft": one.closed_on is None
            and open_still
            and actor.may(policies.DRAFT, on=organisation),
            "see_agreement": agreement is not None and _sees(request, agreement.pk),
            "see_all": actor.may(policies.VIEW, on=one.superior),
        },
    }
    return render_page(request, "agreements/cascade_unit.html", context)


def _sees(request: ActorRequest, pk: int) -> bool:
    try:
        get_visible_agreement(request.actor, pk)
    except NotFound:
        return False
    return True
