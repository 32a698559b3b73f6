"""Front door of drafting: the seam for slices whose records have a text."""

from congdoan.support.drafting.enums import BlockKind
from congdoan.support.drafting.models import Draft, DraftTemplate, DraftVersion
from congdoan.support.drafting.policies import TEMPLATES
from congdoan.support.drafting.rules.blocks import Block, new_block, table_rows, table_text
from congdoan.support.drafting.rules.pasting import pasted
from congdoan.support.drafting.rules.refusals import (
    DraftClosed,
    FactsChanged,
    NothingWritten,
    SameWords,
    SavedMeanwhile,
    VariablesUnknown,
)
from congdoan.support.drafting.rules.usual import usual_blocks
from congdoan.support.drafting.selectors.facts import (
    Asked,
    Fact,
    Issuer,
    ListOffered,
    ListsAsked,
    bases_asked,
    issuer_of,
    lists_asked,
    lists_for,
    variables_asked,
)
from congdoan.support.drafting.selectors.owners import Access, Owner, register_owner
from congdoan.support.drafting.selectors.printing import (
    copies_of,
    document_of,
    unknown_in,
    wording_of,
)
from congdoan.support.drafting.selectors.reading import TALK, draft_for, templates_for
from congdoan.support.drafting.services.sealing import (
    drop_draft,
    require_seal,
    seal_draft,
    set_heading,
    unseal_draft,
)
from congdoan.support.drafting.services.templates import begun_from, make_template, usual_data
from congdoan.support.drafting.services.writing import (
    DraftData,
    keep_version,
    save_draft,
    start_draft,
)

__all__ = [
    "TALK",
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
    "FactsChanged",
    "Issuer",
    "ListOffered",
    "ListsAsked",
    "NothingWritten",
    "Owner",
    "SameWords",
    "SavedMeanwhile",
    "VariablesUnknown",
    "bases_asked",
    "begun_from",
    "copies_of",
    "document_of",
    "draft_for",
    "drop_draft",
    "issuer_of",
    "keep_version",
    "lists_asked",
    "lists_for",
    "make_template",
    "new_block",
    "pasted",
    "register_owner",
    "require_seal",
    "save_draft",
    "seal_draft",
    "set_heading",
    "start_draft",
    "table_rows",
    "table_text",
    "templates_for",
    "unknown_in",
    "unseal_draft",
    "usual_blocks",
    "usual_data",
    "variables_asked",
    "wording_of",
]
