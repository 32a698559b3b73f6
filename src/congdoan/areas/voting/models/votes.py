from django.db import models
from django.db.models import Q

from congdoan.areas.voting.enums import Manner, Means, Proposed, Standing, State, Style, Verdict


class Vote(models.Model):
    """
    One thing a body of a union decides by a vote: who is elected, or whether something is carried.

    A new round is a vote of its own that names the one before it.
    """

    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="công đoàn"
    )
    title = models.CharField("tên cuộc bầu cử, biểu quyết", max_length=200)
    kind = models.CharField("việc", max_length=30)
    style = models.CharField("loại", max_length=8, choices=Style.choices)
    manner = models.CharField("hình thức", max_length=6, choices=Manner.choices)
    means = models.CharField("phiếu", max_length=10, choices=Means.choices, blank=True)
    seats = models.PositiveSmallIntegerField("số lượng cần bầu", default=1)
    held_on = models.DateField("ngày")
    round = models.PositiveSmallIntegerField("vòng", default=1)
    before = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="following", verbose_name="vòng trước"
    )
    #: Where it belongs, as whoever opened it through the api says; opaque.
    source_label = models.CharField("thuộc", max_length=200, blank=True)
    source_url = models.CharField("địa chỉ", max_length=200, blank=True)
    state = models.CharField(
        "trạng thái", max_length=11, choices=State.choices, default=State.LIST_OPEN
    )
    #: The row of the rulebook as it was when voting began: key, share, base, legal basis, verified.
    rule = models.JSONField("quy định áp dụng", default=dict)
    #: Why the list holds fewer candidates than the rule asks for.
    exception = models.CharField("lý do khác quy định", max_length=300, blank=True)
    present = models.PositiveIntegerField("số người có mặt", null=True)
    opened_at = models.DateTimeField("bắt đầu bỏ phiếu", null=True)
    closed_at = models.DateTimeField("kết thúc bỏ phiếu", null=True)
    issued = models.PositiveIntegerField("phiếu phát ra", null=True)
    collected = models.PositiveIntegerField("phiếu thu về", null=True)
    valid = models.PositiveIntegerField("phiếu hợp lệ", null=True)
    invalid = models.PositiveIntegerField("phiếu không hợp lệ", null=True)
    needed = models.PositiveIntegerField("số phiếu cần đạt", null=True)
    vacant = models.PositiveSmallIntegerField("số lượng còn thiếu", default=0)
    tied_seats = models.PositiveSmallIntegerField("số lượng bầu lại", default=0)
    carried = models.BooleanField("được thông qua", null=True)
    void_reason = models.CharField("lý do không có giá trị", max_length=400, blank=True)
    decision_no = models.CharField("quyết định công nhận", max_length=60, blank=True)
    recognised_on = models.DateField("ngày công nhận", null=True)
    keep_until = models.DateField("lưu phiếu đến", null=True)
    destroyed_on = models.DateField("hủy phiếu ngày", null=True)
    made_by_name = models.CharField("người mở", max_length=160)
    made_at = models.DateTimeField("mở lúc")

    class Meta:
        verbose_name = "cuộc bầu cử, biểu quyết"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(name="vote_has_seats", condition=Q(seats__gte=1)),
            models.CheckConstraint(
                name="vote_secret_has_means",
                condition=(Q(manner=Manner.SECRET) & ~Q(means=""))
                | (~Q(manner=Manner.SECRET) & Q(means="")),
            ),
            models.CheckConstraint(
                name="vote_void_has_reason", condition=~Q(state=State.VOID) | ~Q(void_reason="")
            ),
            models.CheckConstraint(
                name="vote_collected_add_up",
                condition=Q(collected__isnull=True)
                | Q(collected=models.F("valid") + models.F("invalid")),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-held_on"], name="vote_of_union")]

    def __str__(self) -> str:
        return f"#{self.pk} {self.state}"

    @property
    def is_election(self) -> bool:
        return self.style == Style.ELECTION

    @property
    def is_secret(self) -> bool:
        return self.manner == Manner.SECRET

    @property
    def on_paper(self) -> bool:
        return self.means in {Means.PAPER, Means.BOTH}

    @property
    def electronic(self) -> bool:
        return self.means in {Means.ELECTRONIC, Means.BOTH}

    @property
    def has_result(self) -> bool:
        return self.state in {State.RESULT, State.RECOGNISED}


class Candidate(models.Model):
    """Somebody who may be chosen, or an answer to a question; a line of the ballot."""

    vote = models.ForeignKey(Vote, models.CASCADE, related_name="candidates")
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    name = models.CharField("họ tên", max_length=160)
    note = models.CharField("chức vụ, nơi làm việc", max_length=200, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự trên phiếu")
    proposed = models.CharField("cách giới thiệu", max_length=10, choices=Proposed.choices)
    standing = models.CharField(
        "tình trạng", max_length=9, choices=Standing.choices, default=Standing.STANDS
    )
    standing_reason = models.CharField("lý do", max_length=200, blank=True)
    answer = models.CharField("câu trả lời", max_length=5, blank=True)
    votes = models.PositiveIntegerField("số phiếu", null=True)
    verdict = models.CharField("kết quả", max_length=11, choices=Verdict.choices, blank=True)

    class Meta:
        verbose_name = "người trong danh sách bầu"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["vote", "person"],
                condition=Q(person__isnull=False),
                name="candidate_once_a_vote",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.vote_id} {self.order}"
