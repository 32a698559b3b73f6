"""What becomes of targets when an organisation changes: figures stay, open questions do not."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from congdoan.areas.development.enums import TargetState
from congdoan.areas.development.models import Target, TargetRound
from congdoan.kernel.organisations.api import Consequence, PlannedChange

#: An organisation that merely moves or is renamed goes on answering.
_ENDING = {"MERGE_INTO", "CONSOLIDATE", "DIVIDE", "DISSOLVE", "END_OPERATION"}


def consequences(change: PlannedChange) -> list[Consequence]:
    """Answer ``impact``: whose targets of this year or later stay behind."""
    if str(change.kind) not in _ENDING:
        return []
    count = Target.objects.filter(
        organisation__in=change.originals, round__year__gte=change.on.year
    ).exclude(state=TargetState.DRAFT)
    outcome = _("mức đã giao giữ nguyên để đối chiếu; giao lại cho đơn vị kế tục nếu cần")
    return [Consequence(_("Chỉ tiêu phát triển"), count.count(), outcome)]


def open_rounds(organisations: Iterable[int] | None = None) -> QuerySet[TargetRound]:
    """Return the rounds in which something is awaited (of ``organisations``, when given)."""
    awaited = Target.objects.filter(state__in=[TargetState.GIVEN, TargetState.PROPOSED])
    if organisations is not None:
        awaited = awaited.filter(organisation__in=organisations)
    return TargetRound.objects.filter(pk__in=awaited.values("round_id"))
