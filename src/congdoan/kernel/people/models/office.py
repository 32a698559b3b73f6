from datetime import date
from typing import Self

from django.db import models
from django.db.models import QuerySet

from congdoan.foundation.valid_time import DatedQuerySet, ValidField, contains, one_at_a_time
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.enums import Appointment, OfficeEnd


class OfficeQuerySet(DatedQuerySet["Office"]):
    def held_in(self, organisations: QuerySet[Organisation]) -> Self:
        return self.filter(organisation__in=organisations)

    def signing_order(self) -> Self:
        return self.order_by("organisation_id", "position", "person__sort_key")


class Office(models.Model):
    """
    A post held by a person in an organisation, from one day until another.

    Rights, signatures and work follow offices, never people: when the term ends, the right ends.
    ``valid`` already has its planned end when the term is known; ``end_reason`` says why it ended.
    """

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="offices")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="tổ chức"
    )
    #: A code of the rulebook's ``position`` catalogue (PRESIDENT, CLERK, DIRECTOR …).
    position = models.CharField("chức vụ", max_length=30)
    #: The title as the decision words it; empty = the catalogue's label.
    title = models.CharField("chức danh ghi trên văn bản", max_length=120, blank=True)
    valid = ValidField()
    term = models.ForeignKey(
        "periods.Period", models.PROTECT, null=True, related_name="+", verbose_name="nhiệm kỳ"
    )
    appointment = models.CharField("hình thức", max_length=15, choices=Appointment.choices)
    decision_no = models.CharField("số quyết định", max_length=60, blank=True)
    decision_on = models.DateField("ngày quyết định", null=True)
    full_time = models.BooleanField("chuyên trách", default=False)
    end_reason = models.CharField(
        "lý do thôi", max_length=15, choices=OfficeEnd.choices, blank=True
    )
    #: "Phụ trách khối": the grouping this leader is in charge of (S2).
    in_charge_of = models.ForeignKey(
        "organisations.Grouping",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="phụ trách cụm, khối",
    )
    #: "Cơ cấu": the partner whose representative this committee member is (S2).
    represents = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="đại diện cho",
    )

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = "chức vụ"
        constraints = [
            one_at_a_time(
                "office_once_per_person_and_post",
                "person",
                "organisation",
                "position",
                message="Người này đang giữ chức vụ đó tại đơn vị trong thời gian này.",
            )
        ]
        indexes = [models.Index(fields=["organisation", "position"], name="office_by_organisation")]

    def __str__(self) -> str:
        return f"{self.position} #{self.person_id} @ #{self.organisation_id}"

    def held_on(self, day: date) -> bool:
        return contains(self.valid, day)
