"""What becomes of reports when an organisation changes: they stay, and somebody answers."""

from django.utils.translation import gettext as _

from congdoan.areas.reporting.enums import ReportState, RoundState
from congdoan.areas.reporting.models import Report
from congdoan.kernel.organisations.api import Consequence, PlannedChange

_ENDING = {"MERGE_INTO", "CONSOLIDATE", "DIVIDE", "DISSOLVE", "END_OPERATION"}


def consequences(change: PlannedChange) -> list[Consequence]:
    """Answer ``impact``: which reports of open rounds somebody else will have to finish."""
    if str(change.kind) not in _ENDING:
        return []
    count = Report.objects.filter(
        organisation__in=change.originals, round__state=RoundState.OPEN
    ).exclude(state=ReportState.ACCEPTED)
    outcome = _("báo cáo giữ nguyên ở đơn vị cũ; đơn vị kế tục, hoặc cấp trên, nộp thay")
    return [Consequence(_("Báo cáo đang phải nộp"), count.count(), outcome)]
