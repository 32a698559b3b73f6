from congdoan.areas.watchlist.models import WatchEntry
from congdoan.kernel.people.api import Forgetting


def forget_mitigating(asked: Forgetting) -> list[str]:
    """Answer ``forgetting``: figures of closed years stay, illness and hardship go."""
    told = WatchEntry.objects.filter(person=asked.person).exclude(sealed_mitigating="")
    return ["watchlist.mitigating"] if told.update(sealed_mitigating="") else []
