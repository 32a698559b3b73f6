from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models


class AccessToken(models.Model):
    """
    A key that lets a program act as a person, within some scopes, until a day.

    Only its hash is kept: it was shown once. Ended ones stay for a while, so that their owner sees
    what there was.
    """

    user = models.ForeignKey(
        "accounts.User", models.CASCADE, related_name="access_tokens", verbose_name="người dùng"
    )
    name = models.CharField("tên", max_length=80)
    #: SHA-256 of 256 random bits: nothing to guess, so nothing slow is needed.
    digest = models.CharField(max_length=64, unique=True, db_collation="C")
    #: The last characters, to tell one from another.
    hint = models.CharField(max_length=4, db_collation="C")
    scopes = ArrayField(models.CharField(max_length=40), verbose_name="phạm vi")
    created_at = models.DateTimeField("lập lúc")
    expires_at = models.DateTimeField("hết hạn lúc")
    revoked_at = models.DateTimeField("thu hồi lúc", null=True)
    last_used_at = models.DateTimeField("dùng lần cuối", null=True)

    class Meta:
        verbose_name = "mã truy cập"

    def __str__(self) -> str:
        return self.name

    def is_live(self, at: datetime) -> bool:
        return self.revoked_at is None and at < self.expires_at
