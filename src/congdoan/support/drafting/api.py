"""Front door of drafting: the seam for slices whose records have a text."""

from congdoan.support.drafting.enums import BlockKind
from congdoan.support.drafting.letters.printing import document_of, unknown_in
from congdoan.support.drafting.models import Draft, DraftTemplate, DraftVersion
from congdoan.support.drafting.policies import TEMPLATES
from congdoan.support.drafting.rules.blocks import Block, new_block, table_rows, table_text
from congdoan.support.drafting.rules.pasting import pasted
from congdoan.support.drafting.rules.refusals import (
    DraftClosed,
    SavedMeanwhile,
    VariablesUnknown,
)
from congdoan.support.drafting.rules.usual import usual_blocks
from congdoan.support.drafting.selectors.facts import (
    Asked,
    Fact,
    bases_asked,
    variables_asked,
)
from congdoan.support.drafting.selectors.owners import Access, Owner, register_owner
from congdoan.support.drafting.selectors.reading import draft_for, templates_for
from congdoan.support.drafting.services.templates import begun_from, make_template
from congdoan.support.drafting.services.writing import (
    DraftData,
    close_draft,
    keep_version,
    save_draft,
    start_draft,
)

__all__ = [
    "TEMPLATES",
    "Access",
    "Asked",
    "Block",
    "BlockKind",
    "Draft",
    "DraftClosed",
    "DraftData",
    "DraftTemplate",
    "DraftVersion",
    "Fact",
    "Owner",
    "SavedMeanwhile",
    "VariablesUnknown",
    "bases_asked",
    "begun_from",
    "close_draft",
    "document_of",
    "draft_for",
    "keep_version",
    "make_template",
    "new_block",
    "pasted",
    "register_owner",
    "save_draft",
    "start_draft",
    "table_rows",
    "table_text",
    "templates_for",
    "unknown_in",
    "usual_blocks",
    "variables_asked",
]
