from django.db import models


class SupportSession(models.Model):
    """An operator worked as somebody else: why, from when to when. Every act is marked."""

    operator = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    reason = models.CharField("lý do", max_length=300)
    started_at = models.DateTimeField("bắt đầu")
    expires_at = models.DateTimeField("hết hạn")
    ended_at = models.DateTimeField("kết thúc", null=True)

    class Meta:
        verbose_name = "phiên hỗ trợ"

    def __str__(self) -> str:
        return f"#{self.operator_id} as #{self.user_id}"
