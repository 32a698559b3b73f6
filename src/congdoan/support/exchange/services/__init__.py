from congdoan.support.exchange.services.arranging import (
    arrange_commit,
    arrange_plan,
    arrange_undo,
)
from congdoan.support.exchange.services.background import (
    begin_step,
    commit_import_of,
    plan_import_of,
    take_up_stalled,
    undo_import_of,
)
from congdoan.support.exchange.services.committing import (
    NothingToImport,
    PlanOutOfDate,
    StillPlanning,
    commit_import,
    discard_import,
)
from congdoan.support.exchange.services.forgetting import clear_cells, forget_rows
from congdoan.support.exchange.services.funding_classes import FUNDING_CLASSES
from congdoan.support.exchange.services.looking import Look, look_at
from congdoan.support.exchange.services.naming import (
    ColumnNotNamed,
    ColumnTwice,
    name_columns,
    needs_naming,
    wait_for_columns,
)
from congdoan.support.exchange.services.organisation_changes import ORGANISATION_CHANGES
from congdoan.support.exchange.services.organisation_tree import ORGANISATION_TREE
from congdoan.support.exchange.services.owing import WORK as PARKED
from congdoan.support.exchange.services.planning import (
    ColumnsMissing,
    make_plan,
    plan_import,
    take_in,
)
from congdoan.support.exchange.services.reading import (
    CsvNotUnicode,
    EncodingUnknown,
    FileIsABomb,
    NotASpreadsheet,
    SheetHasMacros,
    SheetHasPassword,
    SheetIsEmpty,
    SheetTooLong,
    SheetTooWide,
)
from congdoan.support.exchange.services.repairing import (
    CellTooLong,
    NoSuchColumn,
    NothingHeldBack,
    NothingToFix,
    RowIsWritten,
    answer_row,
    compare_again,
    edit_cell,
    fix_all,
    fix_value,
    forget_edits,
)
from congdoan.support.exchange.services.sheets import (
    NoSuchForm,
    current_sheet,
    result_sheet,
    template_sheet,
)
from congdoan.support.exchange.services.undoing import (
    NotCommitted,
    begin_undo,
    plan_again,
    undo_import,
)

__all__ = [
    "FUNDING_CLASSES",
    "ORGANISATION_CHANGES",
    "ORGANISATION_TREE",
    "PARKED",
    "CellTooLong",
    "ColumnNotNamed",
    "ColumnTwice",
    "ColumnsMissing",
    "CsvNotUnicode",
    "EncodingUnknown",
    "FileIsABomb",
    "Look",
    "NoSuchColumn",
    "NoSuchForm",
    "NotASpreadsheet",
    "NotCommitted",
    "NothingHeldBack",
    "NothingToFix",
    "NothingToImport",
    "PlanOutOfDate",
    "RowIsWritten",
    "SheetHasMacros",
    "SheetHasPassword",
    "SheetIsEmpty",
    "SheetTooLong",
    "SheetTooWide",
    "StillPlanning",
    "answer_row",
    "arrange_commit",
    "arrange_plan",
    "arrange_undo",
    "begin_step",
    "begin_undo",
    "clear_cells",
    "commit_import",
    "commit_import_of",
    "compare_again",
    "current_sheet",
    "discard_import",
    "edit_cell",
    "fix_all",
    "fix_value",
    "forget_edits",
    "forget_rows",
    "look_at",
    "make_plan",
    "name_columns",
    "needs_naming",
    "plan_again",
    "plan_import",
    "plan_import_of",
    "result_sheet",
    "take_in",
    "take_up_stalled",
    "template_sheet",
    "undo_import",
    "undo_import_of",
    "wait_for_columns",
]
