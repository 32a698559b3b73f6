from typing import Self

from django.db import models
from django.db.models import Q


class LimitQuerySet(models.QuerySet["Limit"]):
    def standing(self) -> Self:
        return self.filter(ended_at__isnull=True)


class Limit(models.Model):
    """
    What may no longer be done with somebody's data, since they asked so.

    Without a purpose nothing but keeping is allowed (a restricted record); with one, that use is
    stopped. Rows end, they are not deleted.
    """

    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+", verbose_name="người", db_index=False
    )
    #: A code of the rulebook's ``privacy.purpose``; empty: everything but keeping.
    purpose = models.CharField("mục đích", max_length=30, blank=True)
    since = models.DateTimeField("từ lúc")
    ended_at = models.DateTimeField("đến lúc", null=True)

    objects = LimitQuerySet.as_manager()

    class Meta:
        verbose_name = "hạn chế xử lý dữ liệu"
        indexes = [
            # Few rows ever stand: lists leave out who is among them.
            models.Index(
                fields=["purpose", "person"],
                condition=Q(ended_at__isnull=True),
                name="limit_stands",
            ),
            models.Index(fields=["person"], name="limit_by_person"),
        ]

    def __str__(self) -> str:
        return f"#{self.person_id} {self.purpose}"
