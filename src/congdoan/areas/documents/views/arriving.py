"""What came: its page, entering by hand, and what is done about it."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congdoan.areas.documents import policies
from congdoan.areas.documents.enums import ReceiverState
from congdoan.areas.documents.forms.arriving import ArrivalForm, ConsentForm, RouteForm
from congdoan.areas.documents.forms.writing import NoteForm, ReasonForm
from congdoan.areas.documents.models import Incoming
from congdoan.areas.documents.selectors.choices import colleagues, get_person
from congdoan.areas.documents.selectors.documents import (
    chain_of,
    files_of,
    get_incoming,
    get_unit,
    own_arrival,
)
from congdoan.areas.documents.selectors.incoming import get_routing, handled, more_files
from congdoan.areas.documents.selectors.merging import own_letter
from congdoan.areas.documents.selectors.orders import owed_by
from congdoan.areas.documents.selectors.reading import GONE, named_at
from congdoan.areas.documents.selectors.types import all_types, titled, type_label
from congdoan.areas.documents.services.drafting import Origin
from congdoan.areas.documents.services.handling import (
    acknowledge,
    acting_unit,
    answer_request_back,
    close_incoming,
    refuse_arrival,
    report_done,
    route,
)
from congdoan.areas.documents.services.registering import register_arrival
from congdoan.areas.documents.tables import TONES
from congdoan.areas.documents.views.frame import act, place, press, related
from congdoan.areas.documents.views.scanned import chosen_scan, shown_first
from congdoan.areas.documents.views.writing import write
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.periods.api import add_working_days


@needs(policies.VIEW)
def arrived_here(request: ActorRequest, pk: int) -> HttpResponse:
    """One address for everybody a document was sent to: each one's own entry."""
    found = own_arrival(request.actor, pk)
    return redirect(reverse("documents:incoming", args=[found.pk]))


@needs(policies.VIEW)
def incoming(request: ActorRequest, pk: int) -> HttpResponse:
    actor = request.actor
    one = get_incoming(actor, pk)
    unit = acting_unit(one, on=actor.today)
    done = handled(one)
    document = one.document
    receiver = one.receiver
    standing = receiver.state if receiver else one.told
    context = {
        **place(request, one.organisation),
        "one": one,
        "tone": TONES[one.state],
        "headline": titled(type_label(one.type, on=one.dated_on or one.arrived_on), one.subject),
        "late": one.late_on(actor.today),
        "files": files_of(document) if document else [],
        "chain": chain_of(document) if document else None,
        "own_letter": own_letter(one),
        "handled": done,
        "mine": done.mine(actor),
        "have_read": done.have_read(actor),
        "asked_back": standing == ReceiverState.TAKEN_BACK,
        "more_files": more_files(one),
        "stands_in": name_of(unit, on=actor.today) if unit != one.organisation else "",
        "withdrawn": document.withdrawn if document else one.asked_why,
        "acting": unit,
        "owed": owed_by(one),
        "named": named_at(actor, one, unit),
        "gone": one.state in GONE,
        **related(
            actor,
            one,
            may=document is None and actor.may(policies.REGISTER, on=one.organisation),
        ),
        "may": {
            "register": actor.may(policies.REGISTER, on=unit),
            "route": actor.may(policies.ROUTE, on=unit),
            "draft": actor.may(policies.DRAFT, on=unit),
        },
    }
    return render_page(request, "documents/incoming.html", context)


@needs(policies.REGISTER)
def register(request: ActorRequest, unit: int) -> HttpResponse:
    """Enter what came on paper; the next line is one key away."""
    actor = request.actor
    found = get_unit(actor, unit)
    actor.require(policies.REGISTER, on=found)
    scan = chosen_scan(request, found)
    if scan is not None and (early := shown_first(request, found, scan)) is not None:
        return early
    form = ArrivalForm(
        request.POST or None,
        request.FILES or None,
        actor=actor,
        types=all_types(on=actor.today),
        initial={
            "arrived_on": actor.today,
            "urgency": "NORMAL",
            "channel": "PAPER",
            **(scan.initial if scan else {}),
        },
    )
    if scan is not None:
        del form.fields["file"]

    def do() -> str:
        made = register_arrival(
            actor=actor,
            organisation=found,
            data=form.line,
            arrived_on=form.cleaned_data["arrived_on"],
            upload=form.cleaned_data.get("file"),
            scan=scan.file if scan else None,
            late_reason=form.cleaned_data["late_reason"],
            at=clock.now(),
        )
        if "next" in request.POST:
            return f"{reverse('documents:register', args=[unit])}?vua-vao={made.pk}"
        return reverse("documents:incoming", args=[made.pk])

    page = {
        **place(request, found),
        "title": _("Vào sổ văn bản đến"),
        "action": _("Vào sổ"),
        "once_more": True,
        "last": _last(request),
        "scan": scan,
    }
    back = reverse("documents:arrived", args=[unit])
    return act(request, form, do, back=back, page=page, template="documents/register.html")


def _last(request: ActorRequest) -> Incoming | None:
    """Return the line entered just before, to write its number on the paper."""
    asked = request.GET.get("vua-vao", "")
    try:
        return get_incoming(request.actor, int(asked)) if asked.isdigit() else None
    except (NotFound, ValueError, OverflowError):
        return None


def _back(one: Incoming) -> str:
    return reverse("documents:incoming", args=[one.pk])


@needs(policies.VIEW)
@require_POST
def read(request: ActorRequest, pk: int) -> HttpResponse:
    one = get_incoming(request.actor, pk)

    def do() -> None:
        acknowledge(actor=request.actor, incoming=one, at=clock.now())

    done = _("Đã xác nhận; nơi gửi thấy đơn vị đã tiếp nhận.")
    return press(request, do, back=_back(one), done=done)


