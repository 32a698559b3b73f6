"""Locks in one order: packet, then what it is about, then the audit trails."""

from congdoan.areas.agreements.models import Agreement, Amendment
from congdoan.areas.agreements.selectors.amendments import SUBJECT as ADDENDUM
from congdoan.areas.agreements.selectors.consultations import SUBJECT
from congdoan.support.signing import api as signing


def hold_subject(question: signing.TextQuestion) -> None:
    """Answer ``holding``: lock the agreement or the addendum a held packet is about."""
    if question.subject_type == SUBJECT:
        Agreement.objects.select_for_update().filter(pk=question.subject_id).first()
    if question.subject_type == ADDENDUM:
        rows = Amendment.objects.select_for_update(of=("self",))
        rows.filter(pk=question.subject_id).first()
