"""Foundings: the list, one founding with its steps, and the form that opens one."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.restructuring import policies
from congdoan.areas.restructuring.enums import FoundingState
from congdoan.areas.restructuring.forms import founding as forms
from congdoan.areas.restructuring.models import Founding
from congdoan.areas.restructuring.rules import founding as rules
from congdoan.areas.restructuring.selectors import founding as selectors
from congdoan.areas.restructuring.selectors.hand_over import hand_overs_of
from congdoan.areas.restructuring.services.founding import change_founding, start_founding
from congdoan.areas.restructuring.tables import Foundings, founding_badge
from congdoan.areas.restructuring.views.acts import answer_form, sent
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.keys import read_key
from congdoan.kernel.organisations.api import (
    CodeTaken,
    names,
    profile_of,
    visible_organisation,
)
from congdoan.kernel.rulebook.api import label

_FIELDS = {
    CodeTaken: "code",
    rules.FoundingAlready: "code",
    rules.NotASuperior: "superior",
    rules.EmployerNotThere: "employer",
    rules.NotUnionisable: "employer",
    rules.HasAUnion: "employer",
    rules.NotYet: "started_on",
    rules.AfterThat: "started_on",
    rules.WrongPath: "path",
}


@needs(policies.FOUND)
def foundings(request: ActorRequest) -> HttpResponse:
    """The foundings of the branches the actor founds for."""
    table = Foundings(selectors.visible_foundings(request.actor).select_related("event"), request)
    return render_page(request, "restructuring/foundings.html", {"table": table})


@needs(policies.FOUND)
def founding_start(request: ActorRequest) -> HttpResponse:
    """Open a procedure; ``?don-vi=`` names the superior, ``?co-so=`` the employer."""
    actor, day = request.actor, request.actor.today
    form = forms.FoundingFacts(
        sent(request), actor=actor, day=day, initial={"started_on": day, **_asked(request)}
    )

    def do(values: dict[str, Any]) -> Founding:
        return start_founding(
            actor=actor,
            superior=visible_organisation(actor, values["superior"]),
            data=form.as_data(),
            on=day,
            at=clock.now(),
        )

    return answer_form(
        request,
        form,
        do,
        {
            "heading": _("Thành lập công đoàn cơ sở"),
            "action": _("Mở thủ tục"),
            "back": reverse("restructuring:foundings"),
            "area": "founding",
            "about": _(
                "Phần mềm nhắc từng bước theo Hướng dẫn thi hành Điều lệ; chưa có gì được ghi vào "
                "cây tổ chức cho tới khi có quyết định công nhận."
            ),
        },
        said=_("Đã mở thủ tục thành lập."),
        done=page_of,
        field=_FIELDS,
    )


def _asked(request: ActorRequest) -> dict[str, Any]:
    """Return what the address names, and a name and a code made from the employer's."""
    actor = request.actor
    start: dict[str, Any] = {}
    superior = read_key(request.GET.get("don-vi", "")) or actor.organisation_id or 0
    if actor.reach(policies.FOUND).filter(pk=superior).exists():
        start["superior"] = superior
    key = read_key(request.GET.get("co-so", ""))
    profile = selectors.partner_profile(key, on=actor.today) if key else None
    if profile is not None:
        start |= {
            "employer": profile.organisation_id,
            "name": f"Công đoàn cơ sở {profile.name}"[:250],
            "short_name": f"CĐCS {profile.label.removeprefix('Trường ')}"[:120],
            "code": f"CS-{profile.organisation.code.removeprefix('TR-')}"[:40],
        }
    return start


@needs(policies.FOUND)
def founding_facts(request: ActorRequest, pk: int) -> HttpResponse:
    """Correct what is to be founded."""
    found = selectors.find_founding(request.actor, pk)
    actor, day = request.actor, request.actor.today
    actor.require(policies.FOUND, on=found.superior)
    initial = {
        name: getattr(found, name) for name in forms.ChangeFacts.base_fields if name != "employer"
    } | {"employer": found.employer_id}
    form = forms.ChangeFacts(sent(request), actor=actor, day=day, initial=initial)
    return answer_form(
        request,
        form,
        lambda _values: change_founding(
            actor=actor, founding=found, data=form.as_data(), on=day, at=clock.now()
        ),
        {**frame(request, found), "heading": _("Sửa thông tin"), "back": page_of(found)},
        said=_("Đã lưu thông tin."),
        done=page_of,
        field=_FIELDS,
    )


@needs(policies.FOLLOW)
def founding(request: ActorRequest, pk: int) -> HttpResponse:
    """One founding: where it stands, what is due, the dossier, the committee."""
    found = selectors.find_founding(request.actor, pk)
    day = request.actor.today
    there = list(found.papers.select_related("file"))
    needed = selectors.required_papers(found.started_on)
    by_kind = [
        {
            "code": code,
            "name": name,
            # No dossier is asked for where the superior appoints.
            "needed": must and not found.is_provisional,
            "papers": [paper for paper in there if paper.kind == code],
        }
        for code, name, must in needed
    ]
    seats = list(found.seats.select_related("person"))
    leads = request.actor.may(policies.FOUND, on=found.superior)
    return render_page(
        request,
        "restructuring/founding.html",
        {
            **frame(request, found),
            "steps": selectors.steps_of(found, on=day),
            "papers": by_kind,
            "has_papers": bool(there),
            "missing": [row["name"] for row in by_kind if row["needed"] and not row["papers"]],
            "seats": [(seat, label("position", seat.position, day)) for seat in seats],
            "answers": list(found.answers.all()),
            "level": label(selectors.LEVELS, found.level, found.started_on),
            "may_lead": leads and found.is_open,
            "may_settle": found.state == FoundingState.RECOGNISED
            and (leads or _own(request, found)),
            "hindrance": selectors.refused_group(found.employer_id, on=day)
            if found.is_open
            else "",
        },
    )


def _own(request: ActorRequest, found: Founding) -> bool:
    unit = found.organisation
    return unit is not None and request.actor.may(policies.FOUND, on=unit)


@needs(policies.HAND_OVER)
def panel(request: ActorRequest, pk: int) -> HttpResponse:
    """What an organisation's own page says of foundings and hand-overs."""
    actor = request.actor
    organisation = visible_organisation(actor, pk)
    actor.require(policies.HAND_OVER, on=organisation)
    day = actor.as_of
    profile = profile_of(organisation, on=day)
    founds = (
        organisation.exists_on(actor.today)
        and actor.may(policies.FOUND, on=organisation)
        and selectors.is_superior_level(profile.level, on=actor.today)
    )
    rows = selectors.foundings_under(actor, pk) if actor.may_somewhere(policies.FOUND) else []
    return render_page(
        request,
        "restructuring/panel.html",
        {
            "organisation": organisation,
            "name": profile.name,
            "may_found": founds,
            "foundings": [(row, founding_badge(row.state)) for row in rows],
            "hand_overs": hand_overs_of(pk, actor),
        },
        part="rows",
    )


def frame(request: ActorRequest, found: Founding) -> dict[str, Any]:
    """Return what every page of a founding shows around its content."""
    ids = {found.superior_id, found.employer_id or 0} - {0}
    called = names(ids, on=request.actor.today)
    return {
        "founding": found,
        "area": "founding",
        "superior_name": called.get(found.superior_id, ""),
        "employer_name": called.get(found.employer_id or 0, ""),
        "state_badge": founding_badge(found.state),
    }


def page_of(found: Founding) -> str:
    return reverse("restructuring:founding", args=[found.pk])
