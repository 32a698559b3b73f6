"""An addendum and a consolidated text as official documents."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from congdoan.areas.agreements.enums import ChangeKind, Level
from congdoan.areas.agreements.models import Agreement, Amendment, Party
from congdoan.areas.agreements.rules.consolidating import EntryLine, Touch
from congdoan.areas.agreements.selectors.agreements import parties_on, party_names, takes_part
from congdoan.areas.agreements.selectors.amendments import SUBJECT
from congdoan.areas.agreements.selectors.consolidated import (
    consolidated,
    in_force_on,
    text_with,
)
from congdoan.areas.agreements.selectors.document import (
    Words,
    issuing_bodies,
    printed_line,
    signature_places,
    terms_of,
    words_of,
)
from congdoan.areas.agreements.selectors.text import current_version
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.rulebook.api import label
from congdoan.support.rendering.api import (
    Block,
    Division,
    OfficialDocument,
    Paragraph,
    ProfileCode,
    Run,
    SignatureBlock,
)
from congdoan.support.rendering.api import Level as Printed
from congdoan.support.signing.api import Packet


@dataclass(frozen=True)
class Article:
    """One article of an addendum: what it does, and the lines it gives in full."""

    kind: str
    line: EntryLine
    after: EntryLine | None = None
    lines: tuple[EntryLine, ...] = ()

    @property
    def title(self) -> str:
        """Return "Sửa đổi, bổ sung khoản 2 Điều 4" and the like."""
        place = self.line.path
        if self.kind == ChangeKind.REMOVE:
            return _("Bãi bỏ {place}").format(place=place)
        if self.kind == ChangeKind.ADD and self.after is not None:
            return _("Bổ sung {place} vào sau {after}").format(place=place, after=self.after.path)
        if self.kind == ChangeKind.ADD:
            return _("Bổ sung {place}").format(place=place)
        return _("Sửa đổi, bổ sung {place}").format(place=place)


def articles_of(amendment: Amendment) -> list[Article]:
    """Return the changes in the order of the text; new lines under a new one go with it."""
    lines = text_with(amendment)
    rows = {change.clause: change for change in amendment.changes.all()}
    found: list[Article] = []
    own: dict[Any, int] = {}
    for n, line in enumerate(lines):
        change = rows.get(line.item.stable_id)
        if change is None:
            continue
        above = own.get(line.parent.item.stable_id) if line.parent else None
        if change.kind == ChangeKind.ADD and above is not None:
            one = found[above]
            found[above] = Article(one.kind, one.line, one.after, (*one.lines, line))
            own[line.item.stable_id] = above
            continue
        after = _elder(lines, n) if change.kind == ChangeKind.ADD else None
        found.append(Article(change.kind, line, after, (line,)))
        if change.kind == ChangeKind.ADD:
            own[line.item.stable_id] = len(found) - 1
    return found


def _elder(lines: Sequence[EntryLine], place: int) -> EntryLine | None:
    """Return the line of the same level just before, under the same line above."""
    own = lines[place]
    for line in reversed(lines[:place]):
        if line.depth == own.depth:
            return line
        if line.depth < own.depth and own.item.level not in {Level.ARTICLE, Level.CHAPTER}:
            return None
    return None


def words_on(amendment: Amendment, parties: Sequence[Party], *, on: date) -> Words:
    """Return the names a frozen addendum kept, or those of ``on`` before the freeze."""
    kept = amendment.names
    if kept:
        called = {int(pk): name for pk, name in kept["parties"].items()}
        return Words(called, kept["drafting"], kept["kind"])
    agreement = amendment.agreement
    with override("vi"):
        kind = label("agreement.kind", agreement.kind, on)
    return Words(party_names(parties, on=on), name_of(agreement.drafting, on=on), kind)


def unscoped_addendum(
    amendment: Amendment, *, on: date, signatures: Sequence[SignatureBlock] = ()
) -> OfficialDocument:
    """
    Return an addendum in the official layout, with the parties and their names of ``on``.

    Always in Vietnamese, the language of what is signed.
    """
    agreement = amendment.agreement
    parties = [one for one in parties_on(agreement, on) if takes_part(one, on)]
    words = words_on(amendment, parties, on=on)
    number = amendment.number or "…"
    with override("vi"):
        return OfficialDocument(
            bodies=issuing_bodies(parties, words),
            type_name=_("PHỤ LỤC SỐ {number}").format(number=number),
            subject=amendment.title,
            profile=ProfileCode.UNION,
            place=amendment.signed_place,
            dated=amendment.signed_on,
            bases=[
                _("Căn cứ {named} đã được các bên ký kết").format(
                    named=_named(agreement, words.kind)
                ),
                _("Căn cứ sự thống nhất của các bên về việc sửa đổi, bổ sung"),
            ],
            body=list(_body(amendment, parties, words)),
            signatures=signature_places(signatures, parties, words.parties, on),
            recipients=[_("Các bên (mỗi bên một bản)"), _("Lưu: VT")],
        )


def addendum_to_sign(packet: Packet) -> OfficialDocument | None:
    """Return the addendum whose text a packet froze, for signing it as a PDF."""
    if packet.subject_type != SUBJECT:
        return None
    found = Amendment.objects.filter(pk=packet.subject_id, sha256=packet.text_hash)
    amendment = found.select_related("agreement").first()
    if amendment is None or amendment.frozen_on is None:
        return None
    return unscoped_addendum(amendment, on=amendment.frozen_on)


def _named(agreement: Agreement, kind: str) -> str:
    """Return "Quy chế phối hợp số 05/QCPH ngày 09/11/2023"."""
    words = [kind]
    if agreement.number:
        words.append(_("số {number}").format(number=agreement.number))
    if agreement.signed_on:
        words.append(_("ngày {day}").format(day=f"{agreement.signed_on:%d/%m/%Y}"))
    return " ".join(words)


def _body(amendment: Amendment, parties: Sequence[Party], words: Words) -> Iterator[Block]:
    agreement = amendment.agreement
    yield Paragraph(_("Các bên gồm:"))
    for party in parties:
        yield Paragraph(f"{party.label}: {words.parties[party.organisation_id]}.")
    yield Paragraph(
        _("Các bên thống nhất sửa đổi, bổ sung “{title}” như sau:").format(title=agreement.title)
    )
    articles = articles_of(amendment)
    for n, article in enumerate(articles, start=1):
        yield from _article(n, article)
    yield Division(Printed.ARTICLE, f"Điều {len(articles) + 1}.", _("Hiệu lực thi hành"))
    day = f"{amendment.wanted_on:%d/%m/%Y}" if amendment.wanted_on else "…"
    yield Paragraph(
        _(
            "Phụ lục này có hiệu lực từ ngày {day}; nếu bên cuối cùng ký sau ngày đó thì có hiệu "
            "lực từ ngày ký."
        ).format(day=day)
    )
    yield Paragraph(
        _(
            "Phụ lục này là một phần của {named}. Các nội dung không được sửa đổi, bổ sung giữ "
            "nguyên hiệu lực."
        ).format(named=_named(agreement, words.kind))
    )


def _article(n: int, article: Article) -> Iterator[Block]:
    heading = article.title
    if article.kind == ChangeKind.REMOVE:
        yield Division(Printed.ARTICLE, f"Điều {n}.", f"{heading}.")
        return
    yield Division(Printed.ARTICLE, f"Điều {n}.", _("{what} như sau:").format(what=heading))
    said = [text for line in article.lines for text in quoted(line)]
    for place, text in enumerate(said):
        opening = "“" if place == 0 else ""
        closing = "”." if place == len(said) - 1 else ""
        yield Paragraph(f"{opening}{text}{closing}")


def quoted(line: EntryLine) -> list[str]:
    """Return a line as it is given in full: its number, its words, who owes it."""
    item = line.item
    first = f"{line.label} {item.heading}".strip() if item.heading else ""
    words = item.text.splitlines()
    if not first:
        first, words = f"{line.label} {words[0] if words else ''}".strip(), words[1:]
    return [text for text in (first, *words, terms_of(line)) if text]


def unscoped_consolidated(agreement: Agreement, *, on: date) -> OfficialDocument:
    """Return the text in force on ``on`` for printing; a help for reading, signed by nobody."""
    parties = parties_on(agreement, on)
    words = words_of(current_version(agreement), parties, on=on)
    called = {**party_names(parties, on=on), **words.parties}
    amendments = in_force_on(agreement, on)
    with override("vi"):
        body: list[Block] = [Paragraph(_("Các bên gồm:"))]
        body += [Paragraph(f"{one.label}: {called[one.organisation_id]}.") for one in parties]
        for line in consolidated(agreement, on=on):
            body += printed_entry(line)
        named = _named(agreement, words.kind)
        return OfficialDocument(
            bodies=issuing_bodies(parties, Words(called, words.drafting, words.kind)),
            type_name=_("VĂN BẢN HỢP NHẤT"),
            subject=_("{title} (nội dung có hiệu lực ngày {day})").format(
                title=agreement.title, day=f"{on:%d/%m/%Y}"
            ),
            profile=ProfileCode.UNION,
            place=agreement.signed_place,
            dated=on,
            bases=[named, *(_source(one) for one in amendments)],
            body=body,
            note=_("Hợp nhất để tra cứu; bản ký của từng văn bản là bản có giá trị."),
        )


def _source(amendment: Amendment) -> str:
    return _("Phụ lục số {number} ký ngày {signed}, có hiệu lực từ ngày {day}").format(
        number=amendment.number,
        signed=f"{amendment.signed_on:%d/%m/%Y}" if amendment.signed_on else "…",
        day=f"{amendment.effective_on:%d/%m/%Y}" if amendment.effective_on else "…",
    )


def printed_entry(line: EntryLine) -> list[Block]:
    """Return a clause as printed, with the addenda that changed it; what was abolished says so."""
    removed = line.item.removed
    if removed is not None:
        above = line.parent.item.removed if line.parent else None
        if above == removed:
            return []
        return [Paragraph([Run(f"{line.label} ({touch_in_words(removed)})", italic=True)])]
    notes = [touch_in_words(touch) for touch in line.item.touches]
    blocks = list(printed_line(line))
    return [*blocks, *(Paragraph([Run(f"[{note}]", italic=True)]) for note in notes)]


def touch_in_words(touch: Touch) -> str:
    """Return "sửa đổi theo Phụ lục số 1, từ ngày 01/01/2027"."""
    words = {
        ChangeKind.CHANGE: _("sửa đổi, bổ sung theo Phụ lục số {number} từ ngày {day}"),
        ChangeKind.ADD: _("bổ sung theo Phụ lục số {number} từ ngày {day}"),
        ChangeKind.REMOVE: _("được bãi bỏ theo Phụ lục số {number} từ ngày {day}"),
    }[ChangeKind(touch.kind)]
    return words.format(number=touch.number or "…", day=f"{touch.on:%d/%m/%Y}" if touch.on else "…")
