from congdoan.support.exchange.services.background import commit_import_of
from congdoan.support.exchange.services.committing import (
    NotCommitted,
    NothingToImport,
    PlanOutOfDate,
    commit_import,
    discard_import,
    undo_import,
)
from congdoan.support.exchange.services.funding_classes import FUNDING_CLASSES
from congdoan.support.exchange.services.organisation_changes import ORGANISATION_CHANGES
from congdoan.support.exchange.services.organisation_tree import ORGANISATION_TREE
from congdoan.support.exchange.services.planning import ColumnsMissing, plan_import
from congdoan.support.exchange.services.reading import (
    CsvNotUnicode,
    NotASpreadsheet,
    SheetHasMacros,
    SheetHasPassword,
    SheetIsEmpty,
    SheetTooLong,
)
from congdoan.support.exchange.services.sheets import result_sheet, template_sheet

__all__ = [
    "FUNDING_CLASSES",
    "ORGANISATION_CHANGES",
    "ORGANISATION_TREE",
    "ColumnsMissing",
    "CsvNotUnicode",
    "NotASpreadsheet",
    "NotCommitted",
    "NothingToImport",
    "PlanOutOfDate",
    "SheetHasMacros",
    "SheetHasPassword",
    "SheetIsEmpty",
    "SheetTooLong",
    "commit_import",
    "commit_import_of",
    "discard_import",
    "plan_import",
    "result_sheet",
    "template_sheet",
    "undo_import",
]
