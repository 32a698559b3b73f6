"""The first page: a modest welcome, or what waits for the person who signed in."""

from django.http import HttpResponse
from django.urls import reverse

from congdoan.foundation import panels
from congdoan.foundation.actor import ActorRequest, public
from congdoan.foundation.htmx import render_page
from congdoan.kernel.accounts.models import User
from congdoan.support.worklist import api as worklist
from congdoan.surfaces.desk.selectors import nearest_work, own_seats


@public("the first page of the house; signed-out visitors see a welcome")
def home(request: ActorRequest) -> HttpResponse:
    if not isinstance(request.user, User):
        return render_page(request, "desk/welcome.html")
    seats, ended = own_seats(request.actor)
    context = {
        "seats": seats,
        "ended": ended[:3],
        "tasks": nearest_work(request.actor),
        "open_count": worklist.open_count(request.actor),
        "operator": request.user.is_operator and not request.actor.acting_for,
        "panels": [
            {"code": panel.code, "title": panel.title, "url": reverse(panel.url_name)}
            for panel in panels.on("desk.home")
            if request.actor.may_somewhere(panel.capability)
        ],
    }
    return render_page(request, "desk/home.html", context)
