"""Writing, closing and handing over the yearly and the final review."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.functional import lazy
from django.utils.translation import override

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import ReviewKind, ReviewState
from congdoan.areas.agreements.models import Review
from congdoan.areas.agreements.rules import rota
from congdoan.areas.agreements.selectors.duties import running_days
from congdoan.areas.agreements.services.reviews_planning import (
    close_if_over,
    sync_review_work,
    title_of,
)
from congdoan.areas.agreements.services.telling import tell
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import ChangedMeanwhile
from congdoan.foundation.vietnamese import nfc, tidy
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.models import Organisation


@dataclass(frozen=True)
class ReviewData:
    """What a review says; ``held_on`` may be empty while it is being prepared."""

    held_on: date | None = None
    place: str = ""
    results: str = ""
    difficulties: str = ""
    causes: str = ""
    lessons: str = ""
    recommendations: str = ""
    next_plan: str = ""


_NEWS_DAYS = 30
_TEXTS = ("results", "difficulties", "causes", "lessons", "recommendations", "next_plan")


@transaction.atomic
def write_review(
    *,
    actor: Actor,
    review: Review,
    organisation: Organisation,
    data: ReviewData,
    on: date,
    at: datetime,
    revision: int | None = None,
) -> Review:
    """
    Write for a party (usually the host) what the review says; closing is ``hold_review``.

    ``revision`` is the one the writer saw; another one means somebody saved meanwhile.

    :raises ReviewHeld: a closed review is opened again first
    :raises ChangedMeanwhile: nothing is overwritten
    """
    review = _held(actor, review, organisation)
    if review.state == ReviewState.HELD:
        raise rota.ReviewHeld
    if revision is not None and revision != review.revision:
        raise ChangedMeanwhile
    _check_day(review, data.held_on, on=on)
    _write(review, data, by=actor.name, at=at)
    _record(actor, review, organisation, "review_written", {"revision": review.revision})
    return review


@transaction.atomic
def hold_review(
    *, actor: Actor, review: Review, organisation: Organisation, on: date, at: datetime
) -> Review:
    """
    Close a review: it was held and this is what came of it. A final one closes the agreement.

    :raises ResultsMissing, HeldOnWrong: what must be written first
    """
    review = _held(actor, review, organisation)
    if review.state == ReviewState.HELD:
        raise rota.ReviewHeld
    if not review.results:
        raise rota.ResultsMissing
    if review.held_on is None:
        raise rota.HeldOnWrong(first=f"{running_days(review.agreement)[0]:%d/%m/%Y}")
    review.state = ReviewState.HELD
    review.save(update_fields=["state"])
    sync_review_work(actor=actor, agreement=review.agreement, on=on, at=at)
    _tell(actor, review, "review_held", on=on, at=at, once=f"{review.revision}")
    _record(actor, review, organisation, "review_held", {"held_on": review.held_on.isoformat()})
    if review.kind == ReviewKind.FINAL:
        close_if_over(actor=actor, agreement=review.agreement, on=on, at=at)
    return review


@transaction.atomic
def reopen_review(
    *,
    actor: Actor,
    review: Review,
    organisation: Organisation,
    reason: str,
    on: date,
    at: datetime,
) -> Review:
    """Open a closed yearly review again, with the reason."""
    review = _held(actor, review, organisation)
    if review.state != ReviewState.HELD or review.kind == ReviewKind.FINAL:
        raise rota.ReviewNotHeld
    words = nfc(reason).strip()
    if not words:
        raise rota.HostReasonNeeded
    review.state = ReviewState.PLANNED
    review.revision += 1
    review.save(update_fields=["state", "revision"])
    sync_review_work(actor=actor, agreement=review.agreement, on=on, at=at)
    _record(actor, review, organisation, "review_reopened", {}, reason=words)
    return review


@transaction.atomic
def change_host(
    *,
    actor: Actor,
    review: Review,
    organisation: Organisation,
    host: Organisation,
    reason: str,
    on: date,
    at: datetime,
) -> Review:
    """
    Let another party hold one review; everybody else's turn stays. All parties are told why.

    :raises HostNotAParty, HostReasonNeeded, ReviewHeld: when it cannot be handed over
    """
    review = _held(actor, review, organisation)
    if review.state == ReviewState.HELD:
        raise rota.ReviewHeld
    if not review.agreement.parties.filter(organisation=host).exists():
        raise rota.HostNotAParty
    words = nfc(reason).strip()
    if not words:
        raise rota.HostReasonNeeded
    before = review.host_id
    review.host, review.host_reason = host, words
    review.save(update_fields=["host", "host_reason"])
    sync_review_work(actor=actor, agreement=review.agreement, on=on, at=at)
    _tell(
        actor,
        review,
        "host_changed",
        on=on,
        at=at,
        once=f"{host.pk}.{at:%Y%m%d%H%M%S}",
        host=name_of(host, on=on),
        reason=words,
    )
    changes: dict[str, object] = {"host": [before, host.pk]}
    _record(actor, review, organisation, "review_host_changed", changes, reason=words)
    return review


def _held(actor: Actor, review: Review, organisation: Organisation) -> Review:
    """Return the review locked, when the actor may write for a party of its agreement."""
    actor.require(policies.REVIEW, on=organisation)
    review = (
        Review.objects.select_for_update(of=("self",))
        .select_related("agreement__drafting", "period")
        .get(pk=review.pk)
    )
    if not review.agreement.parties.filter(organisation=organisation).exists():
        raise rota.HostNotAParty
    return review


def _check_day(review: Review, held_on: date | None, *, on: date) -> None:
    first, _last = running_days(review.agreement)
    if held_on is not None and not first <= held_on <= on:
        raise rota.HeldOnWrong(first=f"{first:%d/%m/%Y}")


def _write(review: Review, data: ReviewData, *, by: str, at: datetime) -> None:
    for name, text in asdict(data).items():
        if name in _TEXTS:
            setattr(review, name, nfc(text).strip())
    review.held_on, review.place = data.held_on, tidy(data.place)[:160]
    review.revision += 1
    review.changed_at, review.changed_by_name = at, by
    review.save(
        update_fields=[*_TEXTS, "held_on", "place", "revision", "changed_at", "changed_by_name"]
    )


def _tell(
    actor: Actor, review: Review, kind: str, *, on: date, at: datetime, once: str, **words: object
) -> None:
    if (at.date() - on).days > _NEWS_DAYS:
        # A review of the past that is being written down is no news.
        return
    tell(
        actor=actor,
        agreement=review.agreement,
        kind=kind,
        on=on,
        at=at,
        once=f"{review.pk}.{once}",
        part=f"so-ket/{review.pk}/",
        context={"review": lazy(title_of, str)(review), **words},
    )


def _record(
    actor: Actor,
    review: Review,
    organisation: Organisation,
    verb: str,
    changes: dict[str, object],
    *,
    reason: str = "",
) -> None:
    with override("vi"):
        label = title_of(review)
    record(
        actor=actor,
        verb=f"agreements.{verb}",
        target=review,
        organisation_id=organisation.pk,
        changes={"agreement": review.agreement_id, **changes},
        reason=reason,
        label=f"{label}: {review.agreement.title}"[:200],
    )
