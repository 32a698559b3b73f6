"""Drafts for a whole branch: what is missing, preview, start, progress, verdicts, differences."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import RunState, Verdict
from congdoan.areas.agreements.forms.generating import StartRun, UnitValues, VerdictFilter
from congdoan.areas.agreements.models import Cascade, CascadeRun
from congdoan.areas.agreements.rules import sheet as sheets
from congdoan.areas.agreements.rules import variables
from congdoan.areas.agreements.rules.numbering import numbered
from congdoan.areas.agreements.selectors.cascade import (
    find_organisation,
    get_covered_cascade,
    unit_line,
    visible_unit,
)
from congdoan.areas.agreements.selectors.filling import facts_of
from congdoan.areas.agreements.selectors.running import (
    lacking,
    last_run,
    progress_of,
    run_rows,
    unit_row,
    waiting_units,
)
from congdoan.areas.agreements.selectors.templates import lines_of
from congdoan.areas.agreements.services.generating import (
    LOST_AFTER,
    queue_run,
    set_unit_values,
    start_run,
    stop_run,
)
from congdoan.areas.agreements.views.duties_form import answer_form, sent
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.once import once
from congdoan.foundation.refusal import NotAllowed, NotFound, Refusal
from congdoan.foundation.tables import Column, Empty, Row, Table
from congdoan.foundation.templatetags.ui import badge
from congdoan.kernel.organisations.api import name_of, names

TONES = {
    Verdict.WAITING: "info",
    Verdict.MADE: "good",
    Verdict.STANDS: "neutral",
    Verdict.REFUSED: "bad",
}


class RunUnits(Table):
    """What became of each unit."""

    caption = gettext_lazy("Kết luận từng đơn vị")
    default_sort = "code"
    filter_form = VerdictFilter
    empty = Empty(gettext_lazy("Không có đơn vị nào với kết luận này"), "", "diagram-3")
    request: ActorRequest

    columns = [
        Column("code", gettext_lazy("Mã"), "unit_code", sort=("unit__code",), minor=True),
        Column("name", gettext_lazy("Đơn vị"), "unit_name", link=lambda row: row.unit_url),
        Column(
            "verdict",
            gettext_lazy("Kết luận"),
            lambda row: badge(
                row.get_verdict_display(), TONES.get(Verdict(row.verdict), "neutral")
            ),
        ),
        Column("reason", gettext_lazy("Lý do"), lambda row: row.reason or "—"),
    ]

    @property
    def rows(self) -> list[Row]:
        if not hasattr(self, "_named"):
            called = names({row.unit_id for row in self.page.rows}, on=self.request.actor.today)
            for row in self.page.rows:
                row.unit_code = row.unit.code
                row.unit_name = called.get(row.unit_id, row.unit.code)
                row.unit_url = reverse(
                    "agreements:cascade_unit", args=[row.cascade_id, row.unit_id]
                )
            self._named = [self._row(row) for row in self.page.rows]
        return self._named


def _steered(request: ActorRequest, pk: int) -> Cascade:
    """:raises NotAllowed: when the actor sees the coverage but does not steer it"""
    one = get_covered_cascade(request.actor, pk)
    if not request.actor.may(policies.CASCADE, on=one.superior):
        raise NotAllowed
    return one


@needs(policies.CASCADE)
def generate(request: ActorRequest, pk: int) -> HttpResponse:
    """Show what a run would make and what is missing, its progress, and its verdicts."""
    one = _steered(request, pk)
    actor = request.actor
    run = last_run(one)
    lines = lines_of(one)
    own = variables.own(lines)
    form = StartRun(sent(request), actor=actor, places=own, values=run.values if run else {})
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            with once(request):
                start_run(
                    actor=actor,
                    cascade=one,
                    values=form.values,
                    leave_gaps=form.cleaned_data["leave_gaps"],
                    on=actor.today,
                    at=clock.now(),
                )
        except Refusal as refusal:
            refused = refusal.sentence
        else:
            messages.success(request, _("Đã bắt đầu lập dự thảo cho các đơn vị."))
            return redirect("agreements:cascade_generate", pk)
    context = {
        "cascade": one,
        "form": form,
        "refused": refused,
        "lines": lines,
        "places": ", ".join(place.name for place in variables.places(lines) if place.code),
        **_progress(run),
        "running": run is not None and run.state == RunState.RUNNING,
        "table": RunUnits(run_rows(one), request) if run else None,
    }
    if not context["running"]:
        waiting = waiting_units(one, on=actor.today)
        context["waiting"] = len(waiting)
        context["lacking"] = lacking(one, waiting, lines, run, on=actor.today)
    return render_page(
        request,
        "agreements/cascade_generate.html",
        context,
        part="progress" if request.htmx.target == "progress" else "",
        status=409 if refused else 200,
    )


def _progress(run: CascadeRun | None) -> dict[str, Any]:
    if run is None:
        return {"run": None}
    counts = progress_of(run)
    total = sum(counts.values())
    done = total - counts[Verdict.WAITING]
    lost = run.state == RunState.RUNNING and run.beat_at < clock.now() - LOST_AFTER
    return {
        "run": run,
        "total": total,
        "done": done,
        "lost": lost,
        "verdicts": [(code.label, counts[code], code.value) for code in TONES if counts[code]],
    }


@needs(policies.CASCADE)
def stop(request: ActorRequest, pk: int) -> HttpResponse:
    """Stop the run, or let a lost one go on."""
    one = _steered(request, pk)
    run = last_run(one)
    if request.method != "POST" or run is None:
        return redirect("agreements:cascade_generate", pk)
    if request.POST.get("do") == "resume":
        queue_run(run)
        messages.success(request, _("Đã cho chạy tiếp."))
    else:
        stop_run(actor=request.actor, run=run, at=clock.now())
        messages.success(request, _("Đã dừng; dự thảo đã lập vẫn còn."))
    return redirect("agreements:cascade_generate", pk)


@needs(policies.CASCADE)
def preview(request: ActorRequest, pk: int, unit_pk: int) -> HttpResponse:
    """Show the text one unit would get, nothing is stored."""
    one = _steered(request, pk)
    unit = visible_unit(request.actor, unit_pk)
    on = request.actor.today
    row = unit_row(one, unit.pk)
    chosen = {unit.pk: row.partner_id} if row and row.partner_id else {}
    facts = facts_of(one, [unit.pk], on=on, chosen=chosen).get(unit.pk)
    if facts is None:
        raise NotFound
    lines = lines_of(one)
    run = last_run(one)
    values, missing = variables.values_by_place(
        variables.places(lines), facts.known, run.values if run else {}, row.values if row else {}
    )
    context = {
        "cascade": one,
        "unit": unit,
        "unit_name": facts.name,
        "missing": missing,
        "facts": facts,
        "lines": list(numbered(variables.filled(lines, values))),
    }
    return render_page(request, "agreements/cascade_preview.html", context)


@needs(policies.CASCADE)
def unit_values(request: ActorRequest, pk: int, unit_pk: int) -> HttpResponse:
    """Type the values of one unit, and with whom it signs."""
    one = _steered(request, pk)
    unit = visible_unit(request.actor, unit_pk)
    on = request.actor.today
    line = unit_line(one, unit, on=on)
    row = unit_row(one, unit.pk)
    form = UnitValues(
        sent(request),
        actor=request.actor,
        places=variables.places(sheets.clauses(lines_of(one))),
        values=row.values if row else {},
        partners=line.partners,
        initial={"partner": str(row.partner_id or "") if row else ""},
    )

    def do(values: dict[str, Any]) -> object:
        partner = values.get("partner")
        return set_unit_values(
            actor=request.actor,
            cascade=one,
            unit=unit,
            values=form.values,
            partner=find_organisation(partner) if partner else None,
        )

    context = {
        "heading": _("Giá trị riêng: {unit}").format(unit=name_of(unit, on=on)),
        "action": _("Lưu"),
        "consequences": [_("Để trống: dùng giá trị chung hoặc thông tin hệ thống đã biết.")],
        "cascade": one,
        "back": reverse("agreements:cascade_generate", args=[pk]),
    }
    return answer_form(
        request,
        form,
        do,
        context,
        said=_("Đã lưu."),
        done=reverse("agreements:cascade_preview", args=[pk, unit_pk]),
        template="agreements/cascade_form.html",
    )
