"""The QR poster of a union, and the form behind it for who has no account."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from congdoan.areas.members import policies
from congdoan.areas.members.forms.joining import SelfApplyForm
from congdoan.areas.members.models import Poster
from congdoan.areas.members.selectors.joining import consent_of, find_poster, get_unit, poster_of
from congdoan.areas.members.services.applying import (
    apply_by_oneself,
    close_poster,
    open_poster,
)
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs, public
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import Refusal
from congdoan.kernel.accounts.api import (
    TooManyTries,
    address_of,
    count_wrong_guess,
    refuse_guessing,
)
from congdoan.kernel.organisations.api import name_of
from congdoan.support.rendering.api import qr_svg

_PLACE = "apply"


@needs(policies.VIEW)
def poster(request: ActorRequest, unit: int) -> HttpResponse:
    """Show the code and its address; open it, or give it up."""
    found = get_unit(request.actor, unit)
    if request.method == "POST":
        request.actor.require(policies.MANAGE, on=found)
        if request.POST.get("close"):
            close_poster(actor=request.actor, organisation=found)
            messages.success(request, _("Đã đóng mã; đơn qua mã cũ không còn nhận."))
        else:
            open_poster(
                actor=request.actor, organisation=found, at=clock.now(), on=request.actor.today
            )
            messages.success(request, _("Đã mở mã nhận đơn."))
        return redirect("members:poster", found.pk)
    one = poster_of(found)
    url = request.build_absolute_uri(reverse("members:apply", args=[one.token])) if one else ""
    context = {
        "unit": found,
        "unit_name": name_of(found, on=request.actor.today),
        "poster": one,
        "url": url,
        "code": mark_safe(qr_svg(url, sized=False)) if url else "",  # noqa: S308 - drawn by us
        "may": {"manage": request.actor.may(policies.MANAGE, on=found)},
    }
    template = "members/poster_print.html" if "in" in request.GET and one else "members/poster.html"
    return render_page(request, template, context)


@public("nộp đơn gia nhập qua mã QR của đơn vị: người lao động chưa có tài khoản")
def apply(request: HttpRequest, token: str) -> HttpResponse:
    try:
        refuse_guessing(_PLACE, address_of(request), at=clock.now())
    except TooManyTries as refusal:
        return _told(request, refusal.sentence, 429)
    one = find_poster(token)
    if one is None:
        count_wrong_guess(_PLACE, address_of(request), at=clock.now())
        sentence = _(
            "Mã này không còn nhận đơn; hãy hỏi công đoàn đơn vị mã mới hoặc nộp đơn giấy."
        )
        return _told(request, sentence, 404)
    return _form(request, one)


def _form(request: HttpRequest, one: Poster) -> HttpResponse:
    today = clock.today()
    version, text = consent_of(today)
    form = SelfApplyForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and form.cleaned_data["website"]:
            return _told(request, "", 200)  # a program: it is thanked and nothing is kept
        if form.is_valid():
            try:
                apply_by_oneself(
                    actor=request.actor,  # type: ignore[attr-defined]
                    poster=one,
                    data=form.given(),
                    consent_version=version,
                    on=today,
                    at=clock.now(),
                )
            except Refusal as refusal:
                form.refuse(refusal)
            else:
                return _told(request, "", 200)
    context = {"unit_name": name_of(one.organisation, on=today), "form": form, "consent": text}
    return render(request, "members/apply.html", context, status=status)


def _told(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    return render(request, "members/applied.html", {"sentence": sentence}, status=status)
