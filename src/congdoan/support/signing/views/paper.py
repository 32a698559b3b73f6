"""Signatures on paper, written down by a clerk."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.refusal import NotAllowed, NotFound
from congdoan.kernel.people.models import Person
from congdoan.support.signing import forms, policies
from congdoan.support.signing.models import Slot
from congdoan.support.signing.selectors.mandates import unscoped_signatories
from congdoan.support.signing.selectors.packets import frozen_on, get_slot, last_on_paper
from congdoan.support.signing.services.paper import record_paper_signature
from congdoan.support.signing.services.recording import may_record
from congdoan.support.signing.views.pages import done, page, to_room


@needs(policies.RECORD)
def paper(request: ActorRequest, pk: int) -> HttpResponse:
    slot = get_slot(request.actor, pk)
    if not may_record(request.actor, slot):
        raise NotAllowed
    today = request.actor.today
    people = unscoped_signatories(slot, since=frozen_on(slot.packet), until=today)
    form = forms.Paper(
        request.POST or None,
        request.FILES or None,
        actor=request.actor,
        people=[(person.pk, person.full_name) for person in people],
        initial=last_on_paper(slot.packet),
    )

    def act() -> None:
        said = dict(form.cleaned_data)
        person = next((one for one in people if one.pk == said["person"]), None)
        _record_paper(request, slot, person, said)

    if done(request, form, act, _("Đã ghi nhận chữ ký trên giấy.")):
        return to_room(slot.packet_id)
    context = {"slot": slot, "packet": slot.packet, "people": people}
    return page(request, "signing/paper.html", form, context)


def _record_paper(
    request: ActorRequest, slot: Slot, person: Person | None, said: dict[str, object]
) -> None:
    if person is None:
        raise NotFound
    record_paper_signature(
        actor=request.actor,
        slot=slot,
        person=person,
        signed_on=said["signed_on"],  # type: ignore[arg-type]
        place=str(said["place"]),
        typed_hash=str(said["typed_hash"]),
        key=str(said["key"]),
        upload=said["upload"],  # type: ignore[arg-type]
        on=request.actor.today,
        at=clock.now(),
    )
