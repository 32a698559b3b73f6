from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.once import once
from congdoan.foundation.refusal import NotFound, Refusal
from congdoan.foundation.valid_time import EndsBeforeItBegins
from congdoan.kernel.rulebook import forms, policies
from congdoan.kernel.rulebook.rules import limits, values
from congdoan.kernel.rulebook.selectors import pages
from congdoan.kernel.rulebook.selectors.lookups import find_rule
from congdoan.kernel.rulebook.selectors.words import room_below, shown_value
from congdoan.kernel.rulebook.services import own_rules

_FIELD = {
    limits.NotYoursToChange: "value",
    limits.HigherThanAllowed: "value",
    limits.LowerThanAllowed: "value",
    limits.NothingAbove: "start",
    own_rules.OwnRuleLiesInside: "start",
    own_rules.RestsOnNothing: "legal_basis",
}


@needs(policies.OVERRIDE)
def lay_down(request: ActorRequest, key: str) -> HttpResponse:
    """Lay a rule down for an organisation."""
    actor = request.actor
    rule = find_rule(key, on=actor.today, for_=actor.organisation_id)
    above = pages.rule_above(actor, key)
    if rule is None or above is None or not pages.may_lay_down(actor, key):
        raise NotFound
    form = forms.LayDown(
        request.POST or None,
        actor=actor,
        like=rule.value,
        organisations=pages.own_organisations(actor),
        initial={"value": values.write_value(rule.value), "start": actor.today},
    )
    if request.method == "POST" and form.is_valid() and _laid_down(request, key, form):
        messages.success(request, _("Đã ghi quy định riêng."))
        return redirect("rulebook:history", key=key)
    context = {
        "form": form,
        "key": key,
        "name": rule.label(get_language() or "vi"),
        "rule": rule,
        "value": shown_value(rule),
        "above": shown_value(above),
        "room": room_below(above),
    }
    return render_page(
        request, "rulebook/lay_down.html", context, status=422 if form.errors else 200
    )


def _laid_down(request: ActorRequest, key: str, form: forms.LayDown) -> bool:
    said = form.cleaned_data
    last_day = said["last_day"]
    try:
        with once(request):
            own_rules.lay_down(
                actor=request.actor,
                organisation=request.actor.reach(policies.OVERRIDE).get(pk=said["organisation"]),
                key=key,
                value=said["value"],
                start=said["start"],
                until=last_day + timedelta(days=1) if last_day else None,
                legal_basis=said["legal_basis"],
                note=said["note"],
                binding=said["binding"],
            )
    except Refusal as refusal:
        form.refuse(refusal, _FIELD.get(type(refusal)))
        return False
    return True


@needs(policies.OVERRIDE)
def lift(request: ActorRequest, pk: int) -> HttpResponse:
    """End an own rule, after saying what answers then."""
    actor = request.actor
    row = pages.own_rule(actor, pk)
    form = forms.Lift(request.POST or None, actor=actor, initial={"on": actor.today})
    if request.method == "POST" and form.is_valid():
        try:
            with once(request):
                own_rules.lift(
                    actor=actor,
                    organisation=actor.reach(policies.OVERRIDE).get(pk=row.organisation_id),
                    row=row,
                    on=form.cleaned_data["on"],
                    reason=form.cleaned_data["reason"],
                )
        except EndsBeforeItBegins as refusal:
            form.refuse(refusal, "on")
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã bãi bỏ quy định riêng."))
            return redirect("rulebook:history", key=row.key)
    context = {
        "title": _("Bãi bỏ quy định riêng"),
        "question": _("Bãi bỏ “%(rule)s” của tổ chức?") % {"rule": row.label},
        "consequences": [
            _("Từ ngày đó, quy định của cấp trên được áp dụng trở lại cho tổ chức và cấp dưới."),
            _("Quy định riêng vẫn được lưu và xem lại được cho thời gian đã áp dụng."),
        ],
        "action": _("Bãi bỏ"),
        "tone": "danger",
        "back": reverse("rulebook:history", args=[row.key]),
        "form": form,
    }
    return render_page(request, "ui/confirm.html", context, status=422 if form.errors else 200)
