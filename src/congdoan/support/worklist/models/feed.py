from django.db import models


class WorkFeed(models.Model):
    """
    A person's calendar address: whoever knows it may read their deadlines.

    Only the hash of the secret is kept; a lost or leaked address is replaced by a new one.
    """

    user = models.OneToOneField(
        "accounts.User", models.CASCADE, related_name="+", verbose_name="người dùng"
    )
    sha256 = models.CharField("mã băm", max_length=64, unique=True, db_collation="C")
    made_at = models.DateTimeField("lập lúc")

    class Meta:
        verbose_name = "địa chỉ lịch"

    def __str__(self) -> str:
        return f"#{self.user_id}"
