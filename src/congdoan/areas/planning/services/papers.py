"""A plan goes on as an official document: begun once, as a draft of documents."""

from datetime import datetime

from django.db import transaction

from congdoan.areas.documents.api import DocumentData, write_document
from congdoan.areas.planning import policies
from congdoan.areas.planning.enums import PlanKind
from congdoan.areas.planning.models import Plan
from congdoan.areas.planning.rules.refusals import PaperAlready
from congdoan.areas.planning.services.stories import record_plan
from congdoan.areas.planning.services.writing import held_plan
from congdoan.foundation.actor import Actor
from congdoan.support.drafting.api import Block, BlockKind, DraftData, new_block, save_draft

TYPES = {PlanKind.PROGRAMME: "UNION.CTR", PlanKind.PLAN: "UNION.KH"}
_TAIL = (BlockKind.RECIPIENT, BlockKind.SIGNATURE)


@transaction.atomic
def draft_paper(
    *, actor: Actor, plan: Plan, headings: tuple[str, str], table: str, at: datetime
) -> int:
    """
    Begin a document whose text is the plan; return its key.

    ``headings`` and ``table`` are the plan in words, as printed. The right to draft is asked by
    documents.

    :raises PaperAlready: when there is one
    """
    actor.require(policies.MANAGE, on=plan.organisation)
    held = held_plan(plan)
    if held.paper_id is not None:
        raise PaperAlready
    kind = PlanKind(held.kind)
    draft = write_document(
        actor=actor,
        organisation=held.organisation,
        data=DocumentData(type=TYPES[kind], subject=held.title),
        at=at,
    )
    usual = draft.content
    tail = [block for block in usual if block.kind in _TAIL]
    bases = [block for block in usual if block.kind == BlockKind.BASIS]
    data = DraftData(held.title, draft.addressees, [*bases, *_text(held, headings, table), *tail])
    save_draft(actor=actor, draft=draft, revision=draft.revision, data=data, at=at)
    held.paper_id = draft.owner_id
    held.save(update_fields=["paper"])
    record_plan(actor, held, "papered")
    return draft.owner_id


def _text(plan: Plan, headings: tuple[str, str], table: str) -> list[Block]:
    blocks = []
    if plan.aims:
        blocks.append(new_block(BlockKind.HEADING, headings[0]))
        blocks += [
            new_block(BlockKind.PARAGRAPH, line) for line in plan.aims.splitlines() if line.strip()
        ]
    blocks.append(new_block(BlockKind.HEADING, headings[1]))
    blocks.append(new_block(BlockKind.TABLE, table))
    return blocks