@needs(policies.REGISTER)
def refuse(request: ActorRequest, pk: int) -> HttpResponse:
    one, actor = get_incoming(request.actor, pk), request.actor
    actor.require(policies.REGISTER, on=acting_unit(one, on=actor.today))
    form = ReasonForm(request.POST or None, actor=actor)

    def do() -> None:
        refuse_arrival(
            actor=actor, incoming=one, reason=form.cleaned_data["reason"], at=clock.now()
        )

    page = {
        **place(request, one.organisation),
        "one": one,
        "title": _("Trả lại nơi gửi"),
        "action": _("Trả lại"),
        "tone": "danger",
        "warning": _("Dòng trong sổ vẫn giữ, ghi “trả lại nơi gửi” với lý do này."),
    }
    return act(request, form, do, back=_back(one), page=page, done=_("Đã trả lại."))


@needs(policies.ROUTE)
def assign(request: ActorRequest, pk: int) -> HttpResponse:
    """Bút phê: who does what, until when."""
    one, actor = get_incoming(request.actor, pk), request.actor
    unit = acting_unit(one, on=actor.today)
    actor.require(policies.ROUTE, on=unit)
    form = RouteForm(request.POST or None, actor=actor, people=colleagues(unit, on=actor.today))

    def do() -> None:
        days = form.cleaned_data["days"]
        route(
            actor=actor,
            incoming=one,
            person=get_person(form.cleaned_data["person"]),
            kind=form.cleaned_data["kind"],
            opinion=form.cleaned_data["opinion"],
            due=add_working_days(actor.today, days) if days else None,
            on=actor.today,
            at=clock.now(),
        )

    page = {
        **place(request, one.organisation),
        "one": one,
        "title": _("Phân công xử lý (bút phê)"),
        "action": _("Giao"),
    }
    done = _("Đã giao; người được giao thấy ở “Việc của tôi”.")
    return act(request, form, do, back=_back(one), page=page, done=done, field="person")


@needs(policies.VIEW)
def done(request: ActorRequest, pk: int, routing: int) -> HttpResponse:
    """Say what came of what was assigned."""
    one, actor = get_incoming(request.actor, pk), request.actor
    found = get_routing(one, routing)
    if found is None:
        raise NotFound
    form = NoteForm(request.POST or None, actor=actor)

    def do() -> None:
        report_done(actor=actor, routing=found, note=form.cleaned_data["note"], at=clock.now())

    page = {
        **place(request, one.organisation),
        "one": one,
        "title": _("Báo xong"),
        "offline": True,
        "action": _("Báo xong"),
    }
    return act(request, form, do, back=_back(one), page=page, done=_("Đã báo xong."))


@needs(policies.REGISTER)
def close(request: ActorRequest, pk: int) -> HttpResponse:
    one, actor = get_incoming(request.actor, pk), request.actor
    actor.require(policies.REGISTER, on=acting_unit(one, on=actor.today))
    form = NoteForm(request.POST or None, actor=actor)

    def do() -> None:
        close_incoming(actor=actor, incoming=one, note=form.cleaned_data["note"], at=clock.now())

    page = {
        **place(request, one.organisation),
        "one": one,
        "title": _("Kết thúc xử lý"),
        "offline": True,
        "action": _("Kết thúc"),
    }
    return act(request, form, do, back=_back(one), page=page, done=_("Đã kết thúc xử lý."))


@needs(policies.REGISTER)
def consent(request: ActorRequest, pk: int) -> HttpResponse:
    """The sender wants it back: agree, or say why not."""
    one, actor = get_incoming(request.actor, pk), request.actor
    actor.require(policies.REGISTER, on=acting_unit(one, on=actor.today))
    form = ConsentForm(request.POST or None, actor=actor, initial={"agree": "1"})

    def do() -> None:
        answer_request_back(
            actor=actor,
            incoming=one,
            agree=form.cleaned_data["agree"] == "1",
            reason=form.cleaned_data["reason"],
            at=clock.now(),
        )

    page = {
        **place(request, one.organisation),
        "one": one,
        "title": _("Nơi gửi đề nghị lấy lại văn bản"),
        "action": _("Trả lời"),
        "warning": one.document.withdrawn if one.document else one.asked_why,
    }
    return act(request, form, do, back=_back(one), page=page, done=_("Đã trả lời nơi gửi."))


@needs(policies.DRAFT)
def answer(request: ActorRequest, pk: int) -> HttpResponse:
    """Write an answer; it goes to who asked, linked both ways."""
    one = get_incoming(request.actor, pk)
    unit = acting_unit(one, on=request.actor.today)
    asked = one.symbol or one.subject
    return write(
        request,
        unit,
        origin=Origin(answers=one),
        initial={"subject": _("trả lời văn bản %(asked)s") % {"asked": asked}},
        page={"title": _("Trả lời văn bản đến"), "one": one, "offline": True},
        back=_back(one),
    )


@needs(policies.DRAFT)
def forward(request: ActorRequest, pk: int) -> HttpResponse:
    """Pass it on down, under a cover letter of one's own; the origin goes with it."""
    one = get_incoming(request.actor, pk)
    unit = acting_unit(one, on=request.actor.today)
    return write(
        request,
        unit,
        origin=Origin(forwards=one),
        initial={
            "subject": _("triển khai %(what)s") % {"what": one.symbol or one.subject},
            "answer_by": one.due,
            "must_read": one.must_read,
        },
        page={
            "title": _("Chuyển tiếp văn bản đến"),
            "one": one,
            "warning": _("Văn bản gốc đi kèm công văn của đơn vị; nơi nhận đọc được cả hai."),
        },
        back=_back(one),
    )
