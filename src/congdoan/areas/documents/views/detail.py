"""One document: what it is, what can be done now, and the steps to its number."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congdoan.areas.documents import policies
from congdoan.areas.documents.enums import NUMBERED, DocumentState
from congdoan.areas.documents.forms.writing import IssueForm, ReasonForm
from congdoan.areas.documents.models import Document
from congdoan.areas.documents.selectors.choices import kept_numbers
from congdoan.areas.documents.selectors.cosigners import places_of
from congdoan.areas.documents.selectors.documents import chain_of, files_of, get_document
from congdoan.areas.documents.selectors.matrix import totals
from congdoan.areas.documents.selectors.merging import merge_of
from congdoan.areas.documents.selectors.opinions import talk_of
from congdoan.areas.documents.selectors.sources import sources_of
from congdoan.areas.documents.selectors.steps import next_steps
from congdoan.areas.documents.selectors.texts import text_of
from congdoan.areas.documents.selectors.types import titled, type_label
from congdoan.areas.documents.services.drafting import Origin
from congdoan.areas.documents.services.flow import (
    approve_document,
    archive_document,
    issue_document,
    return_document,
    sign_document,
    submit_document,
)
from congdoan.areas.documents.services.following import take_back
from congdoan.areas.documents.tables import TONES
from congdoan.areas.documents.views.frame import act, place, press, related, sign_form
from congdoan.areas.documents.views.writing import write
from congdoan.foundation import clock, panels
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page


@needs(policies.VIEW)
def detail(request: ActorRequest, pk: int) -> HttpResponse:
    actor = request.actor
    document = get_document(actor, pk)
    files, text = files_of(document), text_of(document)
    talk = talk_of(document)
    has_file = any(one.is_body for one in files)
    context = {
        **place(request, document.organisation),
        "document": document,
        "headline": titled(
            type_label(document.type, on=document.issued_on or actor.today), document.subject
        ),
        "tone": TONES[document.state],
        "panels": panels.links(
            "documents.detail", actor=actor, organisation=document.organisation, pk=pk
        )
        if document.state in NUMBERED
        else [],
        "sources": sources_of(actor, document),
        "files": files,
        "text": text,
        "talk": talk,
        "merge": merge_of(document) if text else None,
        "today": actor.today,
        "chain": chain_of(document),
        "steps": next_steps(
            actor,
            document,
            on=actor.today,
            text=text,
            has_file=has_file,
            is_asked=talk.mine(actor) is not None,
        ),
        "totals": totals(document) if document.sent_at else None,
        "tasks": list(document.tasks.order_by("due", "pk")),
        "may_task": document.sent_at is None
        and actor.may(
            policies.DRAFT if document.state == DocumentState.DRAFT else policies.ISSUE,
            on=document.organisation,
        ),
        **related(
            actor,
            document,
            may=document.state in NUMBERED and actor.may(policies.ISSUE, on=document.organisation),
        ),
        "places": places_of(actor, document, on=actor.today),
        "replaced_by": document.replaced_by.exclude(state__in=["DRAFT", "REVIEW"]).first(),
    }
    return render_page(request, "documents/detail.html", context)


def _back(document: Document) -> str:
    return reverse("documents:detail", args=[document.pk])


@needs(policies.DRAFT)
@require_POST
def submit(request: ActorRequest, pk: int) -> HttpResponse:
    document, actor = get_document(request.actor, pk), request.actor

    def do() -> None:
        submit_document(actor=actor, document=document, on=actor.today, at=clock.now())

    done = _("Đã trình; lãnh đạo đơn vị nhận được thông báo.")
    return press(request, do, back=_back(document), done=done)


@needs(policies.APPROVE)
@require_POST
def approve(request: ActorRequest, pk: int) -> HttpResponse:
    document, actor = get_document(request.actor, pk), request.actor

    def do() -> None:
        approve_document(actor=actor, document=document, on=actor.today, at=clock.now())

    return press(request, do, back=_back(document), done=_("Đã duyệt; văn bản chờ ký."))


@needs(policies.ISSUE)
@require_POST
def archive(request: ActorRequest, pk: int) -> HttpResponse:
    document = get_document(request.actor, pk)

    def do() -> None:
        archive_document(actor=request.actor, document=document)

    return press(request, do, back=_back(document), done=_("Đã đưa vào hồ sơ lưu."))


@needs(policies.APPROVE)
def give_back(request: ActorRequest, pk: int) -> HttpResponse:
    document, actor = get_document(request.actor, pk), request.actor
    actor.require(policies.APPROVE, on=document.organisation)
    form = ReasonForm(request.POST or None, actor=actor)

    def do() -> None:
        return_document(
            actor=actor,
            document=document,
            reason=form.cleaned_data["reason"],
            at=clock.now(),
        )

    page = {
        **place(request, document.organisation),
        "document": document,
        "title": _("Trả lại văn bản"),
        "action": _("Trả lại người soạn"),
    }
    return act(request, form, do, back=_back(document), page=page, done=_("Đã trả lại."))


@needs(policies.VIEW)
def sign(request: ActorRequest, pk: int) -> HttpResponse:
    document, actor = get_document(request.actor, pk), request.actor
    unit = document.organisation
    if not actor.may(policies.ISSUE, on=unit):
        actor.require(policies.SIGN, on=unit)
    form, ways = sign_form(request, unit, wanted=document.to_sign, first=True)

    def do() -> None:
        sign_document(
            actor=actor,
            document=document,
            code=form.cleaned_data["code"],
            on=actor.today,
            at=clock.now(),
            **form.paper,
        )

    page = {
        **place(request, unit),
        "document": document,
        "title": _("Ký văn bản"),
        "action": _("Ký"),
        "warning": ""
        if ways
        else _("Hôm nay đơn vị không có ai giữ chức vụ được ký; hãy ghi chức vụ ở mục Cán bộ."),
    }
    return act(request, form, do, back=_back(document), page=page, done=_("Đã ký."))


@needs(policies.ISSUE)
def issue(request: ActorRequest, pk: int) -> HttpResponse:
    document, actor = get_document(request.actor, pk), request.actor
    actor.require(policies.ISSUE, on=document.organisation)
    form = IssueForm(request.POST or None, actor=actor, kept=kept_numbers(document, on=actor.today))

    def do() -> None:
        issue_document(
            actor=actor,
            document=document,
            on=actor.today,
            at=clock.now(),
            reserved=form.reserved,
            late_reason=form.cleaned_data["late_reason"],
            keeper=form.cleaned_data["keeper"],
        )

    page = {
        **place(request, document.organisation),
        "document": document,
        "title": _("Cấp số, ban hành"),
        "action": _("Cấp số"),
    }
    done = _("Đã cấp số; văn bản đứng trong sổ của đơn vị.")
    return act(request, form, do, back=_back(document), page=page, done=done)


@needs(policies.ISSUE)
def recall(request: ActorRequest, pk: int) -> HttpResponse:
    document, actor = get_document(request.actor, pk), request.actor
    actor.require(policies.ISSUE, on=document.organisation)
    form = ReasonForm(request.POST or None, actor=actor)

    def do() -> None:
        take_back(
            actor=actor,
            document=document,
            reason=form.cleaned_data["reason"],
            at=clock.now(),
        )

    page = {
        **place(request, document.organisation),
        "document": document,
        "title": _("Thu hồi văn bản"),
        "action": _("Thu hồi"),
        "tone": "danger",
        "warning": _(
            "Nơi nào chưa tiếp nhận thì văn bản được rút ngay; nơi đã tiếp nhận được hỏi ý kiến. "
            "Số của văn bản và dòng trong sổ các nơi vẫn giữ, ghi “đã thu hồi”."
        ),
    }
    return act(request, form, do, back=_back(document), page=page, done=_("Đã thu hồi."))


@needs(policies.DRAFT)
def replace(request: ActorRequest, pk: int) -> HttpResponse:
    """A new document that takes the place of one, or corrects it (``?dinh-chinh=1``)."""
    old = get_document(request.actor, pk)
    corrects = "dinh-chinh" in request.GET
    what = _("Đính chính") if corrects else _("Thay thế")
    return write(
        request,
        old.organisation,
        origin=Origin(replaces=old, corrects=corrects),
        initial={
            "type": "" if corrects else old.type,
            "subject": f"{what.lower()} {old.symbol}",
            "register": old.register,
        },
        page={
            "title": _("Văn bản đính chính") if corrects else _("Văn bản thay thế"),
            "warning": _("Khi văn bản mới được cấp số, văn bản cũ được đánh dấu ngay."),
            "other": "" if corrects else _("Chỉ sửa lỗi sai sót? Soạn văn bản đính chính"),
        },
        back=_back(old),
    )
