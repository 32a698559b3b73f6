"""What is done to a draft of a form: its sections, lines and checks."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congdoan.areas.indicators.api import indicator
from congdoan.areas.reporting import policies
from congdoan.areas.reporting.forms.designing import (
    CheckForm,
    LineForm,
    SectionForm,
    initial_check,
    initial_line,
)
from congdoan.areas.reporting.models import FormVersion
from congdoan.areas.reporting.rules.designing import all_lines, line_of, section_of
from congdoan.areas.reporting.rules.packs import Pack, SectionSpec
from congdoan.areas.reporting.selectors.designing import (
    found_indicators,
    line_from,
    mark_of,
    own_draft,
    spec_of,
)
from congdoan.areas.reporting.services.designing import (
    move,
    put_check,
    put_line,
    put_section,
    remove,
)
from congdoan.foundation import clock
from congdoan.foundation.acting import act, press
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.forms import Form
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotFound

_WHAT = {"phan": "section", "dong": "line", "kiem-tra": "check"}
_STEPS = {"len": -1, "xuong": 1}


def _page(
    request: ActorRequest,
    found: FormVersion,
    form: Form,
    do: Callable[[], Any],
    *,
    title: str,
    seen: object = None,
    at: str = "",
    field: str | None = None,
) -> HttpResponse:
    design = reverse("reporting:form_design", args=[found.pk])
    page = {
        "title": title,
        "action": _("Lưu"),
        "crumb": _("Soạn biểu"),
        "name": f"{found.form.title} ({_('phiên bản')} {found.number})",
        "seen": mark_of(seen) if seen is not None else "",
    }

    def done() -> str:
        do()
        return f"{design}#{at}" if at else design

    return act(
        request,
        form,
        done,
        back=design,
        page=page,
        template="reporting/act.html",
        done=_("Đã lưu vào bản soạn."),
        field=field,
    )


def _seen(request: ActorRequest) -> str:
    return request.POST.get("seen", "")[:16]


def _section(spec: Pack, code: str) -> SectionSpec:
    found = section_of(spec, code)
    if found is None:
        raise NotFound
    return found


@needs(policies.DESIGN)
def section_add(request: ActorRequest, pk: int) -> HttpResponse:
    """Add a table or a part to be written."""
    found = own_draft(request.actor, pk)
    form = SectionForm(request.POST or None, actor=request.actor)

    def do() -> None:
        put_section(actor=request.actor, version=found, made=form.spec(""), at=clock.now())

    return _page(request, found, form, do, title=_("Thêm phần"), at="end")


@needs(policies.DESIGN)
def section_edit(request: ActorRequest, pk: int, code: str) -> HttpResponse:
    """Rename a section; whether it is a table or words stays."""
    found = own_draft(request.actor, pk)
    held = _section(spec_of(found), code)
    words = {"title": held.title, "hint": held.hint, "required": held.required}
    form = SectionForm(request.POST or None, actor=request.actor, initial=words)
    form.fields.pop("kind")

    def do() -> None:
        put_section(
            actor=request.actor,
            version=found,
            made=form.spec(code),
            seen=_seen(request),
            at=clock.now(),
        )

    mark = (held.title, held.hint, held.required)
    return _page(request, found, form, do, title=_("Sửa phần"), seen=mark, at=f"s-{code}")


@needs(policies.DESIGN)
def line_pick(request: ActorRequest, pk: int, code: str) -> HttpResponse:
    """Add lines of the catalogue to a table: searched by name or code, one button each."""
    actor = request.actor
    found = own_draft(actor, pk)
    spec = spec_of(found)
    part = _section(spec, code)
    words = request.GET.get("tim", "")[:100].replace("\0", "")
    if request.method == "POST":
        here = reverse("reporting:form_line_pick", args=[pk, code])

        def do() -> None:
            wanted = indicator(request.POST.get("code", "")[:40].replace("\0", ""), actor.today)
            made = line_from(wanted, "")
            put_line(actor=actor, version=found, section=code, made=made, at=clock.now())

        back = f"{here}?{request.GET.urlencode()}" if request.GET else here
        return press(request, do, back=back, done=_("Đã thêm dòng vào bản soạn."))
    context = {
        "version": found,
        "section": part,
        "words": words,
        "hits": found_indicators(words, actor, {one.code for one in all_lines(spec)}),
    }
    return render_page(request, "reporting/pick.html", context)


@needs(policies.DESIGN)
def line_own(request: ActorRequest, pk: int, code: str) -> HttpResponse:
    """Add a line of the form's own words."""
    found = own_draft(request.actor, pk)
    spec = spec_of(found)
    _section(spec, code)
    form = LineForm(request.POST or None, actor=request.actor, pack=spec, held=None, own=True)

    def do() -> None:
        put_line(actor=request.actor, version=found, section=code, made=form.spec(), at=clock.now())

    return _page(request, found, form, do, title=_("Thêm dòng riêng"), at=f"s-{code}")


