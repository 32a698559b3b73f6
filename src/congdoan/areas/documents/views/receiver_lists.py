"""The lists of receivers of a unit: kept, changed, brought up to date."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congdoan.areas.documents import policies
from congdoan.areas.documents.forms.sending import ListForm
from congdoan.areas.documents.models import ReceiverList
from congdoan.areas.documents.selectors.documents import get_unit
from congdoan.areas.documents.selectors.lists import (
    get_list,
    lines,
    lines_of,
    lists_of,
    outside_text,
)
from congdoan.areas.documents.services.lists import (
    ListData,
    discard_list,
    follow_heirs,
    save_list,
)
from congdoan.areas.documents.views.frame import act, place, press
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.kernel.organisations.models import Organisation


@needs(policies.VIEW)
def lists(request: ActorRequest, unit: int) -> HttpResponse:
    found = get_unit(request.actor, unit)
    context = {
        **place(request, found, "lists"),
        "lists": lists_of(found, on=request.actor.today),
    }
    return render_page(request, "documents/lists.html", context)


@needs(policies.ISSUE)
def new(request: ActorRequest, unit: int) -> HttpResponse:
    return _write(request, get_unit(request.actor, unit), None)


@needs(policies.ISSUE)
def edit(request: ActorRequest, unit: int, pk: int) -> HttpResponse:
    found = get_unit(request.actor, unit)
    return _write(request, found, get_list(found, pk))


def _write(request: ActorRequest, unit: Organisation, kept: ReceiverList | None) -> HttpResponse:
    actor = request.actor
    actor.require(policies.ISSUE, on=unit)
    initial = {"name": kept.name, "outside": outside_text(kept)} if kept else {}
    form = ListForm(request.POST or None, actor=actor, initial=initial)

    def do() -> str:
        made = save_list(
            actor=actor,
            unit=unit,
            data=ListData(form.cleaned_data["name"], form.units, form.cleaned_data["outside"]),
            at=clock.now(),
            kept=kept.pk if kept else None,
        )
        return reverse("documents:list", args=[unit.pk, made.pk])

    units = lines_of(kept, on=actor.today) if kept else []
    if request.method == "POST":
        form.is_valid()  # what was ticked stays ticked, also beside a mistake
        units = lines(list(form.units), on=actor.today)
    page = {
        **place(request, unit),
        "title": kept.name if kept else _("Danh sách nơi nhận mới"),
        "action": _("Lưu danh sách"),
        "kept": kept,
        "units": units,
        "ended": any(one.ended for one in units),
    }
    back = reverse("documents:lists", args=[unit.pk])
    done = _("Đã lưu danh sách.")
    return act(request, form, do, back=back, page=page, done=done, template="documents/list.html")


@needs(policies.ISSUE)
@require_POST
def follow(request: ActorRequest, unit: int, pk: int) -> HttpResponse:
    """Successors take the places of the units that have ended."""
    actor = request.actor
    found = get_list(get_unit(actor, unit), pk)

    def do() -> None:
        follow_heirs(actor=actor, kept=found, on=actor.today, at=clock.now())

    back = reverse("documents:list", args=[unit, pk])
    return press(request, do, back=back, done=_("Đã thay bằng đơn vị kế tục."))


@needs(policies.ISSUE)
@require_POST
def discard(request: ActorRequest, unit: int, pk: int) -> HttpResponse:
    found = get_list(get_unit(request.actor, unit), pk)

    def do() -> None:
        discard_list(actor=request.actor, kept=found)

    back = reverse("documents:lists", args=[unit])
    return press(request, do, back=back, done=_("Đã bỏ danh sách."))
