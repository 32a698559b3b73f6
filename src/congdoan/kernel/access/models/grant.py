from django.db import models

from congdoan.foundation.valid_time import DatedQuerySet, ValidField, one_at_a_time
from congdoan.kernel.access.enums import Reach, Role


class Grant(models.Model):
    """A role given to a person at an organisation for a span of days, by a document."""

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    role = models.CharField("vai trò", max_length=20, choices=Role.choices)
    reach = models.CharField("phạm vi", max_length=10, choices=Reach.choices)
    valid = ValidField()
    decision_no = models.CharField("văn bản giao", max_length=60)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "quyền được giao"
        constraints = [
            one_at_a_time(
                "grant_once",
                "person",
                "organisation",
                "role",
                message="Người này đã được giao vai trò đó tại đơn vị trong thời gian này.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} #{self.person_id} @ #{self.organisation_id}"
