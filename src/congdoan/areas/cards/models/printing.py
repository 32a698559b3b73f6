from django.db import models
from django.db.models import Q

from congdoan.areas.cards.enums import Layout


class CardPrint(models.Model):
    """A file of cards to print, for whoever asked; thrown away after some days."""

    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="đơn vị"
    )
    user = models.ForeignKey(
        "accounts.User", models.CASCADE, related_name="+", verbose_name="người yêu cầu"
    )
    layout = models.CharField("khổ in", max_length=8, choices=Layout.choices)
    #: Numbers of ``Card`` rows, in the order of printing.
    cards = models.JSONField("các thẻ")
    total = models.PositiveIntegerField("số thẻ")
    drawn = models.PositiveIntegerField("đã vẽ", default=0)
    asked_at = models.DateTimeField("yêu cầu lúc")
    made_at = models.DateTimeField("xong lúc", null=True)
    until = models.DateTimeField("giữ đến", null=True)
    path = models.CharField("nơi lưu", max_length=200, blank=True)

    class Meta:
        verbose_name = "tệp in thẻ đoàn viên"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=Q(made_at__isnull=True),
                name="card_print_waits_once",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.organisation_id}: {self.total}"

    @property
    def percent(self) -> int:
        return 100 * self.drawn // max(1, self.total)
