from django.db import models


class EmployerWaiver(models.Model):
    """
    Why a union is not founded, ended or looked at although a change at the employer asks for it.

    ``key`` is the work's; a further change of the same kind asks again and drops the waiver (the
    audit trail keeps it).
    """

    employer = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="cơ sở"
    )
    key = models.CharField("việc", max_length=200, unique=True, db_collation="C")
    reason = models.CharField("lý do", max_length=500)
    decided_by_name = models.CharField("người quyết định", max_length=120)
    decided_at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "lý do không thực hiện"

    def __str__(self) -> str:
        return self.key
