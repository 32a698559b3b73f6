"""A superior's own templates: list, begin, write, retire."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.forms.generating import BeginTemplate
from congdoan.areas.agreements.models import TextTemplate
from congdoan.areas.agreements.rules import sheet as sheets
from congdoan.areas.agreements.rules import variables
from congdoan.areas.agreements.selectors.cascade import find_organisation
from congdoan.areas.agreements.selectors.templates import get_own_template, own_templates
from congdoan.areas.agreements.services.templates import (
    begin_template,
    retire_template,
    save_template,
)
from congdoan.areas.agreements.views.duties_form import answer_form, sent
from congdoan.areas.agreements.views.sheets import sent_sheet, sheet_context
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.forms import Form
from congdoan.foundation.htmx import render_page
from congdoan.foundation.keys import read_key
from congdoan.foundation.refusal import Refusal
from congdoan.kernel.organisations.api import names

_FORM = "agreements/template_form.html"


@needs(policies.CASCADE)
def own_list(request: ActorRequest) -> HttpResponse:
    """Show the templates of the actor's organisations."""
    rows = list(own_templates(request.actor).order_by("-changed_at", "-pk")[:200])
    called = names({row.organisation_id for row in rows}, on=request.actor.today)
    context = {
        "rows": [
            (
                row,
                called.get(row.organisation_id, ""),
                len(sheets.clauses(sheets.from_json(row.lines))),
            )
            for row in rows
        ]
    }
    return render_page(request, "agreements/templates.html", context)


@needs(policies.CASCADE)
def begin(request: ActorRequest) -> HttpResponse:
    """Begin a template."""
    actor = request.actor
    form = BeginTemplate(sent(request), request.FILES or None, actor=actor)

    def do(values: dict[str, Any]) -> TextTemplate:
        return begin_template(
            actor=actor,
            organisation=find_organisation(values["organisation"]),
            title=values["title"],
            shipped=values["shipped"],
            upload=values["upload"],
            at=clock.now(),
        )

    context = {
        "heading": _("Lập mẫu"),
        "action": _("Lập mẫu"),
        "back": reverse("agreements:templates"),
    }
    return answer_form(
        request,
        form,
        do,
        context,
        said=_("Đã lập mẫu. Hãy xem lại các đoạn và đặt chỗ thay đổi theo đơn vị."),
        done=lambda made: reverse("agreements:template", args=[made.pk]),
        template=_FORM,
        field="upload",
    )


@needs(policies.CASCADE)
def write(request: ActorRequest, pk: int) -> HttpResponse:
    """Write the text of a template, with its places."""
    one = get_own_template(request.actor, pk)
    number = read_key(request.GET.get("trang", "")) or 1
    sheet, refused = sheets.from_json(one.lines), ""
    if request.method == "POST":
        sheet, refused = sent_sheet(sheet, request.POST)
        revision = read_key(request.POST.get("revision", ""))
        try:
            one = save_template(
                actor=request.actor, template=one, revision=revision, sheet=sheet, at=clock.now()
            )
        except Refusal as refusal:
            refused = refusal.sentence
        else:
            if not refused:
                messages.success(request, _("Đã lưu."))
                return redirect(_next(request, one, number))
    text = sheets.clauses(sheet)
    context = {
        **sheet_context(sheet, number, terms=True),
        "one": one,
        "refused": refused,
        "known": [names[0] for names in variables.KNOWN.values()],
        "own": [place.name for place in variables.own(text)],
        "used": [place.name for place in variables.places(text) if place.code],
    }
    return render_page(
        request, "agreements/template_write.html", context, status=409 if refused else 200
    )


def _next(request: ActorRequest, one: TextTemplate, number: int) -> str:
    act, _colon, rest = request.POST.get("do", "").partition(":")
    page = read_key(rest) if act == "page" else number
    anchor = f"#line-{rest}" if act in {"join", "split", "add"} and rest else ""
    return f"{reverse('agreements:template', args=[one.pk])}?trang={page}{anchor}"


@needs(policies.CASCADE)
def retire(request: ActorRequest, pk: int) -> HttpResponse:
    """Offer a template no longer."""
    one = get_own_template(request.actor, pk)
    context = {
        "heading": _("Thôi dùng mẫu"),
        "action": _("Thôi dùng"),
        "consequences": [_("Mẫu không còn trong danh sách chọn; đợt đang dùng mẫu vẫn tiếp tục.")],
        "tone": "danger",
        "back": reverse("agreements:template", args=[pk]),
        "one": one,
    }
    return answer_form(
        request,
        Form(sent(request), actor=request.actor),
        lambda _values: retire_template(actor=request.actor, template=one, on=request.actor.today),
        context,
        said=_("Đã thôi dùng mẫu."),
        done=reverse("agreements:templates"),
        template=_FORM,
    )
