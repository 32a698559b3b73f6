from django.db import models
from django.db.models import Q

from congdoan.areas.restructuring.enums import FoundingPath, FoundingState, Initiator
from congdoan.kernel.people.enums import Gender


class Founding(models.Model):
    """
    The founding of a grassroots union, from the first application to its seal (domain-rules 1.5).

    A dated procedure of the superior: each step is written down with its day, what is due follows
    from those days. It ends in the event that establishes the organisation.
    """

    superior = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="+",
        verbose_name="công đoàn cấp trên",
    )
    employer = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="đơn vị sử dụng lao động",
    )
    code = models.CharField("mã tổ chức", max_length=40)
    name = models.CharField("tên công đoàn cơ sở", max_length=250)
    folded = models.CharField(max_length=250, editable=False, db_collation="C")
    short_name = models.CharField("tên ngắn", max_length=120, blank=True)
    doc_symbol = models.CharField("ký hiệu văn bản", max_length=30, blank=True)
    level = models.CharField("cấp", max_length=30)
    path = models.CharField(
        "cách thành lập",
        max_length=12,
        choices=FoundingPath.choices,
        default=FoundingPath.CONGRESS,
    )
    initiator = models.CharField(
        "bên vận động", max_length=10, choices=Initiator.choices, default=Initiator.EMPLOYEES
    )
    mobilisers = models.TextField("ban vận động", blank=True)
    started_on = models.DateField("bắt đầu ngày")
    applications = models.PositiveIntegerField("số đơn gia nhập", default=0)
    applications_on = models.DateField("đếm đơn ngày", null=True)
    congress_on = models.DateField("đại hội thành lập ngày", null=True)
    attendance = models.PositiveIntegerField("số người dự đại hội", null=True)
    first_meeting_on = models.DateField("họp ban chấp hành lần thứ nhất ngày", null=True)
    dossier_sent_on = models.DateField("nộp hồ sơ ngày", null=True)
    dossier_full_on = models.DateField("đủ hồ sơ ngày", null=True)
    #: The last time the superior did not recognise it; the dossier is due anew from here.
    refused_on = models.DateField("không công nhận ngày", null=True)
    state = models.CharField(
        "trạng thái",
        max_length=10,
        choices=FoundingState.choices,
        default=FoundingState.OPEN,
    )
    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="tổ chức được thành lập",
    )
    event = models.ForeignKey(
        "organisations.OrganisationEvent",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="sự kiện thành lập",
    )
    recognised_on = models.DateField("công nhận từ ngày", null=True)
    seal_on = models.DateField("có con dấu ngày", null=True)
    account_on = models.DateField("mở tài khoản ngày", null=True)
    employer_told_on = models.DateField("thông báo người sử dụng lao động ngày", null=True)
    #: Only where a provisional committee was appointed: the congress that ends its time.
    elected_on = models.DateField("đại hội bầu ban chấp hành ngày", null=True)
    closed_reason = models.TextField("lý do dừng", blank=True)
    made_by_name = models.CharField("người lập", max_length=200)
    made_at = models.DateTimeField("lập lúc")

    class Meta:
        verbose_name = "thủ tục thành lập công đoàn cơ sở"
        ordering = ["-started_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(state=FoundingState.OPEN),
                name="founding_one_open_per_code",
            ),
            models.CheckConstraint(
                name="founding_recognised_is_an_organisation",
                condition=~Q(state__in=[FoundingState.RECOGNISED, FoundingState.DONE])
                | Q(organisation__isnull=False, recognised_on__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["superior", "state"], name="founding_by_superior")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.state == FoundingState.OPEN

    @property
    def is_provisional(self) -> bool:
        return self.path == FoundingPath.PROVISIONAL


class FoundingPaper(models.Model):
    """A paper of the dossier: its scan, or the note that it lies there on paper."""

    founding = models.ForeignKey(Founding, models.CASCADE, related_name="papers")
    #: A code of the rulebook's ``organisation.founding_paper``.
    kind = models.CharField("loại giấy tờ", max_length=30)
    file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, related_name="+", verbose_name="tệp"
    )
    note = models.CharField("ghi chú", max_length=200, blank=True)
    by_name = models.CharField("người ghi", max_length=200)
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "giấy tờ của hồ sơ thành lập"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"#{self.founding_id} {self.kind}"


class FoundingSeat(models.Model):
    """Somebody of the first committee: elected by the congress, or to be appointed for a time."""

    founding = models.ForeignKey(Founding, models.CASCADE, related_name="seats")
    position = models.CharField("chức vụ", max_length=30)
    #: Somebody the system knows already; else the name as written on the paper.
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", verbose_name="người"
    )
    full_name = models.CharField("họ và tên", max_length=120)
    gender = models.CharField("giới tính", max_length=1, choices=Gender.choices, blank=True)

    class Meta:
        verbose_name = "người trong ban chấp hành đầu tiên"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["founding", "position", "full_name"], name="founding_seat_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.full_name}"


class FoundingAnswer(models.Model):
    """A refusal of the superior, with its reasons; the dossier is completed and sent again."""

    founding = models.ForeignKey(Founding, models.CASCADE, related_name="answers")
    answered_on = models.DateField("trả lời ngày")
    reason = models.TextField("lý do")
    by_name = models.CharField("người trả lời", max_length=200)
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "trả lời không công nhận"
        ordering = ["-answered_on", "-pk"]
        constraints = [
            models.CheckConstraint(name="founding_refused_with_reason", condition=~Q(reason=""))
        ]

    def __str__(self) -> str:
        return f"#{self.founding_id} {self.answered_on}"
