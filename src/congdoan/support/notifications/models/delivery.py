from django.db import models

from congdoan.support.notifications.enums import Channel, DeliveryState


class Delivery(models.Model):
    """The outbox: one notification on one channel, written in the transaction that caused it."""

    notification = models.ForeignKey(
        "notifications.Notification",
        models.CASCADE,
        related_name="deliveries",
        verbose_name="thông báo",
    )
    channel = models.CharField("kênh", max_length=10, choices=Channel.choices)
    state = models.CharField(
        "trạng thái",
        max_length=10,
        choices=DeliveryState.choices,
        default=DeliveryState.WAITING,
    )
    failures = models.PositiveSmallIntegerField("số lần lỗi", default=0)
    next_attempt_at = models.DateTimeField("gửi sau lúc")
    sent_at = models.DateTimeField("gửi lúc", null=True, blank=True)

    class Meta:
        verbose_name = "lần gửi thông báo"
        constraints = [
            models.UniqueConstraint(
                fields=["notification", "channel"], name="delivery_once_per_channel"
            )
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                name="delivery_waiting",
                condition=models.Q(state=DeliveryState.WAITING),
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.channel} {self.state}"


class Attempt(models.Model):
    """One try at a delivery: the history an administrator reads when mail does not arrive."""

    delivery = models.ForeignKey(
        Delivery, models.CASCADE, related_name="attempts", verbose_name="lần gửi"
    )
    at = models.DateTimeField("lúc")
    #: Empty when it worked; else the technical cause without addresses or text.
    fault = models.CharField("lỗi", max_length=200, blank=True)

    class Meta:
        verbose_name = "lần thử gửi"

    def __str__(self) -> str:
        return f"#{self.pk} {self.at:%Y-%m-%d %H:%M} {self.fault or 'ok'}"
