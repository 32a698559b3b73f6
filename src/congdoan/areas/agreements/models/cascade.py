from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from congdoan.areas.agreements.enums import Scope
from congdoan.foundation.valid_time import ValidField
from congdoan.kernel.organisations.enums import HierarchyId
from congdoan.kernel.organisations.models import Lineage

if TYPE_CHECKING:
    from congdoan.kernel.organisations.models import Organisation


class CascadeQuerySet(models.QuerySet["Cascade"]):
    def by(self, organisations: "QuerySet[Organisation]") -> Self:
        return self.filter(superior__in=organisations)

    def above(self, organisations: "QuerySet[Organisation]") -> Self:
        """Keep what a superior of one of ``organisations`` asked, as of the day it asked."""
        lineage = Lineage.objects.filter(
            hierarchy_id=HierarchyId.COMMAND,
            ancestor=OuterRef("superior"),
            descendant__in=organisations,
            depth__gt=0,
            reach__contains=OuterRef("asked_on"),
        )
        return self.filter(Exists(lineage))


class Cascade(models.Model):
    """
    A superior asks its units to sign, each with its own counterpart, an agreement of a kind.

    Who is asked and who has signed is computed from the tree and the register of a day; nothing of
    it is stored, so that units founded, moved or ended since are counted as they are.
    """

    superior = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="+",
        verbose_name="cấp trên yêu cầu",
    )
    title = models.CharField("tên đợt", max_length=200)
    request = models.TextField("nội dung yêu cầu", blank=True)
    #: A code of the rulebook's ``agreement.kind``.
    kind = models.CharField("loại văn bản", max_length=30)
    #: Code of a shipped template; empty = units begin with an empty text.
    template = models.CharField("mẫu", max_length=40, blank=True)
    #: The superior's own text, instead of a shipped one.
    text_template = models.ForeignKey(
        "agreements.TextTemplate",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="mẫu của đơn vị",
    )
    scope = models.CharField("phạm vi", max_length=10, choices=Scope.choices)
    #: A code of ``organisation.level``; empty = all.
    level = models.CharField("cấp", max_length=30, blank=True)
    #: A code of ``organisation.kind``; empty = all.
    unit_kind = models.CharField("loại hình", max_length=40, blank=True)
    grouping = models.ForeignKey(
        "organisations.Grouping",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="cụm, khối",
    )
    #: The time the agreements are to cover; one that covers a part of it counts.
    valid = ValidField("thời hạn văn bản")
    asked_on = models.DateField("yêu cầu ngày")
    deadline = models.DateField("hạn ký")
    closed_on = models.DateField("kết thúc ngày", null=True)
    created_at = models.DateTimeField("lập lúc")
    created_by_name = models.CharField("người lập", max_length=120)

    objects: ClassVar[CascadeQuerySet] = CascadeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "đợt triển khai ký kết"
        constraints = [
            models.CheckConstraint(
                name="agreement_cascade_has_a_period",
                condition=Q(valid__isempty=False)
                & Q(valid__startswith__isnull=False)
                & Q(valid__endswith__isnull=False),
            ),
            models.CheckConstraint(
                name="agreement_cascade_grouping_named",
                condition=~Q(scope=Scope.GROUPING) | Q(grouping__isnull=False),
            ),
            models.CheckConstraint(
                name="agreement_cascade_deadline_after_asking",
                condition=Q(deadline__gte=F("asked_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CascadeReminder(models.Model):
    """The superior urged those who had not signed; once a day at most."""

    cascade = models.ForeignKey(Cascade, models.CASCADE, related_name="reminders")
    on = models.DateField("ngày")
    at = models.DateTimeField("lúc")
    by_name = models.CharField("người đôn đốc", max_length=120)
    message = models.TextField("lời nhắn", blank=True)
    #: How many units were urged.
    units = models.PositiveIntegerField("số đơn vị")

    class Meta:
        verbose_name = "lần đôn đốc"
        constraints = [
            models.UniqueConstraint(
                fields=["cascade", "on"], name="agreement_cascade_reminder_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.cascade_id} {self.on}"
