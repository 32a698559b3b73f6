from datetime import datetime

from django.db import models

from congdoan.areas.privacy.enums import BreachKind, BreachRisk


class Breach(models.Model):
    """
    Personal data were lost, seen or changed by who may not: the register the law asks for.

    The clock runs from ``noticed_at``. ``organisation`` is where it happened and stays, ``keeper``
    acts on it now (``services.keeping``). Texts name data and measures, never people.
    """

    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="đơn vị"
    )
    keeper = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="+",
        verbose_name="đơn vị giải quyết",
    )
    kind = models.CharField("loại sự cố", max_length=10, choices=BreachKind.choices)
    title = models.CharField("việc xảy ra", max_length=160)
    description = models.TextField("diễn biến")
    happened_on = models.DateField("ngày xảy ra", null=True)
    noticed_at = models.DateTimeField("phát hiện lúc")
    noted_at = models.DateTimeField("ghi lúc")
    noted_by_name = models.CharField("người ghi", max_length=120)
    due_at = models.DateTimeField("hạn báo cơ quan có thẩm quyền")

    data_kinds = models.CharField("dữ liệu bị ảnh hưởng", max_length=300, blank=True)
    people_count = models.PositiveIntegerField("số người bị ảnh hưởng", null=True)
    sensitive = models.BooleanField("có dữ liệu nhạy cảm", default=False)
    risk = models.CharField("mức nguy cơ", max_length=6, choices=BreachRisk.choices, blank=True)
    consequences = models.TextField("hậu quả có thể", blank=True)
    assessed_at = models.DateTimeField("đánh giá lúc", null=True)
    assessed_by_name = models.CharField("người đánh giá", max_length=120, blank=True)

    reported_at = models.DateTimeField("báo cơ quan có thẩm quyền lúc", null=True)
    report_no = models.CharField("số văn bản báo", max_length=60, blank=True)
    late_reason = models.CharField("lý do báo muộn", max_length=300, blank=True)
    told_at = models.DateTimeField("báo người bị ảnh hưởng lúc", null=True)
    told_how = models.CharField("cách báo", max_length=300, blank=True)

    measures = models.TextField("biện pháp khắc phục, phòng ngừa", blank=True)
    closed_at = models.DateTimeField("kết thúc lúc", null=True)
    closed_by_name = models.CharField("người kết thúc", max_length=120, blank=True)

    class Meta:
        verbose_name = "sự cố dữ liệu cá nhân"
        indexes = [models.Index(fields=["keeper", "-noticed_at"], name="breach_by_keeper")]

    def __str__(self) -> str:
        return self.title

    @property
    def must_report(self) -> bool:
        """Tell whether the authority is to be told: until the risk is judged, it is."""
        return self.risk != BreachRisk.NONE

    @property
    def must_tell(self) -> bool:
        return self.risk in {BreachRisk.SOME, BreachRisk.HIGH}

    @property
    def waits(self) -> bool:
        """Tell whether something is to be done still."""
        return self.closed_at is None

    @property
    def can_close(self) -> bool:
        reported = self.reported_at is not None or not self.must_report
        told = self.told_at is not None or not self.must_tell
        return self.waits and self.assessed_at is not None and reported and told

    def late_at(self, now: datetime) -> bool:
        """Tell whether the hours to tell the authority ran out, or had when it was told."""
        return self.must_report and (self.reported_at or now) > self.due_at
