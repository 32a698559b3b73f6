"""Asking, urging, moving the deadline, closing; a unit's draft from the template."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.agreements import api, policies
from congdoan.areas.agreements.enums import Scope
from congdoan.areas.agreements.forms import cascade as forms
from congdoan.areas.agreements.models import Cascade
from congdoan.areas.agreements.selectors.cascade import (
    find_organisation,
    get_covered_cascade,
    get_visible_cascade,
    unit_line,
    visible_unit,
)
from congdoan.areas.agreements.views.duties_form import answer_form, sent
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.forms import Form
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.rulebook.api import label

_FORM = "agreements/cascade_form.html"


def scope_words(one: Cascade) -> str:
    """Return who is asked, in words."""
    words = [str(Scope(one.scope).label)]
    if one.grouping is not None:
        words.append(one.grouping.name)
    if one.level:
        words.append(label("organisation.level", one.level, one.asked_on))
    if one.unit_kind:
        words.append(label("organisation.kind", one.unit_kind, one.asked_on))
    return " · ".join(words)


def _page(one: Cascade) -> str:
    return reverse("agreements:cascade", args=[one.pk])


@needs(policies.CASCADE)
def begin(request: ActorRequest) -> HttpResponse:
    """Ask the units of a branch, level or grouping to sign."""
    actor = request.actor
    form = forms.OpenCascade(sent(request), actor=actor)

    def do(values: dict[str, Any]) -> Cascade:
        superior = find_organisation(values["superior"])
        data = api.CascadeData(
            title=values["title"],
            kind=values["kind"],
            first_day=values["first_day"],
            last_day=values["last_day"],
            deadline=values["deadline"],
            scope=values["scope"],
            level=values["level"],
            unit_kind=values["unit_kind"],
            grouping=form.groupings.get(values["grouping"]),
            template="" if values["template"] in form.own else values["template"],
            text_template=form.own.get(values["template"]),
            request=values["request"],
        )
        return api.open_cascade(
            actor=actor, superior=superior, data=data, on=actor.today, at=clock.now()
        )

    context = {
        "heading": _("Yêu cầu cấp dưới ký"),
        "action": _("Gửi yêu cầu"),
        "consequences": [
            _("Mỗi đơn vị trong phạm vi có việc “Ký với chuyên môn đồng cấp” và được báo."),
            _("Phạm vi tính theo cây tổ chức từng ngày: đơn vị mới thành lập cũng được tính."),
        ],
        "back": reverse("agreements:cascades"),
        "cascade": None,
    }
    return answer_form(
        request, form, do, context, said=_("Đã gửi yêu cầu."), done=_page, template=_FORM
    )


def _steered(request: ActorRequest, pk: int) -> Cascade:
    """:raises NotAllowed: when the actor sees the coverage but does not steer it"""
    one = get_covered_cascade(request.actor, pk)
    if not request.actor.may(policies.CASCADE, on=one.superior):
        raise NotAllowed
    return one


def _context(one: Cascade, heading: str, *consequences: str) -> dict[str, Any]:
    return {
        "heading": heading,
        "action": heading,
        "consequences": consequences,
        "cascade": one,
    }


@needs(policies.CASCADE)
def urge(request: ActorRequest, pk: int) -> HttpResponse:
    """Urge the units that have not signed."""
    one = _steered(request, pk)
    return answer_form(
        request,
        forms.Urge(sent(request), actor=request.actor),
        lambda values: api.remind_units(
            actor=request.actor,
            cascade=one,
            message=values["message"],
            on=request.actor.today,
            at=clock.now(),
        ),
        _context(one, _("Đôn đốc"), _("Mọi đơn vị chưa ký được báo, mỗi ngày nhiều nhất một lần.")),
        said=_("Đã đôn đốc các đơn vị chưa ký."),
        done=_page(one),
        template=_FORM,
    )


@needs(policies.CASCADE)
def deadline(request: ActorRequest, pk: int) -> HttpResponse:
    """Move the deadline."""
    one = _steered(request, pk)
    return answer_form(
        request,
        forms.MoveDeadline(sent(request), actor=request.actor, initial={"deadline": one.deadline}),
        lambda values: api.move_cascade_deadline(
            actor=request.actor,
            cascade=one,
            deadline=values["deadline"],
            on=request.actor.today,
            at=clock.now(),
        ),
        _context(one, _("Đổi hạn ký")),
        said=_("Đã đổi hạn ký."),
        done=_page(one),
        template=_FORM,
        field="deadline",
    )


@needs(policies.CASCADE)
def close(request: ActorRequest, pk: int) -> HttpResponse:
    """End a cascade."""
    one = _steered(request, pk)
    return answer_form(
        request,
        Form(sent(request), actor=request.actor),
        lambda _values: api.close_cascade(
            actor=request.actor, cascade=one, on=request.actor.today, at=clock.now()
        ),
        _context(
            one,
            _("Kết thúc đợt triển khai"),
            _("Đơn vị chưa ký không còn việc này, không được nhắc nữa; bảng tổng hợp vẫn còn."),
        ),
        said=_("Đã kết thúc đợt triển khai."),
        done=_page(one),
        template=_FORM,
    )


@needs(policies.DRAFT)
def draft(request: ActorRequest, pk: int, unit_pk: int) -> HttpResponse:
    """Begin the unit's draft from the template; with several counterparts, choose one first."""
    actor = request.actor
    one = get_visible_cascade(actor, pk)
    organisation = visible_unit(actor, unit_pk)
    if not actor.may(policies.DRAFT, on=organisation):
        raise NotAllowed
    line = unit_line(one, organisation, on=actor.today)
    several = len(line.partners) > 1
    form = (
        forms.Partner(sent(request), actor=actor, partners=line.partners)
        if several
        else Form(sent(request), actor=actor)
    )

    def do(values: dict[str, Any]) -> Any:
        partner = find_organisation(values["partner"]) if several else None
        return api.draft_for_cascade(
            actor=actor,
            cascade=one,
            unit=organisation,
            partner=partner,
            on=actor.today,
            at=clock.now(),
        )

    context = {
        **_context(one, _("Soạn từ mẫu")),
        "consequences": [
            _("Dự thảo của {unit} được lập, bên kia là chuyên môn đồng cấp.").format(
                unit=line.name
            ),
            _("Chỉ đơn vị và cấp trên thấy dự thảo cho đến khi gửi lấy ý kiến."),
        ],
        "back": reverse("agreements:cascade_unit", args=[pk, unit_pk]),
    }
    return answer_form(
        request,
        form,
        do,
        context,
        said=_("Đã lập dự thảo từ mẫu. Hãy hoàn thiện nội dung rồi gửi lấy ý kiến."),
        done=lambda made: reverse("agreements:detail", args=[made.pk]),
        template=_FORM,
    )
