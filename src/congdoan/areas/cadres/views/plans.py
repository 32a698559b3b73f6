"""Plans of officials: a union's, one of them, what is done with it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from congdoan.areas.cadres import policies
from congdoan.areas.cadres.enums import EditionState
from congdoan.areas.cadres.forms.party import PurposeForm
from congdoan.areas.cadres.models import OfficialPlan
from congdoan.areas.cadres.selectors.due import approver_of
from congdoan.areas.cadres.selectors.plans import (
    Planned,
    get_plan,
    get_planning_unit,
    planned,
    planning_unit,
    plans_awaiting,
    plans_of,
)
from congdoan.areas.cadres.services.planning import read_plan, words_of
from congdoan.areas.members.api import RESTRICTED, unscoped_ethnic_count
from congdoan.foundation.actor import ActorRequest, signed_in
from congdoan.foundation.downloads import XLSX, as_file
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotAllowed
from congdoan.foundation.workbook import plain_sheet
from congdoan.kernel.organisations.api import name_of, names


@signed_in
def plans(request: ActorRequest) -> HttpResponse:
    """Lead to the union the actor works for."""
    actor = request.actor
    if not (actor.may_somewhere(policies.PLAN) or actor.may_somewhere(policies.APPROVE)):
        raise NotAllowed
    unit = planning_unit(actor)
    if unit is None:
        return render_page(request, "cadres/nowhere.html", {"title": _("Quy hoạch cán bộ")})
    return redirect("cadres:plans_of", unit.pk)


@signed_in
def plans_of_unit(request: ActorRequest, unit: int) -> HttpResponse:
    """The plans of a union, and what those under it have submitted."""
    actor = request.actor
    found = get_planning_unit(actor, unit)
    awaiting = []
    if actor.may(policies.APPROVE, on=found):
        editions = plans_awaiting(found)
        called = names({one.plan.organisation_id for one in editions}, on=actor.today)
        awaiting = [(one, called.get(one.plan.organisation_id, "")) for one in editions]
    context = {
        "unit": found,
        "unit_name": name_of(found, on=actor.today),
        "plans": [(one, one.editions.order_by("-pk").first()) for one in plans_of(found)],
        "awaiting": awaiting,
        "may_write": actor.may(policies.PLAN, on=found) and found.exists_on(actor.today),
        "may_plan": actor.may(policies.PLAN, on=found),
    }
    return render_page(request, "cadres/plans.html", context)


def seen_plan(request: ActorRequest, plan: OfficialPlan) -> Planned:
    """Return the plan; ethnic figures only with the right to sensitive facts there."""
    actor = request.actor
    ethnic = None
    if actor.may(RESTRICTED, on=plan.organisation):
        people = plan.candidates.filter(removed_in=None, refused=False)
        ethnic = unscoped_ethnic_count(set(people.values_list("person_id", flat=True)))
    return planned(plan, on=actor.as_of, ethnic=ethnic)


def crumbs(plan: OfficialPlan, request: ActorRequest) -> dict[str, Any]:
    return {
        "unit": plan.organisation,
        "unit_name": name_of(plan.organisation, on=request.actor.today),
        "plan": plan,
    }


@signed_in
def plan(request: ActorRequest, pk: int) -> HttpResponse:
    """One plan; reading it is written down, remarks open for a purpose."""
    actor = request.actor
    found = get_plan(actor, pk)
    shown = seen_plan(request, found)
    form = PurposeForm(request.POST or None, actor=actor)
    words = None
    purpose = _("Mở quy hoạch")
    if request.method == "POST" and form.is_valid():
        purpose = form.cleaned_data["purpose"]
        words = words_of([line.candidate for line in shown.lines])
    if request.method != "POST" or words is not None:
        read_plan(actor=actor, plan=found, purpose=purpose, rows=len(shown.lines))
    edition = shown.edition
    own = actor.may(policies.PLAN, on=found.organisation)
    superior = approver_of(found.organisation, on=actor.today)
    context = {
        **crumbs(found, request),
        "shown": shown,
        "groups": _groups(shown, words),
        "words": words is not None,
        "form": form,
        "superior": name_of(superior, on=actor.today),
        "is_open": own and edition is not None and edition.state == EditionState.OPEN,
        "may_review": own and edition is not None and edition.state == EditionState.APPROVED,
        "may_decide": actor.may(policies.APPROVE, on=superior)
        and edition is not None
        and edition.state == EditionState.SUBMITTED,
    }
    status = 422 if request.method == "POST" and form.errors else 200
    return render_page(request, "cadres/plan.html", context, status=status)


def _groups(
    shown: Planned, words: dict[int, tuple[str, str]] | None
) -> list[tuple[str, str, list[Any]]]:
    titles = (
        ("proposed", _("Đang được giới thiệu"), shown.proposed),
        ("standing", _("Trong quy hoạch"), shown.standing),
        ("leaving", _("Đề nghị đưa ra"), shown.leaving),
        ("former", _("Đã đưa ra, không được duyệt"), shown.former),
    )
    return [
        (code, title, [(line, (words or {}).get(line.candidate.pk)) for line in lines])
        for code, title, lines in titles
        if lines
    ]


@signed_in
def plan_sheet(request: ActorRequest, pk: int) -> HttpResponse:
    """The plan as a workbook; taking it along is in the log with its columns."""
    found = get_plan(request.actor, pk)
    shown = seen_plan(request, found)
    heads = [
        _("Chức danh quy hoạch"), _("Họ và tên"), _("Giới tính"), _("Năm sinh"),
        _("Nơi giới thiệu"), _("Tình trạng"), _("Đã giữ chức danh từ"),
    ]  # fmt: skip
    rows = [
        [
            line.post,
            line.candidate.person.full_name,
            str(line.candidate.person.get_gender_display()),
            str(line.birth_year or ""),
            line.candidate.proposed_by,
            title,
            f"{line.appointed:%d/%m/%Y}" if line.appointed else "",
        ]
        for _code, title, lines in _groups(shown, None)
        for line, _words in lines
    ]
    purpose = _("Xuất Excel: {columns}").format(columns=", ".join(heads))
    read_plan(actor=request.actor, plan=found, purpose=purpose, rows=len(rows))
    note = _("{unit}, nhiệm kỳ {term}. Tài liệu mật.").format(
        unit=name_of(found.organisation, on=request.actor.as_of),
        term=f"{found.first_year}–{found.last_year}",
    )
    notes = [note]
    if n := shown.kept_back:
        words = _("{n} người đang hạn chế xử lý dữ liệu, không nêu ở đây.")
        notes.append(words.format(n=n))
    content = plain_sheet(_("Quy hoạch cán bộ"), heads, rows, notes=notes)
    name = f"quy-hoach-{found.organisation.code}-{found.first_year}.xlsx"
    return as_file(content, XLSX, name)
