"""More time: asked for by the unit, given or refused by who accepts."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from congdoan.areas.reporting import policies
from congdoan.areas.reporting.forms import AskForm, ExtendForm, ReasonForm
from congdoan.areas.reporting.selectors.reading import waiting_request
from congdoan.areas.reporting.services.extending import ask_extension, refuse_extension
from congdoan.areas.reporting.services.judging import extend_report
from congdoan.areas.reporting.views.entering import writable
from congdoan.areas.reporting.views.judging import act_page, held_page
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs


@needs(policies.WRITE)
def ask_more(request: ActorRequest, pk: int) -> HttpResponse:
    """Ask for more time."""
    found = writable(request, pk)
    form = AskForm(request.POST or None, actor=request.actor)

    def do() -> None:
        ask_extension(
            actor=request.actor,
            report=found,
            until=form.cleaned_data["until"],
            reason=form.cleaned_data["words"],
            on=request.actor.today,
            at=clock.now(),
        )

    words = {
        "title": _("Xin gia hạn nộp báo cáo"),
        "action": _("Gửi đề nghị"),
        "done": _("Đã gửi đề nghị gia hạn; cấp trên đã được báo."),
        "about": _("Hạn đang có: {due}.").format(due=f"{found.due_on:%d/%m/%Y}"),
    }
    return act_page(request, found, form, do, words, field="until")


@needs(policies.JUDGE)
def extend(request: ActorRequest, pk: int) -> HttpResponse:
    """Give more time, asked for or not."""
    found = held_page(request, pk)
    asked = waiting_request(found)
    initial = {"due": asked.until} if asked else {}
    form = ExtendForm(request.POST or None, actor=request.actor, initial=initial)

    def do() -> None:
        extend_report(
            actor=request.actor,
            report=found,
            due=form.cleaned_data["due"],
            words=form.cleaned_data["words"],
            on=request.actor.today,
            at=clock.now(),
        )

    about = _("Hạn đang có: {due}.").format(due=f"{found.due_on:%d/%m/%Y}")
    if asked:
        about += " " + _("Đơn vị xin đến {day}: {reason}").format(
            day=f"{asked.until:%d/%m/%Y}", reason=asked.reason
        )
    words = {
        "title": _("Gia hạn nộp báo cáo"),
        "action": _("Gia hạn"),
        "done": _("Đã gia hạn; đơn vị đã được báo."),
        "about": about,
    }
    return act_page(request, found, form, do, words, field="due")


@needs(policies.JUDGE)
def refuse_more(request: ActorRequest, pk: int) -> HttpResponse:
    """Leave the due day as it is."""
    found = held_page(request, pk)
    asked = waiting_request(found)
    form = ReasonForm(request.POST or None, actor=request.actor)

    def do() -> None:
        refuse_extension(
            actor=request.actor,
            report=found,
            words=form.cleaned_data["words"],
            on=request.actor.today,
            at=clock.now(),
        )

    words = {
        "title": _("Không gia hạn"),
        "action": _("Không gia hạn"),
        "done": _("Đã trả lời; đơn vị đã được báo."),
        "about": _("Đơn vị xin đến {day}: {reason}").format(
            day=f"{asked.until:%d/%m/%Y}", reason=asked.reason
        )
        if asked
        else "",
    }
    return act_page(request, found, form, do, words, field="words")
