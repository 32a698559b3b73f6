"""What pages of personal data share: the union's tabs, one form that does one act."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.privacy import policies
from congdoan.foundation.actor import ActorRequest
from congdoan.foundation.forms import Form
from congdoan.foundation.htmx import render_page
from congdoan.foundation.once import once
from congdoan.foundation.refusal import AlreadyDone, NotAllowed, NotFound, Refusal
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.models import Organisation


def frame(request: ActorRequest, unit: Organisation, current: str) -> dict[str, Any]:
    """Return the union, its name and the tabs of its papers."""
    tabs = [
        ("proposals", _("Đề nghị sửa hồ sơ")),
        ("requests", _("Yêu cầu về dữ liệu")),
        ("retention", _("Sắp xóa, giữ lại")),
    ]
    return {
        "unit": unit,
        "unit_name": name_of(unit, on=request.actor.as_of),
        "tabs": [
            {
                "label": label,
                "url": reverse(f"privacy:{name}", args=[unit.pk]),
                "current": name == current,
                "count": None,
            }
            for name, label in tabs
        ],
        "may": {"answer": request.actor.may(policies.ANSWER, on=unit)},
    }


def act(
    request: ActorRequest,
    form: Form,
    do: Callable[[], Any],
    *,
    back: str,
    done: str,
    page: dict[str, Any],
    template: str = "privacy/form.html",
) -> HttpResponse:
    """Show ``form``, or do what it says once and go ``back``; a refusal stands at the form."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                with once(request):
                    made = do()
            except AlreadyDone:
                return redirect(back)
            except (NotAllowed, NotFound):
                raise
            except Refusal as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, done)
                return redirect(made if isinstance(made, str) else back)
    return render_page(request, template, {"form": form, "back": back, **page}, status=status)
