from django.db import models


class Reader(models.Model):
    """A person at a receiver who has to say that they have read what came there."""

    incoming = models.ForeignKey(
        "documents.Incoming", models.CASCADE, related_name="readers", db_index=False
    )
    document = models.ForeignKey(
        "documents.Document", models.PROTECT, related_name="all_readers", db_index=False
    )
    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+", verbose_name="người phải đọc"
    )
    name = models.CharField("họ tên", max_length=120)
    asked_at = models.DateTimeField("yêu cầu lúc")
    #: The last day they were told or reminded: nobody hears of it twice a day.
    told_on = models.DateField("báo gần nhất ngày")
    reminders = models.PositiveSmallIntegerField("số lần nhắc", default=0)
    read_at = models.DateTimeField("đọc lúc", null=True, blank=True)
    #: Who wrote down that they signed on paper; empty: they said so themselves.
    noted_by_name = models.CharField("người ghi nhận", max_length=120, blank=True)

    class Meta:
        verbose_name = "người phải đọc"
        constraints = [
            models.UniqueConstraint(fields=["incoming", "person"], name="reader_once"),
        ]
        indexes = [
            models.Index(fields=["document", "read_at"], name="reader_by_document"),
            models.Index(
                fields=["told_on", "document"],
                name="reader_to_remind",
                condition=models.Q(read_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.incoming_id}"
