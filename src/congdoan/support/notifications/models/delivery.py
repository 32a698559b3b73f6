from uuid import uuid4

from django.contrib.postgres.functions import RandomUUID
from django.db import models

from congdoan.support.notifications.enums import Channel, DeliveryState, Fault


class Delivery(models.Model):
    """The outbox: one notification on one channel, written in the transaction that caused it."""

    notification = models.ForeignKey(
        "notifications.Notification",
        models.CASCADE,
        related_name="deliveries",
        verbose_name="thông báo",
    )
    channel = models.CharField("kênh", max_length=10, choices=Channel.choices)
    #: Told to the other side, so that it can recognise a message it has already taken.
    key = models.UUIDField("khóa", default=uuid4, db_default=RandomUUID(), unique=True)
    state = models.CharField(
        "trạng thái",
        max_length=10,
        choices=DeliveryState.choices,
        default=DeliveryState.WAITING,
    )
    #: Leaves with the person's other matters of the day, in one letter.
    daily = models.BooleanField("gom trong ngày", default=False)
    failures = models.PositiveSmallIntegerField("số lần lỗi", default=0)
    fault = models.CharField("lý do", max_length=10, choices=Fault.choices, blank=True)
    next_attempt_at = models.DateTimeField("gửi sau lúc")
    sent_at = models.DateTimeField("gửi lúc", null=True, blank=True)
    #: Which run of a worker holds it, and until when it is believed to live.
    claim = models.UUIDField("lượt gửi", null=True)
    claimed_until = models.DateTimeField("giữ đến", null=True)
    #: Whether it may be on its way: from here on a dead worker leaves a doubt.
    started = models.BooleanField("đã bắt đầu", default=False)
    provider_id = models.CharField("mã của bên nhận", max_length=120, blank=True)

    class Meta:
        verbose_name = "lần gửi thông báo"
        constraints = [
            models.UniqueConstraint(
                fields=["notification", "channel"], name="delivery_once_per_channel"
            )
        ]
        indexes = [
            models.Index(
                fields=["channel", "next_attempt_at", "id"],
                name="delivery_waiting",
                condition=models.Q(state=DeliveryState.WAITING),
            ),
            models.Index(
                fields=["claimed_until"],
                name="delivery_claimed",
                condition=models.Q(state=DeliveryState.SENDING),
            ),
            models.Index(
                fields=["channel", "state"],
                name="delivery_not_sent",
                condition=models.Q(
                    state__in=[DeliveryState.GIVEN_UP, DeliveryState.UNSURE, DeliveryState.BOUNCED]
                ),
            ),
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
