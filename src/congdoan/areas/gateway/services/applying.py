"""What the sender asked and the unit agreed to: the line renewed, or another in its place."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from congdoan.areas.documents.api import enter_exchanged, renew_arrival
from congdoan.areas.gateway.enums import Kind
from congdoan.areas.gateway.models import Package
from congdoan.areas.gateway.services.reading import arrival_of, letter_in
from congdoan.foundation.actor import Actor


def apply_asked(*, actor: Actor, package: Package, incoming: Any, at: datetime) -> None:
    """Carry out an update or a replacement; a revocation is carried out by saying yes."""
    peer, unit = package.peer, package.organisation
    if package.kind not in (Kind.UPDATE, Kind.REPLACE) or peer is None or unit is None:
        return
    letter = letter_in(package)
    if letter is None:
        return
    if package.kind == Kind.UPDATE:
        note = _("nơi gửi cập nhật: {reason}").format(reason=letter.reason or "—")
        came = arrival_of(letter, peer, on=at.date(), note=note)
        renew_arrival(actor=actor, incoming=incoming, came=came, at=at)
        return
    note = _("thay thế văn bản số đến {number}").format(number=incoming.number_text)
    came = arrival_of(letter, peer, on=at.date(), note=note)
    made = enter_exchanged(actor=actor, organisation=unit, came=came, at=at)
    package.incoming = made
    package.save(update_fields=["incoming"])
