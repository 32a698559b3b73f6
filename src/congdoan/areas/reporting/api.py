"""The front door of reporting."""

from congdoan.areas.reporting.enums import ReportKind, ReportState, RoundState, StepKind
from congdoan.areas.reporting.models import (
    Adjustment,
    Cell,
    FormVersion,
    Report,
    Round,
    Snapshot,
    Total,
)
from congdoan.areas.reporting.selectors.cells import Layout, label_of, layout_of
from congdoan.areas.reporting.services.adjusting import AdjustmentData, adjust_total
from congdoan.areas.reporting.services.discussing import comment_report
from congdoan.areas.reporting.services.extending import ask_extension
from congdoan.areas.reporting.services.judging import accept_report, reopen_report, return_report
from congdoan.areas.reporting.services.loading import load_forms
from congdoan.areas.reporting.services.opening import RoundData, lock_round, open_round
from congdoan.areas.reporting.services.submitting import submit_report
from congdoan.areas.reporting.services.writing import Change, Entry, save_entry

__all__ = [
    "Adjustment",
    "AdjustmentData",
    "Cell",
    "Change",
    "Entry",
    "FormVersion",
    "Layout",
    "Report",
    "ReportKind",
    "ReportState",
    "Round",
    "RoundData",
    "RoundState",
    "Snapshot",
    "StepKind",
    "Total",
    "accept_report",
    "adjust_total",
    "ask_extension",
    "comment_report",
    "label_of",
    "layout_of",
    "load_forms",
    "lock_round",
    "open_round",
    "reopen_report",
    "return_report",
    "save_entry",
    "submit_report",
]
