"""The steps of a founding, each a form with one act behind it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congdoan.areas.restructuring import policies
from congdoan.areas.restructuring.forms import founding as forms
from congdoan.areas.restructuring.models import Founding
from congdoan.areas.restructuring.rules import founding as rules
from congdoan.areas.restructuring.selectors.founding import (
    find_founding,
    find_paper,
    find_seat,
    least_applications,
)
from congdoan.areas.restructuring.services import founding as services
from congdoan.areas.restructuring.services import founding_dossier as dossier_services
from congdoan.areas.restructuring.services.recognising import (
    hold_election,
    recognise_founding,
    settle_in,
)
from congdoan.areas.restructuring.views.acts import act, answer_form, sent
from congdoan.areas.restructuring.views.founding import frame, page_of
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.forms import Form
from congdoan.foundation.refusal import Refusal
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.people.api import UnknownPosition, visible_people

_DAY: dict[type[Refusal], str] = {
    rules.NotYet: "day",
    rules.BeforeThat: "day",
    rules.AfterThat: "day",
}


def _leading(request: ActorRequest, pk: int) -> Founding:
    """Load a founding the actor leads; refuse who may only look at it."""
    found = find_founding(request.actor, pk)
    request.actor.require(policies.FOUND, on=found.superior)
    return found


def _page(
    request: ActorRequest,
    found: Founding,
    form: Form,
    do: Callable[[dict[str, Any]], Any],
    heading: str,
    *,
    said: str,
    field: dict[type[Refusal], str] | None = None,
    **context: Any,
) -> HttpResponse:
    return answer_form(
        request,
        form,
        do,
        {**frame(request, found), "heading": heading, **context},
        said=said,
        done=page_of(found),
        field=field or _DAY,
    )


def _shared(request: ActorRequest, found: Founding) -> dict[str, Any]:
    return {
        "actor": request.actor,
        "founding": found,
        "on": request.actor.today,
        "at": clock.now(),
    }


@needs(policies.FOUND)
def count(request: ActorRequest, pk: int) -> HttpResponse:
    """How many have applied."""
    found = _leading(request, pk)
    least = least_applications(found.level, on=found.started_on)
    initial = {"count": found.applications, "day": request.actor.today}
    return _page(
        request,
        found,
        forms.CountApplications(sent(request), actor=request.actor, initial=initial),
        lambda values: services.count_applications(**_shared(request, found), **values),
        _("Ghi số đơn gia nhập"),
        said=_("Đã ghi số đơn gia nhập."),
        field={**_DAY, rules.TooFewApplications: "count"},
        about=_("Cần ít nhất {least} đơn.").format(least=least),
    )


@needs(policies.FOUND)
def congress(request: ActorRequest, pk: int) -> HttpResponse:
    """The founding congress."""
    found = _leading(request, pk)
    initial = {"day": found.congress_on or request.actor.today, "attendance": found.attendance}
    return _page(
        request,
        found,
        forms.HoldCongress(sent(request), actor=request.actor, initial=initial),
        lambda values: services.hold_congress(**_shared(request, found), **values),
        _("Ghi đại hội (hội nghị) thành lập"),
        said=_("Đã ghi đại hội; thời hạn họp ban chấp hành và nộp hồ sơ tính từ ngày này."),
    )


def _one_day(
    request: ActorRequest,
    pk: int,
    do: Callable[..., Any],
    *,
    heading: str,
    said: str,
    label: str,
    current: date | None,
    about: str = "",
) -> HttpResponse:
    found = find_founding(request.actor, pk)
    form = forms.Day(
        sent(request), actor=request.actor, initial={"day": current or request.actor.today}
    )
    form.fields["day"].label = label
    return _page(
        request,
        found,
        form,
        lambda values: do(**_shared(request, found), day=values["day"]),
        heading,
        said=said,
        about=about,
    )


@needs(policies.FOUND)
def first_meeting(request: ActorRequest, pk: int) -> HttpResponse:
    """The committee's first meeting."""
    found = _leading(request, pk)
    return _one_day(
        request,
        pk,
        services.hold_first_meeting,
        heading=_("Ghi họp ban chấp hành lần thứ nhất"),
        said=_("Đã ghi ngày họp."),
        label=_("Ngày họp"),
        current=found.first_meeting_on,
    )


