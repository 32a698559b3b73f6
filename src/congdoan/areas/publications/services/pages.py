"""The unit's Facebook page: connect it, forget it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from congdoan.areas.publications import policies
from congdoan.areas.publications.enums import Channel, PublicationState
from congdoan.areas.publications.models import FacebookPage, Publication
from congdoan.areas.publications.rules.refusals import LinkIsNoAddress, PageIdIsNumber
from congdoan.areas.publications.services.deciding import SEND
from congdoan.foundation import sealing
from congdoan.foundation.actor import Actor, require_oneself
from congdoan.foundation.jobs import enqueue
from congdoan.kernel.audit import api as audit
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.notifications.api import Fault

SEAL = "publications.page"


@dataclass(frozen=True)
class PageData:
    page_id: str
    name: str
    #: Empty: as it was.
    key: str
    address: str
    version: str


@transaction.atomic
def connect_page(
    *, actor: Actor, organisation: Organisation, data: PageData, at: datetime
) -> FacebookPage:
    """
    Keep what connects the unit's page; what waited for a new key goes on at once.

    :raises PageIdIsNumber, LinkIsNoAddress: for what cannot be a page
    """
    actor.require(policies.CONNECT, on=organisation)
    require_oneself(actor)
    if not (data.page_id.isascii() and data.page_id.isdigit()):
        raise PageIdIsNumber
    if not data.address.startswith(("https://", "http://127.0.0.1")):
        raise LinkIsNoAddress
    said = {
        "page_id": data.page_id,
        "name": data.name,
        "address": data.address,
        "version": data.version,
        "connected_at": at,
        "connected_by_name": actor.name,
        # What was wrong with the former key is no news any more.
        "key_lost_at": None,
        "absences": 0,
        "rests_until": None,
    }
    if data.key:
        said["sealed"] = sealing.seal(data.key, use=SEAL)
    page, _made = FacebookPage.objects.update_or_create(organisation=organisation, defaults=said)
    Publication.objects.filter(
        organisation=organisation,
        channel=Channel.FACEBOOK,
        state__in=[PublicationState.QUEUED, PublicationState.LEAVING],
    ).update(next_attempt_at=at)
    enqueue(SEND, key=SEND)
    _record(actor, "page_connected", page)
    return page


@transaction.atomic
def forget_page(*, actor: Actor, page: FacebookPage) -> None:
    """Forget the key; what waits for the page is not posted any more, what stands there stays."""
    actor.require(policies.CONNECT, on=page.organisation)
    Publication.objects.filter(
        organisation=page.organisation,
        channel=Channel.FACEBOOK,
        state__in=[PublicationState.QUEUED, PublicationState.LEAVING],
        started_at__isnull=True,
    ).update(state=PublicationState.FAILED, fault=Fault.KEY)
    _record(actor, "page_forgotten", page)
    page.delete()


def _record(actor: Actor, verb: str, page: FacebookPage) -> None:
    audit.record(
        actor=actor,
        verb=f"publications.{verb}",
        target=page,
        organisation_id=page.organisation_id,
        label=page.name,
    )
