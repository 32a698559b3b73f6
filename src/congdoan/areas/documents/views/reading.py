"""Must read: one's own list and press; who has not: names at the receiver, else numbers."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congdoan.areas.documents import policies
from congdoan.areas.documents.forms.reading import ReadersForm
from congdoan.areas.documents.selectors.documents import (
    chain_of,
    files_of,
    get_document,
    get_incoming,
)
from congdoan.areas.documents.selectors.reading import (
    GONE,
    get_reader,
    may_be_named,
    own_reading,
    own_readings,
    own_unread,
    readers_by_unit,
    readings_of,
)
from congdoan.areas.documents.selectors.types import titled, type_label
from congdoan.areas.documents.services.handling import acting_unit
from congdoan.areas.documents.services.reading import (
    confirm_read,
    name_readers,
    note_read_on_paper,
    remind_readers,
    remind_readers_here,
)
from congdoan.areas.documents.tables.reading import UnitReadingTable
from congdoan.areas.documents.views.frame import act, place, press
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs, signed_in
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.api import name_of


@signed_in
def mine(request: ActorRequest) -> HttpResponse:
    """What the person has to read, else what they have read."""
    actor, read = request.actor, request.GET.get("xem") == "da-doc"
    page = own_readings(
        actor,
        read=read,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    here = reverse("documents:readings")
    context = {
        "page": page,
        "read": read,
        "unread": own_unread(actor),
        "tabs": [
            {"label": _("Chưa đọc"), "url": here, "current": not read},
            {"label": _("Đã đọc"), "url": f"{here}?xem=da-doc", "current": read},
        ],
    }
    return render_page(request, "documents/readings.html", context)


@needs(policies.VIEW)
def panel(request: ActorRequest) -> HttpResponse:
    """The desk's panel: what the person has to read."""
    page = own_readings(request.actor, read=False)
    context = {"rows": page.rows[:5]}
    return render_page(request, "documents/readings_panel.html", context, part="own")


@signed_in
def reading(request: ActorRequest, pk: int) -> HttpResponse:
    """One paper as its reader sees it: what it says, and one button."""
    one = own_reading(request.actor, pk)
    document, gone = one.document, one.incoming.state in GONE
    context = {
        "one": one,
        "document": document,
        "gone": gone,
        "sender": one.incoming.sender_name,
        "headline": titled(
            type_label(document.type, on=document.issued_on or request.actor.today),
            document.subject,
        ),
        "files": [] if gone else files_of(document),
        "chain": None if gone else chain_of(document),
    }
    return render_page(request, "documents/reading.html", context)


@signed_in
@require_POST
def confirm(request: ActorRequest, pk: int) -> HttpResponse:
    own_reading(request.actor, pk)

    def do() -> None:
        confirm_read(actor=request.actor, document=pk, at=clock.now())

    back = reverse("documents:reading", args=[pk])
    return press(request, do, back=back, done=_("Đã ghi nhận bạn đã đọc văn bản này."))


@needs(policies.VIEW)
def readers(request: ActorRequest, pk: int) -> HttpResponse:
    """How far the reading has come, unit by unit, as numbers: names are the receiver's."""
    actor = request.actor
    document = get_document(actor, pk)
    counts = readings_of(document)
    if counts is None:
        raise NotFound
    day = document.sent_at.date() if document.sent_at else actor.today
    context = {
        **place(request, document.organisation),
        "document": document,
        "counts": counts,
        "table": UnitReadingTable(readers_by_unit(document, on=day), request, on=day),
    }
    return render_page(request, "documents/readers.html", context)


@needs(policies.ISSUE)
@require_POST
def remind(request: ActorRequest, pk: int) -> HttpResponse:
    document = get_document(request.actor, pk)

    def do() -> None:
        remind_readers(actor=request.actor, document=document, at=clock.now())

    back = reverse("documents:readers", args=[pk])
    return press(request, do, back=back, done=_("Đã nhắc những người chưa đọc."))


@needs(policies.REGISTER)
def name(request: ActorRequest, pk: int) -> HttpResponse:
    """The receiver says which of its officers have to read it."""
    one, actor = get_incoming(request.actor, pk), request.actor
    unit = acting_unit(one, on=actor.today)
    actor.require(policies.REGISTER, on=unit)
    known = may_be_named(unit, on=actor.today)
    already = set(one.readers.values_list("person_id", flat=True))
    form = ReadersForm(
        request.POST or None,
        actor=actor,
        people=[(str(key), label) for key, label in known.items()],
        initial={"people": [str(key) for key in known if not already or key in already]},
    )

    def do() -> None:
        name_readers(actor=actor, incoming=one, people=form.named, on=actor.today, at=clock.now())

    page = {
        **place(request, one.organisation),
        "one": one,
        "title": _("Chọn người phải đọc"),
        "action": _("Lưu và báo họ"),
        "warning": ""
        if known
        else _("%(unit)s chưa có ai giữ chức vụ; hãy cử cán bộ trước.")
        % {"unit": name_of(unit, on=actor.today)},
    }
    done = _("Đã báo những người phải đọc; ai chưa đọc được nhắc mỗi ngày làm việc một lần.")
    back = reverse("documents:incoming", args=[pk])
    return act(request, form, do, back=back, page=page, done=done, field="people")


@needs(policies.REGISTER)
@require_POST
def remind_here(request: ActorRequest, pk: int) -> HttpResponse:
    one = get_incoming(request.actor, pk)

    def do() -> None:
        remind_readers_here(actor=request.actor, incoming=one, at=clock.now())

    back = reverse("documents:incoming", args=[pk])
    return press(request, do, back=back, done=_("Đã nhắc những người chưa đọc."))


@needs(policies.REGISTER)
@require_POST
def on_paper(request: ActorRequest, pk: int, reader: int) -> HttpResponse:
    """Somebody without an account has signed for it."""
    one = get_incoming(request.actor, pk)
    found = get_reader(one, reader)

    def do() -> None:
        note_read_on_paper(actor=request.actor, reader=found, at=clock.now())

    back = reverse("documents:incoming", args=[pk])
    return press(request, do, back=back, done=_("Đã ghi: người này ký nhận trên giấy."))
