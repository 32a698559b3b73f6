"""A pause at its limit: what the rule says, and the three ways on."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.members import policies
from congdoan.areas.members.forms.pausing import ProlongForm
from congdoan.areas.members.selectors.pauses import current_limit
from congdoan.areas.members.services.pausing import prolong_pause
from congdoan.areas.members.views.frame import act
from congdoan.areas.members.views.person import crumbs, load, page_of
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs


@needs(policies.MANAGE)
def limit(request: ActorRequest, pk: int) -> HttpResponse:
    """Prolong with a reason; resuming and leaving are a link away."""
    membership = load(request, pk)
    today = request.actor.today
    found = current_limit(membership, on=today)
    form = ProlongForm(request.POST or None, actor=request.actor)

    def do() -> None:
        prolong_pause(
            actor=request.actor,
            membership=membership,
            until=form.cleaned_data["until"],
            reason=form.cleaned_data["reason"],
            on=today,
            at=clock.now(),
        )

    page = {
        "title": _("Hạn tạm dừng sinh hoạt"),
        "limit": found,
        "reached": found is not None and found.reached(today),
        "ways": [
            (_("Sinh hoạt lại"), reverse("members:resume", args=[membership.pk])),
            (_("Cho thôi sinh hoạt"), reverse("members:leave", args=[membership.pk])),
        ],
        **crumbs(request, membership),
    }
    done = _("Đã gia hạn; đến hạn mới đơn vị lại được hỏi.")
    return act(
        request,
        form,
        do,
        back=page_of(membership),
        done=done,
        page=page,
        field="until",
        template="members/pause_limit.html",
    )
