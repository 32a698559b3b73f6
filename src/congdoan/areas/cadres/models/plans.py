from django.db import models

from congdoan.areas.cadres.enums import EditionState, Round


class OfficialPlan(models.Model):
    """
    Who an organisation prepares for which of its posts in a coming term (quy hoạch cán bộ).

    Made once a term and gone over every year: each making or going-over is a ``PlanEdition``, and
    only what an edition approved by the superior holds.
    """

    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="đơn vị"
    )
    first_year = models.SmallIntegerField("nhiệm kỳ từ năm")
    last_year = models.SmallIntegerField("nhiệm kỳ đến năm")
    moved_by = models.ForeignKey(
        "organisations.OrganisationEvent", models.PROTECT, null=True, related_name="+"
    )
    moved_from = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = "quy hoạch cán bộ"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "first_year"], name="official_plan_once_a_term"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.organisation_id} {self.first_year}–{self.last_year}"


class PlanEdition(models.Model):
    """The making of a plan, or a year's review of it, until the superior has decided."""

    plan = models.ForeignKey(OfficialPlan, models.CASCADE, related_name="editions")
    year = models.SmallIntegerField("năm")
    state = models.CharField(
        "trạng thái", max_length=10, choices=EditionState.choices, default=EditionState.OPEN
    )
    opened_on = models.DateField("mở ngày")
    submitted_on = models.DateField("trình ngày", null=True)
    decided_on = models.DateField("ngày quyết định", null=True)
    decision_no = models.CharField("số quyết định", max_length=60, blank=True)
    #: Why it was sent back, or stopped.
    note = models.CharField("ghi chú", max_length=300, blank=True)
    stopped_by = models.ForeignKey(
        "organisations.OrganisationEvent", models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = "đợt quy hoạch cán bộ"
        constraints = [
            models.UniqueConstraint(
                fields=["plan"],
                condition=models.Q(state__in=["OPEN", "SUBMITTED"]),
                name="plan_edition_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.plan_id} {self.year}"


class PlanCandidate(models.Model):
    """Somebody prepared for a post; who left the plan stays readable with the reason."""

    plan = models.ForeignKey(OfficialPlan, models.CASCADE, related_name="candidates")
    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+", verbose_name="người"
    )
    #: A code of the rulebook's ``position`` catalogue.
    position = models.CharField("chức danh quy hoạch", max_length=30)
    proposed_by = models.CharField("nơi giới thiệu", max_length=160)
    sealed_grounds = models.TextField("nhận xét (mã hóa)", blank=True)
    added_in = models.ForeignKey(PlanEdition, models.CASCADE, related_name="added")
    removed_in = models.ForeignKey(PlanEdition, models.SET_NULL, null=True, related_name="removed")
    sealed_removal = models.TextField("lý do đưa ra (mã hóa)", blank=True)
    #: Did not pass a vote, or the superior did not agree.
    refused = models.BooleanField("không được duyệt", default=False)

    class Meta:
        verbose_name = "người trong quy hoạch"
        indexes = [models.Index(fields=["person"], name="plan_candidate_by_person")]

    def __str__(self) -> str:
        return f"#{self.person_id} {self.position}"


class PlanVote(models.Model):
    """One round's figures for one candidate; the result is worked out from them."""

    candidate = models.ForeignKey(PlanCandidate, models.CASCADE, related_name="votes")
    round = models.CharField("vòng", max_length=10, choices=Round.choices)
    held_on = models.DateField("ngày")
    entitled = models.PositiveSmallIntegerField("được triệu tập")
    present = models.PositiveSmallIntegerField("có mặt")
    in_favour = models.PositiveSmallIntegerField("đồng ý")
    against = models.PositiveSmallIntegerField("không đồng ý")
    written_at = models.DateTimeField("ghi lúc")
    written_by = models.CharField("người ghi", max_length=200)

    class Meta:
        verbose_name = "phiếu quy hoạch"
        constraints = [
            models.UniqueConstraint(fields=["candidate", "round"], name="plan_vote_once_a_round")
        ]

    def __str__(self) -> str:
        return f"#{self.candidate_id} {self.round}"
