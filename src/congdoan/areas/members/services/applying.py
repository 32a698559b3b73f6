"""Applications: taken from paper by an officer, or sent by oneself through a union's QR code."""

from dataclasses import dataclass
from datetime import date, datetime
import secrets

from django.db import transaction
from django.urls import reverse

from congdoan.areas.members import policies
from congdoan.areas.members.enums import ApplicationSource, ApplicationState
from congdoan.areas.members.models import Application, Poster
from congdoan.areas.members.rules import identity
from congdoan.areas.members.rules.refusals import (
    DecidedAlready,
    InTheFuture,
    NoQueueHere,
    TooYoung,
)
from congdoan.areas.members.services.records import USE, refuse_birthday
from congdoan.foundation import vietnamese
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import Refusal
from congdoan.foundation.sealing import seal
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.rulebook.api import value
from congdoan.support.worklist.api import Wanted, sync_work


class ApplicationTwice(Refusal):
    """Đơn vị đã có đơn đang chờ xét của người cùng họ tên và ngày sinh; không cần nộp lại."""


class TooManyToday(Refusal):
    """Hôm nay đơn vị đã nhận quá nhiều đơn qua mã QR này; hãy thử lại ngày mai hoặc nộp đơn giấy."""  # noqa: E501


@dataclass(frozen=True)
class ApplicationData:
    """What somebody who wants to join writes."""

    family_middle: str
    given_name: str
    birth_date: date | None
    gender: str = ""
    phone: str = ""
    email: str = ""
    category: str = "TEACHER"
    job_title: str = ""
    citizen_id: str = ""
    person_id: int | None = None


@transaction.atomic
def receive_application(
    *,
    actor: Actor,
    organisation: Organisation,
    data: ApplicationData,
    received_on: date,
    on: date,
    at: datetime,
) -> Application:
    """
    Put an application on paper into the union's queue.

    :raises InTheFuture: received on a day that has not come
    :raises TooYoung: younger than the rulebook asks (``member.rule.youngest``)
    :raises ApplicationTwice: the same name and birthday waits already
    """
    actor.require(policies.RECEIVE, on=organisation)
    if received_on > on:
        raise InTheFuture
    made = write_application(
        organisation, data, source=ApplicationSource.PAPER, received_on=received_on
    )
    tell_queue(actor, organisation, on=on, at=at)
    record(
        actor=actor,
        verb="members.application_received",
        target=made,
        organisation_id=organisation.pk,
        changes={"source": made.source},
    )
    return made


@transaction.atomic
def apply_by_oneself(
    *,
    actor: Actor,
    poster: Poster,
    data: ApplicationData,
    consent_version: str,
    on: date,
    at: datetime,
) -> Application:
    """
    Put somebody's own application into the queue of the union whose code they scanned.

    ``actor`` is nobody in particular; the page asked for consent and counted the tries.
    """
    if not poster.open or not poster.organisation.exists_on(on):
        raise NoQueueHere
    _refuse_flood(poster, on=on)
    made = write_application(
        poster.organisation,
        data,
        source=ApplicationSource.SELF,
        received_on=on,
        consent_version=consent_version,
        consent_at=at,
    )
    tell_queue(actor, poster.organisation, on=on, at=at)
    record(
        actor=actor,
        verb="members.applied",
        target=made,
        organisation_id=poster.organisation_id,
        changes={"consent_version": consent_version},
    )
    return made


def _refuse_flood(poster: Poster, *, on: date) -> None:
    """Refuse more applications a day than a union ever gets by itself."""
    Poster.objects.select_for_update().get(pk=poster.pk)
    most = int(value("member.rule.applications_a_day", on=on, for_=poster.organisation_id))
    today = Application.objects.filter(
        organisation=poster.organisation, source=ApplicationSource.SELF, received_on=on
    )
    if today.count() >= most:
        raise TooManyToday