@needs(policies.FOUND)
def dossier(request: ActorRequest, pk: int) -> HttpResponse:
    """The dossier reached the superior."""
    found = _leading(request, pk)
    return _one_day(
        request,
        pk,
        services.send_dossier,
        heading=_("Ghi việc nộp hồ sơ"),
        said=_("Đã ghi ngày nộp hồ sơ."),
        label=_("Ngày nộp"),
        current=found.dossier_sent_on,
    )


@needs(policies.FOUND)
def full(request: ActorRequest, pk: int) -> HttpResponse:
    """The dossier is complete."""
    found = _leading(request, pk)
    return _one_day(
        request,
        pk,
        services.accept_dossier,
        heading=_("Ghi nhận đủ hồ sơ"),
        said=_("Đã ghi nhận đủ hồ sơ; thời hạn trả lời của cấp trên bắt đầu."),
        label=_("Đủ hồ sơ từ ngày"),
        current=found.dossier_full_on,
        about=_("Từ ngày này bắt đầu thời hạn cấp trên phải trả lời."),
    )


@needs(policies.FOUND)
def election(request: ActorRequest, pk: int) -> HttpResponse:
    """The congress that elects the committee in place of the provisional one."""
    found = find_founding(request.actor, pk)
    return _one_day(
        request,
        pk,
        hold_election,
        heading=_("Ghi đại hội bầu ban chấp hành"),
        said=_("Đã ghi đại hội; việc của ban chấp hành lâm thời khép lại."),
        label=_("Ngày đại hội"),
        current=found.elected_on,
        about=_("Chức vụ của ban chấp hành mới ghi ở mục Cán bộ của đơn vị."),
    )


@needs(policies.FOUND)
def refuse(request: ActorRequest, pk: int) -> HttpResponse:
    """Do not recognise, with reasons."""
    found = _leading(request, pk)
    return _page(
        request,
        found,
        forms.Refuse(sent(request), actor=request.actor, initial={"day": request.actor.today}),
        lambda values: services.refuse_founding(**_shared(request, found), **values),
        _("Ghi không công nhận"),
        said=_("Đã ghi lý do; hồ sơ trở lại để bổ sung và nộp lại."),
        tone="danger",
        consequences=[_("Hồ sơ trở lại bước bổ sung; thời hạn nộp tính lại từ ngày trả lời.")],
    )


@needs(policies.FOUND)
def drop(request: ActorRequest, pk: int) -> HttpResponse:
    """Stop the procedure."""
    found = _leading(request, pk)
    return _page(
        request,
        found,
        forms.Drop(sent(request), actor=request.actor),
        lambda values: services.drop_founding(**_shared(request, found), **values),
        _("Dừng thủ tục"),
        said=_("Đã dừng thủ tục thành lập."),
        tone="danger",
        consequences=[_("Các việc đang nhắc được rút; thủ tục vẫn nằm trong danh sách.")],
    )


