from congdoan.areas.cadres.models import IntroductionStep, PartyIntroduction, PlanCandidate
from congdoan.kernel.people.api import Forgetting


def forget_words(asked: Forgetting) -> list[str]:
    """Answer ``forgetting``: steps and figures stay for the statistics, what was written goes."""
    touched = PartyIntroduction.objects.filter(person=asked.person).exclude(sealed_grounds="")
    gone = touched.update(sealed_grounds="")
    steps = IntroductionStep.objects.filter(introduction__person=asked.person)
    gone += steps.exclude(sealed_note="").update(sealed_note="")
    planned = PlanCandidate.objects.filter(person=asked.person)
    for column in ("sealed_grounds", "sealed_removal"):
        gone += planned.exclude(**{column: ""}).update(**{column: ""})
    return ["cadres.words"] if gone else []
