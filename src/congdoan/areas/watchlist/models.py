from django.db import models
from django.db.models import F, Q


class WatchEntry(models.Model):
    """
    What a union notes of a member in a year: months without dues, meetings held and attended.

    Entered by an officer until ledgers of dues and attendance answer instead (``facts_known``).
    """

    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="đơn vị"
    )
    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+", verbose_name="đoàn viên"
    )
    year = models.SmallIntegerField("năm")
    #: First days of the months; without an end the dues are still unpaid.
    unpaid_from = models.DateField("chưa đóng từ tháng", null=True)
    unpaid_to = models.DateField("đến hết tháng", null=True)
    with_reason = models.BooleanField("có lý do chính đáng", default=False)
    held = models.PositiveSmallIntegerField("buổi đã tổ chức", null=True)
    attended = models.PositiveSmallIntegerField("buổi có mặt", null=True)
    #: Illness, hardship: read on the list, encrypted here.
    sealed_mitigating = models.TextField("tình tiết giảm nhẹ (mã hóa)", blank=True)
    noted_on = models.DateField("ghi ngày")
    noted_by = models.CharField("người ghi", max_length=200)

    class Meta:
        verbose_name = "ghi nhận nhắc nhở"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person", "year"], name="watch_entry_once_a_year"
            ),
            models.CheckConstraint(
                name="watch_entry_attended_at_most_held",
                condition=Q(attended__isnull=True) | Q(attended__lte=F("held")),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.person_id} {self.year}"
