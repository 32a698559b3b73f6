from django.db import models

from congdoan.support.notifications.enums import Channel


class Preference(models.Model):
    """A person's own choice for a category on a channel; no row = the kind's default."""

    user = models.ForeignKey(
        "accounts.User", models.CASCADE, related_name="+", verbose_name="người dùng"
    )
    category = models.CharField("nhóm", max_length=40)
    channel = models.CharField("kênh", max_length=10, choices=Channel.choices)
    wanted = models.BooleanField("muốn nhận")
    #: Not at once, but gathered into the letter of the next morning (e-mail).
    daily = models.BooleanField("gom trong ngày", default=False)

    class Meta:
        verbose_name = "lựa chọn nhận thông báo"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "category", "channel"], name="preference_once_per_channel"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.category} {self.channel} {self.wanted}"
