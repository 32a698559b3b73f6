from django.db import models


class Stamp(models.Model):
    """One row, its mark new after every writing; each process compares it with what it holds."""

    mark = models.UUIDField("dấu")

    class Meta:
        verbose_name = "dấu của bộ quy định"
        constraints = [
            models.CheckConstraint(name="stamp_is_one_row", condition=models.Q(pk=1)),
        ]

    def __str__(self) -> str:
        return str(self.mark)
