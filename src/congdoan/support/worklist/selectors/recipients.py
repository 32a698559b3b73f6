"""Who is told about work: whom it was given to, the office it is for, or who answers for it."""

from datetime import date

from django.db.models import QuerySet

from congdoan.kernel.access.api import actor_for
from congdoan.kernel.people.models import Office
from congdoan.support.worklist import policies
from congdoan.support.worklist.models import WorkItem


class Recipients:
    """Ids of persons to tell on one day; remembers each organisation, for runs over many items."""

    def __init__(self, *, on: date) -> None:
        self.on = on
        self._known: dict[tuple[int, str], list[int]] = {}

    def of(self, item: WorkItem) -> list[int]:
        """Return the assignee, else the holders of the item's position, else who answers there."""
        if item.assignee_id is not None:
            return [item.assignee_id]
        found = self._holders(item.organisation_id, item.position) if item.position else []
        return found or self.answering_for(item.organisation_id)

    def answering_for(self, organisation_id: int) -> list[int]:
        return self._holders(organisation_id, "")

    def _holders(self, organisation_id: int, position: str) -> list[int]:
        key = (organisation_id, position)
        if key not in self._known:
            offices = Office.objects.on(self.on).filter(organisation_id=organisation_id)
            self._known[key] = (
                list(offices.filter(position=position).values_list("person_id", flat=True))
                if position
                else self._with_the_right(offices.select_related("person__user", "organisation"))
            )
        return self._known[key]

    def _with_the_right(self, offices: QuerySet[Office]) -> list[int]:
        return sorted(
            {
                office.person_id
                for office in offices
                if office.person.user is not None
                and actor_for(office.person.user, today=self.on).may(
                    policies.GET_REMINDED, on=office.organisation
                )
            }
        )
