"""
The outbox of Facebook pages: a post leaves once, and what nobody can know is said to be unsure.

Marked before it leaves (``started_at``), written down after. A worker that dies in between leaves a
doubt for a post (nobody sends it again but a person), none for taking one down.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from congdoan.areas.publications.enums import WAITING, Channel, PublicationState
from congdoan.areas.publications.models import FacebookPage, Publication
from congdoan.areas.publications.services import telling
from congdoan.areas.publications.services.graph import LIMITED, Graph
from congdoan.areas.publications.services.pages import SEAL
from congdoan.foundation import sealing
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import Refusal
from congdoan.support.notifications.api import Fault, Outcome, Result, channel_rest, next_attempt

#: Longer than a post takes: a mark older than that is a dead worker's.
ALIVE = timedelta(minutes=5)
Clock = Callable[[], datetime]


def send_waiting(*, actor: Actor, clock: Clock, most: int = 200) -> int:
    """Post and take down what is due; return how many were tried. Any number of workers may."""
    _take_up_dead(actor, at=clock())
    tried = 0
    for _turn in range(most):
        started = _start(at=clock())
        if started is None:
            break
        publication, page = started
        outcome = _talk(publication, page)
        _write_down(actor, publication, outcome, at=clock())
        tried += 1
    return tried


@transaction.atomic
def _take_up_dead(actor: Actor, *, at: datetime) -> None:
    dead = Publication.objects.select_for_update(of=("self",), skip_locked=True).filter(
        state__in=[*WAITING, PublicationState.WITHDRAWN], started_at__lt=at - ALIVE
    )
    for one in dead.select_related("organisation"):
        one.started_at = None
        # A post, also one that was taken down while it was on its way: it may stand there.
        if one.state != PublicationState.LEAVING:
            one.state, one.fault = PublicationState.UNSURE, Fault.AWAY
            telling.failed(actor=actor, publication=one, at=at)
        one.save(update_fields=["started_at", "state", "fault"])


@transaction.atomic
def _start(*, at: datetime) -> tuple[Publication, FacebookPage] | None:
    ready = FacebookPage.objects.filter(
        Q(rests_until__isnull=True) | Q(rests_until__lte=at),
        organisation=OuterRef("organisation"),
        key_lost_at__isnull=True,
    )
    found = (
        Publication.objects.filter(
            Exists(ready),
            channel=Channel.FACEBOOK,
            state__in=WAITING,
            next_attempt_at__lte=at,
            started_at__isnull=True,
        )
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("next_attempt_at", "pk")
        .first()
    )
    if found is None:
        return None
    found.started_at = at
    found.save(update_fields=["started_at"])
    return found, FacebookPage.objects.get(organisation=found.organisation_id)


def _talk(publication: Publication, page: FacebookPage) -> Outcome:
    """Speak to the other side, outside any transaction."""
    try:
        key = sealing.unseal(page.sealed, use=SEAL)
    except Refusal:
        return Outcome(Result.AWAY, Fault.KEY, "cannot be opened")
    graph = Graph(page.address, page.version, key)
    try:
        if publication.state == PublicationState.LEAVING:
            return graph.remove(publication.provider_id)
        return graph.post(page.page_id, publication.message, publication.link)
    finally:
        graph.close()


@transaction.atomic
def _write_down(actor: Actor, tried: Publication, outcome: Outcome, *, at: datetime) -> None:
    """Keep what became of it; a mark another worker took over changes nothing here."""
    rows = Publication.objects.select_for_update(of=("self",)).select_related("organisation")
    one = rows.filter(pk=tried.pk, started_at=tried.started_at).first()
    if one is None:
        return
    one.started_at, leaving = None, tried.state == PublicationState.LEAVING
    one.fault = outcome.fault.value if outcome.fault else ""
    if outcome.result is Result.TAKEN:
        _taken(one, outcome, leaving=leaving, at=at)
    elif outcome.result is Result.UNSURE:
        one.state = PublicationState.UNSURE
    elif one.state == PublicationState.WITHDRAWN:
        # Taken down while it was on its way, and not taken there: nothing is left to do.
        one.next_attempt_at = None
    elif outcome.result is Result.NEVER:
        one.state = PublicationState.FAILED
    elif outcome.result is Result.LATER and outcome.fault is not Fault.LIMIT:
        _later(one, outcome, at=at)
    _page_was(one.organisation_id, outcome, at=at)
    one.save(
        update_fields=[
            "started_at", "fault", "state", "failures", "next_attempt_at", "provider_id",
            "published_at",
        ]
    )  # fmt: skip
    key = outcome.fault is Fault.KEY
    if key or one.state in (PublicationState.FAILED, PublicationState.UNSURE):
        telling.failed(actor=actor, publication=one, at=at)


def _taken(one: Publication, outcome: Outcome, *, leaving: bool, at: datetime) -> None:
    if leaving:
        one.state, one.next_attempt_at = PublicationState.WITHDRAWN, None
        return
    one.provider_id = outcome.provider_id[:120]
    one.published_at, one.next_attempt_at = at, None
    one.state = PublicationState.PUBLISHED
    if one.withdrawn_at is not None:
        # Taken down while it was on its way: it stands there now, and goes again.
        one.state, one.next_attempt_at = PublicationState.LEAVING, at


def _later(one: Publication, outcome: Outcome, *, at: datetime) -> None:
    one.failures += 1
    wait = next_attempt(one.failures)
    if wait is None:
        one.state = PublicationState.FAILED
    else:
        one.next_attempt_at = at + (outcome.wait or wait)


def _page_was(organisation: int, outcome: Outcome, *, at: datetime) -> None:
    """Write down how the page is: the whole page waits where the other side says so."""
    page = FacebookPage.objects.select_for_update().filter(organisation=organisation).first()
    if page is None:
        return
    if outcome.result is Result.TAKEN:
        page.last_success_at, page.absences, page.rests_until = at, 0, None
    else:
        page.last_fault = outcome.fault.value if outcome.fault else ""
        page.last_fault_at, page.detail = at, outcome.detail[:200]
    if outcome.fault is Fault.KEY:
        page.key_lost_at = at
    elif outcome.fault is Fault.LIMIT:
        page.rests_until = at + (outcome.wait or LIMITED)
    elif outcome.result is Result.AWAY:
        page.absences += 1
        page.rests_until = at + channel_rest(page.absences)
    page.save(
        update_fields=[
            "last_success_at", "absences", "rests_until", "last_fault", "last_fault_at", "detail",
            "key_lost_at",
        ]
    )  # fmt: skip
