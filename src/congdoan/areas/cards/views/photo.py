"""The portrait for the card: one's own, or a member's by their union."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.cards import policies
from congdoan.areas.cards.forms import PhotoForm
from congdoan.areas.cards.selectors.oneself import own_person
from congdoan.areas.cards.selectors.photos import unscoped_photos
from congdoan.areas.cards.services.photographing import drop_photo, take_photo_in
from congdoan.areas.cards.views.frame import act, place
from congdoan.areas.members.api import get_membership
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs, require_oneself, signed_in
from congdoan.foundation.forms import Form
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.models import Person


@signed_in
def own_photo(request: ActorRequest) -> HttpResponse:
    """Send one's own portrait."""
    require_oneself(request.actor)
    page = {"own": True}
    return _take(request, None, own_person(request.actor), reverse("cards:oneself"), page)


@signed_in
def own_photo_drop(request: ActorRequest) -> HttpResponse:
    require_oneself(request.actor)
    person = own_person(request.actor)
    return _drop(request, None, person, reverse("cards:oneself"), {"own": True})


@signed_in
def own_picture(request: ActorRequest) -> HttpResponse:
    return _picture(own_person(request.actor).pk)


@needs(policies.ISSUE)
def photo(request: ActorRequest, pk: int) -> HttpResponse:
    """Send the portrait of a member who agreed to it."""
    unit, person = _load(request, pk)
    back = reverse("members:detail", args=[pk])
    return _take(request, unit, person, back, place(request, unit))


@needs(policies.ISSUE)
def photo_drop(request: ActorRequest, pk: int) -> HttpResponse:
    unit, person = _load(request, pk)
    back = reverse("members:detail", args=[pk])
    return _drop(request, unit, person, back, place(request, unit))


@needs(policies.VIEW)
def picture(request: ActorRequest, pk: int) -> HttpResponse:
    membership = get_membership(request.actor, pk, at=clock.now())
    if not request.actor.may(policies.VIEW, on=membership.organisation):
        raise NotFound
    return _picture(membership.person_id)


def _load(request: ActorRequest, pk: int) -> tuple[Organisation, Person]:
    membership = get_membership(request.actor, pk, at=clock.now())
    request.actor.require(policies.ISSUE, on=membership.organisation)
    return membership.organisation, membership.person


def _picture(person: int) -> HttpResponse:
    found = unscoped_photos([person]).get(person)
    if found is None:
        raise NotFound
    return HttpResponse(
        found, content_type="image/jpeg", headers={"Cache-Control": "private, no-store"}
    )


def _take(
    request: ActorRequest,
    unit: Organisation | None,
    person: Person,
    back: str,
    page: dict[str, Any],
) -> HttpResponse:
    form = PhotoForm(request.POST or None, request.FILES or None, actor=request.actor)

    def do() -> None:
        take_photo_in(
            actor=request.actor,
            unit=unit,
            person=person,
            upload=form.cleaned_data["photo"],
            part=form.part,
            at=clock.now(),
        )

    page |= {
        "title": _("Ảnh thẻ"),
        "lead": person.full_name,
        "action": _("Gửi ảnh"),
        "warning": _("Ảnh được cắt 3×4, in lên thẻ ở lần in sau, và xóa khi rút sự đồng ý."),
    }
    done = _("Đã nhận ảnh; thẻ in từ nay có ảnh này.")
    return act(request, form, do, back=back, done=done, field="photo", page=page)


def _drop(
    request: ActorRequest,
    unit: Organisation | None,
    person: Person,
    back: str,
    page: dict[str, Any],
) -> HttpResponse:
    form = Form(request.POST if request.method == "POST" else None, actor=request.actor)

    def do() -> None:
        drop_photo(actor=request.actor, unit=unit, person=person, at=clock.now())

    page |= {
        "title": _("Xóa ảnh thẻ"),
        "lead": person.full_name,
        "action": _("Xóa ảnh"),
        "tone": "danger",
        "warning": _("Thẻ đã in giữ nguyên; thẻ in sau này không có ảnh."),
    }
    return act(request, form, do, back=back, done=_("Đã xóa ảnh."), page=page)
