from django.db import models


class SignInGuard(models.Model):
    """
    Wrong tries per account, unknown name or network address.

    A table and not the cache: all worker processes on all machines see one count.
    """

    #: ``user:<id>``, ``name:<hash>`` (what was typed may be a password) or ``ip:<address>``.
    key = models.CharField("khóa", max_length=80, unique=True, db_collation="C")
    failures = models.PositiveIntegerField("số lần sai", default=0)
    last_failure_at = models.DateTimeField("lần sai cuối")
    locked_until = models.DateTimeField("khóa đến", null=True)

    class Meta:
        verbose_name = "bộ đếm đăng nhập sai"

    def __str__(self) -> str:
        return f"{self.key}: {self.failures}"
