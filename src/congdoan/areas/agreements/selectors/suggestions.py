"""What a party wants a clause to read, laid against the words that stand there now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from congdoan.areas.agreements.models import Clause
from congdoan.areas.agreements.selectors.text import ClauseLine
from congdoan.support.comparison.api import Piece, compare_words, rebase
from congdoan.support.discussion.api import Comment, CommentKind, Edit


@dataclass(frozen=True)
class Proposal:
    """
    A suggestion as it would read now.

    ``stale``: the clause was changed since; the wish is carried over, and ``clean`` says whether
    that went without touching the same words. ``gone``: the clause no longer stands.
    """

    edit: str
    heading: str
    text: str
    heading_pieces: tuple[Piece, ...]
    text_pieces: tuple[Piece, ...]
    stale: bool = False
    clean: bool = True
    gone: bool = False


def proposal_of(
    comment: Comment, clause: Clause | None, *, answered: bool | None = None
) -> Proposal | None:
    """
    Return what ``comment`` suggests for ``clause`` (as it stands, or None); None if nothing.

    One that is ``answered`` (by default: as the comment is) is laid against the words it was made
    against, an open one against those that stand there now.
    """
    if comment.kind != CommentKind.SUGGESTION:
        return None
    edit = comment.edit or Edit.REPLACE
    if edit == Edit.INSERT:
        return _drawn(edit, ("", comment.suggested_heading), ("", comment.suggested_text))
    standing = clause if clause is not None and clause.removed_at is None else None
    if edit == Edit.MOVE:
        return _moving(comment, standing)
    over = bool(comment.verdict) if answered is None else answered
    if over or standing is None:
        base = comment.base_heading, comment.base_text
        return _drawn(edit, *_against(comment, edit, base), gone=standing is None)
    return _present(comment, edit, standing)


def _moving(comment: Comment, clause: Clause | None) -> Proposal:
    """Return a wish to move a clause: its words stay, the place is said in words."""
    words = (
        (comment.base_heading, comment.base_text)
        if clause is None
        else (clause.heading, clause.text)
    )
    return Proposal(
        edit=Edit.MOVE,
        heading=words[0],
        text=words[1],
        heading_pieces=(),
        text_pieces=compare_words("", comment.suggested_text),
        gone=clause is None,
    )


def _present(comment: Comment, edit: str, clause: Clause) -> Proposal:
    now = clause.heading, clause.text
    base = comment.base_heading, comment.base_text
    if base in (now, ("", "")):
        return _drawn(edit, *_against(comment, edit, now))
    wanted = _wanted(comment, edit)
    heading, text = (rebase(*three) for three in zip(base, now, wanted, strict=True))
    clean = heading.clean and text.clean
    if edit == Edit.DELETE and not clean:
        return _drawn(edit, (now[0], now[0]), (now[1], now[1]), stale=True, clean=False)
    return _drawn(edit, (now[0], heading.text), (now[1], text.text), stale=True, clean=clean)


def _against(
    comment: Comment, edit: str, base: tuple[str, str]
) -> tuple[tuple[str, str], tuple[str, str]]:
    heading, text = _wanted(comment, edit)
    return (base[0], heading), (base[1], text)


def _wanted(comment: Comment, edit: str) -> tuple[str, str]:
    if edit == Edit.DELETE:
        return "", ""
    return comment.suggested_heading or comment.base_heading, comment.suggested_text


def _drawn(
    edit: str,
    heading: tuple[str, str],
    text: tuple[str, str],
    *,
    stale: bool = False,
    clean: bool = True,
    gone: bool = False,
) -> Proposal:
    return Proposal(
        edit=edit,
        heading=heading[1],
        text=text[1],
        heading_pieces=compare_words(*heading) if any(heading) else (),
        text_pieces=compare_words(*text) if any(text) else (),
        stale=stale,
        clean=clean,
        gone=gone,
    )


def proposals_of(comments: Iterable[Comment], lines: Sequence[ClauseLine]) -> dict[int, Proposal]:
    """Return the proposals of many comments by their id; ``lines`` are the text as it stands."""
    clauses = {line.item.stable_id.hex: line.item for line in lines}
    found = {}
    for comment in comments:
        proposal = proposal_of(comment, clauses.get(comment.anchor))
        if proposal is not None:
            found[comment.pk] = proposal
    return found
