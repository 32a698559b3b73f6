"""What a review can be filled with before anybody writes: duties counted, earlier years joined."""

from datetime import date

from django.utils.translation import gettext as _

from congdoan.areas.agreements.enums import ReviewKind
from congdoan.areas.agreements.models import Review
from congdoan.areas.agreements.rules.duties import Outcome
from congdoan.areas.agreements.selectors.progress import Counted, progress_of
from congdoan.areas.agreements.selectors.reviews import held_years, title_of

#: What the final review takes over from each year.
_JOINED = (
    "strengths",
    "weaknesses",
    "difficulties",
    "shortcomings",
    "causes",
    "lessons",
)


def suggested(review: Review, *, on: date) -> dict[str, str]:
    """Return a first wording for the parts of a review that was never written."""
    counted = progress_of(review.agreement, on=min(on, review.held_on or on), year=review.period)
    found = {"results": "\n".join(_facts(counted.whole, counted.contents))}
    if review.session_place:
        found["place"] = review.session_place
    if review.kind == ReviewKind.FINAL:
        years = held_years(review.agreement)
        for name in ("results", *_JOINED):
            parts = [
                f"{title_of(one)}: {getattr(one, name)}" for one in years if getattr(one, name)
            ]
            found[name] = "\n".join([*([found[name]] if found.get(name) else []), *parts])
    return {name: text for name, text in found.items() if text}


def _facts(whole: Counted, contents: list[Counted]) -> list[str]:
    if not whole.total:
        return []
    lines = [
        _("Các bên đã xác nhận {done}/{total} nhiệm vụ trong kỳ ({share}), quá hạn {late}.").format(
            done=whole.done,
            total=whole.total,
            share=whole.share,
            late=whole.counts[Outcome.OVERDUE],
        )
    ]
    return lines + [f"– {one.name}: {one.done}/{one.total}." for one in contents if one.total]
