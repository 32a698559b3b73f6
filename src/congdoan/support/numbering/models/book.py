from django.db import models

from congdoan.support.numbering.enums import Register


class Book(models.Model):
    """
    A register of one organisation and calendar year, or of one type of paper in it.

    ``last_number`` is the sequence: this row is locked while a number is taken, whoever may see
    what stands in the book.
    """

    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="đơn vị"
    )
    register = models.CharField("sổ", max_length=10, choices=Register.choices)
    year = models.SmallIntegerField("năm")
    #: The type that has a series of its own; empty = the one series for all.
    series = models.CharField("dãy số", max_length=40, blank=True, db_collation="C")
    last_number = models.PositiveIntegerField("số cuối")
    last_on = models.DateField("ngày của số cuối")
    closed_at = models.DateTimeField("khóa sổ lúc", null=True, blank=True)
    closed_by_name = models.CharField("người khóa sổ", max_length=120, blank=True)

    class Meta:
        verbose_name = "sổ đăng ký"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "register", "year", "series"], name="book_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.year} {self.series} @ #{self.organisation_id}"


class SeriesChoice(models.Model):
    """Whether a unit numbers each type by itself, from a year on; without a row: one series."""

    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="đơn vị"
    )
    register = models.CharField("sổ", max_length=10, choices=Register.choices)
    from_year = models.SmallIntegerField("từ năm")
    by_type = models.BooleanField("mỗi loại một dãy số")

    class Meta:
        verbose_name = "cách đánh số"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "register", "from_year"], name="series_choice_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.from_year} @ #{self.organisation_id}"
