"""
What a clerk pastes from Word becomes lines of an agreement.

The HTML of Word is untrusted and full of its own styles: nh3 throws everything away but paragraphs,
then each paragraph is recognised by how Vietnamese texts number themselves (Chương I, Điều 1,
1., a)). Automatic list numbers of Word come along as text in ``mso-list:Ignore`` spans.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
import re

import nh3

from congdoan.areas.agreements.enums import Level
from congdoan.areas.agreements.rules.lines import NewLine
from congdoan.areas.agreements.rules.refusals import PasteEmpty, PasteTooLong
from congdoan.foundation.vietnamese import tidy

#: More than a long agreement ever was; above it somebody pasted a book.
LIMIT = 1_000_000

_BLOCK = re.compile(r"</?(?:p|div|li|h[1-6]|tr|br|ul|ol|table|td|th)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]+>")
_LOOKS_LIKE_HTML = re.compile(r"<(?:html|body|p|div|span|br|h[1-6]|table|ul|ol)\b", re.IGNORECASE)
_COMMENTS = re.compile(r"<!--.*?-->|<!\[.*?\]>", re.DOTALL)
_ROMAN = r"(?=[IVXLC])[IVXLC]{1,7}"
_CHAPTER = re.compile(
    rf"^(?:chương|phần|mục)\s+(?:{_ROMAN}|\d{{1,2}})\b[\s.:–-]*(.*)$", re.IGNORECASE
)
_ROMAN_HEAD = re.compile(rf"^{_ROMAN}\s*[.)/–-]\s+(\S.*)$")
_ARTICLE = re.compile(r"^điều\s+\d{1,3}\b\s*[.:–-]?\s*(.*)$", re.IGNORECASE)
_CLAUSE = re.compile(r"^(?:khoản\s+)?\d{1,3}\s*[.)/]\s*(?!\d)(.*)$", re.IGNORECASE)
_POINT = re.compile(r"^(?:điểm\s+)?[a-zđ]{1,2}\s*[.)/]\s+(.*)$", re.IGNORECASE)
_DASH = re.compile(r"^[-–—+•·▪§o]\s+(.*)$")
_ALLOWED = {"p", "div", "li", "br", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6"}


@dataclass(frozen=True)
class Pasted:
    """What was recognised, and what lay before the first chapter or article (head, bases)."""

    lines: tuple[NewLine, ...]
    before: tuple[str, ...]


def paste(text: str) -> Pasted:
    """
    Return the lines of pasted Word HTML or plain text.

    :raises PasteTooLong: above a megabyte
    :raises PasteEmpty: when no words are left
    """
    if len(text) > LIMIT:
        raise PasteTooLong(size=len(text) // 1000, limit=LIMIT // 1000)
    paragraphs = list(paragraphs_of(text))
    if not paragraphs:
        raise PasteEmpty
    return recognise(paragraphs)


def paragraphs_of(text: str) -> Iterator[str]:
    """Return the paragraphs of HTML or plain text as NFC text with single spaces."""
    if _LOOKS_LIKE_HTML.search(text):
        text = _COMMENTS.sub(" ", text)
        clean = nh3.clean(
            text.replace("\n", " ").replace("\r", " "),
            tags=_ALLOWED,
            attributes={},
            clean_content_tags={"script", "style", "title", "xml", "noscript", "template"},
        )
        text = unescape(_TAG.sub("", _BLOCK.sub("\n", clean)))
    for line in re.split(r"[\n\r\v\f\u2028\u2029]+", text):
        found = tidy(_printable(line))
        if found:
            yield found


def _printable(line: str) -> str:
    """Drop control and invisible characters; Word's bullets (private use) become dashes."""
    kept = []
    for char in line.replace("\u00a0", " ").replace("\u00ad", "").replace("\u200b", ""):
        if "\ue000" <= char <= "\uf8ff":
            kept.append("- ")
        elif char.isprintable() or char == "\t":
            kept.append(char)
    return "".join(kept)


def recognise(paragraphs: Iterable[str]) -> Pasted:
    """Return paragraphs as lines; what carries no number belongs to the line before it."""
    lines: list[NewLine] = []
    before: list[str] = []
    in_article = False
    for paragraph in paragraphs:
        line = begun_line(paragraph, in_article=in_article)
        if line is not None:
            lines.append(line)
            if line.level in {Level.CHAPTER, Level.ARTICLE}:
                in_article = line.level == Level.ARTICLE
        elif not lines:
            before.append(paragraph)
        else:
            lines[-1] = continued(lines[-1], paragraph)
    if not lines:
        # No numbers at all: one article that the clerk splits by hand.
        lines = [NewLine(Level.ARTICLE, "", "\n".join(before))]
        before = []
    return Pasted(tuple(lines), tuple(before))


def begun_line(paragraph: str, *, in_article: bool) -> NewLine | None:
    """Return a new line, or None for a paragraph that continues the one before."""
    chapter = _CHAPTER.match(paragraph)
    article = _ARTICLE.match(paragraph)
    roman = _ROMAN_HEAD.match(paragraph)
    if article:
        return _article(article.group(1))
    if chapter is None and roman is not None and roman.group(1).isupper():
        chapter = roman
    if chapter:
        return NewLine(Level.CHAPTER, chapter.group(1)[:400], chapter.group(1)[400:])
    return _numbered(paragraph) if in_article else None


def _numbered(paragraph: str) -> NewLine | None:
    for pattern, level in ((_CLAUSE, Level.CLAUSE), (_POINT, Level.POINT)):
        found = pattern.match(paragraph)
        if found:
            return NewLine(level, text=found.group(1))
    return None


def _article(rest: str) -> NewLine:
    """Return an article; a long first line is its text, not its title."""
    if len(rest) > 150 and ". " in rest[:150]:
        title, _, text = rest.partition(". ")
        return NewLine(Level.ARTICLE, title, text)
    return NewLine(Level.ARTICLE, rest[:400], rest[400:])


def continued(line: NewLine, paragraph: str) -> NewLine:
    """Add a paragraph to a line; a chapter's title often stands in the paragraph after it."""
    if line.level in {Level.CHAPTER, Level.ARTICLE} and not line.heading and not line.text:
        return NewLine(line.level, paragraph[:400], paragraph[400:])
    dash = _DASH.match(paragraph)
    added = f"- {dash.group(1)}" if dash else paragraph
    text = f"{line.text}\n{added}" if line.text else added
    return NewLine(line.level, line.heading, text)
