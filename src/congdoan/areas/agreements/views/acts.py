"""Acts that move an agreement, each a page with one form that names what follows."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.agreements import api, policies
from congdoan.areas.agreements.forms import acts as forms
from congdoan.areas.agreements.forms.consulting import Extend
from congdoan.areas.agreements.models import Agreement
from congdoan.areas.agreements.rules import states
from congdoan.areas.agreements.rules.refusals import CommentsUnanswered
from congdoan.areas.agreements.rules.states import Action
from congdoan.areas.agreements.selectors.agreements import parties_of, party_names
from congdoan.areas.agreements.selectors.consultations import missing_before_freeze
from congdoan.areas.agreements.selectors.next_step import open_packet_of
from congdoan.areas.agreements.views.pages import frame, load
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.forms import Form
from congdoan.foundation.htmx import render_page
from congdoan.foundation.once import once
from congdoan.foundation.refusal import NotAllowed, NotFound, Refusal
from congdoan.support.signing.api import collected

#: How long parties have for comments unless somebody says otherwise.
_DAYS = 10


def _sent(request: ActorRequest) -> QueryDict | None:
    """Return what was sent, also when that is nothing at all."""
    return request.POST if request.method == "POST" else None


def _act(
    request: ActorRequest,
    agreement: Agreement,
    form: Form,
    do: Callable[[dict[str, Any]], object],
    *,
    heading: str,
    action: str,
    said: str,
    field: str | None = None,
    consequences: Sequence[str] = (),
    tone: str = "",
    extra: Mapping[str, Any] | None = None,
    done: str = "",
) -> HttpResponse:
    """Show the form; do the act once; a refusal stands beside ``field`` or above the form."""
    context: dict[str, Any] = {**frame(request, agreement), **(extra or {})}
    if request.method == "POST" and form.is_valid():
        try:
            with once(request):
                do(form.cleaned_data)
        except NotAllowed:
            raise
        except CommentsUnanswered as refusal:
            context["refused"] = refusal.sentence
            context["refused_url"] = reverse("agreements:reception", args=[agreement.pk])
            context["refused_label"] = _("Xem các góp ý chưa trả lời")
        except Refusal as refusal:
            if field:
                form.refuse(refusal, field)
            else:
                context["refused"] = refusal.sentence
        else:
            messages.success(request, said)
            return redirect(done or reverse("agreements:detail", args=[agreement.pk]))
    context |= {
        "form": form,
        "heading": heading,
        "action": action,
        "consequences": consequences,
        "tone": tone,
    }
    status = 409 if context.get("refused") else 422 if form.errors else 200
    return render_page(request, "agreements/form.html", context, status=status)


@needs(policies.MANAGE)
def send_out(request: ActorRequest, pk: int) -> HttpResponse:
    """Send the draft to the parties for comments."""
    agreement = load(request, pk)
    actor = request.actor
    form = forms.SendOut(
        request.POST or None, actor=actor, initial={"due": actor.today + timedelta(days=_DAYS)}
    )
    others = agreement.parties.exclude(organisation=agreement.drafting_id).count()
    return _act(
        request,
        agreement,
        form,
        lambda values: api.send_out(
            actor=actor,
            agreement=agreement,
            due=values["due"],
            message=values["message"],
            on=actor.today,
            at=clock.now(),
        ),
        heading=_("Gửi lấy ý kiến"),
        action=_("Gửi các bên"),
        said=_("Đã gửi dự thảo lấy ý kiến các bên."),
        consequences=[
            _("{count} bên được thông báo và có việc “Góp ý dự thảo”.").format(count=others),
            _("Trong thời gian lấy ý kiến, nội dung chỉ thay đổi khi tiếp thu góp ý."),
        ],
    )


@needs(policies.MANAGE)
def move_deadline(request: ActorRequest, pk: int) -> HttpResponse:
    """Give the parties more time."""
    agreement = load(request, pk)
    actor = request.actor
    form = forms.Deadline(request.POST or None, actor=actor)
    return _act(
        request,
        agreement,
        form,
        lambda values: api.move_deadline(
            actor=actor, agreement=agreement, due=values["due"], on=actor.today, at=clock.now()
        ),
        heading=_("Đổi hạn góp ý"),
        action=_("Đổi hạn"),
        said=_("Đã đổi hạn góp ý và báo các bên."),
        field="due",
    )


@needs(policies.MANAGE)
def extend(request: ActorRequest, pk: int, party_pk: int) -> HttpResponse:
    """Give one party more time than the others."""
    agreement = load(request, pk)
    actor = request.actor
    party = next((row for row in parties_of(agreement) if row.pk == party_pk), None)
    if party is None:
        raise NotFound
    called = party_names([party], on=actor.today)[party.organisation_id]
    return _act(
        request,
        agreement,
        Extend(request.POST or None, actor=actor),
        lambda values: api.extend_for_party(
            actor=actor,
            agreement=agreement,
            party=party,
            due=values["due"],
            reason=values["reason"],
            on=actor.today,
            at=clock.now(),
        ),
        heading=_("Gia hạn góp ý: {party}").format(party=called),
        action=_("Gia hạn"),
        said=_("Đã gia hạn cho {party} và báo bên đó.").format(party=called),
        field="due",
        done=reverse("agreements:reception", args=[pk]),
    )


@needs(policies.MANAGE)
def back_to_draft(request: ActorRequest, pk: int) -> HttpResponse:
    """Stop the consultation and go on writing."""
    agreement = load(request, pk)
    actor = request.actor
    form = forms.Reason(request.POST or None, actor=actor)
    return _act(
        request,
        agreement,
        form,
        lambda values: api.back_to_draft(
            actor=actor,
            agreement=agreement,
            reason=values["reason"],
            on=actor.today,
            at=clock.now(),
        ),
        heading=_("Đưa về dự thảo"),
        action=_("Đưa về dự thảo"),
        said=_("Đã đưa về dự thảo."),
        consequences=[
            _("Việc “Góp ý dự thảo” của các bên được rút; các bên được báo lý do."),
            _("Góp ý đã gửi vẫn được giữ và vẫn phải trả lời trước khi chốt."),
        ],
    )


@needs(policies.FREEZE)
def freeze(request: ActorRequest, pk: int) -> HttpResponse:
    """Close the text for signing."""
    agreement = load(request, pk)
    actor = request.actor
    form = forms.Nothing(_sent(request), actor=actor)
    missing = None
    if states.allowed(agreement.state, Action.FREEZE):
        missing = missing_before_freeze(agreement, on=actor.today)
    return _act(
        request,
        agreement,
        form,
        lambda _values: api.freeze(
            actor=actor, agreement=agreement, on=actor.today, at=clock.now()
        ),
        heading=_("Chốt nội dung"),
        action=_("Chốt nội dung"),
        said=_("Đã chốt nội dung. Bước tiếp theo: trình ký."),
        consequences=[
            _("Nội dung được khóa cùng mã băm SHA-256; bản in của mọi bên giống nhau từng chữ."),
            _("Muốn sửa sau khi chốt phải mở lại, và chữ ký đã lấy sẽ bị hủy."),
        ],
        extra={"missing": missing},
    )


@needs(policies.MANAGE)
def reopen(request: ActorRequest, pk: int) -> HttpResponse:
    """Go back to the draft; what was signed is void."""
    agreement = load(request, pk)
    actor = request.actor
    form = forms.Reason(request.POST or None, actor=actor)
    packet = open_packet_of(agreement)
    lost = collected(packet) if packet else []
    consequences = [_("Bản đã chốt được giữ lại; một bản mới bắt đầu với cùng nội dung.")]
    if lost:
        consequences.append(
            _("{count} chữ ký đã lấy bị hủy và người ký được báo: {who}.").format(
                count=len(lost), who="; ".join(lost)
            )
        )
    elif packet:
        consequences.append(_("Hồ sơ ký đang mở bị hủy."))
    return _act(
        request,
        agreement,
        form,
        lambda values: api.reopen(
            actor=actor,
            agreement=agreement,
            reason=values["reason"],
            on=actor.today,
            at=clock.now(),
        ),
        heading=_("Sửa lại nội dung đã chốt"),
        action=_("Mở lại để sửa"),
        said=_("Đã mở lại. Nội dung trở về dự thảo."),
        consequences=consequences,
        tone="danger",
        done=reverse("agreements:editor", args=[pk]),
    )


@needs(policies.DRAFT)
def attach_scan(request: ActorRequest, pk: int) -> HttpResponse:
    """Keep the scan of the signed original."""
    agreement = load(request, pk)
    actor = request.actor
    form = forms.AttachScan(request.POST or None, request.FILES or None, actor=actor)
    return _act(
        request,
        agreement,
        form,
        lambda values: api.attach_scan(
            actor=actor, agreement=agreement, upload=values["upload"], at=clock.now()
        ),
        heading=_("Đính bản quét bản chính"),
        action=_("Tải lên"),
        said=_("Đã đính bản quét."),
        field="upload",
    )


@needs(policies.MANAGE)
def record_paper(request: ActorRequest, pk: int) -> HttpResponse:
    """Take an agreement that was signed on paper before into the register."""
    agreement = load(request, pk)
    actor = request.actor
    form = forms.RecordPaper(request.POST or None, actor=actor)
    return _act(
        request,
        agreement,
        form,
        lambda values: api.record_paper(
            actor=actor, agreement=agreement, on=actor.today, at=clock.now(), **values
        ),
        heading=_("Ghi nhận bản giấy đã ký trước đây"),
        action=_("Ghi nhận"),
        said=_("Đã ghi nhận vào sổ."),
        field="signed_on",
        consequences=[
            _("Bỏ qua bước lấy ý kiến và ký trên hệ thống; lịch sử ghi rõ là bản giấy."),
            _("Nội dung được khóa như bản đã chốt."),
        ],
    )


@needs(policies.DRAFT)
def discard(request: ActorRequest, pk: int) -> HttpResponse:
    """Throw away a draft nobody else has seen."""
    agreement = load(request, pk)
    form = forms.Nothing(_sent(request), actor=request.actor)
    return _act(
        request,
        agreement,
        form,
        lambda _values: api.discard_draft(actor=request.actor, agreement=agreement),
        heading=_("Xóa dự thảo"),
        action=_("Xóa dự thảo"),
        said=_("Đã xóa dự thảo."),
        consequences=[_("Nội dung dự thảo bị xóa hẳn, không khôi phục được.")],
        tone="danger",
        done=reverse("agreements:register"),
    )
