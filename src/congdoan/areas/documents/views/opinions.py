"""Asking colleagues about a draft, and saying that one has answered."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congdoan.areas.documents import policies
from congdoan.areas.documents.forms.opinions import OpinionForm
from congdoan.areas.documents.selectors.documents import get_document
from congdoan.areas.documents.selectors.opinions import may_be_asked, own_opinion
from congdoan.areas.documents.services.opinions import ask_opinions, finish_opinion
from congdoan.areas.documents.views.frame import act, place, press
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs


@needs(policies.DRAFT)
def ask(request: ActorRequest, pk: int) -> HttpResponse:
    """Choose whom to ask, and until when."""
    document, actor = get_document(request.actor, pk), request.actor
    unit = document.organisation
    actor.require(policies.DRAFT, on=unit)
    known = may_be_asked(unit, on=actor.today)
    people = [(str(key), name) for key, name in known.items() if key != actor.person_id]
    form = OpinionForm(request.POST or None, actor=actor, people=people)

    def do() -> None:
        ask_opinions(
            actor=actor,
            document=document,
            people=form.asked,
            due=form.cleaned_data["due"],
            note=form.cleaned_data["note"],
            on=actor.today,
            at=clock.now(),
        )

    page = {
        **place(request, unit),
        "document": document,
        "title": _("Xin ý kiến đồng nghiệp"),
        "action": _("Gửi xin ý kiến"),
        "warning": ""
        if people
        else _("Đơn vị chưa có người nào khác giữ chức vụ và có tài khoản để hỏi ý kiến."),
    }
    done = _("Đã gửi xin ý kiến; người được hỏi thấy ở “Việc của tôi”.")
    back = reverse("documents:detail", args=[pk])
    return act(request, form, do, back=back, page=page, done=done, field="people")


@needs(policies.VIEW)
@require_POST
def finish(request: ActorRequest, pk: int) -> HttpResponse:
    """Say that one has said what one thinks."""
    document = get_document(request.actor, pk)
    opinion = own_opinion(request.actor, document)

    def do() -> None:
        finish_opinion(actor=request.actor, opinion=opinion, at=clock.now())

    back = reverse("documents:detail", args=[pk])
    return press(request, do, back=back, done=_("Đã báo người soạn là bạn góp ý xong."))
