from congdoan.areas.reporting.models.forms import Cell, Check, Form, FormVersion, Line, Section
from congdoan.areas.reporting.models.reports import Paper, Report, ReportStep, Snapshot
from congdoan.areas.reporting.models.rounds import Adjustment, Change, Round, Total

__all__ = [
    "Adjustment",
    "Cell",
    "Change",
    "Check",
    "Form",
    "FormVersion",
    "Line",
    "Paper",
    "Report",
    "ReportStep",
    "Round",
    "Section",
    "Snapshot",
    "Total",
]
