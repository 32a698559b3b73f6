"""Having a saved view sent, and no more."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congdoan.areas.analysis import policies
from congdoan.areas.analysis.selectors.saved import visible_view
from congdoan.areas.analysis.services.sending import subscribe, unsubscribe
from congdoan.foundation.acting import press
from congdoan.foundation.actor import ActorRequest, needs


@needs(policies.VIEW)
@require_POST
def view_subscribe(request: ActorRequest, pk: int) -> HttpResponse:
    """Send it to oneself in the rhythm chosen."""
    one, actor = visible_view(request.actor, pk), request.actor

    def do() -> None:
        subscribe(actor=actor, view=one, rhythm=request.POST.get("rhythm", "")[:10], on=actor.today)

    back = reverse("analysis:view", args=[pk])
    return press(request, do, back=back, done=_("Từ nay bảng xem này được gửi cho bạn."))


@needs(policies.VIEW)
@require_POST
def view_unsubscribe(request: ActorRequest, pk: int) -> HttpResponse:
    """Send it no more."""
    one = visible_view(request.actor, pk)

    def do() -> None:
        unsubscribe(actor=request.actor, view=one)

    back = reverse("analysis:view", args=[pk])
    return press(request, do, back=back, done=_("Đã thôi gửi bảng xem này cho bạn."))
