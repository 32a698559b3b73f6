"""What is done to a report by one form: accepting, returning, reopening, more time, a comment."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.reporting import policies
from congdoan.areas.reporting.forms import (
    CommentForm,
    ReasonForm,
    ReturnForm,
    WordsForm,
)
from congdoan.areas.reporting.models import Report
from congdoan.areas.reporting.selectors.reading import subject_of
from congdoan.areas.reporting.selectors.rounds import visible_report
from congdoan.areas.reporting.selectors.standing import judging
from congdoan.areas.reporting.services.discussing import (
    answer_about,
    answering_for,
    asked_about,
    comment_report,
    place_of,
)
from congdoan.areas.reporting.services.judging import (
    accept_report,
    reopen_report,
    return_report,
)
from congdoan.areas.reporting.views.reading import what_may
from congdoan.foundation import clock
from congdoan.foundation.acting import act
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.forms import Form
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.organisations.api import name_of
from congdoan.support.discussion.api import AnswerForm, unscoped_unanswered


def _second(request: ActorRequest) -> bool:
    return request.GET.get("tuyen") == "nganh"


def held_page(request: ActorRequest, pk: int, *, second: bool = False) -> Report:
    """Return a report whose judge the actor is; 403 before any form is shown."""
    found = visible_report(request.actor, pk)
    if judging(request.actor, found, second=second) is None:
        raise NotAllowed
    return found


def act_page(
    request: ActorRequest,
    found: Report,
    form: Form,
    do: Callable[[], Any],
    words: dict[str, str],
    *,
    field: str | None = None,
) -> HttpResponse:
    page = {
        "report": found,
        "name": name_of(found.organisation, on=found.round.on),
        "title": words["title"],
        "action": words["action"],
        "about": words.get("about", ""),
        "danger": words.get("danger", ""),
    }

    def once() -> None:
        do()

    return act(
        request,
        form,
        once,
        back=reverse("reporting:report", args=[found.pk]),
        page=page,
        template="reporting/act.html",
        done=words["done"],
        already=_("Việc này đã được thực hiện."),
        field=field,
    )


@needs(policies.JUDGE)
def accept(request: ActorRequest, pk: int) -> HttpResponse:
    """Take a report."""
    second = _second(request)
    found = held_page(request, pk, second=second)
    form = WordsForm(request.POST or None, actor=request.actor)

    def do() -> None:
        accept_report(
            actor=request.actor,
            report=found,
            words=form.cleaned_data["words"],
            second=second,
            on=request.actor.today,
            at=clock.now(),
        )

    about = _(
        "Bản đang nộp được giữ nguyên làm bản đã nhận; số tổng hợp của cấp trên được tính lại."
    )
    if second:
        about = _("Nhận theo hệ thống ngành được ghi bên cạnh, không thay quyết định của cấp nhận.")
    words = {
        "title": _("Nhận báo cáo"),
        "action": _("Nhận báo cáo"),
        "done": _("Đã nhận báo cáo."),
        "about": about,
    }
    return act_page(request, found, form, do, words)


@needs(policies.JUDGE)
def send_back(request: ActorRequest, pk: int) -> HttpResponse:
    """Give a report back with what is to be put right."""
    second = _second(request)
    found = held_page(request, pk, second=second)
    waiting = unscoped_unanswered(subject_of(found)).count()
    form = ReturnForm(request.POST or None, actor=request.actor)

    def do() -> None:
        return_report(
            actor=request.actor,
            report=found,
            words=form.cleaned_data["words"],
            commented=waiting > 0,
            second=second,
            on=request.actor.today,
            at=clock.now(),
        )

    about = _("Có {n} góp ý tại ô, tại phần; đơn vị sẽ thấy từng góp ý ở đúng chỗ.").format(
        n=waiting
    )
    if second:
        about = _(
            "Đề nghị được gửi tới đơn vị và cấp nhận; cấp nhận quyết định có trả lại hay không."
        )
    words = {
        "title": _("Đề nghị sửa báo cáo") if second else _("Trả lại để sửa"),
        "action": _("Gửi đề nghị") if second else _("Trả lại"),
        "done": _("Đã gửi đề nghị sửa.") if second else _("Đã trả lại; đơn vị đã được báo."),
        "about": about,
    }
    return act_page(request, found, form, do, words, field="words")


@needs(policies.JUDGE)
def reopen(request: ActorRequest, pk: int) -> HttpResponse:
    """Take an acceptance back."""
    found = held_page(request, pk)
    form = ReasonForm(request.POST or None, actor=request.actor)

    def do() -> None:
        reopen_report(
            actor=request.actor,
            report=found,
            words=form.cleaned_data["words"],
            on=request.actor.today,
            at=clock.now(),
        )

    words = {
        "title": _("Mở lại báo cáo đã nhận"),
        "action": _("Mở lại"),
        "done": _("Đã mở lại; đơn vị đã được báo."),
        "about": _("Bản đã nhận vẫn được giữ; khi nộp lại sẽ thấy đã đổi những gì so với bản đó."),
        "danger": "1",
    }
    return act_page(request, found, form, do, words)


@needs(policies.VIEW)
def say(request: ActorRequest, pk: int) -> HttpResponse:
    """Say something about a cell, a section, or the whole."""
    found = visible_report(request.actor, pk)
    if not what_may(request.actor, found)["comment"]:
        raise NotAllowed
    anchor = request.GET.get("o", "")[:80]
    place = place_of(found, anchor)
    form = CommentForm(request.POST or None, actor=request.actor)

    def do() -> None:
        comment_report(
            actor=request.actor,
            report=found,
            anchor=anchor,
            text=form.cleaned_data["text"],
            at=clock.now(),
        )

    words = {
        "title": _("Góp ý: {place}").format(place=place) if place else _("Góp ý về báo cáo"),
        "action": _("Ghi góp ý"),
        "done": _("Đã ghi góp ý."),
    }
    return act_page(request, found, form, do, words, field="text")


@needs(policies.WRITE)
def answer(request: ActorRequest, pk: int, comment: int) -> HttpResponse:
    """Answer a comment about one's own report."""
    found = visible_report(request.actor, pk)
    said = asked_about(found, comment)
    if answering_for(request.actor, found) is None:
        raise NotAllowed
    form = AnswerForm(request.POST or None, actor=request.actor)

    def do() -> None:
        answer_about(
            actor=request.actor,
            report=found,
            said=said,
            verdict=form.cleaned_data["verdict"],
            reason=form.cleaned_data["reason"],
            at=clock.now(),
        )

    words = {
        "title": _("Trả lời góp ý"),
        "action": _("Trả lời"),
        "done": _("Đã trả lời góp ý."),
        "about": said.text,
    }
    return act_page(request, found, form, do, words, field="reason")
