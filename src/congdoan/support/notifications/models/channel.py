from django.db import models

from congdoan.support.notifications.enums import Channel, Fault


class ChannelState(models.Model):
    """How a channel is: paused by a person, resting because it was away, last success and fault."""

    channel = models.CharField("kênh", max_length=10, choices=Channel.choices, primary_key=True)
    paused_at = models.DateTimeField("tạm dừng lúc", null=True)
    #: It was not reached so many times in a row; until then nobody tries.
    absences = models.PositiveSmallIntegerField("số lần vắng", default=0)
    rests_until = models.DateTimeField("nghỉ đến", null=True)
    last_success_at = models.DateTimeField("lần gửi được gần nhất", null=True)
    last_fault_at = models.DateTimeField("lần lỗi gần nhất", null=True)
    last_fault = models.CharField("lỗi gần nhất", max_length=10, choices=Fault.choices, blank=True)
    #: The technical cause, without addresses or text.
    detail = models.CharField("chi tiết", max_length=200, blank=True)
    #: How far the messages people sent us (to link their chat) have been read.
    read_to = models.BigIntegerField("đã đọc đến", default=0)

    class Meta:
        verbose_name = "tình trạng kênh"

    def __str__(self) -> str:
        return self.channel


class Tally(models.Model):
    """How many tries of a channel worked and failed in an hour; what a failure rate is made of."""

    channel = models.CharField("kênh", max_length=10, choices=Channel.choices)
    hour = models.DateTimeField("giờ")
    sent = models.PositiveIntegerField("gửi được", default=0)
    failed = models.PositiveIntegerField("lỗi", default=0)

    class Meta:
        verbose_name = "số lần gửi theo giờ"
        constraints = [
            models.UniqueConstraint(fields=["channel", "hour"], name="tally_once_per_hour")
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.hour:%Y-%m-%d %H}: {self.sent}/{self.failed}"
