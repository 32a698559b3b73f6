"""Opening, running and closing campaigns."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from congdoan.areas.campaigns import policies
from congdoan.areas.campaigns.enums import Aim, State
from congdoan.areas.campaigns.models import Campaign, CampaignContact
from congdoan.areas.campaigns.selectors.campaigns import (
    aim_at,
    colleagues,
    may_work_on,
    owner_of,
)
from congdoan.areas.campaigns.services.work import page_of, sync_campaign_work
from congdoan.areas.restructuring.api import Verdict, unscoped_employers
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotAllowed, NotFound, Refusal
from congdoan.foundation.vietnamese import tidy
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.notifications.api import notify


class CampaignAlready(Refusal):
    """Cơ sở này đang có một việc vận động; hãy mở việc đó và ghi tiếp."""


class NothingToWin(Refusal):
    """Cơ sở này không thuộc diện được lập công đoàn, hoặc đã có công đoàn; hãy vận động ở công đoàn đó."""  # noqa: E501


class NotAColleague(Refusal):
    """Người phụ trách phải đang giữ chức vụ ở công đoàn vận động; hãy chọn người khác."""


class DayPast(Refusal):
    """Hạn phải từ hôm nay trở đi; hãy chọn ngày khác."""


class ContactAhead(Refusal):
    """Chỉ ghi việc đã làm; việc sắp làm thì ghi ở ô “Việc tiếp theo”."""


class CampaignClosed(Refusal):
    """Việc vận động này đã đóng; hãy mở việc mới nếu cần làm tiếp."""


class ReasonMissing(Refusal):
    """Hãy ghi kết quả hoặc lý do đóng."""


@dataclass(frozen=True)
class CampaignData:
    """Who wins how many by when, and what is done first."""

    responsible: int
    target_members: int
    target_day: date
    next_step: str
    next_due: date


@dataclass(frozen=True)
class ContactData:
    """What was done, and what comes next."""

    day: date
    kind: str
    met: str
    note: str
    next_step: str
    next_due: date


@transaction.atomic
def start_campaign(
    *, actor: Actor, place: Organisation, data: CampaignData, on: date, at: datetime
) -> Campaign:
    """
    Open a campaign at an employer without a union, or at a union with few members.

    :raises NothingToWin: where there may be no union, or where there is one already
    :raises CampaignAlready: while one is open there
    :raises NotAColleague, DayPast: when the plan cannot be kept
    """
    owner = owner_of(place, on=on)
    if owner is None:
        raise NotFound
    actor.require(policies.MANAGE, on=owner)
    Organisation.objects.select_for_update().get(pk=place.pk)
    aim = aim_at(place, on=on)
    if aim is None or not place.exists_on(on) or (aim == Aim.FOUND and not _is_free(place, on)):
        raise NothingToWin
    if Campaign.objects.filter(place=place, state=State.OPEN).exists():
        raise CampaignAlready
    _demand(data, owner, on=on)
    made = Campaign.objects.create(
        organisation=owner,
        opened_by=owner,
        place=place,
        aim=aim,
        responsible_id=data.responsible,
        target_members=data.target_members,
        target_day=data.target_day,
        started_on=on,
        next_step=tidy(data.next_step)[:200],
        next_due=data.next_due,
        made_by_name=actor.name[:160],
        made_at=at,
    )
    _settle(actor, made, "started", on, at, {"target": made.target_members})
    _tell(actor, made, on, at)
    return made


def _is_free(place: Organisation, on: date) -> bool:
    rows = unscoped_employers([place.pk], on=on)
    return bool(rows) and rows[0].verdict in {Verdict.MAY_FOUND, Verdict.UNKNOWN}


def _demand(data: CampaignData, owner: Organisation, *, on: date) -> None:
    if data.responsible not in {one.pk for one in colleagues(owner, on=on)}:
        raise NotAColleague
    if data.target_day < on or data.next_due < on:
        raise DayPast


@transaction.atomic
def change_campaign(
    *, actor: Actor, campaign: Campaign, data: CampaignData, on: date, at: datetime
) -> Campaign:
    """
    Change who is responsible, the target or the next step.

    :raises CampaignClosed: when it was closed meanwhile
    """
    actor.require(policies.MANAGE, on=campaign.organisation)
    held = _held(campaign)
    _demand(data, held.organisation, on=on)
    before = held.responsible_id
    changes: dict[str, Any] = {}
    given = {
        "responsible_id": data.responsible,
        "target_members": data.target_members,
        "target_day": data.target_day,
        "next_step": tidy(data.next_step)[:200],
        "next_due": data.next_due,
    }
    for name, new in given.items():
        if getattr(held, name) != new:
            changes[name] = [str(getattr(held, name)), str(new)]
            setattr(held, name, new)
    if changes:
        held.save(update_fields=[name.removesuffix("_id") for name in changes])
        _settle(actor, held, "changed", on, at, changes)
    if held.responsible_id != before:
        _tell(actor, held, on, at)
    return held


@transaction.atomic
def log_contact(
    *, actor: Actor, campaign: Campaign, data: ContactData, on: date, at: datetime
) -> CampaignContact:
    """
    Write down a contact, and what comes next by when.

    :raises ContactAhead, DayPast: done is done, next is to come
    :raises CampaignClosed: when it was closed meanwhile
    """
    if not may_work_on(actor, campaign):
        raise NotAllowed
    held = _held(campaign)
    if data.day > on:
        raise ContactAhead
    if data.next_due < on:
        raise DayPast
    made = CampaignContact.objects.create(
        campaign=held,
        day=data.day,
        kind=data.kind,
        met=tidy(data.met)[:200],
        note=data.note.strip(),
        by_name=actor.name[:160],
        at=at,
    )
    held.next_step, held.next_due = tidy(data.next_step)[:200], data.next_due
    held.save(update_fields=["next_step", "next_due"])
    _settle(actor, held, "contacted", on, at, {"day": data.day.isoformat(), "kind": data.kind})
    return made


@transaction.atomic
def close_campaign(
    *, actor: Actor, campaign: Campaign, reached: bool, reason: str, on: date, at: datetime
) -> Campaign:
    """
    Close a campaign, with what came of it.

    :raises ReasonMissing: without words
    :raises CampaignClosed: when it was closed meanwhile
    """
    actor.require(policies.MANAGE, on=campaign.organisation)
    held = _held(campaign)
    if not reason.strip():
        raise ReasonMissing
    held.state = State.REACHED if reached else State.STOPPED
    held.closed_on, held.closed_by_name = on, actor.name[:160]
    held.close_reason = reason.strip()
    held.save(update_fields=["state", "closed_on", "closed_by_name", "close_reason"])
    _settle(actor, held, "closed", on, at, {"state": held.state}, reason)
    return held


def _held(campaign: Campaign) -> Campaign:
    rows = Campaign.objects.select_for_update(of=("self",)).select_related("organisation", "place")
    held = rows.get(pk=campaign.pk)
    if not held.is_open:
        raise CampaignClosed
    return held


def _settle(
    actor: Actor,
    campaign: Campaign,
    verb: str,
    on: date,
    at: datetime,
    changes: dict[str, Any],
    reason: str = "",
) -> None:
    record(
        actor=actor,
        verb=f"campaigns.{verb}",
        target=campaign,
        organisation_id=campaign.organisation_id,
        changes=changes,
        reason=reason,
        label=name_of(campaign.place, on=on),
    )
    sync_campaign_work(actor=actor, campaign=campaign, on=on, at=at)


def _tell(actor: Actor, campaign: Campaign, on: date, at: datetime) -> None:
    """Tell who is responsible, unless that is who says so."""
    if campaign.responsible_id == actor.person_id:
        return
    notify(
        actor=actor,
        kind="campaigns.given",
        key=f"campaigns.{campaign.pk}.given.{campaign.responsible_id}.{at.isoformat()}",
        at=at,
        people=[campaign.responsible_id],
        context={
            "place": name_of(campaign.place, on=on),
            "target": campaign.target_members,
            "due": f"{campaign.target_day:%d/%m/%Y}",
        },
        url=page_of(campaign.pk),
    )