@needs(policies.DESIGN)
def line_edit(request: ActorRequest, pk: int, code: str) -> HttpResponse:
    """Say a line anew; what a line of the catalogue counts is the catalogue's."""
    found = own_draft(request.actor, pk)
    spec = spec_of(found)
    held = line_of(spec, code)
    part = next((one for one in spec.sections if held in one.lines), None)
    if held is None or part is None:
        raise NotFound
    form = LineForm(
        request.POST or None,
        actor=request.actor,
        pack=spec,
        held=held,
        own=code.startswith(f"F{found.form_id}_"),
        initial=initial_line(held),
    )

    def do() -> None:
        put_line(
            actor=request.actor,
            version=found,
            section=part.code,
            made=form.spec(),
            seen=_seen(request) or "-",
            at=clock.now(),
        )

    return _page(request, found, form, do, title=_("Sửa dòng"), seen=held, at=f"l-{code}")


@needs(policies.DESIGN)
def check_add(request: ActorRequest, pk: int) -> HttpResponse:
    """Add a rule figures have to keep."""
    found = own_draft(request.actor, pk)
    form = CheckForm(request.POST or None, actor=request.actor, pack=spec_of(found))

    def do() -> None:
        put_check(actor=request.actor, version=found, made=form.spec(), at=clock.now())

    return _page(request, found, form, do, title=_("Thêm quy tắc kiểm tra"), at="checks")


@needs(policies.DESIGN)
def check_edit(request: ActorRequest, pk: int, place: int) -> HttpResponse:
    """Say a rule anew."""
    found = own_draft(request.actor, pk)
    spec = spec_of(found)
    if place >= len(spec.checks):
        raise NotFound
    held = spec.checks[place]
    form = CheckForm(
        request.POST or None, actor=request.actor, pack=spec, initial=initial_check(held)
    )

    def do() -> None:
        put_check(
            actor=request.actor,
            version=found,
            made=form.spec(),
            place=place,
            seen=_seen(request),
            at=clock.now(),
        )

    return _page(request, found, form, do, title=_("Sửa quy tắc kiểm tra"), seen=held, at="checks")


@needs(policies.DESIGN)
@require_POST
def draw(request: ActorRequest, pk: int, what: str, code: str) -> HttpResponse:
    """Move a section or a line one place, or take it (or a check) out."""
    found = own_draft(request.actor, pk)
    kind, way = _WHAT.get(what, ""), request.POST.get("to", "")
    if not kind or (kind == "check" and way != "bo") or way not in {*_STEPS, "bo"}:
        raise NotFound
    design = reverse("reporting:form_design", args=[pk])
    anchor = {"section": "s", "line": "l"}.get(kind)

    def do() -> str:
        given: dict[str, Any] = {"actor": request.actor, "version": found, "at": clock.now()}
        if way == "bo":
            remove(**given, what=kind, code=code, seen=_seen(request))
            return design
        move(**given, what=kind, code=code, step=_STEPS[way])
        return f"{design}#{anchor}-{code}"

    done = _("Đã bỏ khỏi bản soạn.") if way == "bo" else ""
    return press(request, do, back=design, done=done)
