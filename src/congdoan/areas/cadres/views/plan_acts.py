"""What is done with a plan: opened, people proposed, voted on, taken out, submitted, decided."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.cadres import policies
from congdoan.areas.cadres.forms.party import ReasonForm
from congdoan.areas.cadres.forms.plan import ApproveForm, CandidateForm, PlanVoteForm, TermForm
from congdoan.areas.cadres.selectors.due import approver_of
from congdoan.areas.cadres.selectors.picking import get_person
from congdoan.areas.cadres.selectors.plans import (
    get_candidate,
    get_plan,
    get_planning_unit,
    planned,
)
from congdoan.areas.cadres.services.planning import (
    Candidacy,
    approve_plan,
    open_plan,
    open_review,
    propose_candidate,
    record_vote,
    send_back,
    submit_plan,
    take_out,
)
from congdoan.areas.cadres.views.frame import act
from congdoan.areas.cadres.views.plans import crumbs
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.forms import Form
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.rulebook.api import catalogue


@needs(policies.PLAN)
def begin(request: ActorRequest, unit: int) -> HttpResponse:
    found = get_planning_unit(request.actor, unit)
    request.actor.require(policies.PLAN, on=found)
    day = request.actor.today
    initial = {"first_year": day.year + 2, "last_year": day.year + 7}
    form = TermForm(request.POST or None, actor=request.actor, initial=initial)

    def do() -> str:
        made = open_plan(
            actor=request.actor,
            organisation=found,
            first_year=form.cleaned_data["first_year"],
            last_year=form.cleaned_data["last_year"],
            on=day,
            at=clock.now(),
        )
        return reverse("cadres:plan", args=[made.pk])

    page = {
        "title": _("Lập quy hoạch cán bộ"),
        "action": _("Lập"),
        "planning": True,
        "unit": found,
        "unit_name": name_of(found, on=day),
    }
    back = reverse("cadres:plans_of", args=[found.pk])
    done = _("Đã mở; hãy ghi người được giới thiệu cho từng chức danh.")
    return act(request, form, do, back=back, done=done, page=page, field="last_year")


@needs(policies.PLAN)
def review(request: ActorRequest, pk: int) -> HttpResponse:
    found = get_plan(request.actor, pk)
    request.actor.require(policies.PLAN, on=found.organisation)
    form = Form(request.POST if request.method == "POST" else None, actor=request.actor)

    def do() -> None:
        open_review(actor=request.actor, plan=found, on=request.actor.today, at=clock.now())

    year = request.actor.today.year
    page = {
        "title": _("Rà soát, bổ sung quy hoạch năm {year}").format(year=year),
        "question": _(
            "Mở đợt rà soát để bổ sung hoặc đưa người ra; cấp trên phê duyệt mới có hiệu lực."
        ),
        "action": _("Mở đợt rà soát"),
        "planning": True,
        **crumbs(found, request),
    }
    back = reverse("cadres:plan", args=[found.pk])
    return act(request, form, do, back=back, done=_("Đã mở đợt rà soát."), page=page)


@needs(policies.PLAN)
def propose(request: ActorRequest, pk: int) -> HttpResponse:
    found = get_plan(request.actor, pk)
    request.actor.require(policies.PLAN, on=found.organisation)
    positions = [
        (entry.code, str(entry.label))
        for entry in catalogue("position", on=request.actor.today)
        if entry.attributes.get("side") == "UNION"
    ]
    form = CandidateForm(request.POST or None, actor=request.actor, positions=positions)

    def do() -> None:
        data = form.cleaned_data
        propose_candidate(
            actor=request.actor,
            plan=found,
            data=Candidacy(
                get_person(data["person"]),
                data["position"],
                data["proposed_by"],
                data["grounds"],
            ),
        )

    page = {
        "title": _("Giới thiệu người vào quy hoạch"),
        "action": _("Ghi"),
        "planning": True,
        **crumbs(found, request),
    }
    back = reverse("cadres:plan", args=[found.pk])
    done = _("Đã ghi; hãy ghi kết quả phiếu khi có.")
    return act(request, form, do, back=back, done=done, page=page, field="person")


@needs(policies.PLAN)
def vote(request: ActorRequest, pk: int) -> HttpResponse:
    one = get_candidate(request.actor, pk)
    request.actor.require(policies.PLAN, on=one.plan.organisation)
    there = {vote.round for vote in one.votes.all()}
    rounds = [code for code, _label in PlanVoteForm.base_fields["round"].choices]  # type: ignore[attr-defined]
    following = next((code for code in rounds if code not in there), rounds[-1])
    initial = {"round": following, "held_on": request.actor.today}
    form = PlanVoteForm(request.POST or None, actor=request.actor, initial=initial)

    def do() -> None:
        record_vote(
            actor=request.actor,
            candidate=one,
            data=form.vote,
            today=request.actor.today,
            at=clock.now(),
        )

    page = {
        "title": _("Kết quả phiếu"),
        "action": _("Ghi kết quả"),
        "rule_key": "cadres.majority.plan",
        "planning": True,
        **crumbs(one.plan, request),
        "lead": one.person.full_name,
    }
    back = reverse("cadres:plan", args=[one.plan_id])
    return act(
        request, form, do, back=back, done=_("Đã ghi; kết quả tính theo quy định."), page=page
    )


@needs(policies.PLAN)
def remove(request: ActorRequest, pk: int) -> HttpResponse:
    one = get_candidate(request.actor, pk)
    request.actor.require(policies.PLAN, on=one.plan.organisation)
    form = ReasonForm(request.POST or None, actor=request.actor)

    def do() -> None:
        take_out(actor=request.actor, candidate=one, reason=form.cleaned_data["reason"])

    page = {
        "title": _("Đưa ra khỏi quy hoạch"),
        "action": _("Đưa ra"),
        "tone": "danger",
        "planning": True,
        **crumbs(one.plan, request),
        "lead": one.person.full_name,
    }
    back = reverse("cadres:plan", args=[one.plan_id])
    done = _("Đã ghi; có hiệu lực khi cấp trên phê duyệt.")
    return act(request, form, do, back=back, done=done, page=page)


@needs(policies.PLAN)
def submit(request: ActorRequest, pk: int) -> HttpResponse:
    found = get_plan(request.actor, pk)
    request.actor.require(policies.PLAN, on=found.organisation)
    form = Form(request.POST if request.method == "POST" else None, actor=request.actor)

    def do() -> None:
        submit_plan(actor=request.actor, plan=found, on=request.actor.today, at=clock.now())

    superior = name_of(
        approver_of(found.organisation, on=request.actor.today), on=request.actor.today
    )
    page = {
        "title": _("Trình phê duyệt quy hoạch"),
        "question": _("Trình {superior}. Người không qua phiếu không được trình.").format(
            superior=superior
        ),
        "action": _("Trình"),
        "planning": True,
        **crumbs(found, request),
    }
    back = reverse("cadres:plan", args=[found.pk])
    return act(request, form, do, back=back, done=_("Đã trình; cấp trên đã được báo."), page=page)


@needs(policies.APPROVE)
def approve(request: ActorRequest, pk: int) -> HttpResponse:
    found = get_plan(request.actor, pk)
    day = request.actor.today
    request.actor.require(policies.APPROVE, on=approver_of(found.organisation, on=day))
    shown = planned(found, on=day)
    if shown.edition is None:
        raise NotFound
    people = [
        (str(line.candidate.pk), f"{line.candidate.person.full_name} – {line.post}")
        for line in shown.proposed
    ]
    form = ApproveForm(
        request.POST or None, actor=request.actor, people=people, initial={"decided_on": day}
    )

    def do() -> None:
        data = form.cleaned_data
        approve_plan(
            actor=request.actor,
            plan=found,
            refused=[int(pk) for pk in data.get("refused", [])],
            decision_no=data["decision_no"],
            decided_on=data["decided_on"],
            today=day,
            at=clock.now(),
        )

    passed_over = _(
        "{n} người đang hạn chế xử lý dữ liệu, không nêu ở đây và không được phê duyệt lần này."
    ).format(n=shown.kept_proposed)
    page = {
        "title": _("Phê duyệt quy hoạch"),
        "question": passed_over if shown.kept_proposed else "",
        "action": _("Ghi quyết định"),
        "planning": True,
        **crumbs(found, request),
    }
    back = reverse("cadres:plan", args=[found.pk])
    return act(
        request, form, do, back=back, done=_("Đã ghi quyết định; đơn vị đã được báo."), page=page
    )


@needs(policies.APPROVE)
def return_plan(request: ActorRequest, pk: int) -> HttpResponse:
    found = get_plan(request.actor, pk)
    day = request.actor.today
    request.actor.require(policies.APPROVE, on=approver_of(found.organisation, on=day))
    form = ReasonForm(request.POST or None, actor=request.actor)

    def do() -> None:
        send_back(
            actor=request.actor,
            plan=found,
            reason=form.cleaned_data["reason"],
            on=day,
            at=clock.now(),
        )

    page = {
        "title": _("Trả lại để hoàn chỉnh"),
        "action": _("Trả lại"),
        "tone": "danger",
        "planning": True,
        **crumbs(found, request),
    }
    back = reverse("cadres:plan", args=[found.pk])
    return act(request, form, do, back=back, done=_("Đã trả lại; đơn vị đã được báo."), page=page)
