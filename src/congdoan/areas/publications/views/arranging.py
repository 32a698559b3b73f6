"""Preparing, seeing how it will look, approving, taking down."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congdoan.areas.publications import policies
from congdoan.areas.publications.enums import Channel, PublicationState
from congdoan.areas.publications.forms import PublicationForm, WhyForm
from congdoan.areas.publications.models import Publication
from congdoan.areas.publications.selectors.publishing import (
    SIGNS,
    channels_for,
    closed_type,
    file_to_show,
    get_publication,
    get_unit,
    own_unit,
    page_of_unit,
    portal_link,
    public_url,
    publications_of,
    signs_of,
)
from congdoan.areas.publications.selectors.publishing import (
    of_document as found_of,
)
from congdoan.areas.publications.services.deciding import (
    approve_publication,
    return_publication,
    say_it_is_gone,
    say_it_is_there,
    try_again,
    withdraw_publication,
)
from congdoan.areas.publications.services.preparing import (
    change_publication,
    discard_publication,
    prepare_publication,
)
from congdoan.areas.publications.tables import TONES, PublicationTable
from congdoan.areas.publications.views.frame import act, place, press
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotAllowed, NotFound


@needs(policies.PREPARE)
def home(request: ActorRequest) -> HttpResponse:
    """The way to what the unit one works for makes public."""
    unit = own_unit(request.actor)
    if unit is None:
        raise NotAllowed
    return redirect(reverse("publications:of", args=[unit.pk]))


@needs(policies.PREPARE)
def of(request: ActorRequest, unit: int) -> HttpResponse:
    found = get_unit(request.actor, unit)
    table = PublicationTable(publications_of(found), request)
    context = {**place(request, found, "of"), "table": table}
    return render_page(request, "publications/of.html", context)


@needs(policies.PREPARE)
def of_document(request: ActorRequest, pk: int) -> HttpResponse:
    """The part of a paper's page that tells where it is public."""
    document, rows = found_of(request.actor, pk)
    taken = {one.channel for one in rows if one.state != PublicationState.WITHDRAWN}
    issued = bool(document.symbol or document.issued_on) and not document.withdrawn
    closed = closed_type(document, on=request.actor.today)
    free = channels_for(document.organisation) if issued and not closed else []
    context = {
        **place(request, document.organisation),
        "document": document,
        "rows": [{"one": one, "tone": TONES[one.state]} for one in rows],
        "closed": closed,
        "issued": issued,
        "free": [
            {
                "label": label,
                "url": reverse("publications:new", args=[pk, code.lower()]),
            }
            for code, label in free
            if code not in taken
        ],
    }
    return render_page(request, "publications/of_document.html", context, part="there")


def _channel(code: str) -> Channel:
    """:raises NotFound: for what is no channel"""
    try:
        return Channel(code.upper())
    except ValueError:
        raise NotFound from None


def _signs(found: list[str]) -> list[str]:
    return [str(SIGNS[one]) for one in found if one in SIGNS]


@needs(policies.PREPARE)
def new(request: ActorRequest, pk: int, channel: str) -> HttpResponse:
    actor, wanted = request.actor, _channel(channel)
    document, _rows = found_of(actor, pk)
    form = PublicationForm(
        request.POST or None,
        actor=actor,
        channel=wanted,
        initial={
            "title": document.subject[:1].upper() + document.subject[1:200],
            "link": portal_link(document),
            "with_file": file_to_show(document) is not None,
        },
    )

    def do() -> str:
        made = prepare_publication(
            actor=actor, document=document, channel=wanted, data=form.wish, at=clock.now()
        )
        return reverse("publications:publication", args=[made.pk])

    page = {
        **place(request, document.organisation),
        "title": _("Chuẩn bị công bố: %(channel)s") % {"channel": wanted.label},
        "action": _("Lưu và xem trước"),
        "about": str(document),
        "signs": _signs(signs_of(document, "")),
    }
    return act(request, form, do, back=reverse("documents:detail", args=[pk]), page=page)


@needs(policies.PREPARE)
def publication(request: ActorRequest, pk: int) -> HttpResponse:
    """How it will look, where it stands, what can be done now."""
    one = get_publication(request.actor, pk)
    context = {
        **place(request, one.organisation),
        "one": one,
        "tone": TONES[one.state],
        "signs": _signs(one.signs),
        "public": public_url(one) if one.channel == Channel.PORTAL else "",
        "page": page_of_unit(one.organisation) if one.channel == Channel.FACEBOOK else None,
        "own": one.prepared_by_id == request.actor.user_id,
    }
    return render_page(request, "publications/publication.html", context)


