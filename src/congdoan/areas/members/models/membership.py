from django.db import models
from django.db.models import Q

from congdoan.areas.members.enums import BeginOfMembership, Category, EndOfMembership
from congdoan.foundation.valid_time import DatedQuerySet, ValidField, one_at_a_time
from congdoan.kernel.people.enums import Gender


class Membership(models.Model):
    """
    A person belonged to a union, from one day until another; to one main unit a day.

    Sex, birth year and category stand here as they were counted: statistics of twelve million rows
    read one table. Rows are written by ``services`` only, which keep the counts of every branch.
    """

    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+", verbose_name="người", db_index=False
    )
    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="+",
        verbose_name="tổ chức",
        db_index=False,  # membership_by_group
    )
    valid = ValidField()
    birth_year = models.SmallIntegerField("năm sinh", null=True)
    gender = models.CharField("giới tính", max_length=1, choices=Gender.choices, blank=True)
    category = models.CharField("nhóm", max_length=10, choices=Category.choices)
    #: The person's, kept by the database: a branch is listed in the order of one index.
    sort_key = models.CharField(
        max_length=500, editable=False, db_collation="C", default="", db_default=""
    )
    #: Empty where nobody said: then what was before it tells (``selectors.movement``).
    begin_reason = models.CharField(
        "cách vào",
        max_length=15,
        choices=BeginOfMembership.choices,
        blank=True,
        default="",
        db_default="",
    )
    end_reason = models.CharField(
        "lý do thôi", max_length=15, choices=EndOfMembership.choices, blank=True
    )
    #: The events that began and ended it; empty when a person's own act did.
    begun_by = models.ForeignKey(
        "organisations.OrganisationEvent",
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    ended_by = models.ForeignKey(
        "organisations.OrganisationEvent",
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "tư cách đoàn viên"
        constraints = [
            one_at_a_time(
                "membership_one_unit_a_day",
                "person",
                message="Người này đang là đoàn viên ở một đơn vị khác trong thời gian đó.",
            ),
            models.CheckConstraint(
                name="membership_lasts_some_day",
                condition=Q(valid__isempty=False) & Q(valid__startswith__isnull=False),
            ),
        ]
        indexes = [
            # Lists of a unit, and whoever is of a group and an age in a large branch.
            models.Index(
                fields=["organisation", "category", "birth_year"], name="membership_by_group"
            ),
            # Movement by day: who began and who ended then, wherever they are.
            models.Index(models.F("valid__startswith"), name="membership_by_first_day"),
            models.Index(
                models.F("valid__endswith"),
                condition=Q(valid__endswith__isnull=False),
                name="membership_by_end_day",
            ),
            # Lists of any branch walk it and read nothing else (``selectors.paging``).
            models.Index(
                fields=["sort_key", "id"],
                include=[
                    *("organisation", "valid", "gender", "category", "birth_year", "end_reason")
                ],
                name="membership_by_name",
            ),
            # Thousands of people at once: the constraint's GiST index finds them far too slowly.
            models.Index(fields=["person"], name="membership_by_person"),
            models.Index(
                fields=["begun_by"],
                condition=Q(begun_by__isnull=False),
                name="membership_begun_by",
            ),
            models.Index(
                fields=["ended_by"],
                condition=Q(ended_by__isnull=False),
                name="membership_ended_by",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.person_id} @ #{self.organisation_id} {self.valid}"
