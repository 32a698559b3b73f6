"""What the parties send each other, and when each has read it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.base import File
from django.db import transaction

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import Exchanged
from congdoan.areas.agreements.models import Agreement, Dispatch, DispatchReceipt
from congdoan.areas.agreements.rules import exchange as rules
from congdoan.areas.agreements.rules.duties import LinkWrong, NotInForce, is_link
from congdoan.areas.agreements.rules.refusals import NotAParty
from congdoan.areas.agreements.selectors.duties import in_force_on, running_days
from congdoan.areas.agreements.selectors.exchange import EXCHANGE
from congdoan.areas.agreements.services.telling import tell
from congdoan.foundation.actor import Actor
from congdoan.foundation.vietnamese import nfc, tidy
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.files.api import store_file

_NEWS_DAYS = 30


@dataclass(frozen=True)
class DispatchData:
    """What is sent; ``kind`` is an ``enums.Exchanged``."""

    kind: str
    title: str
    sent_on: date
    number: str = ""
    content_code: str = ""
    text: str = ""
    link: str = ""


@transaction.atomic
def send_to_parties(
    *,
    actor: Actor,
    agreement: Agreement,
    organisation: Organisation,
    receivers: Collection[int],
    data: DispatchData,
    on: date,
    at: datetime,
    upload: "File[bytes] | None" = None,
) -> Dispatch:
    """
    Send something to other parties (organisation ids), each of which confirms having read it.

    :raises NotInForce: on a day the agreement did not bind
    :raises NobodyToSendTo, NothingSent, LinkWrong, SentOnWrong: what is missing or wrong
    """
    actor.require(policies.EXCHANGE, on=organisation)
    _check_sender(agreement, organisation, data, on=on)
    others = agreement.parties.exclude(organisation=organisation)
    to = list(others.filter(organisation__in=receivers).values_list("organisation_id", flat=True))
    if not to:
        raise rules.NobodyToSendTo
    text, link = nfc(data.text).strip(), data.link.strip()
    if not (text or link or upload):
        raise rules.NothingSent
    if link and not is_link(link):
        raise LinkWrong(link=link[:80])
    stored = upload and store_file(
        actor=actor, organisation=organisation, upload=upload, purpose=EXCHANGE, at=at
    )
    made = Dispatch.objects.create(
        agreement=agreement,
        sender=organisation,
        kind=Exchanged(data.kind),
        content_code=data.content_code,
        title=tidy(data.title)[:300],
        number=tidy(data.number)[:60],
        text=text,
        file=stored or None,
        link=link,
        sent_on=data.sent_on,
        at=at,
        by_name=actor.name,
    )
    DispatchReceipt.objects.bulk_create(
        DispatchReceipt(dispatch=made, organisation_id=pk) for pk in to
    )
    if (at.date() - data.sent_on).days <= _NEWS_DAYS:
        tell(
            actor=actor,
            agreement=agreement,
            kind="exchanged",
            on=on,
            at=at,
            once=f"{made.pk}",
            organisations=to,
            part=f"trao-doi/{made.pk}/",
            context={"sender": name_of(organisation, on=on), "what": made.title},
        )
    _record(actor, made, "exchange_sent", organisation, {"to": sorted(to)})
    return made


def _check_sender(
    agreement: Agreement, organisation: Organisation, data: DispatchData, *, on: date
) -> None:
    if not agreement.parties.filter(organisation=organisation).exists():
        raise NotAParty
    first, _last = running_days(agreement)
    if not first <= data.sent_on <= on:
        raise rules.SentOnWrong(first=f"{first:%d/%m/%Y}")
    if not in_force_on(agreement, data.sent_on):
        raise NotInForce(day=f"{data.sent_on:%d/%m/%Y}")


@transaction.atomic
def confirm_reading(
    *,
    actor: Actor,
    dispatch: Dispatch,
    organisation: Organisation,
    read_on: date,
    on: date,
    at: datetime,
) -> DispatchReceipt:
    """
    Confirm for a party that it has read what it was sent; the first confirmation counts.

    :raises NotSentTo: when it was not sent to that party
    :raises ReadBeforeSent: for a day before it was sent or after today
    """
    actor.require(policies.EXCHANGE, on=organisation)
    receipt = (
        dispatch.receipts.select_for_update(of=("self",)).filter(organisation=organisation).first()
    )
    if receipt is None:
        raise rules.NotSentTo(name=name_of(organisation, on=on))
    if receipt.read_on is not None:
        return receipt
    if not dispatch.sent_on <= read_on <= on:
        raise rules.ReadBeforeSent(day=f"{dispatch.sent_on:%d/%m/%Y}")
    receipt.read_on, receipt.read_at, receipt.by_name = read_on, at, actor.name
    receipt.save(update_fields=["read_on", "read_at", "by_name"])
    changes: dict[str, object] = {"read_on": read_on.isoformat()}
    _record(actor, dispatch, "exchange_read", organisation, changes)
    return receipt


@transaction.atomic
def recall_dispatch(
    *, actor: Actor, dispatch: Dispatch, organisation: Organisation, reason: str
) -> None:
    """
    Take back what was sent by mistake, while nobody has confirmed reading it.

    :raises AlreadyRead, NotTheSender: when it stays
    """
    actor.require(policies.EXCHANGE, on=organisation)
    held = Dispatch.objects.select_for_update(of=("self",)).get(pk=dispatch.pk)
    if organisation.pk != held.sender_id:
        raise rules.NotTheSender
    if held.receipts.filter(read_on__isnull=False).exists():
        raise rules.AlreadyRead
    changes: dict[str, object] = {"title": held.title, "sent_on": held.sent_on.isoformat()}
    _record(actor, held, "exchange_recalled", organisation, changes, reason=nfc(reason).strip())
    held.delete()


def _record(
    actor: Actor,
    one: Dispatch,
    verb: str,
    organisation: Organisation,
    changes: dict[str, object],
    *,
    reason: str = "",
) -> None:
    record(
        actor=actor,
        verb=f"agreements.{verb}",
        target=one.agreement,
        organisation_id=organisation.pk,
        changes={"dispatch": one.pk, **changes},
        reason=reason,
        label=f"{one.title}, {one.agreement.title}"[:200],
    )
