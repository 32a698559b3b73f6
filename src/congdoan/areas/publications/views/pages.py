"""The unit's Facebook page, and how all pages are for who runs the installation."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.publications import policies
from congdoan.areas.publications.forms import PageForm
from congdoan.areas.publications.selectors.publishing import (
    get_unit,
    page_of_unit,
    pages_health,
)
from congdoan.areas.publications.services.pages import connect_page, forget_page
from congdoan.areas.publications.views.frame import act, place
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.forms import Form
from congdoan.foundation.htmx import render_page


@needs(policies.CONNECT)
def page(request: ActorRequest, unit: int) -> HttpResponse:
    actor, found = request.actor, get_unit(request.actor, unit)
    actor.require(policies.CONNECT, on=found)
    known = page_of_unit(found)
    names = ("name", "page_id", "version", "address")
    form = PageForm(
        request.POST or None,
        actor=actor,
        has_key=known is not None,
        initial={name: getattr(known, name) for name in names} if known else {},
    )

    def do() -> None:
        connect_page(actor=actor, organisation=found, data=form.page, at=clock.now())

    return act(
        request,
        form,
        do,
        back=reverse("publications:page", args=[unit]),
        page={**place(request, found, "page"), "known": known, "at": clock.now()},
        template="publications/page.html",
        done=_("Đã lưu. Bài tiếp theo được đăng bằng mã này."),
    )


@needs(policies.CONNECT)
def forget(request: ActorRequest, unit: int) -> HttpResponse:
    actor, found = request.actor, get_unit(request.actor, unit)
    actor.require(policies.CONNECT, on=found)
    known, back = page_of_unit(found), reverse("publications:page", args=[unit])
    if known is None:
        return redirect(back)
    return act(
        request,
        Form(request.POST if request.method == "POST" else None, actor=actor),
        lambda: forget_page(actor=actor, page=known),
        back=back,
        page={
            "title": _("Gỡ trang Facebook"),
            "question": known.name,
            "consequences": [
                _("Mã truy cập bị xóa; bài đang chờ không được đăng nữa."),
                _("Bài đã đăng vẫn ở trên trang Facebook."),
            ],
            "action": _("Gỡ trang"),
            "tone": "danger",
        },
        template="ui/confirm.html",
        done=_("Đã gỡ trang và xóa mã truy cập."),
    )


@needs(policies.WATCH)
def health(request: ActorRequest) -> HttpResponse:
    """The part of the channels' page that tells of Facebook pages."""
    context = {"rows": pages_health(request.actor), "at": clock.now()}
    return render_page(request, "publications/health.html", context, part="pages")
