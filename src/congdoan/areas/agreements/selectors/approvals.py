"""Which party's own body has approved the frozen text, and which slots wait for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import AmendmentState, State
from congdoan.areas.agreements.models import Agreement, Amendment, Approval, Party, Version
from congdoan.areas.agreements.selectors.agreements import parties_of, staying_parties
from congdoan.areas.agreements.selectors.amendments import SUBJECT as ADDENDUM
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


#: What is approved: a version of the text itself, or an addendum to it.
Text = Version | Amendment


def resolutions_on(text: Text) -> QuerySet[Approval]:
    """Return the standing resolutions on a frozen text; of an addendum, on just these words."""
    rows = Approval.objects.filter(withdrawn_at__isnull=True)
    if isinstance(text, Amendment):
        return rows.filter(amendment=text, text_hash=text.sha256)
    return rows.filter(version=text)


def approvals_of(agreement: Agreement, text: Text) -> list[PartyApproval]:
    """Return every party with its standing resolution on a text; two queries."""
    standing = {row.party_id: row for row in resolutions_on(text).select_related("file")}
    asked = staying_parties if isinstance(text, Amendment) else parties_of
    return [
        PartyApproval(
            party=party,
            required=agreement.approval_required or party.approval_required,
            approval=standing.get(party.pk),
        )
        for party in asked(agreement)
    ]


def awaited_approvals(agreement: Agreement, text: Text) -> list[Party]:
    """Return the parties whose own resolution on a text that waits for signatures is missing."""
    if isinstance(text, Amendment):
        open_ = text.state == AmendmentState.FROZEN
    else:
        open_ = agreement.state == State.NEGOTIATED
    return [row.party for row in approvals_of(agreement, text) if row.waits] if open_ else []


def held_back(question: SigningQuestion) -> Mapping[int, Veto] | None:
    """Answer ``may_sign``: a party that wants its own resolution first does not sign before it."""
    found = _text_of(question)
    if found is None:
        return None
    agreement, text = found
    rows = {row.party.organisation_id: row for row in approvals_of(agreement, text)}
    vetoes = {}
    for slot in question.slots:
        row = rows.get(slot.organisation_id)
        why = _why(row, question.on) if row else ""
        if why:
            vetoes[slot.pk] = Veto(why)
    return vetoes


def _text_of(question: SigningQuestion) -> tuple[Agreement, Text] | None:
    packet = question.packet
    if packet.subject_type == ADDENDUM:
        amendment = Amendment.objects.select_related("agreement").filter(pk=packet.subject_id)
        found = amendment.first()
        return (found.agreement, found) if found is not None else None
    if packet.subject_type != SUBJECT:
        return None
    versions = Version.objects.filter(agreement=packet.subject_id, sha256=packet.text_hash)
    version = versions.select_related("agreement").order_by("-number").first()
    return (version.agreement, version) if version is not None else None


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
