"""Exporting the register: asking, waiting, taking the file."""

from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.members import policies
from congdoan.areas.members.forms.exporting import ExportForm
from congdoan.areas.members.letters.lists import list_length
from congdoan.areas.members.selectors.exports import get_own_export, own_exports
from congdoan.areas.members.selectors.register import countable_unit, current_look
from congdoan.areas.members.services.exporting import ExportGone, ask_for_export, refuse_to_print
from congdoan.areas.members.views.frame import act
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.downloads import XLSX, as_file
from congdoan.foundation.refusal import NotAllowed, NotFound
from congdoan.kernel.organisations.api import name_of

_TYPES = {"xlsx": XLSX, "csv": "text/csv; charset=utf-8", "pdf": "application/pdf"}


@needs(policies.EXPORT)
def exports(request: ActorRequest, unit: int) -> HttpResponse:
    """Ask for the list that is being looked at, as a file."""
    found, actor, now = countable_unit(request.actor, unit), request.actor, clock.now()
    asked = request.POST if request.method == "POST" else request.GET
    query = asked.get("query", "").replace("\0", "")[:1000]
    below = bool(asked.get("below"))
    if not actor.may(policies.EXPORT, on=found) and not current_look(actor, found, at=now):
        raise NotFound
    form = ExportForm(request.POST or None, actor=actor)

    def do() -> None:
        data = form.cleaned_data
        if data["kind"] == "pdf":
            refuse_to_print(list_length(actor, found, query=query, below=below))
        ask_for_export(
            actor=actor,
            unit=found,
            query=query,
            columns=data["columns"],
            kind=data["kind"],
            purpose=data["purpose"],
            below=below,
            at=now,
        )

    page = {
        "title": _("Xuất sổ đoàn viên"),
        "action": _("Lập tệp"),
        "unit": found,
        "unit_name": name_of(found, on=actor.as_of),
        "query": query,
        "below": below,
        "exports": own_exports(actor, found),
    }
    return act(
        request,
        form,
        do,
        back=reverse("members:exports", args=[found.pk]),
        done=_("Đang lập tệp; bạn có thông báo khi xong."),
        page=page,
        template="members/exports.html",
    )


@needs(policies.EXPORT)
def download(request: ActorRequest, export: int) -> HttpResponse:
    """The file, to who asked for it and still may."""
    one = get_own_export(request.actor, export)
    own = request.actor.may(policies.EXPORT, on=one.organisation)
    if not own and not request.actor.may(policies.LOOK_BELOW, on=one.organisation):
        raise NotAllowed
    if not one.path or not default_storage.exists(one.path):
        raise ExportGone
    with default_storage.open(one.path) as file:
        content = file.read()
    unit = name_of(one.organisation, on=one.as_of)
    name = f"So doan vien {unit} {one.as_of:%Y-%m-%d}.{one.kind}"
    return as_file(content, _TYPES[one.kind], name)