@needs(policies.PREPARE)
def edit(request: ActorRequest, pk: int) -> HttpResponse:
    one, actor = get_publication(request.actor, pk), request.actor
    form = PublicationForm(
        request.POST or None,
        actor=actor,
        channel=one.channel,
        initial={
            "title": one.title,
            "summary": one.summary,
            "link": one.link,
            "with_file": one.file is not None,
        },
    )

    def do() -> None:
        change_publication(actor=actor, publication=one, data=form.wish, at=clock.now())

    return _form(request, one, form, do, _("Sửa bản công bố"), _("Lưu và xem trước"))


def _form(
    request: ActorRequest,
    one: Publication,
    form: Any,
    do: Any,
    title: str,
    action: str,
    *,
    tone: str = "",
    done: str = "",
) -> HttpResponse:
    page = {
        **place(request, one.organisation),
        "title": title,
        "action": action,
        "about": one.title,
        "signs": _signs(one.signs),
        "tone": tone,
    }
    return act(request, form, do, back=_back(one.pk), page=page, done=done)


def _back(pk: int) -> str:
    return reverse("publications:publication", args=[pk])


@needs(policies.PREPARE)
@require_POST
def discard(request: ActorRequest, pk: int) -> HttpResponse:
    one = get_publication(request.actor, pk)
    back = reverse("publications:of", args=[one.organisation_id])

    def do() -> None:
        discard_publication(actor=request.actor, publication=one, at=clock.now())

    return press(request, do, back=back, done=_("Đã bỏ bản công bố."))


@needs(policies.APPROVE)
@require_POST
def approve(request: ActorRequest, pk: int) -> HttpResponse:
    one = get_publication(request.actor, pk)

    def do() -> None:
        mark = request.POST.get("mark", "")
        approve_publication(actor=request.actor, publication=one, at=clock.now(), mark=mark)

    done = (
        _("Đã công bố; ai có đường dẫn đều đọc được.")
        if one.channel == Channel.PORTAL
        else _("Đã duyệt; bài lên trang Facebook trong ít phút.")
    )
    return press(request, do, back=_back(pk), done=done)


@needs(policies.APPROVE)
def give_back(request: ActorRequest, pk: int) -> HttpResponse:
    one, actor = get_publication(request.actor, pk), request.actor
    actor.require(policies.APPROVE, on=one.organisation)
    form = WhyForm(request.POST or None, actor=actor)

    def do() -> None:
        return_publication(
            actor=actor, publication=one, reason=form.cleaned_data["reason"], at=clock.now()
        )

    return _form(
        request, one, form, do, _("Trả lại bản công bố"), _("Trả lại"), done=_("Đã trả lại.")
    )


@needs(policies.APPROVE)
def withdraw(request: ActorRequest, pk: int) -> HttpResponse:
    one, actor = get_publication(request.actor, pk), request.actor
    actor.require(policies.APPROVE, on=one.organisation)
    form = WhyForm(request.POST or None, actor=actor)

    def do() -> None:
        withdraw_publication(
            actor=actor, publication=one, reason=form.cleaned_data["reason"], at=clock.now()
        )

    done = _("Đã gỡ; trang công khai ghi ngày gỡ và lý do.")
    if one.channel == Channel.FACEBOOK:
        done = (
            _("Đang gỡ bài khỏi trang Facebook.")
            if one.provider_id
            else _("Đã gỡ ở đây; nếu bài đang ở trên trang Facebook, hãy xóa nó ngay tại đó.")
        )
    title, action = _("Gỡ bản công bố"), _("Gỡ")
    return _form(request, one, form, do, title, action, tone="danger", done=done)


@needs(policies.APPROVE)
@require_POST
def again(request: ActorRequest, pk: int) -> HttpResponse:
    one = get_publication(request.actor, pk)

    def do() -> None:
        try_again(actor=request.actor, publication=one, at=clock.now())

    return press(request, do, back=_back(pk), done=_("Đã đưa lại vào hàng chờ."))


@needs(policies.APPROVE)
@require_POST
def there(request: ActorRequest, pk: int) -> HttpResponse:
    one = get_publication(request.actor, pk)

    def do() -> None:
        say_it_is_there(actor=request.actor, publication=one, at=clock.now())

    return press(request, do, back=_back(pk), done=_("Đã ghi là bài đang ở trên trang."))


@needs(policies.APPROVE)
@require_POST
def gone(request: ActorRequest, pk: int) -> HttpResponse:
    one = get_publication(request.actor, pk)

    def do() -> None:
        say_it_is_gone(actor=request.actor, publication=one, at=clock.now())

    return press(request, do, back=_back(pk), done=_("Đã ghi là không còn bài trên trang."))
