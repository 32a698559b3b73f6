"""What this slice keeps about a person, for the file they take along."""

from django.utils.translation import gettext as _

from congdoan.areas.cadres.models import IntroductionStep, PartyIntroduction
from congdoan.areas.cadres.services.seals import opened
from congdoan.kernel.people.api import AboutPerson, Kept


def kept_of_introductions(asked: AboutPerson) -> list[Kept]:
    """
    Answer ``kept_about``: the way into the Party, step by step.

    Not the planning of officials: who is prepared for which post is told by whom it concerns, on
    their decision, never by a file.
    """
    files = PartyIntroduction.objects.filter(person=asked.person).order_by("nominated_on", "pk")
    rows = [
        {
            "nominated_on": one.nominated_on,
            "proposed_by": one.proposed_by,
            "grounds": opened(one.sealed_grounds),
            "stage": one.stage,
            "stopped": one.stopped,
            "steps": [
                f"{step.kind} {step.done_on:%d/%m/%Y} {step.number}".strip() for step in steps
            ],
        }
        for one in files.prefetch_related("steps")
        for steps in [sorted(one.steps.all(), key=lambda step: (step.done_on, step.pk))]
    ]
    return [Kept("cadres", _("Giới thiệu vào Đảng"), rows)]


def _said(step: IntroductionStep) -> str:
    return f"{step.kind} {step.done_on:%d/%m/%Y} {step.number}".strip()
