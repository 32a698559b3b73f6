from django.db import models


class Notification(models.Model):
    """
    What one person was told, in the words they were told in.

    The text is kept, not rebuilt: it must say later what was said then.
    """

    recipient = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", verbose_name="người nhận"
    )
    #: Who caused it, where they may see whom it reached (``NotificationKind.receipts``).
    sender = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, related_name="+", verbose_name="người gửi"
    )
    kind = models.CharField("loại thông báo", max_length=80)
    category = models.CharField("nhóm", max_length=40)
    title = models.CharField("tiêu đề", max_length=300)
    body = models.TextField("nội dung", blank=True)
    url = models.CharField("địa chỉ", max_length=300, blank=True)
    #: Makes telling idempotent: one notification per recipient and key, whoever calls how often.
    key = models.CharField("khóa", max_length=200, db_collation="C")
    created_at = models.DateTimeField("lúc")
    read_at = models.DateTimeField("đã đọc lúc", null=True, blank=True)

    class Meta:
        verbose_name = "thông báo"
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "key"], name="notification_once_per_key_and_recipient"
            )
        ]
        indexes = [
            # Newest by its moment: what happened earlier may be written later (imports, late jobs).
            models.Index(fields=["recipient", "-created_at", "-id"], name="notification_by_moment"),
            models.Index(
                fields=["sender", "-created_at", "-id"],
                name="notification_sent_by",
                condition=models.Q(sender__isnull=False),
            ),
            # The shell asks for the unread count on every page.
            models.Index(
                fields=["recipient", "-id"],
                name="notification_unread",
                condition=models.Q(read_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.title}"
