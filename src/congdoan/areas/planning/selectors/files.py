"""Who reads what shows that a task was done: whoever sees the task, and who gave it."""

from django.db.models import Q

from congdoan.areas.planning import policies
from congdoan.areas.planning.models import Step
from congdoan.support.files.api import FileQuestion

#: Why evidence is kept (``wiring.py`` declares it).
EVIDENCE = "planning.evidence"


def may_read(question: FileQuestion) -> bool | None:
    """Answer ``may_read_file``."""
    if question.purpose != EVIDENCE:
        return None
    seen = question.actor.reach(policies.VIEW).values("pk")
    ours = Q(task__plan__organisation__in=seen)
    rows = Step.objects.filter(
        ours | Q(task__given__source__plan__organisation__in=seen), file=question.file_id
    )
    return True if rows.exists() else None
