from datetime import date

from django.db.models import Count, Q, QuerySet

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.foundation.vietnamese import sort_key
from congdoan.kernel.organisations import api as organisations
from congdoan.kernel.people.models import Office, Person
from congdoan.support.worklist import policies
from congdoan.support.worklist.enums import Group, WorkState
from congdoan.support.worklist.models import WorkItem, WorkItemQuerySet
from congdoan.support.worklist.rules import deadlines

OPEN = Q(state=WorkState.OPEN)
#: An officer of more organisations than this filters by typing, not from a list.
OFFERED = 50
#: The shell shows "99+" above this.
COUNTED = 100


def own_work(actor: Actor) -> WorkItemQuerySet:
    """
    Return the work of organisations the actor works for, and what is assigned to them.

    An assignment holds while they hold any office there: with the last one the right ends.
    """
    ours = WorkItem.objects.filter(organisation__in=actor.reach(policies.DO))
    if actor.person_id is None:
        return ours
    offices = Office.objects.on(actor.today).filter(person_id=actor.person_id)
    mine = WorkItem.objects.filter(
        assignee_id=actor.person_id, organisation__in=offices.values("organisation_id")
    )
    # A union of two indexed questions: one question with OR would read the whole country's list.
    return WorkItem.objects.filter(pk__in=ours.values("pk").union(mine.values("pk")))


def escalated_work(actor: Actor) -> WorkItemQuerySet:
    """Return open work of others that was reported to an organisation of the actor."""
    return WorkItem.objects.open().filter(escalated_to__in=actor.reach(policies.DO))


def get_own_item(actor: Actor, pk: int) -> WorkItem:
    """
    Return one item from the actor's lists.

    :raises NotFound: when it is on none of them
    """
    found = own_work(actor).filter(pk=pk).first() or escalated_work(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def open_count(actor: Actor) -> int:
    """Return how much open work there is, ``COUNTED`` at most, in one query."""
    if actor.user_id is None:
        return 0
    return own_work(actor).open()[:COUNTED].count()


def unscoped_work(prefix: str) -> QuerySet[WorkItem]:
    """Return the work under a prefix; for the slice that owns the prefix, after its own check."""
    return WorkItem.objects.under(prefix).order_by("due", "pk")


def colleagues(item: WorkItem, *, on: date) -> QuerySet[Person]:
    """Return who holds an office on ``on`` in the organisation that owes the work, by name."""
    offices = Office.objects.on(on).filter(organisation_id=item.organisation_id)
    return Person.objects.filter(pk__in=offices.values("person_id")).order_by("sort_key", "pk")


def group_of(rows: WorkItemQuerySet, group: str, *, on: date) -> WorkItemQuerySet:
    """Narrow work to one part of the list."""
    match group:
        case Group.OVERDUE:
            return rows.overdue(on=on)
        case Group.THIS_WEEK:
            return rows.due_soon(on=on)
        case Group.LATER:
            return rows.due_later(on=on)
        case Group.DONE:
            return rows.filter(state=WorkState.DONE)
    return rows.open()


def group_counts(actor: Actor) -> dict[str, int]:
    """Return how much stands in each part of the list, in one query."""
    today = actor.today
    near = deadlines.soon(today)
    return own_work(actor).aggregate(
        **{
            Group.OVERDUE.name: Count("pk", filter=OPEN & Q(due__lt=today)),
            Group.THIS_WEEK.name: Count("pk", filter=OPEN & Q(due__gte=today, due__lte=near)),
            Group.LATER.name: Count("pk", filter=OPEN & (Q(due__gt=near) | Q(due__isnull=True))),
        }
    )


def own_organisations(actor: Actor) -> dict[int, str]:
    """Return id → name of the organisations whose work the actor sees, by name."""
    ids = actor.reach(policies.DO).values_list("pk", flat=True)[:OFFERED]
    found = organisations.names(list(ids), on=actor.today)
    return dict(sorted(found.items(), key=lambda pair: sort_key(pair[1])))
