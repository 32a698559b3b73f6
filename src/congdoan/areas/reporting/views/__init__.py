from congdoan.areas.reporting.views.adjusting import adjust, withdraw
from congdoan.areas.reporting.views.designing import forms_, version
from congdoan.areas.reporting.views.entering import entry, refresh
from congdoan.areas.reporting.views.extending import ask_more, extend, refuse_more
from congdoan.areas.reporting.views.judging import accept, answer, reopen, say, send_back
from congdoan.areas.reporting.views.lists import owed, reports, round_, rounds
from congdoan.areas.reporting.views.opening import lock, open_, unlock
from congdoan.areas.reporting.views.pivot import pivot, pivot_file
from congdoan.areas.reporting.views.reading import report, snapshot
from congdoan.areas.reporting.views.totals import behind, sheet, totals, words
from congdoan.areas.reporting.views.workbook import workbook, workbook_back, workbook_take

__all__ = [
    "accept",
    "adjust",
    "answer",
    "ask_more",
    "behind",
    "entry",
    "extend",
    "forms_",
    "lock",
    "open_",
    "owed",
    "pivot",
    "pivot_file",
    "refresh",
    "refuse_more",
    "reopen",
    "report",
    "reports",
    "round_",
    "rounds",
    "say",
    "send_back",
    "sheet",
    "snapshot",
    "totals",
    "unlock",
    "version",
    "withdraw",
    "words",
    "workbook",
    "workbook_back",
    "workbook_take",
]
