"""Reviews: what was planned, how each content was scored, what was proposed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from congdoan.areas.agreements.enums import ProposalState, ReviewKind, ReviewState
from congdoan.areas.agreements.models import (
    Agreement,
    Clause,
    Obligation,
    Party,
    Review,
    ReviewProposal,
    ReviewScore,
)
from congdoan.areas.agreements.rules.reviews import apart, average
from congdoan.areas.agreements.selectors.text import current_version
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.rulebook.api import label


def reviews_of(agreement: Agreement) -> list[Review]:
    """Return the reviews of the whole period in their order."""
    rows = Review.objects.filter(agreement=agreement).select_related("period", "host")
    return list(rows.order_by("window_from", "pk"))


def find_review(agreement: Agreement, pk: int) -> Review:
    """:raises NotFound: when the agreement (which the caller may see) has no such review."""
    found = (
        Review.objects.filter(agreement=agreement, pk=pk)
        .select_related("agreement__drafting", "period", "host")
        .first()
    )
    if found is None:
        raise NotFound
    return found


def title_of(review: Review) -> str:
    """Return "Sơ kết năm học 2018–2019" or "Tổng kết giai đoạn"."""
    if review.kind == ReviewKind.FINAL:
        return _("Tổng kết giai đoạn")
    if review.period is not None:
        name = review.period.title
        return _("Sơ kết {period}").format(period=name[:1].lower() + name[1:])
    return _("Sơ kết năm {year}").format(year=review.year)


def contents_of(agreement: Agreement) -> list[str]:
    """
    Return the contents that are scored, in the order of the text; two queries.

    "" stands for duties no content names, and for the whole where the text names none.
    """
    rows = Obligation.objects.filter(agreement=agreement).order_by("order", "pk")
    owed = list(rows.values_list("content_code", flat=True))
    named = Clause.objects.filter(version=current_version(agreement)).standing()
    codes = [*named.exclude(content_code="").values_list("content_code", flat=True), *owed]
    found = list(dict.fromkeys(code for code in codes if code))
    return [*found, ""] if "" in owed or not found else found


def content_names(agreement: Agreement) -> dict[str, str]:
    """Return what the contents are called, in their order."""
    codes = contents_of(agreement)
    rest = _("Trách nhiệm chung, chế độ làm việc") if len(codes) > 1 else _("Toàn bộ văn bản")
    day = agreement.first_day
    return {code: label("agreement.content", code, day) if code else rest for code in codes}


def agreed_scores(review: Review) -> dict[str, ReviewScore]:
    """Return what the conference gave, by content."""
    return {one.content_code: one for one in review.scores.filter(party__isnull=True)}


def party_scores(review: Review, party: Party) -> dict[str, ReviewScore]:
    """Return what one party gave, by content."""
    return {one.content_code: one for one in review.scores.filter(party=party)}


@dataclass
class ScoreLine:
    """How one content was scored: by each party (in their order) and by the conference."""

    code: str
    name: str
    given: list[ReviewScore | None] = field(default_factory=list)
    agreed: ReviewScore | None = None

    @property
    def mean(self) -> Decimal | None:
        return average(one.score for one in self.given if one)

    @property
    def apart(self) -> Decimal:
        return apart(one.score for one in self.given if one)


def score_lines(review: Review, parties: Iterable[Party]) -> list[ScoreLine]:
    """Return every content with its scores; one query for all scores."""
    order = [party.pk for party in parties]
    rows = {(one.content_code, one.party_id): one for one in review.scores.all()}
    return [
        ScoreLine(code, name, [rows.get((code, pk)) for pk in order], rows.get((code, None)))
        for code, name in content_names(review.agreement).items()
    ]


def cautions(review: Review, parties: Iterable[Party]) -> list[str]:
    """Return what people should look at before they close a review; none of it forbids closing."""
    found = []
    held = review.held_on
    if held and not review.window_from <= held <= review.window_through:
        found.append(
            _(
                "Ngày họp {held} nằm ngoài thời gian dự kiến ({first} – {last}); "
                "hãy kiểm tra có đúng kỳ này không."
            ).format(
                held=f"{held:%d/%m/%Y}",
                first=f"{review.window_from:%d/%m/%Y}",
                last=f"{review.window_through:%d/%m/%Y}",
            )
        )
    if held and review.session_on and held != review.session_on:
        found.append(
            _("Giấy mời ghi họp ngày {called}, kết quả ghi ngày {held}.").format(
                called=f"{review.session_on:%d/%m/%Y}", held=f"{held:%d/%m/%Y}"
            )
        )
    scored = set(review.scores.values_list("party_id", flat=True))
    silent = [party.label for party in parties if party.pk not in scored]
    if silent:
        found.append(_("Chưa chấm điểm: {parties}.").format(parties=", ".join(silent)))
    return found


@dataclass
class YearsLine:
    """One content over the years: the agreed score of each review that was held."""

    code: str
    name: str
    scores: list[Decimal | None]

    @property
    def mean(self) -> Decimal | None:
        return average(one for one in self.scores if one is not None)


def held_years(agreement: Agreement) -> list[Review]:
    """Return the yearly reviews that were held, the first year first."""
    rows = Review.objects.filter(
        agreement=agreement, kind=ReviewKind.INTERIM, state=ReviewState.HELD
    )
    return list(rows.select_related("period").order_by("year", "pk"))


def years_lines(agreement: Agreement, years: Iterable[Review]) -> list[YearsLine]:
    """Return the agreed scores of these reviews by content; one query."""
    order = [one.pk for one in years]
    rows = ReviewScore.objects.filter(review_id__in=order, party__isnull=True)
    scores = {(one.review_id, one.content_code): one.score for one in rows}
    return [
        YearsLine(code, name, [scores.get((pk, code)) for pk in order])
        for code, name in content_names(agreement).items()
    ]


def proposals_of(agreement: Agreement) -> "QuerySet[ReviewProposal]":
    """Return every proposal of the agreement's reviews, the newest review first."""
    rows = ReviewProposal.objects.filter(review__agreement=agreement)
    return rows.select_related("party", "review__period").order_by("-review__year", "pk")


def agreed_proposals(agreement: Agreement) -> "QuerySet[ReviewProposal]":
    """Return what was agreed at reviews and waits for an amendment."""
    return proposals_of(agreement).filter(
        state=ProposalState.AGREED, taken_on__isnull=True, review__state=ReviewState.HELD
    )


def find_proposal(review: Review, pk: int) -> ReviewProposal:
    """:raises NotFound: when the review has no such proposal"""
    found = review.proposals.filter(pk=pk).select_related("party").first()
    if found is None:
        raise NotFound
    return found
