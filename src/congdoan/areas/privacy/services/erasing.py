"""Erasing what is private about somebody, everywhere: each slice answers for its own tables."""

from datetime import date, datetime

from congdoan.areas.privacy.enums import ProposalState
from congdoan.areas.privacy.models import ChangeProposal, DataRequest, ProposedField
from congdoan.areas.privacy.rules.refusals import StillInOffice
from congdoan.kernel.people.api import Forgetting, forgetting, unscoped_offices_of
from congdoan.kernel.people.models import Person
from congdoan.support.files.api import discard_files


def erase_facts(*, person: Person, on: date, at: datetime) -> list[str]:
    """
    Erase the private and sensitive facts of somebody; return which classes, never the values.

    The caller has checked the right, and that they belong nowhere. Running it again finds nothing.

    :raises StillInOffice: who holds an office is still reached by it
    """
    if unscoped_offices_of(person.pk, on=on).exists():
        raise StillInOffice
    asked = Forgetting(person, on, at)
    return sorted({name for answer in forgetting.ask(asked) for name in answer})


def forget_papers(asked: Forgetting) -> list[str]:
    """Answer ``forgetting``: what the person wrote here; that they asked stays, for the law."""
    classes = []
    fields = ProposedField.objects.filter(proposal__person=asked.person)
    proofs = set(fields.filter(evidence__isnull=False).values_list("evidence_id", flat=True))
    if fields.exclude(sealed_new="", sealed_old="").update(
        sealed_old="", sealed_new="", reason="", evidence=None
    ):
        classes.append("privacy.proposals")
    ChangeProposal.objects.filter(person=asked.person, state=ProposalState.OPEN).update(
        state=ProposalState.WITHDRAWN, closed_at=asked.at
    )
    asking = DataRequest.objects.filter(person=asked.person)
    scans = set(asking.filter(scan__isnull=False).values_list("scan_id", flat=True))
    if asking.exclude(sealed_text="", scan=None).update(sealed_text="", scan=None):
        classes.append("privacy.requests")
    if discard_files(proofs | scans):
        classes.append("privacy.files")
    return classes
