"""What a document orders: stated before it is sent, reported by receivers, rolled up by branch."""

from datetime import date

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congdoan.areas.documents import policies
from congdoan.areas.documents.forms.orders import ReportForm, TaskForm
from congdoan.areas.documents.forms.writing import ReasonForm
from congdoan.areas.documents.models import Document
from congdoan.areas.documents.selectors.choices import kinds, levels
from congdoan.areas.documents.selectors.documents import get_document, get_incoming
from congdoan.areas.documents.selectors.orders import (
    get_report,
    get_task,
    progress,
    progress_by_branch,
    units_of,
)
from congdoan.areas.documents.services.handling import acting_unit
from congdoan.areas.documents.services.tasks_given import (
    drop_task,
    give_task,
    report_task,
    return_report,
)
from congdoan.areas.documents.tables.orders import TaskTable
from congdoan.areas.documents.views.frame import act, place, press
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotFound


def _day(request: ActorRequest, document: Document) -> date:
    return document.sent_at.date() if document.sent_at else request.actor.today


@needs(policies.DRAFT)
def task_new(request: ActorRequest, pk: int) -> HttpResponse:
    document, actor = get_document(request.actor, pk), request.actor
    actor.require(policies.DRAFT, on=document.organisation)
    form = TaskForm(
        request.POST or None,
        actor=actor,
        levels=levels(on=actor.today),
        kinds=kinds(on=actor.today),
    )

    def do() -> None:
        give_task(actor=actor, document=document, data=form.wish, on=actor.today, at=clock.now())

    page = {
        **place(request, document.organisation),
        "document": document,
        "title": _("Giao việc trong văn bản"),
        "action": _("Thêm việc"),
    }
    back = reverse("documents:detail", args=[pk])
    done = _("Đã thêm; việc đến từng nơi nhận khi gửi văn bản.")
    return act(request, form, do, back=back, page=page, done=done, field="due")


@needs(policies.DRAFT)
@require_POST
def task_drop(request: ActorRequest, pk: int, task: int) -> HttpResponse:
    found = get_task(get_document(request.actor, pk), task)

    def do() -> None:
        drop_task(actor=request.actor, task=found)

    back = reverse("documents:detail", args=[pk])
    return press(request, do, back=back, done=_("Đã bỏ việc."))


@needs(policies.VIEW)
def task(request: ActorRequest, pk: int, task: int) -> HttpResponse:
    """How far a task is: in all, by branch, one line a unit."""
    document, actor = get_document(request.actor, pk), request.actor
    found, day = get_task(document, task), _day(request, document)
    may = actor.may(policies.ISSUE, on=document.organisation)
    context = {
        **place(request, document.organisation),
        "document": document,
        "task": found,
        "level": dict(levels(on=day)).get(found.level, ""),
        "kind": dict(kinds(on=day)).get(found.kind, ""),
        "late": found.due < actor.today,
        "progress": progress(found, on=day),
        "branches": progress_by_branch(found, on=day),
        "table": TaskTable(units_of(found, on=day), request, task=found, on=day, may=may),
    }
    return render_page(request, "documents/task.html", context)


@needs(policies.ISSUE)
def task_return(request: ActorRequest, pk: int, task: int, report: int) -> HttpResponse:
    """What was reported is not enough: the unit owes it once more."""
    document, actor = get_document(request.actor, pk), request.actor
    actor.require(policies.ISSUE, on=document.organisation)
    found = get_report(get_task(document, task), report)
    form = ReasonForm(request.POST or None, actor=actor)

    def do() -> None:
        return_report(actor=actor, report=found, reason=form.cleaned_data["reason"], at=clock.now())

    page = {
        **place(request, document.organisation),
        "document": document,
        "title": _("Trả lại báo cáo"),
        "action": _("Trả lại"),
        "warning": found.note,
    }
    back = reverse("documents:task", args=[pk, task])
    return act(request, form, do, back=back, page=page, done=_("Đã trả lại; việc mở lại."))


@needs(policies.REGISTER)
def incoming_task(request: ActorRequest, pk: int, task: int) -> HttpResponse:
    """Report that the unit has done what a paper orders."""
    one, actor = get_incoming(request.actor, pk), request.actor
    actor.require(policies.REGISTER, on=acting_unit(one, on=actor.today))
    if one.document is None:
        raise NotFound
    found = get_task(one.document, task)
    form = ReportForm(
        request.POST or None, request.FILES or None, actor=actor, evidence=found.evidence
    )

    def do() -> None:
        report_task(
            actor=actor,
            incoming=one,
            task=found,
            note=form.cleaned_data["note"],
            upload=form.cleaned_data["file"],
            at=clock.now(),
        )

    page = {
        **place(request, one.organisation),
        "one": one,
        "title": _("Báo xong việc được giao"),
        "action": _("Báo xong"),
        "warning": found.title,
    }
    back = reverse("documents:incoming", args=[pk])
    return act(
        request, form, do, back=back, page=page, done=_("Đã báo; nơi giao thấy ngay."), field="file"
    )
