"""Who signs along: chosen at the draft, signed in turn, given back with a reason."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from congdoan.areas.documents import policies
from congdoan.areas.documents.enums import NUMBERED
from congdoan.areas.documents.forms.cosigning import CoSignerForm
from congdoan.areas.documents.forms.writing import ReasonForm
from congdoan.areas.documents.models import CoSigner
from congdoan.areas.documents.selectors.choices import sign_choices
from congdoan.areas.documents.selectors.cosigners import get_place, places_of, turn_of
from congdoan.areas.documents.selectors.documents import files_of, get_document
from congdoan.areas.documents.selectors.signers import signings
from congdoan.areas.documents.selectors.texts import text_of
from congdoan.areas.documents.services.cosigning import (
    add_cosigner,
    cosign,
    decline_cosigning,
    drop_cosigner,
)
from congdoan.areas.documents.views.frame import act, place, press, sign_form
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.downloads import as_file
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.api import name_of, visible_organisation
from congdoan.support.drafting.api import document_of
from congdoan.support.rendering.api import to_pdf


@needs(policies.DRAFT)
def signers(request: ActorRequest, pk: int) -> HttpResponse:
    """The list of who signs, in order; one more at its end."""
    document, actor = get_document(request.actor, pk), request.actor
    unit = document.organisation
    actor.require(policies.DRAFT, on=unit)
    form = CoSignerForm(request.POST or None, actor=actor, ways=sign_choices(unit, on=actor.today))

    def do() -> None:
        other = form.cleaned_data["organisation"]
        body = visible_organisation(actor, other) if other else unit
        ways = signings(body.pk, on=actor.today) if other else []
        add_cosigner(
            actor=actor,
            document=document,
            organisation=body,
            code=(ways[0].code if ways else "") if other else form.cleaned_data["way"],
            on=actor.today,
        )

    page = {
        **place(request, unit),
        "document": document,
        "title": _("Người cùng ký"),
        "action": _("Thêm vào cuối danh sách"),
        "places": places_of(actor, document, on=actor.today),
        "may_drop": document.state == "DRAFT",
    }
    here = reverse("documents:signers", args=[pk])
    return act(
        request, form, do, back=here, page=page, done=_("Đã thêm người cùng ký."),
        template="documents/signers.html", field="way",
    )  # fmt: skip


@needs(policies.DRAFT)
@require_POST
def drop(request: ActorRequest, pk: int, cosigner: int) -> HttpResponse:
    document = get_document(request.actor, pk)

    def do() -> None:
        drop_cosigner(actor=request.actor, document=document, cosigner=cosigner)

    back = reverse("documents:signers", args=[pk])
    return press(request, do, back=back, done=_("Đã bỏ khỏi danh sách ký."))


@needs(policies.VIEW)
def sign_along(request: ActorRequest, cosigner: int) -> HttpResponse:
    """What is to be signed, who signs before and after, and the act itself in one's turn."""
    actor = request.actor
    row = get_place(actor, cosigner)
    unit = row.organisation
    may_record, may_sign = actor.may(policies.ISSUE, on=unit), actor.may(policies.SIGN, on=unit)
    form, _ways = sign_form(request, unit, wanted=row.to_sign)

    def do() -> None:
        cosign(
            actor=actor,
            cosigner=row,
            code=form.cleaned_data["code"],
            on=actor.today,
            at=clock.now(),
            **form.paper,
        )

    if request.method == "POST" and not (may_record or may_sign):
        actor.require(policies.SIGN, on=unit)
    page = {**_shown(request, row), "may_sign": (may_sign or may_record), "declines": may_sign}
    return act(
        request, form, do, back=reverse("documents:cosign", args=[row.pk]), page=page,
        done=_("Đã ký."), template="documents/cosign.html",
    )  # fmt: skip


def _shown(request: ActorRequest, row: CoSigner) -> dict[str, object]:
    actor, document = request.actor, row.document
    following = turn_of(document)
    return {
        **place(request, row.organisation),
        "document": None,
        "paper": document,
        "row": row,
        "title": _("Ký văn bản cùng {name}").format(
            name=name_of(document.organisation, on=actor.today)
        ),
        "action": _("Ký"),
        "turn": following is not None and following.pk == row.pk,
        "places": places_of(actor, document, on=actor.today),
        "files": files_of(document),
        "text": text_of(document),
        "numbered": document.state in NUMBERED,
    }


@needs(policies.VIEW)
@require_safe
def paper(request: ActorRequest, cosigner: int) -> HttpResponse:
    """The text written at the leading body, as it will be printed."""
    row = get_place(request.actor, cosigner)
    text = text_of(row.document)
    if text is None:
        raise NotFound
    content = to_pdf(document_of(text, on=request.actor.today), created_at=clock.now())
    return as_file(content, "application/pdf", f"van-ban-{row.document_id}.pdf")


@needs(policies.SIGN)
def decline(request: ActorRequest, cosigner: int) -> HttpResponse:
    row = get_place(request.actor, cosigner)
    request.actor.require(policies.SIGN, on=row.organisation)
    form = ReasonForm(request.POST or None, actor=request.actor)

    def do() -> str:
        decline_cosigning(
            actor=request.actor,
            cosigner=row,
            reason=form.cleaned_data["reason"],
            at=clock.now(),
        )
        return reverse("documents:of", args=[row.organisation_id])

    page = {
        **place(request, row.organisation),
        "title": _("Trả lại, không ký"),
        "action": _("Trả lại người soạn"),
        "warning": _("Văn bản về lại người soạn; các chữ ký đã có không còn giá trị."),
    }
    back = reverse("documents:cosign", args=[cosigner])
    return act(request, form, do, back=back, page=page, done=_("Đã trả lại."))
