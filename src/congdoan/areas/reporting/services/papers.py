"""A report goes on as an official document: begun once for each thing it said, as a draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from congdoan.areas.documents.api import DocumentData, write_document
from congdoan.areas.reporting import policies
from congdoan.areas.reporting.models import Paper, Report
from congdoan.areas.reporting.rules.wording import plain
from congdoan.areas.reporting.selectors.papers import said_now
from congdoan.areas.reporting.selectors.standing import acting_at
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import AlreadyDone, NotAllowed, Refusal
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.enums import HierarchyId
from congdoan.kernel.organisations.models import Placement
from congdoan.support.drafting.api import (
    Block,
    BlockKind,
    DraftData,
    new_block,
    save_draft,
    table_text,
)

REPORT = "UNION.BC"
#: A table of the editor holds so many signs; a longer one goes on in the next.
_TABLE = 12_000


class NotHandedIn(Refusal):
    """Báo cáo đang soạn hoặc đang sửa; hãy nộp trước, rồi lập văn bản từ bản đã nộp."""


@dataclass(frozen=True)
class PaperPart:
    """A section in words, as printed: a table (the head first) or what was written."""

    heading: str
    rows: Sequence[Sequence[str]] = ()
    text: str = ""


@dataclass(frozen=True)
class PaperWords:
    """What the document says beside the figures: its subject, to whom, "as above"."""

    subject: str
    addressee: str
    as_above: str
    nothing: str


@transaction.atomic
def draft_paper(
    *, actor: Actor, report: Report, parts: Sequence[PaperPart], words: PaperWords, at: datetime
) -> Paper:
    """
    Begin a document whose text is the report as it was handed in or accepted last.

    ``parts`` and ``words`` are what it says, as printed. The right to draft is asked by documents.

    :raises NotHandedIn: while it is with its author
    :raises AlreadyDone: when there is one that says the same
    """
    held = (
        Report.objects.select_for_update(of=("self",))
        .select_related("round", "organisation")
        .get(pk=report.pk)
    )
    unit = acting_at(actor, policies.WRITE, held.organisation, on=actor.today)
    if unit is None:
        raise NotAllowed
    frozen = said_now(held)
    if frozen is None:
        raise NotHandedIn
    if held.papers.filter(revision=held.revision).exists():
        raise AlreadyDone
    above = Placement.objects.on(actor.today).filter(
        hierarchy_id=HierarchyId.COMMAND, child=unit, parent=held.superior_id
    )
    draft = write_document(
        actor=actor,
        organisation=unit,
        data=DocumentData(
            type=REPORT, subject=words.subject, reach="SUPERIOR" if above.exists() else ""
        ),
        at=at,
    )
    data = DraftData(words.subject, words.addressee, _blocks(draft.content, parts, words))
    save_draft(actor=actor, draft=draft, revision=draft.revision, data=data, at=at)
    made = Paper.objects.create(
        report=held, snapshot=frozen, revision=held.revision, document_id=draft.owner_id
    )
    record(
        actor=actor,
        verb="reporting.papered",
        target=held,
        organisation_id=held.organisation_id,
        label=held.round.title,
    )
    return made


def _blocks(usual: Sequence[Block], parts: Sequence[PaperPart], words: PaperWords) -> list[Block]:
    """Return the text: the report between what such documents begin and end with."""
    bases = [one for one in usual if one.kind == BlockKind.BASIS]
    ends = [one for one in usual if one.kind == BlockKind.SIGNATURE]
    recipients = [one for one in usual if one.kind == BlockKind.RECIPIENT][1:]
    body: list[Block] = []
    for part in parts:
        body.append(new_block(BlockKind.HEADING, plain(part.heading)))
        if part.rows:
            body += [new_block(BlockKind.TABLE, text) for text in _tables(part.rows)]
        else:
            body.append(new_block(BlockKind.PARAGRAPH, plain(part.text) or words.nothing))
    return [*bases, *body, new_block(BlockKind.RECIPIENT, words.as_above), *recipients, *ends]


def _tables(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return a table, in as many pieces as the editor needs; each repeats the head."""
    head, *lines = [[plain(cell).replace("\n", " ") for cell in row] for row in rows]
    found, piece, length = [], [head], 0
    for row in lines:
        size = sum(len(cell) + 3 for cell in row)
        if length + size > _TABLE and len(piece) > 1:
            found.append(table_text(piece))
            piece, length = [head], 0
        piece.append(row)
        length += size
    return [*found, table_text(piece)]
