from typing import ClassVar, Self
from uuid import uuid4

from django.db import models
from django.db.models import Q

from congdoan.areas.agreements.enums import Bearer, Cadence, Level


class Version(models.Model):
    """
    The text of an agreement between two freezes.

    Exactly one version of an agreement is open at a time while it is drafted; freezing closes it
    with the canonical text and its SHA-256. Reopening copies the clauses into the next version,
    where each keeps its ``stable_id``.
    """

    agreement = models.ForeignKey(
        "agreements.Agreement", models.CASCADE, related_name="versions", verbose_name="văn bản"
    )
    number = models.PositiveSmallIntegerField("bản số")
    created_at = models.DateTimeField("lập lúc")
    #: Why there is a further version.
    reason = models.TextField("lý do lập", blank=True)
    frozen_at = models.DateTimeField("chốt lúc", null=True)
    frozen_on = models.DateField("ngày chốt", null=True)
    canonical_text = models.TextField("nội dung chốt", blank=True)
    #: What parties and kind were called on that day: a name corrected later never changes the text.
    names = models.JSONField("tên gọi khi chốt", default=dict)
    sha256 = models.CharField("mã băm SHA-256", max_length=64, blank=True, db_collation="C")

    class Meta:
        verbose_name = "bản văn"
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="agreement_version_once"),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(frozen_at__isnull=True),
                name="agreement_one_open_version",
            ),
            models.CheckConstraint(
                name="agreement_version_frozen_whole",
                condition=Q(frozen_at__isnull=True, sha256="")
                | Q(frozen_at__isnull=False, frozen_on__isnull=False) & ~Q(sha256=""),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.agreement_id} v{self.number}"


class ClauseQuerySet(models.QuerySet["Clause"]):
    def standing(self) -> Self:
        """Keep what is part of the text, in its order."""
        return self.filter(removed_at__isnull=True).order_by("order", "pk")


class Clause(models.Model):
    """
    One line of the text: a chapter, article, clause or point.

    Lines stand in one order; what belongs under what, and every number, follows from level and
    order (``rules.numbering``) and is never stored. ``stable_id`` is the clause's identity through
    all versions: comments, obligations and amendments hang on it.
    """

    version = models.ForeignKey(Version, models.CASCADE, related_name="clauses")
    stable_id = models.UUIDField("mã định danh", default=uuid4)
    level = models.CharField("cấp", max_length=10, choices=Level.choices)
    order = models.PositiveIntegerField("thứ tự")
    heading = models.CharField("tên", max_length=400, blank=True)
    text = models.TextField("nội dung", blank=True)
    #: A code of the rulebook's ``agreement.content``; lines under the article share it.
    content_code = models.CharField("nội dung phối hợp", max_length=40, blank=True)
    bearer = models.CharField(
        "trách nhiệm", max_length=10, choices=Bearer.choices, blank=True, default=""
    )
    lead_party = models.ForeignKey(
        "agreements.Party",
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="bên chủ trì",
    )
    cadence = models.CharField(
        "định kỳ", max_length=15, choices=Cadence.choices, blank=True, default=""
    )
    indicator = models.CharField("chỉ tiêu", max_length=200, blank=True)
    target = models.CharField("mức cần đạt", max_length=120, blank=True)
    #: Counts changes of the words and settings (not of the place): who saves an older one is told.
    revision = models.PositiveIntegerField("lần sửa", default=1)
    changed_at = models.DateTimeField("sửa lúc")
    changed_by_name = models.CharField("người sửa", max_length=120)
    removed_at = models.DateTimeField("xóa lúc", null=True)

    objects: ClassVar[ClauseQuerySet] = ClauseQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "điều khoản"
        constraints = [
            models.UniqueConstraint(fields=["version", "stable_id"], name="agreement_clause_once"),
        ]
        indexes = [models.Index(fields=["version", "order"], name="agreement_clause_by_order")]

    def __str__(self) -> str:
        return f"#{self.pk} {self.level} {self.heading or self.text[:40]}"
