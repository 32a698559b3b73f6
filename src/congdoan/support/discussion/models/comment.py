from typing import Self

from django.db import models
from django.db.models.functions import MD5
from django.utils.text import Truncator

from congdoan.support.discussion.enums import CommentKind, Edit, Verdict
from congdoan.support.discussion.rules import Subject


class CommentQuerySet(models.QuerySet["Comment"]):
    def about(self, subject: Subject) -> Self:
        return self.filter(subject_type=subject.type, subject_id=subject.id)

    def standing(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)

    def awaiting_answer(self) -> Self:
        return self.standing().filter(verdict="").exclude(kind=CommentKind.NO_OPINION)


class Comment(models.Model):
    """
    What a party said about one place of a record, and what became of it.

    The anchor is the place's own identity (a clause's uuid), so the comment survives renumbering
    and edits of the text around it. An empty anchor speaks about the whole. Where the words it
    speaks about go to another place (a split, a merge), the anchor follows; ``first_anchor`` and
    ``place`` say where it was said. A suggestion keeps the words it was made against.
    """

    subject_type = models.CharField("loại hồ sơ", max_length=60, db_collation="C")
    subject_id = models.BigIntegerField("hồ sơ")
    anchor = models.CharField("vị trí", max_length=64, blank=True, db_collation="C")
    first_anchor = models.CharField("vị trí lúc góp ý", max_length=64, blank=True, db_collation="C")
    #: The place in words as it was called then ("khoản 2 Điều 5").
    place = models.CharField("tên vị trí lúc góp ý", max_length=200, blank=True)
    #: The very words spoken about, when only a part of the place is meant.
    quoted = models.TextField("đoạn trích", blank=True)
    author = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", verbose_name="người góp ý"
    )
    author_name = models.CharField("tên người góp ý", max_length=120)
    party = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="bên góp ý"
    )
    kind = models.CharField("loại", max_length=12, choices=CommentKind.choices)
    text = models.TextField("nội dung", blank=True)
    suggested_text = models.TextField("câu chữ đề nghị", blank=True)
    edit = models.CharField("đề nghị", max_length=8, choices=Edit.choices, blank=True)
    suggested_heading = models.CharField("tên đề nghị", max_length=400, blank=True)
    #: Level of a new place, a code of the owner's.
    suggested_level = models.CharField("cấp đề nghị", max_length=10, blank=True)
    #: Where a place is to be moved: after this one, at the very beginning when empty.
    suggested_after = models.CharField(
        "chuyển đến sau", max_length=64, blank=True, db_collation="C"
    )
    base_heading = models.CharField("tên lúc đề nghị", max_length=400, blank=True)
    base_text = models.TextField("câu chữ lúc đề nghị", blank=True)
    created_at = models.DateTimeField("góp ý lúc")
    edited_at = models.DateTimeField("sửa lúc", null=True, blank=True)
    withdrawn_at = models.DateTimeField("rút lúc", null=True, blank=True)
    verdict = models.CharField(
        "kết quả tiếp thu", max_length=10, choices=Verdict.choices, blank=True
    )
    reason = models.TextField("giải trình", blank=True)
    answered_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người trả lời",
    )
    answered_by_name = models.CharField("tên người trả lời", max_length=120, blank=True)
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)
    #: The words the text took over in answer to it.
    adopted_text = models.TextField("câu chữ đã tiếp thu", blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = "góp ý"
        constraints = [
            models.UniqueConstraint(
                "subject_type",
                "subject_id",
                "first_anchor",
                "party",
                "author",
                "kind",
                "edit",
                MD5("text"),
                MD5("suggested_text"),
                name="comment_said_once",
                condition=models.Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="comment_says_something",
                condition=models.Q(kind=CommentKind.NO_OPINION)
                | ~models.Q(text="")
                | ~models.Q(suggested_text="")
                | ~models.Q(suggested_heading=""),
            ),
            models.CheckConstraint(
                name="comment_answer_is_whole",
                condition=models.Q(verdict="", answered_at__isnull=True, answered_by__isnull=True)
                | (~models.Q(verdict="") & models.Q(answered_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["subject_type", "subject_id", "anchor", "created_at"],
                name="comment_by_subject",
            )
        ]

    def __str__(self) -> str:
        said = " ".join((self.text or self.suggested_text).split())
        return f"“{Truncator(said).chars(80)}”" if said else str(self.get_kind_display())

    @property
    def subject(self) -> Subject:
        return Subject(self.subject_type, self.subject_id)

    @property
    def needs_answer(self) -> bool:
        return (
            not self.verdict and self.withdrawn_at is None and self.kind != CommentKind.NO_OPINION
        )
