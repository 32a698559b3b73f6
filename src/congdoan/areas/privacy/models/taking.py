from django.db import models
from django.db.models import Q


class OwnFile(models.Model):
    """All that is kept about the person who asked, made in the background, gone after some days."""

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    asked_at = models.DateTimeField("yêu cầu lúc")
    made_at = models.DateTimeField("xong lúc", null=True)
    until = models.DateTimeField("giữ đến", null=True)
    path = models.CharField("nơi lưu", max_length=200, blank=True)

    class Meta:
        verbose_name = "tệp dữ liệu của tôi"
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(made_at__isnull=True), name="own_file_waits_once"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.person_id} {self.asked_at:%Y-%m-%d}"
