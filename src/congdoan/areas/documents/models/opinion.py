from datetime import date

from django.db import models

from congdoan.areas.documents.models.document import Document


class Opinion(models.Model):
    """One colleague was asked what they think of a draft, until a day; their words are comments."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="opinions")
    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+", verbose_name="người được hỏi"
    )
    due = models.DateField("hạn góp ý")
    note = models.CharField("lời nhắn", max_length=500, blank=True)
    asked_by_name = models.CharField("người hỏi", max_length=120)
    asked_at = models.DateTimeField("hỏi lúc")
    done_at = models.DateTimeField("góp ý xong lúc", null=True, blank=True)
    #: The draft went on without it.
    closed_at = models.DateTimeField("thôi hỏi lúc", null=True, blank=True)

    class Meta:
        verbose_name = "ý kiến được hỏi"

    def __str__(self) -> str:
        return f"#{self.person_id} #{self.document_id}"

    @property
    def waits(self) -> bool:
        return self.done_at is None and self.closed_at is None

    def late_on(self, day: date) -> bool:
        return self.waits and self.due < day
