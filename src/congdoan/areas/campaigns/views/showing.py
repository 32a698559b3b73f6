"""Lists: the campaigns of a branch by step, and where others are called for."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from congdoan.areas.campaigns import policies
from congdoan.areas.campaigns.enums import Step
from congdoan.areas.campaigns.forms import BranchForm
from congdoan.areas.campaigns.selectors.campaigns import Listed, listed, visible_branch
from congdoan.areas.campaigns.selectors.proposals import proposals
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.downloads import XLSX, as_file
from congdoan.foundation.htmx import render_page
from congdoan.foundation.keys import read_key
from congdoan.foundation.refusal import NotAllowed
from congdoan.foundation.workbook import plain_sheet
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.rulebook.api import rule

#: Campaigns, proposals on one page.
PAGE = 50


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    form: BranchForm
    branch: Organisation
    closed: bool
    everyone: list[Listed]
    found: list[Listed]


def _branch(request: ActorRequest) -> tuple[BranchForm, Organisation]:
    """
    Read the branch, else the union the actor works for.

    :raises NotAllowed: when there is neither
    """
    given: dict[str, Any] = {name: text for name, text in request.GET.dict().items() if text}
    plain = read_key(str(given.get("nhanh", ""))) or request.actor.organisation_id
    form = BranchForm({"don_vi": plain, **given}, actor=request.actor)
    form.is_valid()
    key = form.cleaned_data.get("don_vi") or plain
    if not key:
        raise NotAllowed
    return form, visible_branch(request.actor, key)


def _asked(request: ActorRequest) -> Asked:
    form, branch = _branch(request)
    closed = request.GET.get("buoc") == "dong"
    everyone = listed(request.actor, branch, closed=closed, on=request.actor.as_of)
    step = request.GET.get("buoc", "")
    late = request.actor.today
    found = [
        one
        for one in everyone
        if closed
        or (step == "qua-han" and one.campaign.next_due < late)
        or (step in Step.values and one.step == step)
        or step not in {"qua-han", *Step.values}
    ]
    return Asked(form, branch, closed, everyone, found)


@needs(policies.VIEW)
def campaigns(request: ActorRequest) -> HttpResponse:
    """The campaigns of a branch, with counts by step."""
    asked = _asked(request)
    actor, day = request.actor, request.actor.as_of
    last = max(1, -(-len(asked.found) // PAGE))
    number = min(max(1, read_key(request.GET.get("trang", ""))), last)
    tabs = [
        (step.value, str(step.label), n)
        for step in Step
        if (n := sum(one.step == step for one in asked.everyone))
    ]
    late = sum(one.campaign.next_due < actor.today for one in asked.everyone)
    if late:
        tabs.append(("qua-han", _("Quá hạn"), late))
    context = {
        "form": asked.form,
        "branch": asked.branch,
        "branch_name": name_of(asked.branch, on=day),
        "closed": asked.closed,
        "tabs": [] if asked.closed else tabs,
        "step": request.GET.get("buoc", ""),
        "rows": asked.found[(number - 1) * PAGE : number * PAGE],
        "total": len(asked.found),
        "everyone": len(asked.everyone),
        "today": actor.today,
        "page_number": number,
        "pages": last,
        "previous": number - 1 if number > 1 else None,
        "following": number + 1 if number < last else None,
        "may": {"manage": actor.may(policies.MANAGE, on=asked.branch)},
    }
    status = 422 if asked.form.errors else 200
    return render_page(request, "campaigns/campaigns.html", context, status=status)


@needs(policies.VIEW)
def sheet(request: ActorRequest) -> HttpResponse:
    """The listed campaigns as a workbook."""
    asked, day = _asked(request), request.actor.as_of
    heads = [
        _("Cơ sở"),
        _("Công đoàn vận động"),
        _("Mục tiêu"),
        _("Bước"),
        _("Đã đạt"),
        _("Cần đạt"),
        _("Hạn đạt"),
        _("Việc tiếp theo"),
        _("Hạn việc tiếp theo"),
        _("Người phụ trách"),
        _("Trạng thái"),
        _("Lý do đóng"),
    ]
    rows = [
        [
            one.name,
            one.owner,
            str(one.campaign.get_aim_display()),
            str(one.step.label),
            str(one.progress.reached),
            str(one.campaign.target_members),
            f"{one.campaign.target_day:%d/%m/%Y}",
            one.campaign.next_step,
            f"{one.campaign.next_due:%d/%m/%Y}",
            one.campaign.responsible.full_name,
            str(one.campaign.get_state_display()),
            one.campaign.close_reason,
        ]
        for one in asked.found
    ]
    note = _("{branch}, ngày {day}").format(
        branch=name_of(asked.branch, on=day), day=f"{day:%d/%m/%Y}"
    )
    content = plain_sheet(_("Vận động"), heads, rows, notes=[note])
    return as_file(content, XLSX, f"van-dong-{asked.branch.code}-{day.isoformat()}.xlsx")


@needs(policies.VIEW)
def proposed(request: ActorRequest) -> HttpResponse:
    """Where campaigns are called for: by the rules, and by low density."""
    form, branch = _branch(request)
    actor, day = request.actor, request.actor.today
    found = proposals(actor, branch, on=day)
    unknown = request.GET.get("xem") == "chua-co-so"
    every = found.unknown if unknown else found.found
    last = max(1, -(-len(every) // PAGE))
    number = min(max(1, read_key(request.GET.get("trang", ""))), last)
    shown = every[(number - 1) * PAGE : number * PAGE]
    texts = {key: rule(key, on=day) for key in {one.rule_key for one in shown}}
    context = {
        "form": form,
        "branch": branch,
        "branch_name": name_of(branch, on=day),
        "unknown": unknown,
        "found_count": len(found.found),
        "unknown_count": len(found.unknown),
        "rows": [(one, texts[one.rule_key]) for one in shown],
        "page_number": number,
        "pages": last,
        "previous": number - 1 if number > 1 else None,
        "following": number + 1 if number < last else None,
        "may": {"manage": actor.may(policies.MANAGE, on=branch)},
    }
    status = 422 if form.errors else 200
    return render_page(request, "campaigns/proposed.html", context, status=status)
