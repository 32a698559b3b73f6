from django.db import models
from django.db.models import Q

from congdoan.areas.documents.enums import Channel, ReceiverState


class Receiver(models.Model):
    """Who is sent a document: frozen when it was sent, with what became of it there."""

    document = models.ForeignKey(
        "documents.Document", models.PROTECT, related_name="receivers", db_index=False
    )
    #: None: outside the platform.
    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="nơi nhận",
    )
    name = models.CharField("tên nơi nhận", max_length=250, blank=True)
    address = models.CharField("địa chỉ", max_length=250, blank=True)
    channel = models.CharField(
        "kênh", max_length=10, choices=Channel.choices, default=Channel.SYSTEM
    )
    #: The unit directly under the sender in whose branch it stood: counts by branch.
    branch = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(
        "trạng thái", max_length=2, choices=ReceiverState.choices, default=ReceiverState.QUEUED
    )
    changed_at = models.DateTimeField("đổi lúc")
    delivered_at = models.DateTimeField("đến lúc", null=True, blank=True)
    accepted_at = models.DateTimeField("tiếp nhận lúc", null=True, blank=True)
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)
    reminded_at = models.DateTimeField("nhắc lúc", null=True, blank=True)

    class Meta:
        verbose_name = "nơi nhận"
        constraints = [
            models.UniqueConstraint(
                fields=["document", "organisation"],
                condition=Q(organisation__isnull=False),
                name="receiver_once",
            ),
            models.CheckConstraint(
                name="receiver_is_somebody",
                condition=Q(organisation__isnull=False) | ~Q(name=""),
            ),
        ]
        indexes = [
            models.Index(fields=["document", "state"], name="receiver_by_state"),
            models.Index(
                fields=["document", "organisation"],
                name="receiver_waits",
                condition=Q(delivered_at__isnull=True, organisation__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.organisation_id or self.name} ← #{self.document_id}"


class ReceiverStep(models.Model):
    """One change of a receiver's state: when, by whom, with what words."""

    receiver = models.ForeignKey(Receiver, models.PROTECT, related_name="steps")
    state = models.CharField("trạng thái", max_length=2, choices=ReceiverState.choices)
    at = models.DateTimeField("lúc")
    by_name = models.CharField("người ghi", max_length=120)
    note = models.CharField("ghi chú", max_length=500, blank=True)

    class Meta:
        verbose_name = "diễn biến ở nơi nhận"

    def __str__(self) -> str:
        return f"{self.state} #{self.receiver_id}"
