"""What a reorganisation means for agreements: they ask, they never end by themselves."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext

from congdoan.areas.agreements.enums import State
from congdoan.areas.agreements.models import Agreement
from congdoan.kernel.organisations.api import Consequence, PlannedChange

_LIVE = (State.NEGOTIATED, State.SIGNED, State.EFFECTIVE)
_OPEN = (State.DRAFT, State.CONSULTATION)
#: Kinds of event after which a party is no more.
ENDING = ("MERGE_INTO", "CONSOLIDATE", "DIVIDE", "DISSOLVE", "END_OPERATION")


def _of_parties(organisations: Iterable[int]) -> QuerySet[Agreement]:
    return Agreement.objects.filter(parties__organisation__in=list(organisations)).distinct()


def agreements_touched(organisations: Iterable[int]) -> QuerySet[Agreement]:
    """Return what somebody must decide about when these organisations end."""
    found = _of_parties(organisations).filter(state__in=(*_LIVE, *_OPEN))
    return found.select_related("drafting").order_by("pk")


def consequences(change: PlannedChange) -> list[Consequence]:
    """Answer ``impact``: agreements of organisations that would end."""
    if change.kind not in ENDING:
        return []
    touched = _of_parties(change.originals)
    return [
        Consequence(
            gettext("thỏa thuận đang hiệu lực hoặc chờ ký"),
            touched.filter(state__in=_LIVE).count(),
            gettext("các bên phải chọn: chấm dứt, hoặc ký lại với đơn vị kế thừa"),
        ),
        Consequence(
            gettext("dự thảo văn bản phối hợp"),
            touched.filter(state__in=_OPEN).count(),
            gettext("đơn vị soạn thảo phải thay bằng đơn vị kế thừa"),
        ),
    ]
