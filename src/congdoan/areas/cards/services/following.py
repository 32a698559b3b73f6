"""What becomes of cards when an organisation changes: the rows stay; validity and print follow."""

from django.utils.translation import gettext as _

from congdoan.areas.cards.models import Card
from congdoan.kernel.organisations.api import Consequence, PlannedChange

_ENDING = {"DISSOLVE", "END_OPERATION"}
_RENAMING = {"MERGE_INTO", "CONSOLIDATE", "DIVIDE", "RENAME"}


def consequences(change: PlannedChange) -> list[Consequence]:
    """Answer ``impact``: whose cards lose their validity, whose must be printed anew."""
    kind = str(change.kind)
    if kind not in _ENDING | _RENAMING:
        return []
    cards = Card.objects.filter(organisation__in=change.originals, ended_on__isnull=True)
    outcome = (
        _("hết hiệu lực cùng tư cách đoàn viên")
        if kind in _ENDING
        else _("còn hiệu lực; cần in lại vì tên đơn vị trên thẻ thay đổi")
    )
    return [Consequence(_("Thẻ đoàn viên"), cards.count(), outcome)]
