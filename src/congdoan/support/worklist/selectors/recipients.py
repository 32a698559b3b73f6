"""Who is told about work: whom it was given to, the office it is for, or who answers for it."""

from datetime import date

from congdoan.kernel.access.api import unscoped_reasons
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.models import Office
from congdoan.support.worklist import policies
from congdoan.support.worklist.models import WorkItem


class Recipients:
    """Ids of persons to tell on one day; remembers each organisation, for runs over many items."""

    def __init__(self, *, on: date) -> None:
        self.on = on
        self._answering: dict[int, list[int]] = {}
        self._offices: dict[int, list[tuple[int, str]]] = {}

    def of(self, item: WorkItem) -> list[int]:
        """Return the assignee, else the holders of the item's position, else who answers there."""
        holders = self._offices_in(item.organisation_id)
        if item.assignee_id is not None and item.assignee_id in {person for person, _ in holders}:
            return [item.assignee_id]
        found = [person for person, position in holders if position == item.position]
        return found or self.answering_for(item.organisation)

    def answering_for(self, organisation: Organisation) -> list[int]:
        if organisation.pk not in self._answering:
            self._answering[organisation.pk] = sorted(
                {
                    reason.person.pk
                    for reason in unscoped_reasons(organisation, on=self.on)
                    if policies.GET_REMINDED in reason.capabilities
                }
            )
        return self._answering[organisation.pk]

    def _offices_in(self, organisation_id: int) -> list[tuple[int, str]]:
        if organisation_id not in self._offices:
            offices = Office.objects.on(self.on).filter(organisation_id=organisation_id)
            self._offices[organisation_id] = list(offices.values_list("person_id", "position"))
        return self._offices[organisation_id]
