"""How a comparison is drawn, for the pages of the slices that own the texts."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from congdoan.support.comparison.api import (
    Change,
    Comparison,
    Mark,
    Piece,
    Row,
    inline,
    place_sentence,
)

register = template.Library()
_TONES = {Change.ADDED: "good", Change.REMOVED: "bad", Change.REWORDED: "info"}
_TAGS = {Mark.ADDED: "ins", Mark.REMOVED: "del"}


@register.filter
def redlined(pieces: Sequence[Piece]) -> SafeString:
    """Return pieces in one line: removed words struck, added ones underlined."""
    return _drawn(inline(pieces))


@register.filter
def before(pieces: Iterable[Piece]) -> SafeString:
    """Return the old wording with the removed words marked."""
    return _drawn(
        (piece.mark, piece.was if piece.mark is Mark.KEPT else piece.text)
        for piece in pieces
        if piece.mark is not Mark.ADDED
    )


@register.filter
def after(pieces: Iterable[Piece]) -> SafeString:
    """Return the new wording with the added words marked."""
    return _drawn((piece.mark, piece.text) for piece in pieces if piece.mark is not Mark.REMOVED)


def _drawn(said: Iterable[tuple[Mark, str]]) -> SafeString:
    return format_html_join("", "{}", ((_marked(mark, text),) for mark, text in said))


def _marked(mark: Mark, text: str) -> SafeString:
    lines = format_html_join(SafeString("<br>"), "{}", ((line,) for line in text.split("\n")))
    tag = _TAGS.get(mark)
    return format_html("<{0}>{1}</{0}>", SafeString(tag), lines) if tag else lines


@register.inclusion_tag("comparison/comparison.html")
def comparison_table(
    comparison: Comparison,
    authors: Mapping[str, str] | None = None,
    *,
    links: Mapping[str, str] | None = None,
    view: str = "",
    only_changed: bool = False,
) -> dict[str, Any]:
    """
    Draw a comparison: side by side where there is room, in one column where there is not.

    ``authors`` says by line id who changed it and when, ``links`` where its history stands;
    ``view`` fixes the drawing ("two", "one").
    """
    rows = comparison.changed if only_changed else comparison.rows
    said = authors or {}
    return {
        "rows": [_entry(row, said, (links or {}).get(row.line.id, "")) for row in rows],
        "counts": [(change.label, number) for change, number in comparison.counts.items()],
        "same": comparison.same,
        "view": view,
    }


def _entry(row: Row, authors: Mapping[str, str], link: str) -> dict[str, Any]:
    return {
        "link": link,
        "row": row,
        "line": row.line,
        "place": place_sentence(row),
        "author": authors.get(row.line.id, "") if row.is_changed else "",
        "badges": [
            (change.label, _TONES.get(change, "neutral"))
            for change in row.changes
            if change is not Change.RENUMBERED
        ],
        "heading": row.line.level in {"CHAPTER", "ARTICLE"},
    }


@register.inclusion_tag("comparison/redline.html")
def redline_of(heading: Sequence[Piece], text: Sequence[Piece], number: str = "") -> dict[str, Any]:
    """Draw one line with its changes, as a suggestion shows it."""
    return {"heading": heading, "text": text, "number": number}
