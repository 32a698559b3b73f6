"""The unit's Facebook page: connect it, forget it."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from congdoan.areas.publications import policies
from congdoan.areas.publications.enums import Channel, PublicationState
from congdoan.areas.publications.models import FacebookPage, Publication
from congdoan.areas.publications.rules.refusals import AddressIsNoGraph, KeyAgain, PageIdIsNumber
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

    :raises PageIdIsNumber, AddressIsNoGraph: for what cannot be a page
    :raises KeyAgain: the key that is kept goes to the address it was given for and no other
    """
    actor.require(policies.CONNECT, on=organisation)
    require_oneself(actor)
    if not (data.page_id.isascii() and data.page_id.isdigit()):
        raise PageIdIsNumber
    if not _is_graph(data.address):
        raise AddressIsNoGraph(hosts=", ".join(settings.FACEBOOK_HOSTS))
    known = FacebookPage.objects.select_for_update().filter(organisation=organisation).first()
    if not data.key and (known is None or known.address != data.address):
        raise KeyAgain
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


def _is_graph(address: str) -> bool:
    """Whether it is the other side's, or the unit's own way to it as the installation names it."""
    try:
        parts = urlsplit(address)
        _port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    if (
        "?" in address
        or "#" in address
        or "@" in parts.netloc
        or host not in settings.FACEBOOK_HOSTS
    ):
        return False
    # Only the demo and the tests name this very machine, where nothing is read on the way.
    return parts.scheme == "https" or (parts.scheme == "http" and host == "127.0.0.1")


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
