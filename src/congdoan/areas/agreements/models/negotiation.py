from django.db import models
from django.db.models import Q

from congdoan.areas.agreements.enums import ClauseAct
from congdoan.areas.agreements.models.agreement import Agreement, Party
from congdoan.areas.agreements.models.amendment import Amendment
from congdoan.areas.agreements.models.consultation import Consultation
from congdoan.areas.agreements.models.text import Version


class ClauseChange(models.Model):
    """
    Who did what to a clause, when, and what stood there before and after.

    It follows the clause's ``stable_id`` through all versions. Rows are added only; who types on
    within a few minutes writes on in their own last row.
    """

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="clause_changes")
    version = models.ForeignKey(Version, models.CASCADE, related_name="+")
    #: The clause's ``stable_id``.
    clause = models.UUIDField("điều khoản")
    act = models.CharField("việc", max_length=10, choices=ClauseAct.choices)
    #: What of the clause changed, by field: words, level, who leads, how often …
    before = models.JSONField("trước", default=dict)
    after = models.JSONField("sau", default=dict)
    #: The other clause of a split or merge.
    partner = models.UUIDField("đoạn tách, nhập", null=True)
    #: The suggestion of a party that was taken over.
    suggestion = models.ForeignKey(
        "discussion.Comment", models.SET_NULL, null=True, related_name="+", verbose_name="đề nghị"
    )
    at = models.DateTimeField("lúc")
    by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="người sửa"
    )
    by_name = models.CharField("tên người sửa", max_length=200)

    class Meta:
        verbose_name = "lần sửa điều khoản"
        indexes = [
            models.Index(fields=["agreement", "clause", "at"], name="agreement_clause_history")
        ]

    def __str__(self) -> str:
        return f"#{self.agreement_id} {self.act} {self.clause}"


class Extension(models.Model):
    """One party has more time for its comments than the others."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="extensions")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="bên"
    )
    due = models.DateField("hạn góp ý")
    reason = models.TextField("lý do", blank=True)
    at = models.DateTimeField("lúc")
    by_name = models.CharField("người gia hạn", max_length=200)

    class Meta:
        verbose_name = "hạn riêng của một bên"
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "organisation"], name="agreement_extension_once"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.consultation_id} #{self.organisation_id} {self.due}"


class Approval(models.Model):
    """
    A party's own body (Ban Thường vụ, Ban Chấp hành, ban lãnh đạo) approved a frozen text.

    It belongs to that version, or to an addendum as it was frozen (``text_hash``): a text opened
    again and frozen anew is approved anew.
    """

    version = models.ForeignKey(Version, models.CASCADE, null=True, related_name="approvals")
    amendment = models.ForeignKey(Amendment, models.CASCADE, null=True, related_name="approvals")
    text_hash = models.CharField("mã băm", max_length=64, blank=True, db_collation="C")
    party = models.ForeignKey(Party, models.CASCADE, related_name="approvals")
    body = models.CharField("cơ quan quyết định", max_length=120)
    number = models.CharField("số nghị quyết", max_length=60)
    dated = models.DateField("ngày nghị quyết")
    file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, related_name="+", verbose_name="tệp nghị quyết"
    )
    at = models.DateTimeField("ghi lúc")
    by_name = models.CharField("người ghi", max_length=200)
    withdrawn_at = models.DateTimeField("rút lúc", null=True)
    withdraw_reason = models.TextField("lý do rút", blank=True)

    class Meta:
        verbose_name = "phê duyệt nội bộ"
        constraints = [
            models.UniqueConstraint(
                fields=["version", "party"],
                condition=Q(withdrawn_at__isnull=True),
                name="agreement_approval_once",
            ),
            models.UniqueConstraint(
                fields=["amendment", "text_hash", "party"],
                condition=Q(withdrawn_at__isnull=True),
                name="agreement_addendum_approval_once",
            ),
            models.CheckConstraint(
                name="agreement_approval_of_one_text",
                condition=Q(version__isnull=False, amendment__isnull=True)
                | Q(version__isnull=True, amendment__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.version_id or self.amendment_id} #{self.party_id} {self.number}"
