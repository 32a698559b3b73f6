"""Pairs and merges an actor may look at: those of their own branch, as it is today."""

from django.db.models import QuerySet

from congdoan.areas.duplicates import policies
from congdoan.areas.duplicates.enums import PairState
from congdoan.areas.duplicates.models import FindingRun, Merge, Pair
from congdoan.areas.members.api import RecordRestricted
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.people.api import restricted_people, unscoped_limited


def visible_pairs(actor: Actor, state: str = PairState.OPEN) -> QuerySet[Pair]:
    """Return pairs in a state, the likeliest first; deciding is of today, whatever day is shown."""
    today = actor.looking_at(actor.today)
    rows = Pair.objects.filter(organisation__in=today.reach(policies.DECIDE), state=state)
    kept_only = restricted_people()
    rows = rows.exclude(one__in=kept_only).exclude(other__in=kept_only)
    return rows.select_related("one", "other").order_by("-score", "pk")


def get_pair(actor: Actor, pk: int) -> Pair:
    """
    Return a pair.

    :raises NotFound: when there is none, or it is not of the actor's branch
    :raises RecordRestricted: when nothing but keeping is allowed with either's data
    """
    rows = Pair.objects.select_related("one", "other", "organisation")
    found = rows.filter(pk=pk).first()
    today = actor.looking_at(actor.today)
    if found is None or not today.may(policies.DECIDE, on=found.organisation):
        raise NotFound
    if unscoped_limited([found.one_id, found.other_id]):
        raise RecordRestricted
    return found


def get_merge(actor: Actor, pk: int) -> Merge:
    """:raises NotFound: when there is none, or it is not of the actor's branch"""
    rows = Merge.objects.select_related("survivor", "other", "organisation", "pair")
    found = rows.filter(pk=pk).first()
    today = actor.looking_at(actor.today)
    if found is None or not today.may(policies.DECIDE, on=found.organisation):
        raise NotFound
    return found


def merge_of(pair: Pair) -> Merge | None:
    """Return the merge that came of a pair last."""
    return pair.merges.order_by("-pk").first()


def last_run() -> FindingRun | None:
    return FindingRun.objects.order_by("-pk").first()