def write_application(
    organisation: Organisation,
    data: ApplicationData,
    *,
    source: ApplicationSource,
    received_on: date,
    consent_version: str = "",
    consent_at: datetime | None = None,
) -> Application:
    """Write an application whose right to be written has been checked."""
    if not organisation.exists_on(received_on):
        raise NoQueueHere
    refuse_birthday(data.birth_date, on=received_on)
    least = value("member.rule.youngest", on=received_on)
    if data.birth_date and age_on(data.birth_date, received_on) < least:
        raise TooYoung(least=least)
    number = identity.citizen_id(data.citizen_id) if data.citizen_id else ""
    family_middle = vietnamese.tidy(data.family_middle)
    given_name = vietnamese.tidy(data.given_name)
    waiting = Application.objects.filter(
        organisation=organisation,
        state=ApplicationState.WAITING,
        family_middle=family_middle,
        given_name=given_name,
        birth_date=data.birth_date,
    )
    if data.birth_date and waiting.exists():
        raise ApplicationTwice
    given, rest = vietnamese.sort_key(given_name), vietnamese.sort_key(family_middle)
    return Application.objects.create(
        organisation=organisation,
        person_id=data.person_id,
        family_middle=family_middle,
        given_name=given_name,
        gender=data.gender,
        birth_date=data.birth_date,
        phone=data.phone,
        email=data.email,
        category=data.category,
        job_title=data.job_title,
        sealed_citizen_id=seal(number, use=USE),
        source=source,
        received_on=received_on,
        consent_version=consent_version,
        consent_at=consent_at,
        sort_key=f"{given} {rest}"[:500],
    )


def age_on(birth: date, day: date) -> int:
    """Return full years; who was born on 29/02 grows older on 1 March of a common year."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def tell_queue(actor: Actor, organisation: Organisation, *, on: date, at: datetime) -> None:
    """Make the union's work list say whether applications wait, and until when at the latest."""
    waiting = Application.objects.filter(
        organisation=organisation, state=ApplicationState.WAITING
    ).order_by("received_on")
    first = waiting.first()
    wanted = []
    if first is not None:
        days = int(value("member.rule.admission_days", on=on, for_=organisation.pk))
        wanted.append(
            Wanted(
                key=f"members.queue.{organisation.pk}.all",
                kind="members.admission",
                title="Xét đơn gia nhập công đoàn",
                organisation_id=organisation.pk,
                source_label="Sổ đoàn viên",
                source_url=reverse("members:applications", args=[organisation.pk]),
                due=date.fromordinal(first.received_on.toordinal() + days),
            )
        )
    sync_work(actor=actor, prefix=f"members.queue.{organisation.pk}.", wanted=wanted, on=on, at=at)


@transaction.atomic
def reject_application(
    *, actor: Actor, application: Application, reason: str, on: date, at: datetime
) -> Application:
    """:raises DecidedAlready: when it no longer waits"""
    actor.require(policies.MANAGE, on=application.organisation)
    application = locked_waiting([application.pk])[0]
    application.state = ApplicationState.REJECTED
    application.answer = reason
    application.save(update_fields=["state", "answer"])
    tell_queue(actor, application.organisation, on=on, at=at)
    record(
        actor=actor,
        verb="members.application_rejected",
        target=application,
        organisation_id=application.organisation_id,
        reason=reason,
    )
    return application


def locked_waiting(ids: list[int]) -> list[Application]:
    """:raises DecidedAlready: when any of them no longer waits"""
    rows = Application.objects.select_for_update(of=("self",)).filter(
        pk__in=ids, state=ApplicationState.WAITING
    )
    found = list(rows.select_related("organisation", "person").order_by("sort_key", "pk"))
    if len(found) != len(set(ids)) or not found:
        raise DecidedAlready
    return found


@transaction.atomic
def open_poster(*, actor: Actor, organisation: Organisation, at: datetime, on: date) -> Poster:
    """
    Let people apply to a union by its QR code; a code that was given up is made anew.

    :raises NoQueueHere: a union that has ended takes nobody
    """
    actor.require(policies.MANAGE, on=organisation)
    if not organisation.exists_on(on):
        raise NoQueueHere
    poster, made = Poster.objects.select_for_update().get_or_create(
        organisation=organisation,
        defaults={"token": secrets.token_urlsafe(16), "made_at": at},
    )
    if not made and not poster.open:
        poster.token, poster.made_at, poster.open = secrets.token_urlsafe(16), at, True
        poster.save(update_fields=["token", "made_at", "open"])
        made = True
    if made:
        record(
            actor=actor,
            verb="members.poster_opened",
            target=poster,
            organisation_id=organisation.pk,
            label="mã QR nhận đơn gia nhập",
        )
    return poster


@transaction.atomic
def close_poster(*, actor: Actor, organisation: Organisation) -> None:
    """Give a union's QR code up; nobody applies by it any more."""
    actor.require(policies.MANAGE, on=organisation)
    poster = Poster.objects.select_for_update().filter(organisation=organisation, open=True).first()
    if poster is None:
        return
    poster.open = False
    poster.save(update_fields=["open"])
    record(
        actor=actor,
        verb="members.poster_closed",
        target=poster,
        organisation_id=organisation.pk,
        label="mã QR nhận đơn gia nhập",
    )
