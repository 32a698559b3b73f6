"""Books and numbers of a unit: kept and let go, the way of numbering, printing, the year's end."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.documents import policies
from congdoan.areas.documents.forms.arriving import CloseForm, ReserveForm, SeriesForm
from congdoan.areas.documents.forms.writing import ReasonForm
from congdoan.areas.documents.letters.register import register_paper
from congdoan.areas.documents.selectors.documents import get_unit
from congdoan.areas.documents.selectors.registers import books_of, register_rows
from congdoan.areas.documents.selectors.types import type_choices
from congdoan.areas.documents.services.books import choose_series, close_year, release, reserve
from congdoan.areas.documents.views.frame import act, place
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.downloads import XLSX, as_file
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotFound
from congdoan.foundation.workbook import plain_sheet
from congdoan.kernel.organisations.api import name_of
from congdoan.support.numbering.api import Register, unscoped_reserved
from congdoan.support.rendering.api import to_pdf


@needs(policies.VIEW)
def books(request: ActorRequest, unit: int) -> HttpResponse:
    found = get_unit(request.actor, unit)
    context = {
        **place(request, found, "books"),
        "books": books_of(found, on=request.actor.today),
        "kept": list(unscoped_reserved(found.pk)),
        "year": request.actor.today.year,
    }
    return render_page(request, "documents/books.html", context)


def _back(unit: int) -> str:
    return reverse("documents:books", args=[unit])


@needs(policies.ISSUE)
def keep(request: ActorRequest, unit: int) -> HttpResponse:
    actor = request.actor
    found = get_unit(actor, unit)
    actor.require(policies.ISSUE, on=found)
    form = ReserveForm(request.POST or None, actor=actor, types=type_choices(found, on=actor.today))

    def do() -> None:
        data = form.cleaned_data
        reserve(
            actor=actor,
            unit=found,
            register=data["register"],
            type_code=data["type"],
            count=data["count"],
            reason=data["reason"],
            on=actor.today,
            at=clock.now(),
        )

    page = {**place(request, found), "title": _("Giữ số"), "action": _("Giữ")}
    return act(request, form, do, back=_back(unit), page=page, done=_("Đã giữ số."))


@needs(policies.ISSUE)
def let_go(request: ActorRequest, unit: int, number: int) -> HttpResponse:
    actor = request.actor
    found = get_unit(actor, unit)
    actor.require(policies.ISSUE, on=found)
    one = unscoped_reserved(found.pk).filter(pk=number).first()
    if one is None:
        raise NotFound
    form = ReasonForm(request.POST or None, actor=actor)

    def do() -> None:
        release(
            actor=actor,
            unit=found,
            number=number,
            reason=form.cleaned_data["reason"],
            at=clock.now(),
        )

    page = {
        **place(request, found),
        "title": _("Bỏ số %(number)s") % {"number": one.text},
        "action": _("Bỏ số"),
        "tone": "danger",
        "warning": _("Số này ở lại trong sổ với lý do bỏ và không bao giờ cấp lại."),
    }
    return act(request, form, do, back=_back(unit), page=page, done=_("Đã bỏ số."))


@needs(policies.ISSUE)
def series(request: ActorRequest, unit: int) -> HttpResponse:
    actor = request.actor
    found = get_unit(actor, unit)
    actor.require(policies.ISSUE, on=found)
    form = SeriesForm(
        request.POST or None, actor=actor, initial={"from_year": actor.today.year + 1}
    )

    def do() -> None:
        data = form.cleaned_data
        choose_series(
            actor=actor,
            unit=found,
            register=data["register"],
            from_year=data["from_year"],
            by_type=data["by_type"] == "1",
        )

    page = {
        **place(request, found),
        "title": _("Cách đánh số"),
        "action": _("Chọn"),
        "warning": _("Mỗi năm một cách: sổ năm nào đã có số thì không đổi cách của năm đó."),
    }
    done = _("Đã chọn cách đánh số.")
    return act(request, form, do, back=_back(unit), page=page, done=done, field="from_year")


@needs(policies.ISSUE)
def close_books(request: ActorRequest, unit: int) -> HttpResponse:
    actor = request.actor
    found = get_unit(actor, unit)
    actor.require(policies.ISSUE, on=found)
    form = CloseForm(request.POST or None, actor=actor, initial={"year": actor.today.year - 1})

    def do() -> None:
        close_year(actor=actor, unit=found, year=form.cleaned_data["year"], at=clock.now())

    page = {
        **place(request, found),
        "title": _("Khóa sổ năm"),
        "action": _("Khóa sổ"),
        "tone": "danger",
        "warning": _("Sổ đã khóa không nhận thêm số, kể cả vào sổ muộn. Hãy in sổ để lưu."),
    }
    done = _("Đã khóa sổ.")
    return act(request, form, do, back=_back(unit), page=page, done=done, field="year")


def _register(register: str) -> Register:
    try:
        return Register[register.replace("-", "_").upper()]
    except KeyError:
        raise NotFound from None


@needs(policies.VIEW)
def printed(request: ActorRequest, unit: int, register: str, year: int) -> HttpResponse:
    """The book in its official form, as PDF."""
    found = get_unit(request.actor, unit)
    which = _register(register)
    if not 1900 <= year <= 2200:
        raise NotFound
    paper = register_paper(
        found, which, year, register_rows(found, which, year), on=request.actor.today
    )
    name = f"{which.label} {year}.pdf"
    return as_file(to_pdf(paper, created_at=clock.now()), "application/pdf", name)


@needs(policies.VIEW)
def sheet(request: ActorRequest, unit: int, register: str, year: int) -> HttpResponse:
    """The same as a workbook."""
    found = get_unit(request.actor, unit)
    which = _register(register)
    if not 1900 <= year <= 2200:
        raise NotFound
    rows = register_rows(found, which, year)
    title = f"{which.label} {year}"
    content = plain_sheet(
        title, rows.heads, rows.lines, notes=[name_of(found, on=request.actor.today)]
    )
    return as_file(content, XLSX, f"{title}.xlsx")
