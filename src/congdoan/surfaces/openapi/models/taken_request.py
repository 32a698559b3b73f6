from django.db import models


class TakenRequest(models.Model):
    """A request that was carried out, and its answer: sent again under its key it is not redone."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+", db_index=False)
    key = models.CharField("khóa", max_length=100, db_collation="C")
    #: What was asked: the same key for something else is a mistake of the caller.
    fingerprint = models.CharField(max_length=64, db_collation="C")
    status = models.PositiveSmallIntegerField("mã trả lời", default=0)
    answer = models.JSONField("trả lời", default=dict)
    taken_at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "yêu cầu đã làm"
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="taken_request_once"),
        ]
        indexes = [models.Index(fields=["taken_at"], name="taken_request_old")]

    def __str__(self) -> str:
        return self.key
