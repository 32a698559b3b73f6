"""After a reorganisation: open papers go to who answers now."""

from collections.abc import Callable, Collection, Iterator
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from congdoan.areas.members.api import unscoped_belongs, unscoped_last_union
from congdoan.areas.privacy.enums import OPEN_REQUESTS, ProposalState, RetentionState
from congdoan.areas.privacy.models import Breach, ChangeProposal, DataRequest, RetentionCase
from congdoan.areas.privacy.selectors.keeping import unscoped_heir
from congdoan.areas.privacy.services import work
from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations.api import MEANINGS, Consequence, PlannedChange
from congdoan.kernel.organisations.models import Organisation


@transaction.atomic
def settle_keepers(
    *,
    actor: Actor,
    on: date,
    at: datetime,
    touched: Collection[int] | None = None,
    back: Collection[int] = (),
) -> int:
    """
    Give every open paper (of ``touched`` unions, when given) the keeper of the day.

    Those raised at a union of ``back`` return to it. Running it again changes nothing; return how
    many changed hands.
    """
    moved = 0
    for rows, sync in _open():
        found = rows.select_related("organisation")
        if touched is not None:
            found = found.filter(organisation_id__in=touched) | found.filter(keeper_id__in=touched)
        for one in found:
            keeper = _keeper(one, on=on, back=back)
            if keeper.pk != one.keeper_id:
                one.keeper = keeper
                one.save(update_fields=["keeper"])
                sync(actor, one, on, at)
                moved += 1
    return moved


def _keeper(one: Any, *, on: date, back: Collection[int]) -> Organisation:
    home: Organisation = one.organisation
    if home.pk in back:
        return home
    if isinstance(one, ChangeProposal) and unscoped_belongs(one.person_id, on=on):
        # Who was transferred is answered where they are now.
        home = unscoped_last_union(one.person_id, on=on) or home
    return unscoped_heir(home, on=on)


def _open() -> Iterator[tuple[Any, Callable[[Actor, Any, date, datetime], None]]]:
    yield (
        ChangeProposal.objects.filter(state=ProposalState.OPEN),
        lambda actor, row, on, at: work.sync_proposal(actor=actor, proposal=row, on=on, at=at),
    )
    yield (
        DataRequest.objects.filter(state__in=OPEN_REQUESTS),
        lambda actor, row, on, at: work.sync_request(actor=actor, request=row, on=on, at=at),
    )
    yield (
        RetentionCase.objects.filter(state__in=[RetentionState.ANNOUNCED, RetentionState.HELD]),
        lambda actor, row, on, at: work.sync_retention(actor=actor, case=row, on=on, at=at),
    )
    yield (
        Breach.objects.filter(closed_at__isnull=True),
        lambda actor, row, on, at: work.sync_breach(actor=actor, breach=row, on=on, at=at),
    )


def consequences(change: PlannedChange) -> list[Consequence]:
    """Answer ``impact``: how many open papers go to who stands for the units that end."""
    if not MEANINGS[change.kind].ends_originals:
        return []
    count = sum(rows.filter(keeper__in=change.originals).count() for rows, _sync in _open())
    outcome = _("giải quyết tiếp ở đơn vị kế tục, không có thì ở cấp trên")
    return [Consequence(_("Đề nghị, yêu cầu về dữ liệu cá nhân"), count, outcome)]
