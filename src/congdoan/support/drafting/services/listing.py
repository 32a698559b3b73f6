"""A table filled from a list of the unit, as of a day; filled again when the list has changed."""

from datetime import datetime

from django.db import transaction

from congdoan.foundation.actor import Actor
from congdoan.kernel.audit.api import record
from congdoan.support.drafting.enums import BlockKind
from congdoan.support.drafting.models import Draft
from congdoan.support.drafting.rules.blocks import Block, new_block, table_text
from congdoan.support.drafting.rules.refusals import ListGone
from congdoan.support.drafting.selectors.facts import ListsAsked, lists_for
from congdoan.support.drafting.selectors.owners import require_edit
from congdoan.support.drafting.services.writing import DraftData, save_draft


@transaction.atomic
def fill_table(
    *, actor: Actor, draft: Draft, at: datetime, code: str = "", again: str = ""
) -> Block:
    """
    Add a table of the list ``code``, or fill the block ``again`` anew; return the block.

    :raises ListGone: when there is no such list (any more), or it is not this person's to read
    """
    access = require_edit(actor, draft)
    old = next((one for one in draft.content if one.id == again and one.source), None)
    wanted = old.source if old else code
    asked = ListsAsked(actor, draft.organisation, actor.today)
    offered = next((one for one in lists_for(asked) if one.code == wanted), None)
    if offered is None:
        raise ListGone
    rows = offered.rows(access.title)
    made = Block(
        old.id if old else new_block(BlockKind.TABLE).id,
        BlockKind.TABLE,
        table_text(rows),
        f"“{offered.name[:100]}”, số liệu ngày {actor.today:%d/%m/%Y}",
        wanted,
    )
    kept = [made if one.id == made.id else one for one in draft.content]
    blocks = kept if old else _before_the_end(kept, made)
    data = DraftData(draft.subject, draft.addressees, blocks)
    save_draft(actor=actor, draft=draft, revision=draft.revision, data=data, at=at)
    record(
        actor=actor,
        verb="drafting.listed",
        target=draft,
        organisation_id=draft.organisation_id,
        label=access.title,
        changes={"list": offered.name, "rows": len(rows) - 1},
    )
    return made


def _before_the_end(blocks: list[Block], made: Block) -> list[Block]:
    """Put the table before receivers and signature, which end a document."""
    ends = {BlockKind.RECIPIENT, BlockKind.SIGNATURE}
    at = len(blocks)
    while at and blocks[at - 1].kind in ends:
        at -= 1
    return [*blocks[:at], made, *blocks[at:]]
