from django.db import models
from django.db.models import Q

from congdoan.support.numbering.enums import NumberState
from congdoan.support.numbering.models.book import Book


class Number(models.Model):
    """One line of a book: never deleted, never given twice; a released one keeps its reason."""

    book = models.ForeignKey(
        Book, models.PROTECT, related_name="numbers", db_index=False, verbose_name="sổ"
    )
    number = models.PositiveIntegerField("số")
    #: "a" of 05a: entered late, between 05 and 06.
    suffix = models.CharField("chữ phụ", max_length=1, blank=True, db_collation="C")
    state = models.CharField("trạng thái", max_length=10, choices=NumberState.choices)
    dated_on = models.DateField("ngày")
    #: What stands there, named by the slice that took it: "documents.12".
    subject = models.CharField("văn bản", max_length=80, blank=True, db_collation="C")
    reason = models.CharField("lý do", max_length=300, blank=True)
    taken_at = models.DateTimeField("lấy số lúc")
    taken_by_name = models.CharField("người lấy số", max_length=120)

    class Meta:
        verbose_name = "số đăng ký"
        constraints = [
            models.UniqueConstraint(fields=["book", "number", "suffix"], name="number_once"),
            models.CheckConstraint(
                name="number_kept_or_let_go_with_reason",
                condition=Q(state=NumberState.TAKEN) | ~Q(reason=""),
            ),
            models.CheckConstraint(name="number_starts_at_one", condition=Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """Return the number as written: 05, 05a, 112."""
        return f"{self.number:02d}{self.suffix}"
