"""How a thread is drawn, for the pages of the slices that own the records."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template

from congdoan.support.discussion.enums import CommentKind, Verdict
from congdoan.support.discussion.models import Comment

register = template.Library()
_TONES = {
    Verdict.ACCEPTED: "good",
    Verdict.PARTLY: "info",
    Verdict.REJECTED: "bad",
    Verdict.NOTED: "neutral",
}


@register.inclusion_tag("discussion/comments.html")
def comment_list(
    comments: Iterable[Comment],
    names: Mapping[int, str],
    actions: Mapping[int, Sequence[Mapping[str, str]]] | None = None,
) -> dict[str, Any]:
    """
    Draw standing comments with their answers.

    ``names`` gives the parties' names by id; ``actions`` the links (``label``, ``url``) under a
    comment by its id, for what this person may do there.
    """
    return {
        "entries": [
            {
                "comment": comment,
                "party": names.get(comment.party_id, ""),
                "agrees": comment.kind == CommentKind.NO_OPINION,
                "tone": _TONES.get(Verdict(comment.verdict), "") if comment.verdict else "",
                "actions": (actions or {}).get(comment.pk, ()),
            }
            for comment in comments
        ]
    }
