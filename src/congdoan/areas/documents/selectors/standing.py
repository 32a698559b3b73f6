"""How a paper stands on a day: in force, to come, ended, replaced, corrected, recalled."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from congdoan.areas.documents.enums import ENDING, NUMBERED, DocumentState
from congdoan.areas.documents.models import Document, Incoming, Relation
from congdoan.areas.documents.selectors.relations import effect_of, recalled_by


@dataclass(frozen=True)
class Standing:
    """One sentence for the reader, and how it is to be taken."""

    words: str
    tone: str


def standing_of(paper: Document | Incoming, *, on: date) -> Standing | None:
    """Return how a paper stands; None when nobody said what it rules and nothing befell it."""
    document = paper if isinstance(paper, Document) else paper.document
    if document is not None and _is_recalled(document, on=on):
        day = document.withdrawn_on
        said = _("đã thu hồi ngày {day}").format(day=_day(day)) if day else _("đã thu hồi")
        return Standing(said, "bad")
    return _ended(paper, document, on=on) or _declared(paper, on=on)


def _declared(paper: Document | Incoming, *, on: date) -> Standing | None:
    """Return what its unit said of the days it rules."""
    effect = effect_of(paper)
    if effect is None:
        return None
    starts, ends = effect.valid.lower, effect.valid.upper
    if starts > on:
        return Standing(_("có hiệu lực từ {day}").format(day=_day(starts)), "warn")
    if ends is not None and ends <= on:
        return Standing(_("hết hiệu lực {day}").format(day=_day(ends)), "bad")
    return Standing(_("đang có hiệu lực"), "good")


def _day(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def _is_recalled(document: Document, *, on: date) -> bool:
    if document.withdrawn_on is not None:
        return document.withdrawn_on <= on
    return document.state == DocumentState.RECALLED


def _ended(paper: Document | Incoming, document: Document | None, *, on: date) -> Standing | None:
    """Return what took its place by then: by a relation, or as a document that follows it."""
    older = Q(older_document=document) if document else Q(older_incoming=paper.pk)
    row = (
        Relation.objects.filter(older, kind__in=ENDING, starts__lte=on)
        .exclude(recalled_by(on, "document__"))
        .select_related("document", "incoming")
        .order_by("starts", "pk")
        .first()
    )
    if row is not None:
        newer = row.document or row.incoming
        said = _("đã bị thay thế hoặc bãi bỏ bởi {symbol} từ {day}")
        return Standing(
            said.format(symbol=newer.symbol if newer else "", day=_day(row.starts)), "bad"
        )
    follows = document and (
        document.replaced_by.filter(state__in=NUMBERED, issued_on__lte=on)
        .exclude(recalled_by(on))
        .order_by("issued_on", "pk")
        .first()
    )
    if not follows:
        return None
    said = _("được đính chính bởi {symbol}") if follows.corrects else _("được thay bởi {symbol}")
    return Standing(said.format(symbol=follows.symbol), "warn" if follows.corrects else "bad")
