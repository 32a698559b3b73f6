from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.keys import read_key
from congdoan.foundation.once import once
from congdoan.foundation.refusal import NotAllowed, Refusal
from congdoan.foundation.templatetags.ui import day
from congdoan.kernel.organisations import api as organisations
from congdoan.kernel.periods import forms, policies
from congdoan.kernel.periods.selectors import periods as selectors
from congdoan.kernel.periods.services import terms as services
from congdoan.kernel.periods.tables import Terms, state_of

_FIELD = {
    services.OrganisationWasNotThere: "start",
    services.TermAlreadyThere: "start",
    services.PlannedEndTooEarly: "planned_end",
    services.EndsBeforeItsFirstDay: "last_day",
}


@needs(policies.VIEW)
def term_list(request: ActorRequest) -> HttpResponse:
    actor = request.actor
    table = Terms(selectors.visible_terms(actor), request)
    table.describe(actor.as_of)
    may = {"manage": actor.may_somewhere(policies.MANAGE_TERMS)}
    return render_page(request, "periods/terms.html", {"table": table, "may": may})


@needs(policies.VIEW)
def terms_of_organisation(request: ActorRequest, pk: int) -> HttpResponse:
    """Show an organisation's terms, newest first."""
    actor = request.actor
    organisation = selectors.visible_organisation(actor, pk)
    found = selectors.visible_terms(actor).filter(organisation=organisation).order_by("-valid")
    context = {
        "organisation": organisation,
        "name": organisations.names([pk], on=actor.as_of).get(pk, organisation.code),
        "terms": [(term, state_of(term, actor.as_of)) for term in found],
        "may": {"manage": actor.may(policies.MANAGE_TERMS, on=organisation)},
    }
    return render_page(request, "periods/of_organisation.html", context, part="terms")


@needs(policies.MANAGE_TERMS)
def term_start(request: ActorRequest) -> HttpResponse:
    actor = request.actor
    given = request.GET.get("organisation", "")
    asked = read_key(given) or actor.organisation_id
    form = forms.StartTerm(
        request.POST or None, actor=actor, initial={"organisation": asked, "start": actor.today}
    )
    if request.method == "POST" and form.is_valid() and _started(request, form):
        messages.success(request, _("Đã ghi nhiệm kỳ."))
        return redirect("periods:of_organisation", pk=form.cleaned_data["organisation"])
    return render_page(
        request, "periods/start.html", {"form": form}, status=422 if form.errors else 200
    )


def _started(request: ActorRequest, form: forms.StartTerm) -> bool:
    said = dict(form.cleaned_data)
    reach = request.actor.reach(policies.MANAGE_TERMS)
    organisation = reach.filter(pk=said.pop("organisation")).first()
    if organisation is None:
        form.refuse(NotAllowed(), "organisation")
        return False
    try:
        with once(request):
            services.start_term(actor=request.actor, organisation=organisation, **said)
    except Refusal as refusal:
        form.refuse(refusal, _FIELD.get(type(refusal)))
        return False
    return True


@needs(policies.MANAGE_TERMS)
def term_end(request: ActorRequest, pk: int) -> HttpResponse:
    """End a term after saying what that means."""
    actor = request.actor
    term = selectors.visible_term(actor, pk)
    form = forms.EndTerm(request.POST or None, actor=actor, initial={"last_day": actor.today})
    if request.method == "POST" and form.is_valid():
        try:
            with once(request):
                services.end_term(actor=actor, term=term, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal, _FIELD.get(type(refusal)))
        else:
            messages.success(request, _("Đã kết thúc nhiệm kỳ."))
            return redirect("periods:of_organisation", pk=term.organisation_id)
    planned = day(term.planned_end)
    context = {
        "title": _("Kết thúc nhiệm kỳ"),
        "question": _("Kết thúc “%(term)s” (dự kiến đến %(planned)s)?")
        % {"term": term.label, "planned": planned},
        "consequences": [
            _("Chức vụ của cán bộ không tự kết thúc: hãy ghi thôi chức vụ theo quyết định."),
            _("Nhiệm kỳ đã kết thúc không mở lại được; đại hội mới mở nhiệm kỳ mới."),
        ],
        "action": _("Kết thúc nhiệm kỳ"),
        "tone": "danger",
        "back": reverse("periods:of_organisation", args=[term.organisation_id]),
        "form": form,
    }
    return render_page(request, "ui/confirm.html", context, status=422 if form.errors else 200)
