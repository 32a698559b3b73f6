"""Planning the reviews of an agreement in force and asking each host in its year."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from congdoan.areas.agreements.enums import ReviewKind, ReviewState, State, TurnState
from congdoan.areas.agreements.models import Agreement, HostChange, Review
from congdoan.areas.agreements.rules import states
from congdoan.areas.agreements.rules.rota import Window, host_of, planned_reviews
from congdoan.areas.agreements.rules.states import Action
from congdoan.areas.agreements.selectors.duties import running_days
from congdoan.areas.agreements.selectors.reviews import contents_of, title_of
from congdoan.areas.agreements.selectors.turns import change_awaits
from congdoan.areas.agreements.services.force import close_review
from congdoan.areas.agreements.services.states import Moved, held
from congdoan.areas.agreements.services.working import page_of
from congdoan.foundation.actor import Actor
from congdoan.kernel.periods.api import NoPeriod, school_year_of
from congdoan.kernel.periods.models import Period
from congdoan.kernel.rulebook.api import value
from congdoan.support.worklist.api import Wanted, sync_work

REVIEWING = "agreements.review"
SCORING = "agreements.score"
TURNING = "agreements.review_turn"
#: The host is asked this long before its window opens.
_AHEAD = timedelta(days=30)


@transaction.atomic
def plan_reviews(*, actor: Actor, agreement: Agreement, on: date, at: datetime) -> list[Review]:
    """
    Write the reviews of the whole period with their hosts; those there stay as they are.

    Hosts follow the order of the parties in the text, one year each.
    """
    first, last = running_days(agreement)
    rota = list(agreement.parties.order_by("order", "pk").values_list("organisation_id", flat=True))
    window = value("agreement.review.interim_window", on=first, for_=agreement.drafting_id)
    months = value("agreement.review.final_months", on=first, for_=agreement.drafting_id)
    rows = [
        Review(
            agreement=agreement,
            kind=one.kind,
            year=one.year,
            period=_school_year(one.first) if one.kind == ReviewKind.INTERIM else None,
            window_from=one.first,
            window_through=one.last,
            host_id=host_of(rota, one.turn),
        )
        for one in planned_reviews(
            first=first, last=last, window=_window(window), final_months=months
        )
    ]
    Review.objects.bulk_create(rows, ignore_conflicts=True)
    sync_review_work(actor=actor, agreement=agreement, on=on, at=at)
    return list(Review.objects.filter(agreement=agreement).order_by("window_from", "pk"))


def _window(rule: dict[str, dict[str, int]]) -> Window:
    begins, ends = rule["from"], rule["through"]
    return Window((begins["month"], begins["day"]), (ends["month"], ends["day"]))


def _school_year(day: date) -> Period | None:
    try:
        return school_year_of(day)
    except NoPeriod:
        return None


def sync_review_work(*, actor: Actor, agreement: Agreement, on: date, at: datetime) -> None:
    """Ask each host from a month before its window on, as long as the agreement is worth it."""
    reviews = list(Review.objects.filter(agreement=agreement).select_related("period"))
    # A text that ended early has only the final review left, if anybody wants it.
    running = agreement.state in {State.SIGNED, State.EFFECTIVE, State.EXPIRED}
    with override("vi"):
        wanted = [
            item
            for review in reviews
            if review.state == ReviewState.HELD or (running and review.window_from - _AHEAD <= on)
            for item in (_hosting(review, agreement), *_scoring(review, agreement))
        ]
        wanted += [item for change in _asked(agreement) for item in _turn(change, agreement)]
    sync_work(actor=actor, prefix=f"agreements.{agreement.pk}.review.", wanted=wanted, on=on, at=at)


def _asked(agreement: Agreement) -> list[HostChange]:
    rows = HostChange.objects.filter(
        review__agreement=agreement, review__state=ReviewState.PLANNED, state=TurnState.ASKED
    )
    return list(rows.select_related("review__agreement", "review__period").order_by("pk"))


def _turn(change: HostChange, agreement: Agreement) -> Iterator[Wanted]:
    """Ask the parties the turn would pass between, as long as they have not answered."""
    for organisation in change_awaits(change):
        yield Wanted(
            key=f"agreements.{agreement.pk}.review.{change.review_id}.turn.{organisation}",
            kind=TURNING,
            title=_("Trả lời đề nghị đổi bên chủ trì {review}: {title}").format(
                review=title_of(change.review), title=agreement.title
            )[:300],
            organisation_id=organisation,
            source_label=agreement.title,
            source_url=page_of(agreement, f"so-ket/{change.review_id}/"),
            due=change.review.window_from,
            why=change.reason,
        )


def _hosting(review: Review, agreement: Agreement) -> Wanted:
    return Wanted(
        key=f"agreements.{agreement.pk}.review.{review.pk}",
        kind=REVIEWING,
        title=f"{title_of(review)}: {agreement.title}"[:300],
        organisation_id=review.host_id,
        source_label=agreement.title,
        source_url=page_of(agreement, f"so-ket/{review.pk}/"),
        due=review.window_through,
        why=review.host_reason or _("Đến lượt đơn vị chủ trì."),
        done=review.state == ReviewState.HELD,
    )


def _scoring(review: Review, agreement: Agreement) -> Iterator[Wanted]:
    """Ask each party that was invited for its scores before the conference."""
    if review.session_on is None:
        return
    needed = len(contents_of(agreement))
    given = Counter(
        review.scores.filter(party__isnull=False).values_list("party__organisation_id", flat=True)
    )
    for organisation in agreement.parties.in_order().values_list("organisation_id", flat=True):
        yield Wanted(
            key=f"agreements.{agreement.pk}.review.{review.pk}.score.{organisation}",
            kind=SCORING,
            title=_("Chấm điểm trước {review}: {title}").format(
                review=title_of(review)[:1].lower() + title_of(review)[1:], title=agreement.title
            )[:300],
            organisation_id=organisation,
            source_label=agreement.title,
            source_url=page_of(agreement, f"so-ket/{review.pk}/cham-diem/"),
            due=review.session_on,
            why=_("Mỗi bên chấm từng nội dung trước hội nghị ngày {day}.").format(
                day=f"{review.session_on:%d/%m/%Y}"
            ),
            done=review.state == ReviewState.HELD or given[organisation] >= needed,
        )


def after_move(change: Moved) -> None:
    """Keep the hosts' work right, and let a final review held before the end count at the end."""
    agreement = change.agreement
    if not Review.objects.filter(agreement=agreement).exists():
        return
    sync_review_work(
        actor=change.actor,
        agreement=agreement,
        on=max(change.on, change.actor.today),
        at=change.at,
    )
    summed_up = Review.objects.filter(
        agreement=agreement, kind=ReviewKind.FINAL, state=ReviewState.HELD
    )
    if agreement.state == State.EXPIRED and summed_up.exists():
        close_if_over(actor=change.actor, agreement=agreement, on=change.on, at=change.at)


def close_if_over(*, actor: Actor, agreement: Agreement, on: date, at: datetime) -> None:
    """Say that an agreement that has ended was summed up."""
    agreement = held(agreement)
    if states.allowed(agreement.state, Action.CLOSE_REVIEW):
        close_review(actor=actor, agreement=agreement, on=on, at=at)
