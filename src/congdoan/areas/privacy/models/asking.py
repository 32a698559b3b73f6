from datetime import date

from django.db import models

from congdoan.areas.privacy.enums import OPEN_REQUESTS, RequestKind, RequestSource, RequestState
from congdoan.areas.privacy.models.kept_by import AboutSomeone


class DataRequest(AboutSomeone):
    """Somebody uses a right over their data; the law's clock runs from the day it came."""

    kind = models.CharField("loại yêu cầu", max_length=10, choices=RequestKind.choices)
    #: A code of ``privacy.purpose`` whose use is to stop; empty where the whole record is meant.
    purpose = models.CharField("mục đích", max_length=30, blank=True)
    source = models.CharField("cách gửi", max_length=10, choices=RequestSource.choices)
    #: What they wrote, encrypted: people tell more than they must.
    sealed_text = models.TextField("nội dung (mã hóa)")
    received_on = models.DateField("ngày nhận")
    acknowledge_due = models.DateField("hạn báo tiếp nhận")
    due = models.DateField("hạn trả lời")
    scan = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, related_name="+", verbose_name="bản quét"
    )
    state = models.CharField(
        "trạng thái",
        max_length=12,
        choices=RequestState.choices,
        default=RequestState.RECEIVED,
    )
    acknowledged_on = models.DateField("ngày báo tiếp nhận", null=True)
    acknowledged_by_name = models.CharField("người tiếp nhận", max_length=120, blank=True)
    answer = models.TextField("trả lời", blank=True)
    answered_on = models.DateField("ngày trả lời", null=True)
    answered_by_name = models.CharField("người trả lời", max_length=120, blank=True)
    #: Which classes of facts were erased by the answer; never the values.
    erased = models.JSONField("đã xóa", default=list)
    recorded_at = models.DateTimeField("ghi lúc")

    class Meta:
        verbose_name = "yêu cầu về dữ liệu cá nhân"
        constraints = [
            # A second click, or the same wish again while the first waits.
            models.UniqueConstraint(
                fields=["person", "kind", "purpose"],
                condition=models.Q(state__in=["RECEIVED", "ACKNOWLEDGED"]),
                name="data_request_waits_once",
            )
        ]
        indexes = [models.Index(fields=["keeper", "state", "due"], name="request_by_keeper")]

    def __str__(self) -> str:
        return f"#{self.pk} {self.kind}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_REQUESTS

    def late_on(self, day: date) -> bool:
        """Tell whether one of its clocks has run out on ``day`` without an act."""
        unsaid = self.state == RequestState.RECEIVED and self.acknowledge_due < day
        return unsaid or (self.is_open and self.due < day)
