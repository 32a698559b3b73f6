"""The two-way exchange of an agreement: the log, sending, confirming, taking back."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congdoan.areas.agreements import api, policies
from congdoan.areas.agreements.enums import Exchanged
from congdoan.areas.agreements.forms import duties as duty_forms
from congdoan.areas.agreements.forms import exchange as forms
from congdoan.areas.agreements.letters.living import exchange_paper
from congdoan.areas.agreements.models import Agreement, Dispatch
from congdoan.areas.agreements.selectors.agreements import parties_of, party_names
from congdoan.areas.agreements.selectors.duties import acting_party, in_force_on
from congdoan.areas.agreements.selectors.exchange import dispatches_of, find_dispatch, measured
from congdoan.areas.agreements.selectors.reviews import content_names
from congdoan.areas.agreements.views.duties_form import answer_form, sent
from congdoan.areas.agreements.views.pages import frame, load
from congdoan.areas.agreements.views.papers import paper
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotAllowed
from congdoan.foundation.tables import Column, Empty, Table
from congdoan.foundation.templatetags.ui import badge
from congdoan.kernel.organisations.models import Organisation


def _own(request: ActorRequest, agreement: Agreement) -> Organisation | None:
    ids = agreement.parties.values_list("organisation_id", flat=True)
    return acting_party(request.actor, policies.EXCHANGE, ids)


class Dispatches(Table):
    """What was sent under one agreement, the newest first."""

    caption = gettext_lazy("Nhật ký trao đổi")
    default_sort = "-sent"
    empty = Empty(
        gettext_lazy("Chưa có gì được trao đổi"),
        gettext_lazy(
            "Các bên gửi nhau văn bản của cấp trên, của đơn vị mình và tình hình thực hiện ở đây; "
            "ngày gửi và ngày đọc của mỗi bên được ghi lại."
        ),
        "send",
    )
    request: ActorRequest

    def __init__(self, agreement: Agreement, labels: dict[int, str], request: ActorRequest) -> None:
        self.agreement, self.labels = agreement, labels
        super().__init__(dispatches_of(agreement), request)

    def _filter(self) -> forms.DispatchFilter:
        return forms.DispatchFilter(
            self.request.GET,
            actor=self.request.actor,
            senders=[(str(pk), label) for pk, label in self.labels.items()],
            auto_id="filter-%s",
        )

    @property
    def columns(self) -> list[Column]:  # type: ignore[override]
        return [
            Column("title", _("Văn bản, thông tin"), _title, link=self._page_of),
            Column("kind", _("Loại"), lambda row: Exchanged(row.kind).label, minor=True),
            Column("sender", _("Bên gửi"), lambda row: self.labels.get(row.sender_id, "")),
            Column("sent", _("Gửi ngày"), "sent_on", sort=("sent_on",), kind="day"),
            Column("read", _("Đã đọc"), _read),
        ]

    def _page_of(self, row: Dispatch) -> str:
        return reverse("agreements:dispatch", args=[self.agreement.pk, row.pk])


def _title(row: Dispatch) -> str:
    return f"{row.title} ({row.number})" if row.number else row.title


def _read(row: Dispatch) -> Any:
    receipts = list(row.receipts.all())
    done = sum(one.read_on is not None for one in receipts)
    tone = "good" if done == len(receipts) else "warn"
    return badge(f"{done}/{len(receipts)}", tone)


@needs(policies.VIEW)
def exchange(request: ActorRequest, pk: int) -> HttpResponse:
    """Show what the parties sent each other, measured per party."""
    agreement = load(request, pk)
    parties = parties_of(agreement)
    called = party_names(parties, on=request.actor.as_of)
    labels = {party.organisation_id: party.label for party in parties}
    context = {
        **frame(request, agreement, "exchange"),
        "table": Dispatches(agreement, labels, request),
        "measured": [(line, called[line.organisation_id]) for line in measured(agreement, parties)],
        "may_send": _own(request, agreement) is not None
        and in_force_on(agreement, request.actor.today),
    }
    return render_page(request, "agreements/exchange.html", context)


@needs(policies.VIEW)
def file(request: ActorRequest, pk: int, form: str) -> HttpResponse:
    """Return the log in the official layout, as PDF or Word."""
    document = exchange_paper(load(request, pk), on=request.actor.as_of)
    return paper(document, name=f"so-trao-doi-{pk}", form=form, at=clock.now())


def _send_form(
    request: ActorRequest, agreement: Agreement, own: Organisation
) -> forms.SendDispatch:
    parties = [one for one in parties_of(agreement) if one.organisation_id != own.pk]
    called = party_names(parties, on=request.actor.today)
    return forms.SendDispatch(
        sent(request),
        request.FILES or None,
        actor=request.actor,
        parties=[
            (str(one.organisation_id), f"{one.label}: {called[one.organisation_id]}")
            for one in parties
        ],
        contents=[(code, name) for code, name in content_names(agreement).items() if code],
        initial={
            "sent_on": request.actor.today,
            "receivers": [str(one.organisation_id) for one in parties],
        },
    )


@needs(policies.EXCHANGE)
def send(request: ActorRequest, pk: int) -> HttpResponse:
    """Send a document or how things stand to the other parties."""
    agreement = load(request, pk)
    own = _own(request, agreement)
    if own is None:
        raise NotAllowed
    form = _send_form(request, agreement, own)

    def do(values: dict[str, Any]) -> Dispatch:
        return api.send_to_parties(
            actor=request.actor,
            agreement=agreement,
            organisation=own,
            receivers=[int(pk) for pk in values["receivers"]],
            data=api.DispatchData(
                kind=values["kind"],
                title=values["title"],
                number=values["number"],
                content_code=values["content_code"],
                text=values["text"],
                link=values["link"],
                sent_on=values["sent_on"],
            ),
            upload=values["upload"],
            on=request.actor.today,
            at=clock.now(),
        )

    context = {
        **frame(request, agreement, "exchange"),
        "heading": _("Gửi các bên"),
        "action": _("Gửi"),
        "back": reverse("agreements:exchange", args=[pk]),
    }
    return answer_form(
        request,
        form,
        do,
        context,
        said=_("Đã gửi; các bên được báo và xác nhận khi đọc."),
        done=lambda made: reverse("agreements:dispatch", args=[pk, made.pk]),
    )


@needs(policies.VIEW)
def dispatch(request: ActorRequest, pk: int, dispatch_pk: int) -> HttpResponse:
    """Show one thing that was sent, and when each party read it."""
    agreement = load(request, pk)
    one = find_dispatch(agreement, dispatch_pk)
    parties = parties_of(agreement)
    called = party_names(parties, on=request.actor.as_of)
    own = _own(request, agreement)
    receipts = list(one.receipts.all())
    mine = next((row for row in receipts if own and row.organisation_id == own.pk), None)
    unread = all(row.read_on is None for row in receipts)
    context = {
        **frame(request, agreement, "exchange"),
        "dispatch": one,
        "content": content_names(agreement).get(one.content_code, "") if one.content_code else "",
        "sender": called.get(one.sender_id, ""),
        "receipts": [(row, called.get(row.organisation_id, "")) for row in receipts],
        "may_confirm": mine is not None and mine.read_on is None,
        "may_recall": own is not None and own.pk == one.sender_id and unread,
    }
    return render_page(request, "agreements/exchange_one.html", context)


@needs(policies.EXCHANGE)
def confirm(request: ActorRequest, pk: int, dispatch_pk: int) -> HttpResponse:
    """Confirm for the own party that it has read it."""
    agreement = load(request, pk)
    one = find_dispatch(agreement, dispatch_pk)
    receivers = [row.organisation_id for row in one.receipts.all()]
    own = acting_party(request.actor, policies.EXCHANGE, receivers)
    if own is None:
        raise NotAllowed
    context = {
        **frame(request, agreement, "exchange"),
        "heading": _("Xác nhận đã đọc"),
        "action": _("Xác nhận"),
        "consequences": [one.title],
    }
    return answer_form(
        request,
        forms.ConfirmReading(
            sent(request), actor=request.actor, initial={"read_on": request.actor.today}
        ),
        lambda values: api.confirm_reading(
            actor=request.actor,
            dispatch=one,
            organisation=own,
            read_on=values["read_on"],
            on=request.actor.today,
            at=clock.now(),
        ),
        context,
        said=_("Đã xác nhận; bên gửi thấy ngày đọc."),
        done=reverse("agreements:dispatch", args=[pk, dispatch_pk]),
        field="read_on",
    )


@needs(policies.EXCHANGE)
def recall(request: ActorRequest, pk: int, dispatch_pk: int) -> HttpResponse:
    """Take back what was sent by mistake."""
    agreement = load(request, pk)
    one = find_dispatch(agreement, dispatch_pk)
    own = acting_party(request.actor, policies.EXCHANGE, [one.sender_id])
    if own is None:
        raise NotAllowed
    told = [one.title, _("Chỉ thu hồi được khi chưa bên nào đọc; nhật ký vẫn ghi việc này.")]
    context = {
        **frame(request, agreement, "exchange"),
        "heading": _("Thu hồi"),
        "action": _("Thu hồi"),
        "consequences": told,
        "tone": "danger",
        "back": reverse("agreements:dispatch", args=[pk, dispatch_pk]),
    }
    return answer_form(
        request,
        duty_forms.Why(sent(request), actor=request.actor),
        lambda values: api.recall_dispatch(
            actor=request.actor, dispatch=one, organisation=own, reason=values["reason"]
        ),
        context,
        said=_("Đã thu hồi."),
        done=reverse("agreements:exchange", args=[pk]),
    )
