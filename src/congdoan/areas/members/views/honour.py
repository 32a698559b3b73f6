"""The certificate for who retires, as PDF or Word file."""

from django.http import HttpResponse

from congdoan.areas.members import policies
from congdoan.areas.members.letters.honour import honour_paper
from congdoan.areas.members.selectors.belonging import first_membership
from congdoan.areas.members.selectors.person import get_leaving
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.downloads import as_file
from congdoan.foundation.refusal import NotFound
from congdoan.support.rendering.api import to_docx, to_pdf

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@needs(policies.VIEW)
def honour(request: ActorRequest, leaving: int, kind: str) -> HttpResponse:
    one = get_leaving(request.actor, leaving)
    if kind not in {"pdf", "docx"}:
        raise NotFound
    document = honour_paper(one, first_membership(one.membership))
    name = f"Giấy ghi nhận {one.membership.person.full_name}"
    if kind == "pdf":
        return as_file(to_pdf(document, created_at=clock.now()), "application/pdf", f"{name}.pdf")
    return as_file(to_docx(document, created_at=clock.now()), _DOCX, f"{name}.docx")
