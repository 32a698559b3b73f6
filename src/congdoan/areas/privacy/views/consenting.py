"""What one agrees to: one purpose at a time, taken back at any time."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.privacy.enums import ConsentMethod
from congdoan.areas.privacy.selectors.consents import (
    get_own_consent,
    get_purpose,
    history,
    purpose_label,
    purposes,
)
from congdoan.areas.privacy.services.consenting import give_consent, withdraw_consent
from congdoan.areas.privacy.views.frame import act
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, require_oneself, signed_in
from congdoan.foundation.forms import Form
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import Refusal


@signed_in
def consents(request: ActorRequest) -> HttpResponse:
    person = request.actor.person_id or 0
    asked = purposes(person, on=request.actor.today) if person else []
    context = {
        "plain": [one for one in asked if not one.sensitive],
        "sensitive": [one for one in asked if one.sensitive],
        "history": [(one, purpose_label(one)) for one in history(person)],
    }
    return render_page(request, "privacy/consents.html", context)


@signed_in
def agree(request: ActorRequest, code: str) -> HttpResponse:
    """Read the words of one purpose and say yes to them."""
    require_oneself(request.actor)
    purpose = get_purpose(request.actor.person_id or 0, code, on=request.actor.today)
    back = reverse("privacy:consents")
    refused = ""
    if request.method == "POST":
        try:
            give_consent(
                actor=request.actor,
                code=code,
                version=request.POST.get("version", "")[:20],
                at=clock.now(),
            )
        except Refusal as refusal:
            refused = refusal.sentence
        else:
            messages.success(request, _("Đã ghi sự đồng ý; bạn rút lại được bất cứ lúc nào."))
            return redirect(back)
    context = {"purpose": purpose, "refused": refused, "back": back}
    return render_page(request, "privacy/agree.html", context, status=422 if refused else 200)


@signed_in
def withdraw(request: ActorRequest, pk: int) -> HttpResponse:
    """Say what withdrawing means, then do it."""
    require_oneself(request.actor)
    consent = get_own_consent(request.actor, pk)
    purpose = get_purpose(consent.person_id, consent.purpose, on=request.actor.today)

    def do() -> None:
        withdraw_consent(
            actor=request.actor, consent=consent, method=ConsentMethod.APP, at=clock.now()
        )

    form = Form(request.POST if request.method == "POST" else None, actor=request.actor)
    page = {
        "title": _("Rút sự đồng ý"),
        "lead": purpose.label,
        "action": _("Rút sự đồng ý"),
        "warning": purpose.after,
        "own": True,
    }
    return act(
        request,
        form,
        do,
        back=reverse("privacy:consents"),
        done=_("Đã rút sự đồng ý. Việc đã làm trước lúc này vẫn hợp lệ."),
        page=page,
    )
