from django.db import models
from django.db.models import Q

from congdoan.areas.campaigns.enums import Aim, ContactKind, State


class Campaign(models.Model):
    """
    A union's work on one employer (or on one union with few members) until there are enough.

    How far it has come is never typed: ``selectors.progress`` reads the log, the applications, the
    members and the founding.
    """

    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="công đoàn"
    )
    #: Who opened it: takes it back when what ended that union is undone.
    opened_by = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    place = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="+",
        verbose_name="cơ sở vận động",
    )
    aim = models.CharField("mục tiêu", max_length=5, choices=Aim.choices)
    responsible = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+", verbose_name="người phụ trách"
    )
    target_members = models.PositiveIntegerField("số đoàn viên cần đạt")
    target_day = models.DateField("hạn đạt")
    started_on = models.DateField("bắt đầu ngày")
    next_step = models.CharField("việc tiếp theo", max_length=200)
    next_due = models.DateField("hạn việc tiếp theo")
    state = models.CharField("trạng thái", max_length=7, choices=State.choices, default=State.OPEN)
    closed_on = models.DateField("đóng ngày", null=True)
    closed_by_name = models.CharField("người đóng", max_length=160, blank=True)
    close_reason = models.TextField("lý do đóng", blank=True)
    made_by_name = models.CharField("người mở", max_length=160)
    made_at = models.DateTimeField("mở lúc")

    class Meta:
        verbose_name = "việc vận động"
        constraints = [
            models.UniqueConstraint(
                fields=["place"], condition=Q(state=State.OPEN), name="campaign_one_open_per_place"
            ),
            models.CheckConstraint(
                name="campaign_closed_with_reason",
                condition=Q(state=State.OPEN) | (Q(closed_on__isnull=False) & ~Q(close_reason="")),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state"], name="campaign_of_union")]

    def __str__(self) -> str:
        return f"#{self.place_id} {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN


class CampaignContact(models.Model):
    """Somebody was called, visited or met; kept as written."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="contacts")
    day = models.DateField("ngày")
    kind = models.CharField("hình thức", max_length=7, choices=ContactKind.choices)
    met = models.CharField("gặp ai", max_length=200)
    note = models.TextField("nội dung, kết quả", blank=True)
    by_name = models.CharField("người ghi", max_length=160)
    at = models.DateTimeField("ghi lúc")

    class Meta:
        verbose_name = "lần liên hệ"
        ordering = ["-day", "-pk"]

    def __str__(self) -> str:
        return f"#{self.campaign_id} {self.day}"
