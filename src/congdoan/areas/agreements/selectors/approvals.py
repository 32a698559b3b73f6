"""Which party's own body has approved the frozen text, and which slots wait for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import State
from congdoan.areas.agreements.models import Agreement, Approval, Party, Version
from congdoan.areas.agreements.selectors.agreements import parties_of
from congdoan.areas.agreements.selectors.consultations import SUBJECT
from congdoan.foundation.hooks import Veto
from congdoan.support.files.api import FileQuestion
from congdoan.support.signing.api import SigningQuestion

#: Why resolutions of the parties are kept (``wiring.py`` declares it).
RESOLUTION = "agreements.approval"


@dataclass(frozen=True)
class PartyApproval:
    """Whether a party signs only after its own resolution, and the resolution if there is one."""

    party: Party
    required: bool
    approval: Approval | None

    @property
    def waits(self) -> bool:
        return self.required and self.approval is None


def approvals_of(agreement: Agreement, version: Version) -> list[PartyApproval]:
    """Return every party with its standing resolution on a version; two queries."""
    rows = Approval.objects.filter(version=version, withdrawn_at__isnull=True)
    standing = {row.party_id: row for row in rows.select_related("file")}
    return [
        PartyApproval(
            party=party,
            required=agreement.approval_required or party.approval_required,
            approval=standing.get(party.pk),
        )
        for party in parties_of(agreement)
    ]


def awaited_approvals(agreement: Agreement, version: Version) -> list[Party]:
    """Return the parties whose own resolution is still missing."""
    if agreement.state != State.NEGOTIATED:
        return []
    return [row.party for row in approvals_of(agreement, version) if row.waits]


def held_back(question: SigningQuestion) -> Mapping[int, Veto] | None:
    """Answer ``may_sign``: a party that wants its own resolution first does not sign before it."""
    if question.packet.subject_type != SUBJECT:
        return None
    agreement = Agreement.objects.filter(pk=question.packet.subject_id).first()
    version = (
        Version.objects.filter(agreement=agreement, sha256=question.packet.text_hash)
        .order_by("-number")
        .first()
    )
    if agreement is None or version is None:
        return None
    rows = {row.party.organisation_id: row for row in approvals_of(agreement, version)}
    vetoes = {}
    for slot in question.slots:
        row = rows.get(slot.organisation_id)
        why = _why(row, question.on) if row else ""
        if why:
            vetoes[slot.pk] = Veto(why)
    return vetoes


def _why(row: PartyApproval, on: date) -> str:
    if row.waits:
        return _(
            "Bên này chờ nghị quyết nội bộ (Ban Thường vụ hoặc lãnh đạo) trước khi ký: hãy ghi số,"
            " ngày và đính tệp ở trang “Phê duyệt nội bộ” của văn bản."
        )
    if row.required and row.approval is not None and row.approval.dated > on:
        return _(
            "Nghị quyết số {number} đề ngày {day}, sau ngày ký; hãy kiểm tra lại hai ngày này."
        ).format(number=row.approval.number, day=f"{row.approval.dated:%d/%m/%Y}")
    return ""


def may_read_resolution(question: FileQuestion) -> bool | None:
    """Let a party and those above it read its own resolution; the others see number and day."""
    if question.purpose != RESOLUTION:
        return None
    reach = question.actor.reach(policies.VIEW)
    seen = Approval.objects.filter(file_id=question.file_id, party__organisation__in=reach)
    return True if seen.exists() else None
