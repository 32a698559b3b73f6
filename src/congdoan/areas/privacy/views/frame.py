"""What pages of personal data share: the union's tabs, one form that does one act."""

from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.privacy import policies
from congdoan.foundation import acting
from congdoan.foundation.actor import ActorRequest
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.models import Organisation


def frame(request: ActorRequest, unit: Organisation, current: str) -> dict[str, Any]:
    """Return the union, its name and the tabs of its papers."""
    tabs = [
        ("proposals", _("Đề nghị sửa hồ sơ")),
        ("requests", _("Yêu cầu về dữ liệu")),
        ("retention", _("Sắp xóa, giữ lại")),
        ("breaches", _("Sổ sự cố")),
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


act = partial(acting.act, template="privacy/form.html")
