from collections.abc import Iterable
from typing import Self

from django.db import models


class NameQuerySet(models.QuerySet["Name"]):
    def holding(self, words: Iterable[str]) -> Self:
        """Keep names that hold every word; words are folded and of letters and digits only."""
        found = self
        for word in words:
            found = found.filter(folded__contains=word)
        return found


class Name(models.Model):
    """
    A name that people bear, once: millions of people are found through some thousand names.

    Kept by the database whenever a person is written (``0005_names``). A name may stand twice, and
    for a day after its last bearer has gone (``sweep_names``): a way to people, not who there is.
    ``sort_key`` says all about letters and words: people of one key hold the same words.
    """

    sort_key = models.CharField(max_length=500, db_collation="C")
    folded = models.CharField(max_length=130, db_collation="C")

    objects = NameQuerySet.as_manager()

    class Meta:
        verbose_name = "tên người"
        indexes = [models.Index(fields=["sort_key"], name="name_in_order")]

    def __str__(self) -> str:
        return self.folded
