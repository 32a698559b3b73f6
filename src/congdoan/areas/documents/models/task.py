from django.db import models


class Task(models.Model):
    """Something a document orders its receivers to do, until a day; stated before it is sent."""

    document = models.ForeignKey("documents.Document", models.CASCADE, related_name="tasks")
    title = models.CharField("việc phải làm", max_length=300)
    due = models.DateField("hạn")
    #: Which of the receivers: of this level, of this kind; empty: all of them.
    level = models.CharField("chỉ cấp", max_length=30, blank=True)
    kind = models.CharField("chỉ loại hình", max_length=30, blank=True)
    #: A file must come with the report.
    evidence = models.BooleanField("phải kèm minh chứng", default=False)
    by_name = models.CharField("người giao", max_length=120)
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "việc giao theo văn bản"

    def __str__(self) -> str:
        return self.title


class TaskReport(models.Model):
    """A receiver says that it has done a task. Who has no row has not."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="reports")
    incoming = models.ForeignKey("documents.Incoming", models.PROTECT, related_name="task_reports")
    #: The receiver, as in the sender's list.
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    note = models.CharField("kết quả", max_length=500)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("lúc")
    by_name = models.CharField("người báo", max_length=120)

    class Meta:
        verbose_name = "báo cáo việc đã làm"
        constraints = [
            models.UniqueConstraint(fields=["task", "organisation"], name="task_reported_once")
        ]

    def __str__(self) -> str:
        return f"#{self.organisation_id} ✓ #{self.task_id}"
