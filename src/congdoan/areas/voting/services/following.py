"""What becomes of votes when an organisation changes: they stay with who held them."""

from django.utils.translation import gettext as _

from congdoan.areas.voting.enums import State
from congdoan.areas.voting.models import Vote
from congdoan.kernel.organisations.api import Consequence, PlannedChange

_ENDING = {"MERGE_INTO", "CONSOLIDATE", "DIVIDE", "DISSOLVE", "END_OPERATION"}


def consequences(change: PlannedChange) -> list[Consequence]:
    """Answer ``impact``: whose votes are under way."""
    if str(change.kind) not in _ENDING:
        return []
    done = [State.RESULT, State.RECOGNISED, State.VOID]
    count = Vote.objects.filter(organisation__in=change.originals).exclude(state__in=done).count()
    outcome = _("ở lại với đơn vị, không bỏ phiếu tiếp được; hãy làm xong hoặc hủy trước")
    return [Consequence(_("Cuộc bầu cử, biểu quyết đang làm"), count, outcome)]
