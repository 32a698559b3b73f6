"""Progress of an agreement as tables, and as a chart where scripts run."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.forms.duties import party_choices, year_choices
from congdoan.areas.agreements.models import Agreement
from congdoan.areas.agreements.rules.duties import Outcome
from congdoan.areas.agreements.selectors.progress import LABELS, Progress, progress_of, years_of
from congdoan.areas.agreements.views.pages import frame, load
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.forms import Form
from congdoan.foundation.htmx import render_page

#: What the chart draws; what need not be done is in the table only.
_DRAWN = [one for one in Outcome if one != Outcome.WAIVED]


class _Choice(Form):
    nam = forms.ChoiceField(label=_("Năm"), required=False)
    ben = forms.ChoiceField(label=_("Bên làm"), required=False)

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("nam", year_choices(agreement)),
            ("ben", party_choices(agreement)),
        ):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices


@needs(policies.VIEW)
def progress(request: ActorRequest, pk: int) -> HttpResponse:
    """Show what was done on time, late, waits or is overdue: by content, party and year."""
    agreement = load(request, pk)
    choice = _Choice(request.GET, actor=request.actor, agreement=agreement)
    choice.is_valid()
    asked = choice.cleaned_data.get("nam", "")
    year = next((one for one in years_of(agreement) if str(one.pk) == asked), None)
    counted = progress_of(
        agreement,
        on=request.actor.as_of,
        year=year,
        party=choice.cleaned_data.get("ben", ""),
    )
    context = {
        **frame(request, agreement, "progress"),
        "choice": choice,
        "progress": counted,
        "heads": [LABELS[one] for one in Outcome],
        "blocks": [
            (_("Theo nội dung"), _("Nội dung phối hợp"), counted.contents),
            (_("Theo bên làm"), _("Bên làm"), counted.parties),
            (_("Theo năm"), _("Năm"), counted.years),
        ],
        "chart": _chart(counted),
    }
    return render_page(request, "agreements/progress.html", context)


def _chart(counted: Progress) -> dict[str, Any]:
    """Return what the script draws: one bar a content, one piece an outcome."""
    return {
        "names": [line.name for line in counted.contents],
        "series": [
            {
                "code": one.value,
                "name": str(LABELS[one]),
                "values": [line.counts[one] for line in counted.contents],
            }
            for one in _DRAWN
        ],
    }
