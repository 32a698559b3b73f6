"""The front door of reporting."""

from congdoan.areas.reporting.enums import ReportKind, ReportState, RoundState, StepKind
from congdoan.areas.reporting.forms.pivot import compared, comparison_asked
from congdoan.areas.reporting.models import (
    Adjustment,
    Cell,
    FormVersion,
    Report,
    Round,
    Snapshot,
    Total,
)
from congdoan.areas.reporting.policies import VIEW
from congdoan.areas.reporting.rules.packs import LineSpec, SectionSpec
from congdoan.areas.reporting.selectors.cells import Layout, head_of, label_of, layout_of
from congdoan.areas.reporting.selectors.findings import shown
from congdoan.areas.reporting.selectors.pivot import (
    MOST,
    Pivot,
    by_figures,
    by_rounds,
    earlier_rounds,
)
from congdoan.areas.reporting.selectors.rounds import visible_round, visible_rounds
from congdoan.areas.reporting.selectors.sheets import pivot_sheet
from congdoan.areas.reporting.selectors.totals import (
    Contribution,
    Place,
    contributions,
    figures_before,
    figures_of,
    place_in,
    readable_branches,
    readable_reports,
)
from congdoan.areas.reporting.services.adjusting import AdjustmentData, adjust_total
from congdoan.areas.reporting.services.designing import put_line, put_section
from congdoan.areas.reporting.services.discussing import comment_report
from congdoan.areas.reporting.services.judging import accept_report, reopen_report, return_report
from congdoan.areas.reporting.services.loading import load_forms
from congdoan.areas.reporting.services.opening import RoundData, lock_round, open_round
from congdoan.areas.reporting.services.publishing import FormData, make_form, publish_version
from congdoan.areas.reporting.services.submitting import submit_report
from congdoan.areas.reporting.services.writing import Change, Entry, save_entry

__all__ = [
    "MOST",
    "VIEW",
    "Adjustment",
    "AdjustmentData",
    "Cell",
    "Change",
    "Contribution",
    "Entry",
    "FormData",
    "FormVersion",
    "Layout",
    "LineSpec",
    "Pivot",
    "Place",
    "Report",
    "ReportKind",
    "ReportState",
    "Round",
    "RoundData",
    "RoundState",
    "SectionSpec",
    "Snapshot",
    "StepKind",
    "Total",
    "accept_report",
    "adjust_total",
    "by_figures",
    "by_rounds",
    "comment_report",
    "compared",
    "comparison_asked",
    "contributions",
    "earlier_rounds",
    "figures_before",
    "figures_of",
    "head_of",
    "label_of",
    "layout_of",
    "load_forms",
    "lock_round",
    "make_form",
    "open_round",
    "pivot_sheet",
    "place_in",
    "publish_version",
    "put_line",
    "put_section",
    "readable_branches",
    "readable_reports",
    "reopen_report",
    "return_report",
    "save_entry",
    "shown",
    "submit_report",
    "visible_round",
    "visible_rounds",
]
