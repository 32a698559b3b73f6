from django.db import models
from django.db.models import Q

from congdoan.areas.cadres.enums import Stage, StepKind


class PartyIntroduction(models.Model):
    """
    An outstanding member on the way into the Party.

    What was written about them lies encrypted; where they stand, and that it is they, is shown to
    holders of ``cadres.party`` at the union only, and each look is in the log.
    """

    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+", verbose_name="đoàn viên"
    )
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="đơn vị"
    )
    proposed_by = models.CharField("nơi đề cử", max_length=160)
    nominated_on = models.DateField("ngày đề cử")
    sealed_grounds = models.TextField("thành tích, lý do (mã hóa)")
    stage = models.CharField("bước", max_length=10, choices=Stage.choices, default=Stage.NOMINATED)
    stopped = models.BooleanField("đang dừng", default=False)
    #: The event that brought it here from another union, or stopped it with its union.
    moved_by = models.ForeignKey(
        "organisations.OrganisationEvent", models.PROTECT, null=True, related_name="+"
    )
    moved_from = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = "giới thiệu đoàn viên ưu tú cho Đảng"
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(stopped=False) & ~Q(stage="OFFICIAL"),
                name="party_introduction_one_open",
                violation_error_message="Người này đã có hồ sơ giới thiệu đang thực hiện.",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def is_open(self) -> bool:
        return not self.stopped and self.stage != Stage.OFFICIAL


class IntroductionStep(models.Model):
    """One dated step; a vote keeps its figures, its result is always worked out from them."""

    introduction = models.ForeignKey(PartyIntroduction, models.CASCADE, related_name="steps")
    #: Where it was taken: an heir counts what it took itself.
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="đơn vị"
    )
    kind = models.CharField("việc", max_length=10, choices=StepKind.choices)
    done_on = models.DateField("ngày")
    #: Number of the paper or of the certificate.
    number = models.CharField("số văn bản, chứng nhận", max_length=60, blank=True)
    signer_name = models.CharField("người ký", max_length=120, blank=True)
    sealed_note = models.TextField("ghi chú (mã hóa)", blank=True)
    #: Of the vote: members of the committee, present, for, against; the rest abstained.
    entitled = models.PositiveSmallIntegerField("tổng số ủy viên", null=True)
    present = models.PositiveSmallIntegerField("có mặt", null=True)
    in_favour = models.PositiveSmallIntegerField("đồng ý", null=True)
    against = models.PositiveSmallIntegerField("không đồng ý", null=True)
    written_at = models.DateTimeField("ghi lúc")
    written_by = models.CharField("người ghi", max_length=200)

    class Meta:
        verbose_name = "bước giới thiệu vào Đảng"
        indexes = [models.Index(fields=["kind", "done_on"], name="party_step_by_day")]

    def __str__(self) -> str:
        return f"#{self.introduction_id} {self.kind} {self.done_on:%d/%m/%Y}"
