"""When a party ends: its agreements ask what is to become of them."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from congdoan.areas.agreements.models import Agreement
from congdoan.areas.agreements.selectors.impact import ENDING, agreements_touched
from congdoan.areas.agreements.services.working import page_of
from congdoan.kernel.access.api import system_actor
from congdoan.kernel.organisations.api import PlannedChange, names
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.worklist.api import open_work

DECIDING = "agreements.party_ended"


def ask_what_becomes(change: PlannedChange) -> None:
    """
    Answer ``changed``: ask a party that goes on to end the agreement or to sign with the successor.

    Nothing ends by itself: what was promised may pass to the successor (domain-rules 3.3).
    """
    if change.kind not in ENDING:
        return
    called = names(change.originals, on=change.on)
    for agreement in agreements_touched(change.originals):
        _ask(agreement, change, ", ".join(sorted(called.values())))


def _ask(agreement: Agreement, change: PlannedChange, ended: str) -> None:
    to = _who_goes_on(agreement, change)
    if to is None:
        return
    with override("vi"):
        title = _("Chấm dứt hoặc ký lại: {title}").format(title=agreement.title)
        why = _("Một bên kết thúc hoạt động: {names}.").format(names=ended)
    open_work(
        actor=system_actor(today=change.on),
        kind=DECIDING,
        key=f"agreements.{agreement.pk}.ended.{change.event_id or change.on.isoformat()}",
        title=title[:300],
        organisation=to,
        on=change.on,
        source_label=agreement.title,
        source_url=page_of(agreement),
        why=why[:500],
    )


def _who_goes_on(agreement: Agreement, change: PlannedChange) -> Organisation | None:
    """Return the drafting organisation, or the first party that still exists."""
    if agreement.drafting_id not in change.originals:
        return agreement.drafting
    rows = agreement.parties.exclude(organisation_id__in=change.originals)
    party = rows.select_related("organisation").order_by("order", "pk").first()
    return party.organisation if party else None
