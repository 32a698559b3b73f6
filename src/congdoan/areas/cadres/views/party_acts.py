"""What is done with a file: nominated, taken on, stopped, resumed, printed."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.cadres import policies
from congdoan.areas.cadres.enums import StepKind, next_stage
from congdoan.areas.cadres.forms.party import (
    DayForm,
    NominateForm,
    ReasonForm,
    StepForm,
    StopForm,
    VoteForm,
)
from congdoan.areas.cadres.letters.introduction import introduction_paper
from congdoan.areas.cadres.selectors.introductions import countable_unit, get_introduction
from congdoan.areas.cadres.selectors.picking import get_person
from congdoan.areas.cadres.selectors.votes import judged
from congdoan.areas.cadres.services.introducing import (
    nominate_member,
    read_introduction,
    resume_introduction,
    stop_introduction,
    take_step,
    take_step_back,
)
from congdoan.areas.cadres.views.frame import act
from congdoan.areas.cadres.views.party import crumbs
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.downloads import as_file
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.api import name_of
from congdoan.support.rendering.api import to_docx, to_pdf

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@needs(policies.PARTY)
def nominate(request: ActorRequest, unit: int) -> HttpResponse:
    found = countable_unit(request.actor, unit)
    request.actor.require(policies.PARTY, on=found)
    day = request.actor.today
    form = NominateForm(request.POST or None, actor=request.actor, initial={"on": day})

    def do() -> str:
        data = form.cleaned_data
        made = nominate_member(
            actor=request.actor,
            organisation=found,
            person=get_person(data["person"]),
            proposed_by=data["proposed_by"],
            grounds=data["grounds"],
            on=data["on"],
            today=day,
            at=clock.now(),
        )
        return reverse("cadres:introduction", args=[made.pk])

    page = {
        "title": _("Đề cử đoàn viên ưu tú"),
        "action": _("Ghi đề cử"),
        "unit": found,
        "unit_name": name_of(found, on=day),
    }
    back = reverse("cadres:party_of", args=[found.pk])
    done = _("Đã ghi đề cử; bước tiếp theo là ban chấp hành biểu quyết.")
    return act(request, form, do, back=back, done=done, page=page, field="person")


@needs(policies.PARTY)
def step(request: ActorRequest, pk: int) -> HttpResponse:
    """Write the next step of a file down."""
    found = get_introduction(request.actor, pk)
    following = next_stage(found.stage)
    if following is None or not found.is_open:
        raise NotFound
    kind = StepKind(str(following))
    initial = {"done_on": request.actor.today}
    form: VoteForm | StepForm
    if kind == StepKind.VOTED:
        form = VoteForm(request.POST or None, actor=request.actor, initial=initial)
    else:
        form = StepForm(request.POST or None, actor=request.actor, initial=initial, kind=kind)

    def do() -> None:
        take_step(
            actor=request.actor,
            introduction=found,
            data=form.step,
            today=request.actor.today,
            at=clock.now(),
        )

    page = {
        "title": kind.label,
        "action": _("Ghi"),
        "rule_key": "cadres.majority.party" if kind == StepKind.VOTED else "",
        "introduction": found,
        **crumbs(found, request),
    }
    back = reverse("cadres:introduction", args=[found.pk])
    done = _("Đã ghi; kết quả tính theo quy định.") if page["rule_key"] else _("Đã ghi.")
    return act(request, form, do, back=back, done=done, page=page)


@needs(policies.PARTY)
def stop(request: ActorRequest, pk: int) -> HttpResponse:
    found = get_introduction(request.actor, pk)
    initial = {"on": request.actor.today}
    form = StopForm(request.POST or None, actor=request.actor, initial=initial)

    def do() -> None:
        data = form.cleaned_data
        stop_introduction(
            actor=request.actor,
            introduction=found,
            on=data["on"],
            reason=data["reason"],
            today=request.actor.today,
            at=clock.now(),
        )

    page = {
        "title": _("Dừng hồ sơ"),
        "action": _("Dừng"),
        "tone": "danger",
        "introduction": found,
        **crumbs(found, request),
    }
    back = reverse("cadres:introduction", args=[found.pk])
    return act(request, form, do, back=back, done=_("Đã dừng; có thể tiếp tục sau."), page=page)


@needs(policies.PARTY)
def resume(request: ActorRequest, pk: int) -> HttpResponse:
    found = get_introduction(request.actor, pk)
    initial = {"on": request.actor.today}
    form = DayForm(request.POST or None, actor=request.actor, initial=initial)

    def do() -> None:
        resume_introduction(
            actor=request.actor,
            introduction=found,
            on=form.cleaned_data["on"],
            today=request.actor.today,
            at=clock.now(),
        )

    page = {
        "title": _("Tiếp tục hồ sơ"),
        "action": _("Tiếp tục"),
        "introduction": found,
        **crumbs(found, request),
    }
    back = reverse("cadres:introduction", args=[found.pk])
    return act(request, form, do, back=back, done=_("Đã tiếp tục từ bước đang dở."), page=page)


@needs(policies.PARTY)
def step_back(request: ActorRequest, pk: int, step: int) -> HttpResponse:
    found = get_introduction(request.actor, pk)
    form = ReasonForm(request.POST or None, actor=request.actor)

    def do() -> None:
        take_step_back(
            actor=request.actor,
            introduction=found,
            step=step,
            reason=form.cleaned_data["reason"],
            today=request.actor.today,
            at=clock.now(),
        )

    page = {
        "title": _("Rút bước ghi nhầm"),
        "action": _("Rút"),
        "tone": "danger",
        "introduction": found,
        **crumbs(found, request),
    }
    back = reverse("cadres:introduction", args=[found.pk])
    return act(request, form, do, back=back, done=_("Đã rút; nhật ký còn giữ."), page=page)


@needs(policies.PARTY)
def paper(request: ActorRequest, pk: int, kind: str) -> HttpResponse:
    """The resolution of introduction as PDF or Word file; taking it is a look."""
    found = get_introduction(request.actor, pk)
    steps = list(found.steps.order_by("pk"))
    votes = [one for one in steps if (result := judged(one)) and result.carried]
    if kind not in {"pdf", "docx"} or not votes:
        raise NotFound
    purpose = _("Lập văn bản giới thiệu")
    grounds, _notes = read_introduction(actor=request.actor, introduction=found, purpose=purpose)
    document = introduction_paper(
        found,
        vote=votes[-1],
        paper=next((one for one in steps if one.kind == StepKind.INTRODUCED), None),
        grounds=grounds,
        on=request.actor.today,
    )
    name = f"Nghi quyet gioi thieu {found.pk}"
    if kind == "pdf":
        return as_file(to_pdf(document, created_at=clock.now()), "application/pdf", f"{name}.pdf")
    return as_file(to_docx(document, created_at=clock.now()), _DOCX, f"{name}.docx")
