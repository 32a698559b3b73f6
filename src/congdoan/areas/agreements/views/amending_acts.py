"""Acts that move an addendum, each a page with one form that names what follows."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.agreements import api, policies
from congdoan.areas.agreements.forms.acts import Nothing, Reason
from congdoan.areas.agreements.forms.amending import (
    Answer,
    AskConsent,
    FreezeAddendum,
)
from congdoan.areas.agreements.models import Amendment
from congdoan.areas.agreements.rules.amending import longest_reply
from congdoan.areas.agreements.selectors.amending_impact import impacts_of
from congdoan.areas.agreements.selectors.amendments import SUBJECT, meetings
from congdoan.areas.agreements.views.amending import (
    amendment_frame,
    answering_parties,
    load_amendment,
    page_of_amendment,
)
from congdoan.areas.agreements.views.duties_form import answer_form, sent
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.forms import Form
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotAllowed
from congdoan.support.signing.api import collected, unscoped_packets_about


def _act(
    request: ActorRequest,
    amendment: Amendment,
    form: Form,
    do: Callable[[dict[str, Any]], Any],
    *,
    heading: str,
    action: str,
    said: str,
    consequences: Sequence[str] = (),
    tone: str = "",
    field: str | None = None,
    done: str = "",
) -> HttpResponse:
    context = {
        **amendment_frame(request, amendment),
        "heading": heading,
        "action": action,
        "consequences": consequences,
        "tone": tone,
        "back": page_of_amendment(amendment),
    }
    return answer_form(
        request,
        form,
        do,
        context,
        said=said,
        done=done or page_of_amendment(amendment),
        field=field,
    )


@needs(policies.MANAGE)
def ask(request: ActorRequest, pk: int, amendment_pk: int) -> HttpResponse:
    """Send a proposal to the other parties."""
    amendment = load_amendment(request, pk, amendment_pk)
    actor = request.actor
    form = AskConsent(
        request.POST or None, actor=actor, initial={"due": longest_reply(actor.today)}
    )
    others = amendment.agreement.parties.exclude(organisation=amendment.proposer_id).count()
    return _act(
        request,
        amendment,
        form,
        lambda values: api.ask_consent(
            actor=actor, amendment=amendment, due=values["due"], on=actor.today, at=clock.now()
        ),
        heading=_("Gửi các bên xin ý kiến"),
        action=_("Gửi các bên"),
        said=_("Đã gửi đề nghị đến các bên."),
        consequences=[
            _("{count} bên được thông báo và có việc “Trả lời đề nghị sửa đổi”.").format(
                count=others
            ),
            _("Chỉ khi mọi bên đồng ý mới chốt được phụ lục; im lặng không phải là đồng ý."),
        ],
    )


@needs(policies.MANAGE)
def answer(request: ActorRequest, pk: int, amendment_pk: int) -> HttpResponse:
    """Consent for a party, or refuse with a reason."""
    amendment = load_amendment(request, pk, amendment_pk)
    actor = request.actor
    parties = answering_parties(actor, amendment)
    if not parties:
        raise NotAllowed
    party = next((p for p in parties if p.organisation_id == actor.organisation_id), parties[0])
    form = Answer(request.POST or None, actor=actor)
    return _act(
        request,
        amendment,
        form,
        lambda values: api.answer_amendment(
            actor=actor,
            amendment=amendment,
            party=party,
            answer=values["answer"],
            reason=values["reason"],
            on=actor.today,
            at=clock.now(),
        ),
        heading=_("Trả lời đề nghị sửa đổi ({label})").format(label=party.label),
        action=_("Gửi trả lời"),
        said=_("Đã gửi trả lời của đơn vị."),
        field="reason",
    )


@needs(policies.MANAGE)
def call_back(request: ActorRequest, pk: int, amendment_pk: int) -> HttpResponse:
    """Take a proposal back to change it."""
    amendment = load_amendment(request, pk, amendment_pk)
    return _with_reason(
        request,
        amendment,
        api.call_back,
        heading=_("Đưa về soạn lại"),
        said=_("Đã đưa về soạn lại và báo các bên."),
        consequences=[_("Ý kiến các bên đã trả lời được giữ; sửa xong phải xin ý kiến lại.")],
    )


@needs(policies.MANAGE)
def reopen(request: ActorRequest, pk: int, amendment_pk: int) -> HttpResponse:
    """Open a frozen addendum again."""
    amendment = load_amendment(request, pk, amendment_pk)
    return _with_reason(
        request,
        amendment,
        api.reopen_amendment,
        heading=_("Mở lại phụ lục đã chốt"),
        said=_("Đã mở lại. Sửa xong phải xin ý kiến các bên lại."),
        consequences=[*_lost(amendment), _("Số phụ lục và mã băm bị bỏ; các bên được báo.")],
        tone="danger",
    )


@needs(policies.MANAGE)
def withdraw(request: ActorRequest, pk: int, amendment_pk: int) -> HttpResponse:
    """Withdraw a proposal before it is signed."""
    amendment = load_amendment(request, pk, amendment_pk)
    return _with_reason(
        request,
        amendment,
        api.withdraw_amendment,
        heading=_("Rút đề nghị sửa đổi"),
        said=_("Đã rút đề nghị và báo các bên."),
        consequences=[*_lost(amendment), _("Văn bản giữ nguyên như đang có hiệu lực.")],
        tone="danger",
    )


def _with_reason(
    request: ActorRequest, amendment: Amendment, service: Callable[..., Any], **words: Any
) -> HttpResponse:
    actor = request.actor
    form = Reason(request.POST or None, actor=actor)
    return _act(
        request,
        amendment,
        form,
        lambda values: service(
            actor=actor,
            amendment=amendment,
            reason=values["reason"],
            on=actor.today,
            at=clock.now(),
        ),
        action=words["heading"],
        **words,
    )


def _lost(amendment: Amendment) -> list[str]:
    """Name the signatures that become worthless."""
    packet = unscoped_packets_about(SUBJECT, amendment.pk).open().first()
    lost = collected(packet) if packet else []
    if not lost:
        return []
    words = _("{count} chữ ký đã lấy bị hủy và người ký được báo: {who}.")
    return [words.format(count=len(lost), who="; ".join(lost))]


@needs(policies.FREEZE)
def freeze(request: ActorRequest, pk: int, amendment_pk: int) -> HttpResponse:
    """Give the addendum its number and hash."""
    amendment = load_amendment(request, pk, amendment_pk)
    actor = request.actor
    met = meetings(amendment)
    form = FreezeAddendum(sent(request), actor=actor, met=bool(met))
    consequences = [
        _("Phụ lục được đánh số và khóa cùng mã băm SHA-256; mọi bên ký đúng bản này."),
        *(
            _("“{title}” cũng sửa {place}.").format(
                title=one.other.title, place=one.line.path if one.line else ""
            )
            for one in met
        ),
    ]
    return _act(
        request,
        amendment,
        form,
        lambda values: api.freeze_amendment(
            actor=actor,
            amendment=amendment,
            seen=values.get("seen", False),
            on=actor.today,
            at=clock.now(),
        ),
        heading=_("Chốt phụ lục"),
        action=_("Chốt phụ lục"),
        said=_("Đã chốt phụ lục. Bước tiếp theo: trình ký."),
        consequences=consequences,
    )


@needs(policies.DRAFT)
def discard(request: ActorRequest, pk: int, amendment_pk: int) -> HttpResponse:
    """Throw away a proposal nobody else has seen."""
    amendment = load_amendment(request, pk, amendment_pk)
    return _act(
        request,
        amendment,
        Nothing(sent(request), actor=request.actor),
        lambda _values: api.discard_amendment(actor=request.actor, amendment=amendment),
        heading=_("Xóa đề nghị"),
        action=_("Xóa đề nghị"),
        said=_("Đã xóa đề nghị."),
        consequences=[_("Đề nghị chưa gửi ai nên bị xóa hẳn, không khôi phục được.")],
        tone="danger",
        done=reverse("agreements:amendments", args=[pk]),
    )


@needs(policies.VIEW)
def impact(request: ActorRequest, pk: int, amendment_pk: int) -> HttpResponse:
    """Show which obligations and open duties an addendum touches; let the proposer choose."""
    amendment = load_amendment(request, pk, amendment_pk)
    actor = request.actor
    frame = amendment_frame(request, amendment)
    rows = impacts_of(amendment)
    if request.method == "POST":
        effects = {
            one.obligation.pk: request.POST.get(f"effect-{one.obligation.pk}", one.effect)
            for one in rows
            if one.obligation is not None
        }
        return answer_form(
            request,
            Nothing(request.POST, actor=actor),
            lambda _values: api.review_impact(
                actor=actor, amendment=amendment, effects=effects, on=actor.today, at=clock.now()
            ),
            {**frame, "rows": rows},
            said=_("Đã lưu lựa chọn. Vào ngày phụ lục có hiệu lực, nhiệm vụ thay đổi theo đó."),
            done=page_of_amendment(amendment),
            template="agreements/amendment_impact.html",
        )
    return render_page(request, "agreements/amendment_impact.html", {**frame, "rows": rows})
