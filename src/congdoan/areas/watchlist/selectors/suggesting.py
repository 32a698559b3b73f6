"""What the discipline form is filled with when it is opened from the list; people decide."""

from django.utils.translation import gettext as _

from congdoan.areas.members.api import Penalty, Suggestion, SuggestionAsked
from congdoan.areas.watchlist.enums import Cause
from congdoan.areas.watchlist.selectors.watching import watched


def suggest_discipline(asked: SuggestionAsked) -> Suggestion | None:
    """Answer members: the highest degree somebody is at this year, in words, or nothing."""
    found = watched(asked.organisation, year=asked.on.year, on=asked.on, people={asked.person_id})
    over = [one for one in found if one.over and one.degree]
    if not over:
        return None
    worst = over[0]
    words = (
        _("Không đóng đoàn phí {figure} tháng liền ({words}), không có lý do chính đáng.")
        if worst.cause == Cause.UNPAID
        else _("Vắng {figure}% số buổi sinh hoạt trong năm ({words} buổi).")
    )
    grounds = words.format(figure=worst.fact.figure, words=worst.fact.words)
    return Suggestion(Penalty(str(worst.degree)), f"{grounds} {worst.rule.legal_basis}")
