from django.db import models

from congdoan.areas.documents.models.document import Document


class Merge(models.Model):
    """One text, a letter of its own for each receiver (trộn thư): who they are, and the print."""

    document = models.OneToOneField(Document, models.CASCADE, related_name="merge")
    #: "units.CHILDREN", or a list that may be put into a text ("members.12").
    source = models.CharField("danh sách", max_length=60, db_collation="C")
    name = models.CharField("tên danh sách", max_length=160)
    count = models.PositiveIntegerField("số thư")
    chosen_by_name = models.CharField("người chọn", max_length=120)
    chosen_at = models.DateTimeField("chọn lúc")
    #: All letters one after the other, to be printed; made in the background once it is numbered.
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField("in xong lúc", null=True)

    class Meta:
        verbose_name = "đợt trộn thư"

    def __str__(self) -> str:
        return f"{self.name} #{self.document_id}"


class MergedLetter(models.Model):
    """One receiver's letter: what is filled in for them, frozen when they were chosen."""

    merge = models.ForeignKey(Merge, models.CASCADE, related_name="letters", db_index=False)
    place = models.PositiveIntegerField("thứ tự")
    name = models.CharField("nơi nhận", max_length=250)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+"
    )
    #: Facts of this one letter: {"receiver.name": "…"}.
    facts = models.JSONField("chỗ điền", default=dict)

    class Meta:
        verbose_name = "thư trộn"
        constraints = [
            models.UniqueConstraint(fields=["merge", "place"], name="merged_letter_once")
        ]

    def __str__(self) -> str:
        return f"{self.place}. {self.name}"
