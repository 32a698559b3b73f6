"""Files of introduction to the Party: the union's list, one file, one's own."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from congdoan.areas.cadres import policies
from congdoan.areas.cadres.enums import Stage
from congdoan.areas.cadres.forms.party import PurposeForm
from congdoan.areas.cadres.models import PartyIntroduction
from congdoan.areas.cadres.selectors.introductions import (
    COUNTED,
    countable_unit,
    counts_by_unit,
    file_of,
    get_introduction,
    introductions_of,
    kept_back,
    own_files,
    own_unit,
    unscoped_party_counts,
)
from congdoan.areas.cadres.services.introducing import (
    look_at,
    look_over,
    read_introduction,
    read_own,
)
from congdoan.foundation.actor import ActorRequest, needs, signed_in
from congdoan.foundation.downloads import XLSX, as_file
from congdoan.foundation.htmx import render_page
from congdoan.foundation.workbook import plain_sheet
from congdoan.kernel.organisations.api import name_of, names
from congdoan.kernel.organisations.models import Organisation

#: Years the table of counts shows.
_YEARS = 5


@needs(policies.COUNT)
def party(request: ActorRequest) -> HttpResponse:
    """Lead to the union the actor works for."""
    unit = own_unit(request.actor)
    if unit is None:
        return render_page(request, "cadres/nowhere.html", {"title": _("Giới thiệu vào Đảng")})
    return redirect("cadres:party_of", unit.pk)


@needs(policies.COUNT)
def party_of(request: ActorRequest, unit: int) -> HttpResponse:
    """A union's files (to who may read them) and what its branch reached, by year."""
    found = countable_unit(request.actor, unit)
    actor, day = request.actor, request.actor.as_of
    may_read = actor.may(policies.PARTY, on=found)
    files = [file_of(one) for one in introductions_of(found, on=day)] if may_read else None
    if files:
        look_over(actor=actor, organisation=found, rows=len(files), purpose=_("Xem danh sách"))
    last_year = day.year
    first = day.replace(year=last_year - _YEARS + 1, month=1, day=1)
    counts = unscoped_party_counts([found.pk], first=first, last=day)[found.pk]
    years = [
        (year, [counts.get((year, str(kind)), 0) for kind in COUNTED])
        for year in range(last_year, last_year - _YEARS, -1)
    ]
    context = {
        "unit": found,
        "unit_name": name_of(found, on=day),
        "files": files,
        "kept_back": kept_back(found, on=day) if may_read else 0,
        "today": actor.today,
        "kinds": [kind.label for kind in COUNTED],
        "years": years,
        "units": _units(found, request),
        "year": last_year,
        "may_write": may_read and day == actor.today and found.exists_on(day),
    }
    return render_page(request, "cadres/party.html", context)


def _units(found: Organisation, request: ActorRequest) -> list[tuple[str, list[int]]]:
    day = request.actor.as_of
    reached = counts_by_unit(found, first=day.replace(month=1, day=1), last=day)
    reached.pop(found.pk, None)
    called = names(reached, on=day)
    return sorted(
        (called.get(pk, ""), [counts.get(str(kind), 0) for kind in COUNTED])
        for pk, counts in reached.items()
    )


@needs(policies.PARTY)
def introduction(request: ActorRequest, pk: int) -> HttpResponse:
    """One file; opening it is written down, its words open for a purpose."""
    found = get_introduction(request.actor, pk)
    form = PurposeForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        purpose = form.cleaned_data["purpose"]
        words = read_introduction(actor=request.actor, introduction=found, purpose=purpose)
        return _page(request, found, form, words=words)
    look_at(actor=request.actor, introduction=found, purpose=_("Mở hồ sơ giới thiệu vào Đảng"))
    return _page(request, found, form)


def _page(
    request: ActorRequest,
    found: PartyIntroduction,
    form: PurposeForm,
    *,
    words: tuple[str, dict[int, str]] | None = None,
) -> HttpResponse:
    shown = file_of(found, words[1] if words else None)
    context = {
        **crumbs(found, request),
        "file": shown,
        "introduction": found,
        "stages": _stages(found),
        "grounds": words[0] if words else None,
        "form": form,
        "today": request.actor.today,
        "has_paper": Stage(found.stage) != Stage.NOMINATED,
    }
    status = 422 if request.method == "POST" and form.errors else 200
    return render_page(request, "cadres/introduction.html", context, status=status)


def _stages(found: PartyIntroduction) -> list[tuple[str, bool]]:
    order = list(Stage)
    reached = order.index(Stage(found.stage))
    return [(str(one.label), n <= reached) for n, one in enumerate(order)]


def crumbs(found: PartyIntroduction, request: ActorRequest) -> dict[str, Any]:
    return {
        "unit": found.organisation,
        "unit_name": name_of(found.organisation, on=request.actor.today),
        "lead": found.person.full_name,
    }


@needs(policies.PARTY)
def party_sheet(request: ActorRequest, unit: int) -> HttpResponse:
    """The union's files as a workbook: who took it, and with which columns, is in the log."""
    found = countable_unit(request.actor, unit)
    request.actor.require(policies.PARTY, on=found)
    day = request.actor.as_of
    heads = [
        _("Họ và tên"), _("Nơi đề cử"), _("Ngày đề cử"), _("Bước"), _("Tình trạng"),
        _("Bước tiếp theo"), _("Hạn"),
    ]  # fmt: skip
    rows = []
    for one in introductions_of(found, on=day):
        file = file_of(one)
        rows.append(
            [
                one.person.full_name,
                one.proposed_by,
                f"{one.nominated_on:%d/%m/%Y}",
                str(one.get_stage_display()),
                _("đang dừng") if one.stopped else "",
                str(file.next.label) if file.next else "",
                f"{file.due:%d/%m/%Y}" if file.due else "",
            ]
        )
    purpose = _("Xuất Excel: {columns}").format(columns=", ".join(heads))
    look_over(actor=request.actor, organisation=found, rows=len(rows), purpose=purpose)
    note = _("{unit}, đến ngày {day}. Tài liệu mật, chỉ dùng cho công tác phát triển đảng.")
    words = note.format(unit=name_of(found, on=day), day=f"{day:%d/%m/%Y}")
    content = plain_sheet(_("Giới thiệu vào Đảng"), heads, rows, notes=[words])
    return as_file(content, XLSX, f"gioi-thieu-dang-{found.code}.xlsx")


@signed_in
def own(request: ActorRequest) -> HttpResponse:
    """What is kept of oneself: every step, in plain words."""
    files = []
    for one in own_files(request.actor.person_id or 0):
        grounds, notes = read_own(actor=request.actor, introduction=one)
        name = name_of(one.organisation, on=request.actor.today)
        files.append((file_of(one, notes), grounds, name))
    return render_page(request, "cadres/own.html", {"files": files})
