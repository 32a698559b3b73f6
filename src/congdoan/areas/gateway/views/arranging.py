"""What the operator arranges: peers, codes of our units, the installation's key."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from congdoan.areas.gateway.forms.peers import CodeForm, PeerForm
from congdoan.areas.gateway.policies import OPERATE
from congdoan.areas.gateway.selectors.peers import (
    get_peer,
    newest_key,
    own_units,
    profile_choices,
    visible_peers,
)
from congdoan.areas.gateway.services.keys import make_key
from congdoan.areas.gateway.services.peers import (
    change_peer,
    connect_peer,
    give_code,
    pause_peer,
    remove_peer,
)
from congdoan.areas.gateway.tables import PeerTable
from congdoan.areas.gateway.views.frame import place
from congdoan.foundation import clock
from congdoan.foundation.acting import act
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.downloads import as_file
from congdoan.foundation.forms import Form
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.api import visible_organisation


@needs(OPERATE)
@require_safe
def peers(request: ActorRequest) -> HttpResponse:
    context = {**place(request, "peers"), "table": PeerTable(visible_peers(request.actor), request)}
    return render_page(request, "gateway/peers.html", context)


@needs(OPERATE)
def new_peer(request: ActorRequest) -> HttpResponse:
    actor = request.actor
    form = PeerForm(request.POST or None, actor=actor, profiles=profile_choices(on=actor.today))

    def do() -> str:
        made = connect_peer(actor=actor, data=form.peer, on=actor.today, at=clock.now())
        return reverse("gateway:peer", args=[made.pk])

    page = {**place(request), "title": _("Nối một nơi"), "action": _("Nối"), "peers": True}
    back = reverse("gateway:peers")
    return act(
        request, form, do, back=back, page=page, template="gateway/form.html", done=_("Đã nối.")
    )


@needs(OPERATE)
def peer(request: ActorRequest, pk: int) -> HttpResponse:
    actor = request.actor
    found = get_peer(actor, pk)
    form = PeerForm(
        request.POST or None,
        actor=actor,
        profiles=profile_choices(on=actor.today),
        new=False,
        initial={
            name: getattr(found, name)
            for name in (
                "code", "name", "profile", "way", "address", "certificate", "authority",
                "must_sign",
            )
        },
    )  # fmt: skip

    def do() -> None:
        change_peer(actor=actor, peer=found, data=form.peer)

    page = {
        **place(request),
        "title": found.name,
        "action": _("Lưu"),
        "peers": True,
        "peer": found,
    }
    back = reverse("gateway:peers")
    return act(
        request, form, do, back=back, page=page, template="gateway/peer.html", done=_("Đã lưu.")
    )


@needs(OPERATE)
def pause(request: ActorRequest, pk: int) -> HttpResponse:
    found = get_peer(request.actor, pk)
    stop = not found.paused

    def do() -> None:
        pause_peer(actor=request.actor, peer=found, paused=stop)

    page = {
        "title": _("Tạm dừng {name}").format(name=found.name)
        if stop
        else _("Mở lại {name}").format(name=found.name),
        "question": "",
        "consequences": [
            _("Gói đi nằm chờ; gói đến bị từ chối với lý do đang tạm dừng.")
            if stop
            else _("Gói đang chờ được gửi trong phút tới; gói đến lại được nhận.")
        ],
        "action": _("Tạm dừng") if stop else _("Mở lại"),
        "tone": "",
    }
    return act(
        request,
        Form(request.POST if request.method == "POST" else None, actor=request.actor),
        do,
        back=reverse("gateway:peer", args=[pk]),
        page=page,
        template="ui/confirm.html",
        done=_("Đã tạm dừng.") if stop else _("Đã mở lại."),
    )


@needs(OPERATE)
def remove(request: ActorRequest, pk: int) -> HttpResponse:
    found = get_peer(request.actor, pk)

    def do() -> str:
        remove_peer(actor=request.actor, peer=found)
        return reverse("gateway:peers")

    page = {
        "title": _("Gỡ {name}").format(name=found.name),
        "question": "",
        "consequences": [_("Không gửi, không nhận gói của nơi này nữa.")],
        "action": _("Gỡ"),
        "tone": "danger",
    }
    return act(
        request,
        Form(request.POST if request.method == "POST" else None, actor=request.actor),
        do,
        back=reverse("gateway:peer", args=[pk]),
        page=page,
        template="ui/confirm.html",
        done=_("Đã gỡ."),
    )


@needs(OPERATE)
def codes(request: ActorRequest) -> HttpResponse:
    """Units of ours that have a code; give one, or another one."""
    actor = request.actor
    form = CodeForm(request.POST or None, actor=actor)

    def do() -> None:
        unit = visible_organisation(actor, int(form.cleaned_data["organisation"]))
        give_code(actor=actor, organisation=unit, code=form.cleaned_data["code"], on=actor.today)

    page = {**place(request, "codes"), "units": own_units(on=actor.today)}
    return act(
        request, form, do, back=reverse("gateway:codes"), page=page,
        template="gateway/codes.html", done=_("Đã ghi mã định danh."), field="code",
    )  # fmt: skip


@needs(OPERATE)
def key(request: ActorRequest) -> HttpResponse:
    """The installation's certificate, to be handed to peers; a new one on request."""
    form = Form(request.POST if request.method == "POST" else None, actor=request.actor)

    def do() -> None:
        make_key(actor=request.actor, at=clock.now())

    page = {**place(request, "key"), "key": newest_key()}
    return act(
        request, form, do, back=reverse("gateway:key"), page=page,
        template="gateway/key.html",
        done=_("Đã lập khóa mới; hãy gửi chứng thư mới cho các nơi đã nối."),
    )  # fmt: skip


@needs(OPERATE)
@require_safe
def certificate(request: ActorRequest) -> HttpResponse:
    found = newest_key()
    if found is None:
        raise NotFound
    return as_file(found.certificate.encode(), "application/x-pem-file", "chung-thu-lien-thong.pem")
