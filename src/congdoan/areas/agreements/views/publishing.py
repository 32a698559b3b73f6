"""Publishing a signed text: choosing what to blank, seeing it, publishing, taking back."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from congdoan.areas.agreements import api, policies
from congdoan.areas.agreements.forms.duties import Why
from congdoan.areas.agreements.forms.publishing import Publish
from congdoan.areas.agreements.models import Agreement
from congdoan.areas.agreements.selectors.consolidated import in_force_on
from congdoan.areas.agreements.selectors.publishing import (
    public_standing,
    public_text,
    published_outline,
    redacted,
    standing_publication,
    suggested_blanks,
)
from congdoan.areas.agreements.views.duties_form import answer_form, sent
from congdoan.areas.agreements.views.pages import frame, load
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs, public
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotAllowed, NotFound, Refusal


def _loaded(request: ActorRequest, pk: int) -> Agreement:
    agreement = load(request, pk)
    if not request.actor.may(policies.PUBLISH, on=agreement.drafting):
        raise NotAllowed
    return agreement


#: In the address: the consolidated text of today, not the signed one.
_AMENDED = "hop-nhat"


def _amended(request: ActorRequest) -> bool:
    return request.GET.get("ban") == _AMENDED


def _form(request: ActorRequest, agreement: Agreement, on: date | None) -> Publish:
    lines = [
        (str(line.item.stable_id), _short(f"{line.path}: {line.item.heading or line.item.text}"))
        for line in published_outline(agreement, on=on)
        if getattr(line.item, "removed", None) is None
    ]
    start = {"words": "\n".join(suggested_blanks(agreement, on=on))}
    return Publish(sent(request), actor=request.actor, lines=lines, initial=start)


def _short(text: str) -> str:
    words = text[:1].upper() + text[1:]
    return format_html(
        '<span lang="vi">{}</span>', words if len(words) <= 100 else f"{words[:99]}…"
    )


def _page(pk: int, *, amended: bool) -> str:
    return reverse("agreements:publish", args=[pk]) + (f"?ban={_AMENDED}" if amended else "")


@needs(policies.PUBLISH)
def publish(request: ActorRequest, pk: int) -> HttpResponse:
    """Choose what to blank, look at the result, publish it."""
    agreement = _loaded(request, pk)
    amended = _amended(request)
    day = request.actor.today if amended else None
    form = _form(request, agreement, day)
    context: dict[str, Any] = {
        **frame(request, agreement, "text"),
        "form": form,
        "amended": amended,
        "standing": standing_publication(agreement, amended=amended),
        "other": standing_publication(agreement, amended=not amended),
        "addenda": len(in_force_on(agreement, request.actor.today)),
    }
    if request.method == "POST" and form.is_valid():
        if request.POST.get("step") != "publish":
            lines = redacted(agreement, hidden=form.places, words=form.blanks, on=day)
            return render_page(request, "agreements/publish.html", {**context, "lines": lines})
        try:
            api.publish_text(
                actor=request.actor,
                agreement=agreement,
                hidden=form.places,
                words=form.blanks,
                note=form.cleaned_data["note"],
                on=request.actor.today,
                amended=amended,
            )
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã công bố."))
            return redirect(_page(pk, amended=amended))
    status = 422 if form.errors else 200
    return render_page(request, "agreements/publish.html", context, status=status)


@needs(policies.PUBLISH)
def withdraw(request: ActorRequest, pk: int) -> HttpResponse:
    """Take the published text back."""
    agreement = _loaded(request, pk)
    amended = _amended(request)
    standing = standing_publication(agreement, amended=amended)
    if standing is None:
        raise NotFound
    context = {
        **frame(request, agreement, "text"),
        "heading": _("Thu hồi bản công bố"),
        "action": _("Thu hồi"),
        "consequences": [_("Trang công bố ngừng hiện nội dung ngay và ghi lý do này.")],
        "tone": "danger",
    }
    return answer_form(
        request,
        Why(sent(request), actor=request.actor),
        lambda values: api.withdraw_publication(
            actor=request.actor,
            publication=standing,
            reason=values["reason"],
            on=request.actor.today,
        ),
        context,
        said=_("Đã thu hồi bản công bố."),
        done=_page(pk, amended=amended),
    )


@public("văn bản đã công bố: ai có địa chỉ cũng đọc được, chỉ bản đã che")
@require_safe
def published(request: ActorRequest, token: str) -> HttpResponse:
    """Show a published text to anybody; of a withdrawn one only that it was withdrawn."""
    one = public_text(token)
    shown = one.withdrawn_on is None
    today = public_standing(one, on=clock.today()) if shown else None
    context = {"one": one, "today": today}
    return render_page(request, "agreements/published.html", context, status=200 if shown else 410)
