"""The next step of a campaign in "Việc của tôi", due on its day, with who is responsible."""

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from congdoan.areas.campaigns.enums import Aim
from congdoan.areas.campaigns.models import Campaign
from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations.api import name_of
from congdoan.support.worklist.api import Wanted, WorkItem, sync_work

NEXT = "campaigns.next"


def page_of(campaign: int) -> str:
    """Return the address of a campaign; services know no URLconf."""
    return f"/van-dong/{campaign}/"


def sync_campaign_work(
    *, actor: Actor, campaign: Campaign, on: date, at: datetime, back: bool = False
) -> None:
    """
    Make the work say what the campaign's next step is.

    ``back``: the place is about to exist again, since what ended it is being undone.
    """
    key = f"campaigns.{campaign.pk}.next"
    wanted = []
    if campaign.place.exists_on(on) or back:
        with override("vi"):
            name = name_of(campaign.place, on=on)
            why = (
                _("Vận động thành lập công đoàn cơ sở.")
                if campaign.aim == Aim.FOUND
                else _("Vận động người lao động gia nhập công đoàn.")
            )
            wanted.append(
                Wanted(
                    key=key,
                    kind=NEXT,
                    title=f"{name}: {campaign.next_step}",
                    organisation_id=campaign.organisation_id,
                    source_label=_("Vận động ở {name}").format(name=name),
                    source_url=page_of(campaign.pk),
                    due=campaign.next_due,
                    why=why,
                    done=not campaign.is_open,
                )
            )
    sync_work(actor=actor, prefix=f"campaigns.{campaign.pk}.", wanted=wanted, on=on, at=at)
    WorkItem.objects.filter(key=key).update(assignee=campaign.responsible_id)
