"""Writing a document: new, changed, with files, thrown away."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congdoan.areas.documents import policies
from congdoan.areas.documents.forms.writing import DocumentForm, FileForm
from congdoan.areas.documents.models import Document
from congdoan.areas.documents.selectors.choices import sign_choices, templates_offered
from congdoan.areas.documents.selectors.documents import files_of, get_document, get_unit
from congdoan.areas.documents.selectors.texts import text_of
from congdoan.areas.documents.selectors.types import type_choices
from congdoan.areas.documents.services.beginning import begin_text, write_document
from congdoan.areas.documents.services.drafting import (
    Origin,
    attach_file,
    change_document,
    discard_draft,
    draft_document,
)
from congdoan.areas.documents.views.frame import act, place, press
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.kernel.organisations.models import Organisation


def write(
    request: ActorRequest,
    unit: Organisation,
    *,
    origin: Origin | None = None,
    initial: dict[str, object] | None = None,
    page: dict[str, object] | None = None,
    back: str = "",
) -> HttpResponse:
    """Show the form of a new document of ``unit``, or begin it."""
    actor = request.actor
    actor.require(policies.DRAFT, on=unit)
    offered = templates_offered(unit, on=actor.today)
    form = DocumentForm(
        request.POST or None,
        request.FILES or None,
        actor=actor,
        types=type_choices(unit, on=actor.today),
        ways=sign_choices(unit, on=actor.today),
        templates=[(str(key), name) for key, (name, _one) in offered.items()],
        initial=initial or {},
    )

    def do() -> str:
        body, now = form.cleaned_data["body"], clock.now()
        if body is not None:
            made = draft_document(
                actor=actor, organisation=unit, data=form.wish, origin=origin, body=body, at=now
            )
            return reverse("documents:detail", args=[made.pk])
        text = write_document(
            actor=actor,
            organisation=unit,
            data=form.wish,
            origin=origin,
            template=offered[form.like][1] if form.like else None,
            at=now,
        )
        return reverse("drafting:editor", args=[text.pk])

    shown = {
        **place(request, unit),
        "title": _("Văn bản mới"),
        "action": _("Lưu bản thảo"),
        **(page or {}),
    }
    return act(request, form, do, back=back or reverse("documents:of", args=[unit.pk]), page=shown)


@needs(policies.DRAFT)
def new(request: ActorRequest, unit: int) -> HttpResponse:
    return write(request, get_unit(request.actor, unit))


def _opened(request: ActorRequest, pk: int) -> Document:
    document = get_document(request.actor, pk)
    request.actor.require(policies.DRAFT, on=document.organisation)
    return document


@needs(policies.DRAFT)
def edit(request: ActorRequest, pk: int) -> HttpResponse:
    document, actor = _opened(request, pk), request.actor
    text = text_of(document)
    form = DocumentForm(
        request.POST or None,
        request.FILES or None,
        actor=actor,
        types=type_choices(document.organisation, on=actor.today),
        ways=sign_choices(document.organisation, on=actor.today),
        takes_file=text is None,
        initial={
            name: getattr(document, name)
            for name in (
                "type", "subject", "register", "urgency", "answer_by", "must_read", "note",
                "readers", "to_sign", "reach",
            )
        },
    )  # fmt: skip
    page = {
        **place(request, document.organisation),
        "title": _("Sửa văn bản"),
        "action": _("Lưu"),
        "document": document,
        "files": files_of(document),
        "warning": _("Văn bản đang chờ duyệt; sửa xong phải trình lại.")
        if document.state == "REVIEW"
        else "",
    }

    def do() -> None:
        change_document(
            actor=actor,
            document=document,
            data=form.wish,
            body=form.cleaned_data.get("body"),
            at=clock.now(),
        )

    back = reverse("documents:detail", args=[pk])
    return act(request, form, do, back=back, page=page, done=_("Đã lưu văn bản."))


@needs(policies.DRAFT)
@require_POST
def begin(request: ActorRequest, pk: int) -> HttpResponse:
    """Begin to write the text of a document that has none."""
    document = _opened(request, pk)

    def do() -> str:
        text = begin_text(actor=request.actor, document=document, at=clock.now())
        return reverse("drafting:editor", args=[text.pk])

    back = reverse("documents:detail", args=[pk])
    return press(request, do, back=back, done=_("Hãy soạn nội dung; chữ được lưu khi ngừng gõ."))


@needs(policies.DRAFT)
def attach(request: ActorRequest, pk: int) -> HttpResponse:
    document, actor = _opened(request, pk), request.actor
    form = FileForm(request.POST or None, request.FILES or None, actor=actor)

    def do() -> None:
        attach_file(
            actor=actor, document=document, upload=form.cleaned_data["file"], at=clock.now()
        )

    page = {
        **place(request, document.organisation),
        "title": _("Thêm tệp kèm theo"),
        "action": _("Đính kèm"),
        "document": document,
    }
    back = reverse("documents:detail", args=[pk])
    return act(request, form, do, back=back, page=page, done=_("Đã đính kèm."), field="file")


@needs(policies.DRAFT)
@require_POST
def discard(request: ActorRequest, pk: int) -> HttpResponse:
    document = _opened(request, pk)
    unit = reverse("documents:of", args=[document.organisation_id])

    def do() -> str:
        discard_draft(actor=request.actor, document=document, at=clock.now())
        return unit

    back = reverse("documents:detail", args=[pk])
    return press(request, do, back=back, done=_("Đã bỏ bản thảo."))
