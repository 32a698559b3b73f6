from django.db import models
from django.db.models import Q

from congdoan.areas.privacy.enums import FieldState, ProposalState
from congdoan.areas.privacy.models.kept_by import AboutSomeone


class ChangeProposal(AboutSomeone):
    """A member asks to have facts of their own record corrected; the union answers each."""

    state = models.CharField(
        "trạng thái", max_length=10, choices=ProposalState.choices, default=ProposalState.OPEN
    )
    asked_at = models.DateTimeField("gửi lúc")
    closed_at = models.DateTimeField("xong lúc", null=True)
    answered_by_name = models.CharField("người trả lời", max_length=120, blank=True)

    class Meta:
        verbose_name = "đề nghị sửa hồ sơ"
        constraints = [
            # Two clicks, two phones: one that waits.
            models.UniqueConstraint(
                fields=["person"], condition=Q(state="OPEN"), name="proposal_waits_once"
            )
        ]
        indexes = [models.Index(fields=["keeper", "state"], name="proposal_by_keeper")]

    def __str__(self) -> str:
        return f"#{self.pk}"


class ProposedField(models.Model):
    """One fact: as it was when asked, as it should be. Both lie encrypted."""

    proposal = models.ForeignKey(ChangeProposal, models.CASCADE, related_name="fields")
    name = models.CharField("mục", max_length=30)
    sealed_old = models.TextField("đang ghi (mã hóa)", blank=True)
    sealed_new = models.TextField("đề nghị (mã hóa)", blank=True)
    reason = models.CharField("lý do", max_length=300)
    evidence = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, related_name="+", verbose_name="minh chứng"
    )
    state = models.CharField(
        "trạng thái", max_length=10, choices=FieldState.choices, default=FieldState.WAITING
    )
    answer = models.CharField("trả lời", max_length=300, blank=True)
    answered_at = models.DateTimeField("trả lời lúc", null=True)

    class Meta:
        verbose_name = "mục đề nghị sửa"
        constraints = [
            models.UniqueConstraint(fields=["proposal", "name"], name="proposed_once_a_field")
        ]

    def __str__(self) -> str:
        return f"#{self.proposal_id} {self.name}"
