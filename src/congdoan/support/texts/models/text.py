from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from congdoan.support.texts.enums import Method, TextState


class FileText(models.Model):
    """What is written in a file, and how far the reading of it is."""

    file = models.OneToOneField(
        "files.StoredFile", models.CASCADE, related_name="+", verbose_name="tệp"
    )
    state = models.CharField(
        "trạng thái", max_length=10, choices=TextState.choices, default=TextState.WAITING
    )
    #: 0: not opened yet.
    pages = models.PositiveIntegerField("số trang", default=0)
    pages_done = models.PositiveIntegerField("đã đọc", default=0)
    #: Pages beyond the limit are left out.
    cut = models.BooleanField("chỉ đọc phần đầu", default=False)
    #: Begun so often without a page being read: after enough the page, or the file, is given up.
    tries = models.PositiveSmallIntegerField("số lần thử", default=0)
    asked_at = models.DateTimeField("yêu cầu lúc")
    touched_at = models.DateTimeField("đọc lúc")
    #: Syllables and pairs of neighbours, folded: a phrase is found by its pairs, without a recheck.
    words = SearchVectorField(null=True, editable=False)

    class Meta:
        verbose_name = "chữ trong tệp"
        indexes = [
            GinIndex(fields=["words"], name="text_by_words", fastupdate=False),
            models.Index(
                fields=["state", "touched_at"],
                name="text_not_read",
                condition=~models.Q(state="READ"),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.file_id} {self.pages_done}/{self.pages}"

    @property
    def waits(self) -> bool:
        return self.state in (TextState.WAITING, TextState.READING)


class PageText(models.Model):
    """What is written on one page, as it was read."""

    text = models.ForeignKey(FileText, models.CASCADE, related_name="sheets")
    number = models.PositiveIntegerField("trang")
    method = models.CharField("cách đọc", max_length=7, choices=Method.choices)
    words = models.TextField("chữ", blank=True)

    class Meta:
        verbose_name = "chữ của một trang"
        constraints = [models.UniqueConstraint(fields=["text", "number"], name="page_text_once")]

    def __str__(self) -> str:
        return f"#{self.text_id} · {self.number}"
