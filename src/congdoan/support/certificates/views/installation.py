from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import Refusal
from congdoan.support.certificates import policies
from congdoan.support.certificates.services.installation import describe, try_time_stamp


@needs(policies.CONFIGURE)
def settings(request: ActorRequest) -> HttpResponse:
    """Show what the installation signs with; the button asks the time-stamp service once."""
    if request.method == "POST":
        try:
            try_time_stamp(actor=request.actor, at=clock.now())
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, _("Dịch vụ cấp dấu thời gian đã trả lời."))
        return redirect("certificates:settings")
    found = describe(actor=request.actor, at=clock.now())
    return render_page(request, "certificates/settings.html", {"installation": found})
