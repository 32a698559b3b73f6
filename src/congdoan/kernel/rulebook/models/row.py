from typing import ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Coalesce

from congdoan.foundation.valid_time import DatedQuerySet, ValidField
from congdoan.kernel.rulebook.enums import Origin, Overridable


class Subject(models.Model):
    """What a family of rules is about, e.g. the levels of union organisation."""

    code = models.CharField("mã", max_length=60, primary_key=True, db_collation="C")
    label = models.CharField("tên", max_length=200)
    label_en = models.CharField("tên tiếng Anh", max_length=200)
    position = models.PositiveIntegerField("thứ tự")

    class Meta:
        verbose_name = "lĩnh vực quy định"
        ordering = ["position"]

    def __str__(self) -> str:
        return self.code


class RuleQuerySet(DatedQuerySet["RuleRow"]):
    def shipped(self) -> Self:
        return self.filter(origin=Origin.SHIPPED)

    def local(self) -> Self:
        return self.filter(origin=Origin.LOCAL)


class RuleRow(models.Model):
    """
    One rule as it stood over a span of days: for all, or for one organisation and those below.

    Never read directly: ask ``rulebook.value``, ``rule`` or ``catalogue`` with a day.
    """

    subject = models.ForeignKey(
        Subject, models.PROTECT, related_name="rows", verbose_name="lĩnh vực"
    )
    key = models.CharField("khóa", max_length=120, db_collation="C")
    #: Catalogue entries carry their code; plain values have none.
    code = models.CharField("mã", max_length=60, blank=True, db_collation="C")
    label = models.CharField("tên", max_length=300)
    label_en = models.CharField("tên tiếng Anh", max_length=300)
    value = models.JSONField("giá trị", encoder=DjangoJSONEncoder, default=dict)
    unit = models.CharField("đơn vị tính", max_length=40, blank=True)
    position = models.PositiveIntegerField("thứ tự", default=0)
    #: Empty for a rule that holds everywhere. Organisations stand above this slice: no foreign key.
    organisation_id = models.BigIntegerField("tổ chức", null=True, blank=True)
    valid = ValidField()
    overridable = models.CharField(
        "cấp dưới", max_length=10, choices=Overridable.choices, default=Overridable.NONE
    )
    minimum = models.DecimalField("mức tối thiểu", max_digits=18, decimal_places=4, null=True)
    maximum = models.DecimalField("mức tối đa", max_digits=18, decimal_places=4, null=True)
    legal_basis = models.TextField("căn cứ")
    source = models.TextField("nguồn đối chiếu", blank=True)
    verified = models.BooleanField("đã đối chiếu văn bản gốc", default=False)
    note = models.TextField("ghi chú", blank=True)
    origin = models.CharField("nguồn gốc", max_length=10, choices=Origin.choices)

    objects: ClassVar[RuleQuerySet] = RuleQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "quy định"
        constraints = [
            ExclusionConstraint(
                name="rule_row_one_at_a_time",
                expressions=[
                    ("key", RangeOperators.EQUAL),
                    (Coalesce("organisation_id", models.Value(0)), RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Quy định này đã có nội dung khác trong thời gian đó.",
            ),
            models.CheckConstraint(
                name="rule_row_local_has_organisation",
                condition=models.Q(origin=Origin.SHIPPED, organisation_id__isnull=True)
                | models.Q(origin=Origin.LOCAL, organisation_id__isnull=False),
                violation_error_message="Quy định riêng phải thuộc về một tổ chức.",
            ),
        ]
        indexes = [models.Index(fields=["subject", "position"], name="rule_row_by_subject")]

    def __str__(self) -> str:
        return f"{self.key} {self.valid}"
