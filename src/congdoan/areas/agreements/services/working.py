"""What a draft asks of whom, kept equal to the facts in everybody's "Việc của tôi"."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from congdoan.areas.agreements.enums import State
from congdoan.areas.agreements.models import Agreement
from congdoan.areas.agreements.selectors.approvals import approvals_of
from congdoan.areas.agreements.selectors.consultations import (
    SUBJECT,
    open_consultation,
    progress_of,
    unanswered_count,
)
from congdoan.areas.agreements.selectors.text import current_version
from congdoan.foundation.actor import Actor
from congdoan.support.signing.api import unscoped_packets_about
from congdoan.support.worklist.api import Wanted, sync_work

COMMENTING = "agreements.comment"
ANSWERING = "agreements.answer"
APPROVING = "agreements.approve"
SENDING_ROUND = "agreements.send_to_sign"


def page_of(agreement: Agreement, part: str = "") -> str:
    """Return the address of an agreement's page; services know no URLconf."""
    return f"/phoi-hop/{agreement.pk}/{part}"


def sync_work_of(*, actor: Actor, agreement: Agreement, on: date, at: datetime) -> None:
    """Make the work of drafting, commenting and sending to sign say what is owed now."""
    with override("vi"):
        wanted = list(_wanted(agreement, on))
    sync_work(actor=actor, prefix=f"agreements.{agreement.pk}.text.", wanted=wanted, on=on, at=at)


def _wanted(agreement: Agreement, on: date) -> Iterator[Wanted]:
    if agreement.state == State.CONSULTATION:
        yield from _consultation(agreement, on)
    elif agreement.state == State.NEGOTIATED:
        yield from _approvals(agreement)
        yield Wanted(
            key=f"agreements.{agreement.pk}.text.sign",
            kind=SENDING_ROUND,
            title=_("Trình ký: {title}").format(title=agreement.title)[:300],
            organisation_id=agreement.drafting_id,
            source_label=agreement.title,
            source_url=page_of(agreement, "ky/"),
            why=_("Các bên đã thống nhất nội dung."),
            done=unscoped_packets_about(SUBJECT, agreement.pk).open().exists(),
        )


def _approvals(agreement: Agreement) -> Iterator[Wanted]:
    packet = unscoped_packets_about(SUBJECT, agreement.pk).open().first()
    for row in approvals_of(agreement, current_version(agreement)):
        if row.required:
            yield Wanted(
                key=f"agreements.{agreement.pk}.text.approve.{row.party.organisation_id}",
                kind=APPROVING,
                title=_("Phê duyệt nội bộ trước khi ký: {title}").format(title=agreement.title)[
                    :300
                ],
                organisation_id=row.party.organisation_id,
                source_label=agreement.title,
                source_url=page_of(agreement, "phe-duyet/"),
                due=packet.deadline if packet else None,
                why=_("Đơn vị chỉ ký được sau khi có nghị quyết về bản đã chốt."),
                done=not row.waits,
            )


def _consultation(agreement: Agreement, on: date) -> Iterator[Wanted]:
    consultation = open_consultation(agreement)
    if consultation is None:
        return
    prefix = f"agreements.{agreement.pk}.text.{consultation.number}"
    for row in progress_of(agreement, consultation, on=on):
        yield Wanted(
            key=f"{prefix}.{row.party.organisation_id}",
            kind=COMMENTING,
            title=_("Góp ý dự thảo: {title}").format(title=agreement.title)[:300],
            organisation_id=row.party.organisation_id,
            source_label=agreement.title,
            source_url=page_of(agreement, "gop-y/"),
            due=row.due,
            why=_("Đơn vị soạn thảo xin ý kiến các bên."),
            done=row.replied,
        )
    waiting = unanswered_count(agreement)
    if waiting:
        yield Wanted(
            key=f"{prefix}.answer",
            kind=ANSWERING,
            title=_("Trả lời {count} góp ý: {title}").format(count=waiting, title=agreement.title)[
                :300
            ],
            organisation_id=agreement.drafting_id,
            source_label=agreement.title,
            source_url=page_of(agreement, "tiep-thu/"),
            why=_("Mọi góp ý phải được trả lời trước khi chốt nội dung."),
        )
