"""Applications, decisions, recognition at a founding, the QR poster."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.members import policies
from congdoan.areas.members.forms.joining import (
    DecisionForm,
    ReasonForm,
    ReceiveForm,
    RecogniseForm,
    RejectForm,
)
from congdoan.areas.members.letters.decisions import decision_paper
from congdoan.areas.members.models import MemberDecision
from congdoan.areas.members.selectors.joining import (
    chosen_applications,
    decisions_of,
    get_application,
    get_decision,
    get_founded_unit,
    get_unit,
    members_of_decision,
    poster_of,
    waiting_applications,
)
from congdoan.areas.members.services.admitting import (
    admit_applicants,
    recognise_members,
    take_decision_back,
)
from congdoan.areas.members.services.applying import receive_application, reject_application
from congdoan.areas.members.views.frame import act, frame
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.capabilities import Capability
from congdoan.foundation.downloads import as_file
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.api import Newcomer, known_already
from congdoan.support.rendering.api import to_docx, to_pdf

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@needs(policies.VIEW)
def applications(request: ActorRequest, unit: int) -> HttpResponse:
    found = get_unit(request.actor, unit)
    context = frame(request, found, "applications")
    context |= {
        "waiting": list(waiting_applications(found)[:500]),
        "decisions": list(decisions_of(found)),
        "poster": poster_of(found),
    }
    return render_page(request, "members/applications.html", context)


def _crumbs(request: ActorRequest, unit: Organisation) -> dict[str, object]:
    return {"unit": unit, "unit_name": name_of(unit, on=request.actor.today)}


@needs(policies.RECEIVE)
def receive(request: ActorRequest, unit: int) -> HttpResponse:
    found = get_unit(request.actor, unit)
    request.actor.require(policies.RECEIVE, on=found)
    form = ReceiveForm(
        request.POST or None, actor=request.actor, initial={"received_on": request.actor.today}
    )

    def do() -> None:
        data = form.cleaned_data
        receive_application(
            actor=request.actor,
            organisation=found,
            data=form.given(data["person"]),
            received_on=data["received_on"],
            on=request.actor.today,
            at=clock.now(),
        )

    if form.is_bound and form.is_valid() and form.newcomer:
        known = known_already(_newcomer(request, found, form))
        if known:
            form.ask_whether(known)
    page = {"title": _("Nhận đơn gia nhập"), "action": _("Ghi đơn"), **_crumbs(request, found)}
    return act(
        request,
        form,
        do,
        back=reverse("members:applications", args=[found.pk]),
        done=_("Đã ghi đơn; hạn xét tính từ ngày nhận."),
        page=page,
    )


def _newcomer(request: ActorRequest, unit: Organisation, form: ReceiveForm) -> Newcomer:
    names = ("family_middle", "given_name", "gender", "birth_date", "phone", "email", "citizen_id")
    return Newcomer(request.actor, unit.pk, **{name: form.cleaned_data[name] for name in names})


@needs(policies.MANAGE)
def decide(request: ActorRequest, unit: int) -> HttpResponse:
    """Admit one or many by one decision."""
    found = get_unit(request.actor, unit)
    request.actor.require(policies.MANAGE, on=found)
    chosen = chosen_applications(found, [*request.GET.getlist("don"), *request.POST.getlist("don")])
    day = request.actor.today
    form = DecisionForm(
        request.POST or None, actor=request.actor, initial={"dated": day, "effective_on": day}
    )

    def do() -> str:
        made = admit_applicants(
            actor=request.actor,
            organisation=found,
            applications=[one.pk for one in chosen],
            data=form.decision,
            on=day,
            at=clock.now(),
        )
        return reverse("members:decision", args=[made.pk])

    page = {
        "title": _("Quyết định kết nạp đoàn viên"),
        "action": _("Ghi quyết định kết nạp"),
        "chosen": chosen,
        **_crumbs(request, found),
    }
    return act(
        request,
        form,
        do,
        back=reverse("members:applications", args=[found.pk]),
        done=_("Đã ghi quyết định; người được kết nạp có trong sổ từ ngày đã chọn."),
        page=page,
        template="members/decide.html",
    )


@needs(policies.MANAGE)
def reject(request: ActorRequest, application: int) -> HttpResponse:
    one = get_application(request.actor, application)
    request.actor.require(policies.MANAGE, on=one.organisation)
    form = RejectForm(request.POST or None, actor=request.actor)

    def do() -> None:
        reject_application(
            actor=request.actor,
            application=one,
            reason=form.cleaned_data["reason"],
            on=request.actor.today,
            at=clock.now(),
        )

    page = {
        "title": _("Không kết nạp"),
        "lead": one.full_name,
        "action": _("Ghi không kết nạp"),
        "tone": "danger",
        **_crumbs(request, one.organisation),
    }
    back = reverse("members:applications", args=[one.organisation_id])
    return act(request, form, do, back=back, done=_("Đã trả lời đơn."), page=page)


@needs(policies.COUNT)
def decision(request: ActorRequest, decision: int) -> HttpResponse:
    """One decision: its people, its paper, and taking it back."""
    one = get_decision(request.actor, decision)
    people = members_of_decision(one)
    context = {
        "decision": one,
        "people": people,
        "issuer_name": name_of(one.issuer, on=one.dated),
        "may_take_back": bool(people) and request.actor.may(_right(one), on=one.organisation),
        **_crumbs(request, one.organisation),
    }
    return render_page(request, "members/decision.html", context)


def _right(one: MemberDecision) -> Capability:
    return policies.RECOGNISE if one.kind == "RECOGNISE" else policies.MANAGE


@needs(policies.COUNT)
def paper(request: ActorRequest, decision: int, kind: str) -> HttpResponse:
    """The decision as PDF or Word file."""
    one = get_decision(request.actor, decision)
    if kind not in {"pdf", "docx"} or not members_of_decision(one):
        raise NotFound
    document = decision_paper(one)
    name = f"{document.title} {one.number}"[:120].replace("/", "-")
    if kind == "pdf":
        return as_file(to_pdf(document, created_at=clock.now()), "application/pdf", f"{name}.pdf")
    return as_file(to_docx(document, created_at=clock.now()), _DOCX, f"{name}.docx")


@needs(policies.COUNT)
def take_back(request: ActorRequest, decision: int) -> HttpResponse:
    one = get_decision(request.actor, decision)
    request.actor.require(_right(one), on=one.organisation)
    form = ReasonForm(request.POST or None, actor=request.actor)

    def do() -> None:
        take_decision_back(
            actor=request.actor,
            decision=one,
            reason=form.cleaned_data["reason"],
            on=request.actor.today,
            at=clock.now(),
        )

    page = {
        "title": _("Rút lại quyết định ghi nhầm"),
        "question": _(
            "Quyết định {number}: những người này không còn là đoàn viên theo nó."
        ).format(number=one.number),
        "action": _("Rút lại"),
        "tone": "danger",
    }
    back = reverse("members:decision", args=[one.pk])
    return act(
        request,
        form,
        do,
        back=back,
        done=_("Đã rút lại; các đơn chờ xét như trước."),
        page=page,
        template="ui/confirm.html",
    )


@needs(policies.RECOGNISE)
def recognise(request: ActorRequest, unit: int) -> HttpResponse:
    """The direct superior recognises the members of a union that is founded."""
    found = get_founded_unit(request.actor, unit)
    request.actor.require(policies.RECOGNISE, on=found)
    day = request.actor.today
    form = RecogniseForm(
        request.POST or None, actor=request.actor, initial={"dated": day, "effective_on": day}
    )

    def do() -> str:
        made = recognise_members(
            actor=request.actor,
            issuer=_issuer(request, found),
            organisation=found,
            people=form.cleaned_data["found"],
            data=form.decision,
            on=day,
        )
        return reverse("members:decision", args=[made.pk])

    page = {
        "title": _("Công nhận đoàn viên khi thành lập"),
        "action": _("Ghi quyết định công nhận"),
        **_crumbs(request, found),
    }
    return act(
        request,
        form,
        do,
        back=reverse("members:of", args=[found.pk]),
        done=_("Đã ghi quyết định công nhận."),
        page=page,
        field="people",
    )


def _issuer(request: ActorRequest, founded: Organisation) -> Organisation:
    own = request.actor.organisation_id
    return get_founded_unit(request.actor, own) if own else founded
