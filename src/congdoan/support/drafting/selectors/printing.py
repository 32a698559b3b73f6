"""A draft as an official document, its variables filled with the facts of a day."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from congdoan.kernel.rulebook.api import Entry, find_entry, label
from congdoan.support.drafting.enums import BlockKind
from congdoan.support.drafting.models import Draft
from congdoan.support.drafting.rules.blocks import Block, table_rows
from congdoan.support.drafting.rules.inline import plain_of, runs_of
from congdoan.support.drafting.rules.numbering import labels
from congdoan.support.drafting.rules.variables import fill, fill_text
from congdoan.support.drafting.selectors.facts import TODAY, Asked, Issuer, facts_for, issuer_of
from congdoan.support.drafting.selectors.owners import owner_of
from congdoan.support.rendering.api import (
    Align,
    Division,
    IssuingBody,
    Level,
    Listing,
    OfficialDocument,
    Paragraph,
    ProfileCode,
    Run,
    SignatureBlock,
    Table,
    canonical_text,
    symbol,
    text_hash,
)
from congdoan.support.rendering.api import Block as Printed

_OPEN_NUMBER = "……"
_LEVELS = {
    BlockKind.CHAPTER: Level.CHAPTER,
    BlockKind.HEADING: Level.ARTICLE,
    BlockKind.ARTICLE: Level.ARTICLE,
    BlockKind.CLAUSE: Level.CLAUSE,
    BlockKind.POINT: Level.POINT,
}


def asked_of(draft: Draft, *, on: date) -> Asked:
    return Asked(draft.organisation_id, draft.type_code, on, draft.owner_type, draft.owner_id)


def day_of(draft: Draft, *, on: date) -> date:
    """Return as of which day the facts of a draft are filled: the record's own, else ``on``."""
    return owner_of(draft).day(draft) or on


def document_of(
    draft: Draft, *, on: date, more: Mapping[str, str] | None = None
) -> OfficialDocument:
    """
    Return the draft as it would be printed on ``on``; the owner adds number, day and marks.

    ``more`` are facts of this one copy (its receiver).
    """
    return next(copies_of(draft, [more or {}], on=on))


def copies_of(
    draft: Draft, copies: Iterable[Mapping[str, str]], *, on: date
) -> Iterator[OfficialDocument]:
    """Return one document a copy, each with facts of its own; the others are asked once."""
    day, owner = day_of(draft, on=on), owner_of(draft)
    facts, frame = _facts(draft, on=day), _frame(draft, on=day)
    for more in copies:
        yield owner.paper(draft, _document(draft, {**facts, **more}, frame), day)


def wording_of(draft: Draft, *, on: date) -> str:
    """Return the hash of the wording with the facts of ``on``; only the day itself stays open."""
    values = {name: value for name, value in _facts(draft, on=on).items() if name != TODAY}
    return text_hash(canonical_text(_document(draft, values, _frame(draft, on=on))))


def _facts(draft: Draft, *, on: date) -> dict[str, str]:
    return {fact.name: fact.value for fact in facts_for(asked_of(draft, on=on))}


def unknown_in(draft: Draft, *, on: date) -> list[str]:
    """Return the variables of the draft that nobody can fill on ``on``."""
    values = _facts(draft, on=day_of(draft, on=on))
    head = [*fill_text(draft.subject, values)[1], *fill_text(draft.addressees, values)[1]]
    return list(dict.fromkeys([*head, *fill(draft.content, values).unknown]))


@dataclass(frozen=True)
class _Frame:
    """What law and union say about the paper on a day."""

    entry: Entry | None
    issuer: Issuer
    type_name: str


def _frame(draft: Draft, *, on: date) -> _Frame:
    entry = find_entry("documents.type", draft.type_code, on=on)
    is_letter = bool(entry) and not (entry and entry.attributes.get("abbreviation"))
    name = "" if is_letter else label("documents.type", draft.type_code, on)
    return _Frame(entry, issuer_of(draft.organisation_id, on=on), name)


def _document(draft: Draft, values: Mapping[str, str], frame: _Frame) -> OfficialDocument:
    blocks, issuer = fill(draft.content, values).blocks, frame.issuer
    facts = frame.entry.attributes if frame.entry else {}
    return OfficialDocument(
        bodies=[IssuingBody(issuer.name, issuer.superior, _symbol(frame.entry, issuer))],
        type_name=frame.type_name,
        subject=fill_text(draft.subject, values)[0],
        profile=ProfileCode(facts.get("layout", ProfileCode.UNION)),
        place=issuer.place,
        addressees=fill_text(draft.addressees, values)[0].splitlines(),
        bases=[_upright(block.text) for block in blocks if block.kind == BlockKind.BASIS],
        body=list(_body(blocks)),
        signatures=[_signature(one) for one in blocks if one.kind == BlockKind.SIGNATURE],
        recipients=[plain_of(block.text) for block in blocks if block.kind == BlockKind.RECIPIENT],
    )


def _symbol(entry: Entry | None, issuer: Issuer) -> str:
    """Return room for the number and the symbol as far as it is known."""
    if entry is None or not entry.attributes.get("needs_symbol"):
        return ""
    facts = entry.attributes
    short = issuer.symbol or _OPEN_NUMBER
    return symbol(facts["pattern"], _OPEN_NUMBER, type=facts["abbreviation"], org=short)


def _body(blocks: Sequence[Block]) -> Iterator[Printed]:
    numbers = labels(blocks)
    for block in blocks:
        kind = BlockKind(block.kind)
        if kind in _LEVELS:
            words = block.text.upper() if kind is BlockKind.CHAPTER else block.text
            yield Division(_LEVELS[kind], numbers[block.id], runs_of(words))
        elif kind is BlockKind.CENTRED:
            yield Paragraph([replace(run, bold=True) for run in runs_of(block.text)], Align.CENTRE)
        elif kind is BlockKind.DASH:
            yield Listing([runs_of(block.text)])
        elif kind is BlockKind.TABLE and (rows := table_rows(block.text)):
            head = [plain_of(cell) for cell in rows[0]]
            yield Table(head, [[runs_of(cell) for cell in row] for row in rows[1:]])
        elif kind is BlockKind.PARAGRAPH and block.text:
            yield from (Paragraph(runs_of(line)) for line in block.text.split("\n") if line)


def _upright(text: str) -> list[Run]:
    """Return a basis as runs: its line is italic as a whole, and twice italic would be upright."""
    return [replace(run, italic=False) for run in runs_of(text)]


def _signature(block: Block) -> SignatureBlock:
    lines = [plain_of(line) for line in block.text.split("\n") if line] or [""]
    return SignatureBlock(title=lines[-1], name=block.name, capacity=lines[:-1])