@needs(policies.FOUND)
def recognise(request: ActorRequest, pk: int) -> HttpResponse:
    """The decision: the union is there."""
    found = _leading(request, pk)
    day = request.actor.today
    issuer = name_of(found.superior, on=day)
    provisional = found.is_provisional
    seats = found.seats.count()
    lines = [
        _("{name} ({code}) được thành lập từ ngày có hiệu lực.").format(
            name=found.name, code=found.code
        ),
        _("{count} chức vụ được ghi, hình thức {how}.").format(
            count=seats, how=_("lâm thời") if provisional else _("bầu tại đại hội")
        ),
    ]
    if provisional:
        lines.append(_("Đơn vị được nhắc tổ chức đại hội trong thời hạn quy định."))
    form = forms.Recognise(
        sent(request), actor=request.actor, initial={"on": day, "decided_by": issuer}
    )
    return _page(
        request,
        found,
        form,
        lambda _values: recognise_founding(**_shared(request, found), data=form.as_data()),
        _("Quyết định thành lập, chỉ định ban chấp hành lâm thời")
        if provisional
        else _("Quyết định công nhận"),
        said=_("Đã ghi quyết định; công đoàn cơ sở có trong cây tổ chức."),
        field={rules.NotYet: "on", rules.BeforeThat: "on"},
        consequences=lines,
        action=_("Ghi quyết định"),
    )


@needs(policies.FOUND)
def settle(request: ActorRequest, pk: int) -> HttpResponse:
    """Seal, account, notice to the employer."""
    found = find_founding(request.actor, pk)
    days = ("seal_on", "account_on", "employer_told_on")
    return _page(
        request,
        found,
        forms.SettleIn(
            sent(request),
            actor=request.actor,
            initial={name: getattr(found, name) for name in days},
        ),
        lambda values: settle_in(**_shared(request, found), **values),
        _("Con dấu, tài khoản, thông báo"),
        said=_("Đã lưu."),
        field={},
    )


# --- the dossier and the committee ------------------------------------------------------------


@needs(policies.FOUND)
def paper_add(request: ActorRequest, pk: int) -> HttpResponse:
    """Put a paper into the dossier."""
    found = _leading(request, pk)
    files = request.FILES if request.method == "POST" else None
    form = forms.AddPaper(
        sent(request),
        files,
        actor=request.actor,
        day=found.started_on,
        initial={"kind": request.GET.get("loai", "")},
    )
    return _page(
        request,
        found,
        form,
        lambda values: dossier_services.add_paper(
            actor=request.actor,
            founding=found,
            kind=values["kind"],
            upload=values["upload"],
            remark=values["note"],
            at=clock.now(),
        ),
        _("Thêm giấy tờ vào hồ sơ"),
        said=_("Đã thêm giấy tờ."),
        field={},
    )


@needs(policies.FOUND)
@require_POST
def paper_remove(request: ActorRequest, pk: int, paper_pk: int) -> HttpResponse:
    found = _leading(request, pk)
    paper = find_paper(found, paper_pk)
    return act(
        request,
        lambda: dossier_services.remove_paper(actor=request.actor, paper=paper),
        said=_("Đã bỏ giấy tờ khỏi hồ sơ."),
        done=page_of(found),
    )


@needs(policies.FOUND)
def seat_add(request: ActorRequest, pk: int) -> HttpResponse:
    """Name somebody of the first committee."""
    found = _leading(request, pk)
    day = request.actor.today

    def do(values: dict[str, Any]) -> Any:
        person = values["person"] and visible_people(request.actor).get(pk=values["person"])
        return dossier_services.add_seat(
            actor=request.actor,
            founding=found,
            position=values["position"],
            person=person or None,
            full_name=values["full_name"],
            gender=values["gender"],
            on=day,
        )

    return _page(
        request,
        found,
        forms.AddSeat(
            sent(request), actor=request.actor, day=day, initial={"position": "PRESIDENT"}
        ),
        do,
        _("Thêm người vào ban chấp hành"),
        said=_("Đã thêm vào danh sách ban chấp hành."),
        field={rules.SeatTaken: "full_name", UnknownPosition: "position"},
    )


@needs(policies.FOUND)
@require_POST
def seat_remove(request: ActorRequest, pk: int, seat_pk: int) -> HttpResponse:
    found = _leading(request, pk)
    seat = find_seat(found, seat_pk)
    return act(
        request,
        lambda: dossier_services.remove_seat(actor=request.actor, seat=seat),
        said=_("Đã bỏ khỏi danh sách ban chấp hành."),
        done=page_of(found),
    )
