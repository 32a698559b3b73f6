"""A draft as an official document, its variables filled with the facts of a day."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from congdoan.kernel.rulebook.api import Entry, find_entry, label
from congdoan.support.drafting.enums import BlockKind
from congdoan.support.drafting.models import Draft
from congdoan.support.drafting.rules.blocks import Block, table_rows
from congdoan.support.drafting.rules.numbering import labels
from congdoan.support.drafting.rules.variables import fill, fill_text
from congdoan.support.drafting.selectors.facts import Asked, Issuer, facts_for, issuer_of
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
    symbol,
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


def document_of(draft: Draft, *, on: date) -> OfficialDocument:
    """Return the draft as it would be printed on ``on``; the owner adds number, day and marks."""
    values = {fact.name: fact.value for fact in facts_for(asked_of(draft, on=on))}
    return owner_of(draft).paper(draft, _document(draft, values, on=on))


def unknown_in(draft: Draft, *, on: date) -> list[str]:
    """Return the variables of the draft that nobody can fill on ``on``."""
    values = {fact.name: fact.value for fact in facts_for(asked_of(draft, on=on))}
    head = [*fill_text(draft.subject, values)[1], *fill_text(draft.addressees, values)[1]]
    return list(dict.fromkeys([*head, *fill(draft.content, values).unknown]))


def _document(draft: Draft, values: Mapping[str, str], *, on: date) -> OfficialDocument:
    blocks = fill(draft.content, values).blocks
    entry = find_entry("documents.type", draft.type_code, on=on)
    issuer = issuer_of(draft.organisation_id, on=on)
    facts = entry.attributes if entry else {}
    is_letter = bool(entry) and not facts.get("abbreviation")
    return OfficialDocument(
        bodies=[IssuingBody(issuer.name, issuer.superior, _symbol(entry, issuer))],
        type_name="" if is_letter else label("documents.type", draft.type_code, on),
        subject=fill_text(draft.subject, values)[0],
        profile=ProfileCode(facts.get("layout", ProfileCode.UNION)),
        place=issuer.place,
        addressees=fill_text(draft.addressees, values)[0].splitlines(),
        bases=[block.text for block in blocks if block.kind == BlockKind.BASIS],
        body=list(_body(blocks)),
        signatures=[_signature(one) for one in blocks if one.kind == BlockKind.SIGNATURE],
        recipients=[block.text for block in blocks if block.kind == BlockKind.RECIPIENT],
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
            title = block.text.upper() if kind is BlockKind.CHAPTER else block.text
            yield Division(_LEVELS[kind], numbers[block.id], title)
        elif kind is BlockKind.CENTRED:
            yield Paragraph(Run(block.text, bold=True), Align.CENTRE)
        elif kind is BlockKind.DASH:
            yield Listing([block.text])
        elif kind is BlockKind.TABLE and (rows := table_rows(block.text)):
            yield Table(rows[0], rows[1:])
        elif kind is BlockKind.PARAGRAPH and block.text:
            yield from (Paragraph(line) for line in block.text.split("\n") if line)


def _signature(block: Block) -> SignatureBlock:
    lines = [line for line in block.text.split("\n") if line] or [""]
    return SignatureBlock(title=lines[-1], name=block.name, capacity=lines[:-1])
