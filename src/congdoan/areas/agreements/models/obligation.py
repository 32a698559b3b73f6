from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from congdoan.areas.agreements.enums import Cadence, DutyState, Evidence
from congdoan.areas.agreements.models.agreement import Agreement
from congdoan.areas.agreements.rules.duties import OWED


class Obligation(models.Model):
    """
    What one clause in force obliges a party to, or all parties together.

    It keeps the clause's words of the day the agreement came into force. ``party`` is empty when
    all parties do it jointly.
    """

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="obligations", verbose_name="văn bản"
    )
    #: The clause's ``stable_id``.
    clause = models.UUIDField("điều khoản")
    order = models.PositiveIntegerField("thứ tự")
    #: "khoản 1 Điều 4"
    place = models.CharField("vị trí", max_length=120)
    words = models.TextField("nội dung")
    #: A code of the rulebook's ``agreement.content``.
    content_code = models.CharField("nội dung phối hợp", max_length=40, blank=True)
    party = models.ForeignKey(
        "agreements.Party", models.CASCADE, null=True, related_name="+", verbose_name="bên làm"
    )
    cadence = models.CharField("định kỳ", max_length=15, choices=Cadence.choices, blank=True)
    evidence = models.CharField(
        "minh chứng", max_length=10, choices=Evidence.choices, default=Evidence.OPTIONAL
    )
    indicator = models.CharField("chỉ tiêu", max_length=200, blank=True)
    target = models.CharField("mức cần đạt", max_length=120, blank=True)
    #: What reports count ("lớp", "người") and how much of it one period asks for.
    measure = models.CharField("đơn vị tính", max_length=40, blank=True)
    goal = models.DecimalField("mức mỗi kỳ", max_digits=14, decimal_places=2, null=True)
    #: The addendum that brought it; empty for what the signed text itself obliges to.
    amendment = models.ForeignKey(
        "agreements.Amendment",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="theo phụ lục",
    )
    #: What it goes on from: as it was before an addendum, or in the agreement before this one.
    origin = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="followed_by", verbose_name="tiếp theo"
    )
    #: Empty = from the first, to the last day the agreement binds.
    starts = models.DateField("áp dụng từ ngày", null=True)
    ends = models.DateField("thôi áp dụng từ ngày", null=True)

    class Meta:
        verbose_name = "trách nhiệm"
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "clause", "party", "amendment"],
                name="agreement_obligation_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"#{self.agreement_id} {self.place}"


class DutyQuerySet(models.QuerySet["Duty"]):
    def of(self, agreement_id: int) -> Self:
        return self.filter(obligation__agreement_id=agreement_id)

    def by_turn(self, day: date) -> Self:
        """
        Say whose turn comes first in ``turn``: owed now, waiting for the other party, later, over.

        A reader opens the list to see what is to be done, not what was done years ago.
        """
        return self.annotate(
            turn=models.Case(
                models.When(state__in=OWED, starts__lte=day, then=0),
                models.When(state=DutyState.DONE, then=1),
                models.When(state__in=OWED, then=2),
                default=3,
                output_field=models.SmallIntegerField(),
            )
        )

    def overdue(self, day: date) -> Self:
        return self.filter(state__in=OWED, due__lt=day)


class Duty(models.Model):
    """
    An obligation in one period, or once, or as asked for: due on a day, done, accepted or disputed.

    ``starts`` and ``due`` lie within the days the agreement runs. Only the services of this slice
    write it; every change leaves a ``DutyStep``.
    """

    obligation = models.ForeignKey(Obligation, models.CASCADE, related_name="duties")
    period = models.ForeignKey(
        "periods.Period", models.PROTECT, null=True, related_name="+", verbose_name="kỳ"
    )
    #: Tells requests apart; 0 for what a period or the clause itself asks.
    number = models.PositiveSmallIntegerField("lần yêu cầu", default=0)
    starts = models.DateField("từ ngày")
    due = models.DateField("hạn")
    state = models.CharField(
        "trạng thái", max_length=10, choices=DutyState.choices, default=DutyState.OPEN
    )
    requested_by = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="bên yêu cầu",
    )
    request = models.TextField("nội dung yêu cầu", blank=True)
    #: The day it was done, as reported; the report itself may come later.
    done_on = models.DateField("làm ngày", null=True)
    done_by = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="bên báo cáo",
    )
    done_by_user = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="người báo cáo"
    )
    result = models.TextField("kết quả", blank=True)
    measured = models.DecimalField("số đạt được", max_digits=14, decimal_places=2, null=True)
    #: What the other party said last (why it was disputed or waived).
    reason = models.TextField("ý kiến của bên kia", blank=True)
    judged_by = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="bên xác nhận",
    )
    judged_on = models.DateField("xác nhận ngày", null=True)
    #: The unfinished duty of the agreement before this one that it carries on.
    origin = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="carried_on", verbose_name="chuyển từ"
    )

    objects: ClassVar[DutyQuerySet] = DutyQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "nhiệm vụ"
        constraints = [
            models.UniqueConstraint(
                fields=["obligation", "period", "number"],
                name="agreement_duty_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="agreement_duty_due_after_start", condition=Q(due__gte=models.F("starts"))
            ),
            models.CheckConstraint(
                name="agreement_duty_done_says_when",
                condition=~Q(state__in=[DutyState.DONE, DutyState.ACCEPTED])
                | Q(done_on__isnull=False, done_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["state", "due"], name="agreement_duty_by_due")]

    def __str__(self) -> str:
        return f"#{self.obligation_id} {self.due} {self.state}"


class DutyStep(models.Model):
    """What somebody did with a duty, in the order it happened; never changed."""

    duty = models.ForeignKey(Duty, models.CASCADE, related_name="steps")
    #: A ``rules.duties.DutyAction``.
    action = models.CharField("việc", max_length=12)
    state = models.CharField("trạng thái", max_length=10, choices=DutyState.choices)
    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="bên",
    )
    on = models.DateField("ngày")
    at = models.DateTimeField("ghi lúc")
    by_name = models.CharField("người thực hiện", max_length=200)
    text = models.TextField("nội dung", blank=True)

    class Meta:
        verbose_name = "bước của nhiệm vụ"

    def __str__(self) -> str:
        return f"#{self.duty_id} {self.action} {self.on}"


class DutyEvidence(models.Model):
    """
    What shows that a duty was done; it stays with the report it came with.

    A file, a link, or a record of this platform (``rules/evidence.py``).
    """

    duty = models.ForeignKey(Duty, models.CASCADE, related_name="evidence")
    step = models.ForeignKey(DutyStep, models.CASCADE, related_name="evidence")
    file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, related_name="+", verbose_name="tệp"
    )
    #: An address of the web or a path of this product ("/phoi-hop/12/").
    link = models.CharField("liên kết", max_length=500, blank=True)
    #: Code of a registered kind of record, and the record's id.
    record_kind = models.CharField("loại hồ sơ", max_length=60, blank=True, db_collation="C")
    record_id = models.BigIntegerField("hồ sơ", null=True)
    label = models.CharField("tên", max_length=160)

    class Meta:
        verbose_name = "minh chứng"
        constraints = [
            models.CheckConstraint(
                name="agreement_evidence_is_one_thing",
                condition=Q(file__isnull=False, link="", record_kind="", record_id__isnull=True)
                | Q(file__isnull=True, record_kind="", record_id__isnull=True) & ~Q(link="")
                | Q(file__isnull=True, link="", record_id__isnull=False) & ~Q(record_kind=""),
            )
        ]

    def __str__(self) -> str:
        return self.label
