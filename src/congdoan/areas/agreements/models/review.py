from django.db import models
from django.db.models import Q

from congdoan.areas.agreements.enums import ProposalState, ReviewKind, ReviewState
from congdoan.areas.agreements.models.agreement import Agreement
from congdoan.areas.agreements.rules.reviews import MOST


class Review(models.Model):
    """
    A joint review: every year at the end of the school year (sơ kết), once near the end (tổng kết).

    Planned for the whole time as soon as the agreement is in force. ``host`` is whose turn it is by
    the rota; a change of turn keeps its reason and shifts nobody else's year.
    """

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="reviews", verbose_name="văn bản"
    )
    kind = models.CharField("loại", max_length=10, choices=ReviewKind.choices)
    #: The calendar year in which the school year under review ends.
    year = models.PositiveSmallIntegerField("năm")
    #: The school year under review; empty for the final one, which reviews the whole time.
    period = models.ForeignKey(
        "periods.Period", models.PROTECT, null=True, related_name="+", verbose_name="năm học"
    )
    window_from = models.DateField("tổ chức từ ngày")
    window_through = models.DateField("tổ chức chậm nhất ngày")
    host = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="bên chủ trì"
    )
    host_reason = models.TextField("lý do đổi bên chủ trì", blank=True)
    held_on = models.DateField("tổ chức ngày", null=True)
    place = models.CharField("địa điểm", max_length=160, blank=True)
    #: The conference as called by the host; what really happened stands in ``held_on``, ``place``.
    session_on = models.DateField("dự kiến họp ngày", null=True)
    session_time = models.TimeField("giờ họp", null=True)
    session_place = models.CharField("nơi họp dự kiến", max_length=160, blank=True)
    agenda = models.TextField("chương trình", blank=True)
    invitation = models.TextField("lời mời", blank=True)
    invited_on = models.DateField("mời ngày", null=True)
    invited_by_name = models.CharField("người mời", max_length=120, blank=True)
    chair = models.CharField("chủ trì", max_length=160, blank=True)
    secretary = models.CharField("thư ký", max_length=160, blank=True)
    attendance = models.TextField("thành phần dự", blank=True)
    results = models.TextField("kết quả", blank=True)
    strengths = models.TextField("ưu điểm", blank=True)
    weaknesses = models.TextField("nhược điểm", blank=True)
    difficulties = models.TextField("khó khăn", blank=True)
    shortcomings = models.TextField("tồn tại, hạn chế", blank=True)
    causes = models.TextField("nguyên nhân", blank=True)
    lessons = models.TextField("bài học kinh nghiệm", blank=True)
    recommendations = models.TextField("kiến nghị sửa đổi, bổ sung", blank=True)
    next_plan = models.TextField("phương hướng thời gian tới", blank=True)
    state = models.CharField(
        "trạng thái", max_length=10, choices=ReviewState.choices, default=ReviewState.PLANNED
    )
    #: Counts savings: who saves over somebody else's is told.
    revision = models.PositiveIntegerField("lần sửa", default=0)
    changed_at = models.DateTimeField("sửa lúc", null=True)
    changed_by_name = models.CharField("người sửa", max_length=120, blank=True)

    class Meta:
        verbose_name = "sơ kết, tổng kết"
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "kind", "year"], name="agreement_review_once"
            ),
            models.CheckConstraint(
                name="agreement_review_held_says_when",
                condition=Q(state=ReviewState.PLANNED) | Q(held_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.agreement_id} {self.kind} {self.year}"


class ReviewScore(models.Model):
    """
    What one party (or, without a party, the conference) gives a content for the time under review.

    ``content_code`` is empty for what no content names: the parties' general duties.
    """

    review = models.ForeignKey(Review, models.CASCADE, related_name="scores")
    content_code = models.CharField("nội dung phối hợp", max_length=40, blank=True)
    party = models.ForeignKey(
        "agreements.Party", models.CASCADE, null=True, related_name="+", verbose_name="bên chấm"
    )
    score = models.DecimalField("điểm", max_digits=3, decimal_places=1)
    remark = models.CharField("nhận xét", max_length=500, blank=True)
    at = models.DateTimeField("ghi lúc")
    by_name = models.CharField("người ghi", max_length=120)

    class Meta:
        verbose_name = "điểm đánh giá"
        constraints = [
            models.UniqueConstraint(
                fields=["review", "content_code", "party"],
                name="agreement_score_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="agreement_score_in_scale", condition=Q(score__gte=0, score__lte=MOST)
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.review_id} {self.content_code} {self.score}"


class ReviewProposal(models.Model):
    """
    A change of the text that a party proposes at a review.

    What the conference agrees on waits here until an amendment takes it up.
    """

    review = models.ForeignKey(Review, models.CASCADE, related_name="proposals")
    party = models.ForeignKey(
        "agreements.Party", models.CASCADE, related_name="+", verbose_name="bên kiến nghị"
    )
    #: The clause's ``stable_id``; empty when something new is proposed or the whole is meant.
    clause = models.UUIDField("điều khoản", null=True)
    #: "khoản 1 Điều 4", as it was called when proposed.
    place = models.CharField("vị trí", max_length=120, blank=True)
    wording = models.TextField("nội dung đề nghị")
    reason = models.TextField("lý do", blank=True)
    state = models.CharField(
        "kết luận",
        max_length=10,
        choices=ProposalState.choices,
        default=ProposalState.PENDING,
    )
    conclusion = models.TextField("ý kiến của hội nghị", blank=True)
    #: The day an amendment took it up.
    taken_on = models.DateField("đưa vào sửa đổi ngày", null=True)
    at = models.DateTimeField("ghi lúc")
    by_name = models.CharField("người ghi", max_length=120)

    class Meta:
        verbose_name = "kiến nghị sửa đổi"

    def __str__(self) -> str:
        return f"#{self.review_id} {self.place or '—'} {self.state}"
