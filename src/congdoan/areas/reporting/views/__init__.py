from congdoan.areas.reporting.views.adjusting import adjust, withdraw
from congdoan.areas.reporting.views.designing import (
    form_design,
    form_discard,
    form_new,
    form_next,
    form_preview,
    form_publish,
    form_withdraw,
    forms_,
    version,
)
from congdoan.areas.reporting.views.drawing import (
    check_add,
    check_edit,
    draw,
    line_edit,
    line_own,
    line_pick,
    section_add,
    section_edit,
)
from congdoan.areas.reporting.views.entering import entry, refresh
from congdoan.areas.reporting.views.judging import accept, answer, extend, reopen, say, send_back
from congdoan.areas.reporting.views.lists import owed, reports, round_, rounds
from congdoan.areas.reporting.views.opening import lock, open_, unlock
from congdoan.areas.reporting.views.papers import paper, printed, totals_printed
from congdoan.areas.reporting.views.pivot import pivot, pivot_file
from congdoan.areas.reporting.views.reading import report, snapshot
from congdoan.areas.reporting.views.series import series
from congdoan.areas.reporting.views.totals import behind, sheet, totals, words

__all__ = [
    "accept",
    "adjust",
    "answer",
    "behind",
    "check_add",
    "check_edit",
    "draw",
    "entry",
    "extend",
    "form_design",
    "form_discard",
    "form_new",
    "form_next",
    "form_preview",
    "form_publish",
    "form_withdraw",
    "forms_",
    "line_edit",
    "line_own",
    "line_pick",
    "lock",
    "open_",
    "owed",
    "paper",
    "pivot",
    "pivot_file",
    "printed",
    "refresh",
    "reopen",
    "report",
    "reports",
    "round_",
    "rounds",
    "say",
    "section_add",
    "section_edit",
    "send_back",
    "series",
    "sheet",
    "snapshot",
    "totals",
    "totals_printed",
    "unlock",
    "version",
    "withdraw",
    "words",
]
