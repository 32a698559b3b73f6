from django.db import models
from django.db.models import F, Q

from congdoan.areas.documents.enums import RelationKind
from congdoan.foundation.valid_time import DatedQuerySet, ValidField


class Effect(models.Model):
    """
    The task a paper rules, and the days it does so: what its unit declared, receivers see it too.

    Of a document of our own, or of a paper that was entered by hand.
    """

    document = models.OneToOneField(
        "documents.Document", models.PROTECT, null=True, related_name="effect"
    )
    incoming = models.OneToOneField(
        "documents.Incoming", models.PROTECT, null=True, related_name="effect"
    )
    #: A code of the rulebook's ``documents.topic``.
    topic = models.CharField("việc", max_length=40)
    valid = ValidField()
    by_name = models.CharField("người ghi", max_length=120)
    at = models.DateTimeField("lúc")

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "hiệu lực"
        constraints = [
            models.CheckConstraint(
                name="effect_of_one_paper",
                condition=Q(document__isnull=False, incoming__isnull=True)
                | Q(document__isnull=True, incoming__isnull=False),
            )
        ]
        indexes = [models.Index(fields=["topic"], name="effect_by_topic")]

    def __str__(self) -> str:
        return f"{self.topic} {self.valid}"


class Relation(models.Model):
    """One document is based on, replaces, amends or repeals another, from a day on."""

    kind = models.CharField("quan hệ", max_length=10, choices=RelationKind.choices)
    document = models.ForeignKey(
        "documents.Document", models.PROTECT, null=True, related_name="relations"
    )
    incoming = models.ForeignKey(
        "documents.Incoming", models.PROTECT, null=True, related_name="relations"
    )
    older_document = models.ForeignKey(
        "documents.Document", models.PROTECT, null=True, related_name="later_relations"
    )
    older_incoming = models.ForeignKey(
        "documents.Incoming", models.PROTECT, null=True, related_name="later_relations"
    )
    starts = models.DateField("từ ngày")
    by_name = models.CharField("người ghi", max_length=120)
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "quan hệ văn bản"
        constraints = [
            models.CheckConstraint(
                name="relation_of_one_paper",
                condition=Q(document__isnull=False, incoming__isnull=True)
                | Q(document__isnull=True, incoming__isnull=False),
            ),
            models.CheckConstraint(
                name="relation_to_one_paper",
                condition=Q(older_document__isnull=False, older_incoming__isnull=True)
                | Q(older_document__isnull=True, older_incoming__isnull=False),
            ),
            models.CheckConstraint(
                name="relation_to_another",
                condition=(Q(document__isnull=True) | ~Q(document=F("older_document")))
                & (Q(incoming__isnull=True) | ~Q(incoming=F("older_incoming"))),
            ),
            models.UniqueConstraint(
                fields=["document", "incoming", "older_document", "older_incoming"],
                nulls_distinct=False,
                name="relation_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"
