"""What the sender of a packet does with it."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.support.signing import forms, policies
from congdoan.support.signing.selectors.packets import collected, get_packet
from congdoan.support.signing.services.closing import void_packet
from congdoan.support.signing.services.renewing import extend_deadline, resume_packet
from congdoan.support.signing.views.pages import done, page, to_room


@needs(policies.MANAGE)
def void(request: ActorRequest, pk: int) -> HttpResponse:
    packet = get_packet(request.actor, pk)
    form = forms.Void(request.POST or None, actor=request.actor)

    def act() -> None:
        void_packet(
            actor=request.actor,
            packet=packet,
            reason=form.cleaned_data["reason"],
            at=clock.now(),
        )

    if done(request, form, act, _("Đã hủy hồ sơ ký; các bên đã được báo.")):
        return to_room(packet.pk)
    context = {"packet": packet, "collected": collected(packet)}
    return page(request, "signing/void.html", form, context)


@needs(policies.MANAGE)
def extend(request: ActorRequest, pk: int) -> HttpResponse:
    packet = get_packet(request.actor, pk)
    form = forms.Extend(
        request.POST or None, actor=request.actor, initial={"deadline": packet.deadline}
    )

    def act() -> None:
        extend_deadline(
            actor=request.actor,
            packet=packet,
            deadline=form.cleaned_data["deadline"],
            reason=form.cleaned_data["reason"],
            on=request.actor.today,
            at=clock.now(),
        )

    if done(request, form, act, _("Đã gia hạn ký.")):
        return to_room(packet.pk)
    return page(request, "signing/extend.html", form, {"packet": packet})


@needs(policies.MANAGE)
def resume(request: ActorRequest, pk: int) -> HttpResponse:
    packet = get_packet(request.actor, pk)
    form = forms.Resume(
        request.POST or None, actor=request.actor, initial={"deadline": packet.deadline}
    )

    def act() -> None:
        resume_packet(
            actor=request.actor,
            packet=packet,
            deadline=form.cleaned_data["deadline"],
            reason=form.cleaned_data["reason"],
            on=request.actor.today,
            at=clock.now(),
        )

    if done(request, form, act, _("Đã trình ký lại; các bên đã được báo.")):
        return to_room(packet.pk)
    context = {"packet": packet, "collected": collected(packet)}
    return page(request, "signing/resume.html", form, context)
