from datetime import date

from django.db import models
from django.db.models import F, Q

from congdoan.areas.cards.enums import CardEnd


class Card(models.Model):
    """
    A card issued to a person, as it was printed; one open card a person.

    It is the person's, not of one membership: it follows them to another union. Whether it is
    valid on a day is asked of the membership of that day, and stands nowhere.
    """

    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+", verbose_name="người"
    )
    #: The union that stands on the card.
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="đơn vị"
    )
    number = models.CharField("số thẻ", max_length=24, db_collation="C")
    #: What the QR code holds; says nothing about the person and cannot be guessed.
    token = models.CharField("mã kiểm tra", max_length=32, unique=True, db_collation="C")
    printed_name = models.CharField("họ tên trên thẻ", max_length=130)
    printed_unit = models.CharField("đơn vị trên thẻ", max_length=300)
    #: The first card, the second …
    issue = models.PositiveSmallIntegerField("lần cấp", default=1)
    issued_on = models.DateField("ngày cấp")
    #: The first day on which it is not the person's card any more.
    ended_on = models.DateField("hết dùng từ ngày", null=True)
    end_reason = models.CharField("lý do", max_length=10, choices=CardEnd.choices, blank=True)
    note = models.CharField("ghi chú", max_length=200, blank=True)

    class Meta:
        verbose_name = "thẻ đoàn viên"
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(ended_on__isnull=True),
                name="card_one_open_a_person",
                violation_error_message="Người này đang có thẻ; hãy thay hoặc thu hồi trước.",
            ),
            models.UniqueConstraint(
                fields=["number"], condition=Q(ended_on__isnull=True), name="card_number_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, end_reason="")
                | (Q(ended_on__gte=F("issued_on")) & ~Q(end_reason="")),
                name="card_ends_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def held_on(self, day: date) -> bool:
        """Tell whether it was the person's card on a day (not: whether they were a member)."""
        return self.issued_on <= day and (self.ended_on is None or day < self.ended_on)
