"""
The first congress of unions made by consolidating, dividing or separating.

Their committee is appointed with the decision and leads for a limited time (domain-rules §1.5, the
same rule as for a union founded with a provisional committee); the work closes when an elected
president is written down.
"""

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from congdoan.areas.restructuring.rules.founding import months_after
from congdoan.areas.restructuring.services.hand_over_opening import is_history
from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations.api import PlannedChange, is_grassroots, profiles_on
from congdoan.kernel.organisations.api import unscoped_parent as superior_of
from congdoan.kernel.organisations.models import OrganisationEvent, OrganisationProfile
from congdoan.kernel.people.api import OfficeChange
from congdoan.kernel.people.enums import Appointment
from congdoan.kernel.people.models import Office
from congdoan.kernel.rulebook import api as rulebook
from congdoan.support.worklist.api import close_work, open_work

CONGRESS, PRESIDENT = "restructuring.congress", "PRESIDENT"
_MAKES_NEW = {"CONSOLIDATE", "DIVIDE", "SEPARATE"}
_RULE = "organisation.founding_deadline.provisional_congress"


def _key(organisation_id: int) -> str:
    return f"{CONGRESS}.{organisation_id}"


def ask_for_congress(change: PlannedChange, *, actor: Actor) -> None:
    """Answer ``changed``: every new grassroots union owes a congress within the rule's months."""
    if str(change.kind) not in _MAKES_NEW or change.event_id is None:
        return
    if is_history(OrganisationEvent.objects.get(pk=change.event_id)):
        return
    new = set(change.results) - set(change.originals)
    profiles = profiles_on(change.on).filter(
        organisation__in=new,
        organisation__family="UNION",
        organisation__valid__startswith=change.on,
    )
    for profile in profiles.select_related("organisation"):
        if is_grassroots(profile.level, change.on):
            _ask(profile, change.on, actor)


def _ask(profile: OrganisationProfile, begin: date, actor: Actor) -> None:
    superior = superior_of(profile.organisation_id, on=begin)
    months = rulebook.value(_RULE, on=begin, for_=superior.pk if superior else None)
    with override("vi"):
        title = _("Đại hội bầu ban chấp hành: {name}").format(name=profile.name)
        why = _("Đơn vị mới lập khi sắp xếp; ban chấp hành được chỉ định chỉ có thời hạn.")
    open_work(
        actor=actor,
        kind=CONGRESS,
        key=_key(profile.organisation_id),
        title=title,
        organisation=profile.organisation,
        on=begin,
        source_label=profile.name,
        source_url=f"/to-chuc/{profile.organisation_id}/",
        due=months_after(begin, int(months)),
        why=why,
        escalate_to=superior,
    )


def close_with_election(change: OfficeChange, *, actor: Actor, at: datetime) -> None:
    """Answer ``offices_changed``: an elected president means that the congress was held."""
    office = Office.objects.filter(pk=change.office_id).first()
    if office and office.position == PRESIDENT and office.appointment == Appointment.ELECTED:
        close_work(actor=actor, key=_key(change.organisation_id), at=at)
