from django.db import models

from congdoan.areas.privacy.enums import RetentionState
from congdoan.areas.privacy.models.kept_by import AboutSomeone


class RetentionCase(AboutSomeone):
    """The facts of somebody who left everywhere are to go on a day, unless they are held."""

    left_on = models.DateField("thôi từ ngày")
    erase_on = models.DateField("xóa vào ngày")
    state = models.CharField(
        "trạng thái",
        max_length=10,
        choices=RetentionState.choices,
        default=RetentionState.ANNOUNCED,
    )
    announced_at = models.DateTimeField("báo trước lúc")
    hold_reason = models.CharField("giữ lại vì", max_length=300, blank=True)
    held_until = models.DateField("giữ đến", null=True)
    held_by_name = models.CharField("người quyết định giữ", max_length=120, blank=True)
    closed_at = models.DateTimeField("xong lúc", null=True)
    #: Classes of facts, never the values.
    erased = models.JSONField("đã xóa", default=list)

    class Meta:
        verbose_name = "dữ liệu sắp hết hạn lưu"
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(state__in=["ANNOUNCED", "HELD"]),
                name="retention_once_a_person",
            )
        ]
        indexes = [
            models.Index(fields=["keeper", "state"], name="retention_by_keeper"),
            models.Index(
                fields=["erase_on"],
                condition=models.Q(state__in=["ANNOUNCED", "HELD"]),
                name="retention_by_day",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.person_id} {self.erase_on}"
