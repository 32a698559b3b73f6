from django.db import models


class WorkNote(models.Model):
    """What colleagues write to each other about a piece of work."""

    item = models.ForeignKey(
        "worklist.WorkItem", models.CASCADE, related_name="notes", verbose_name="việc"
    )
    author = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", verbose_name="người ghi"
    )
    author_name = models.CharField("tên người ghi", max_length=120)
    text = models.TextField("ghi chú", max_length=2000)
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "ghi chú việc"

    def __str__(self) -> str:
        return f"#{self.pk} {self.at:%Y-%m-%d}"


class Reminder(models.Model):
    """That a reminder was sent: at most one per step and due day, however often the job runs."""

    item = models.ForeignKey(
        "worklist.WorkItem", models.CASCADE, related_name="reminders", verbose_name="việc"
    )
    due = models.DateField("hạn lúc nhắc")
    #: Days before the due day; escalation is none of them.
    step = models.SmallIntegerField("mốc nhắc")
    sent_on = models.DateField("ngày nhắc")

    class Meta:
        verbose_name = "lần nhắc việc"
        constraints = [
            models.UniqueConstraint(fields=["item", "due", "step"], name="reminder_once_per_step")
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.step} {self.sent_on}"
