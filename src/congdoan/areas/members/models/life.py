"""A member's life in the union: applying, being admitted, moving, pausing, leaving."""

from django.db import models
from django.db.models import Q

from congdoan.areas.members.enums import (
    ApplicationSource,
    ApplicationState,
    Category,
    DecisionKind,
    EndOfMembership,
    PauseReason,
    Penalty,
    Side,
    TransferState,
)
from congdoan.areas.members.models.membership import Membership
from congdoan.foundation.valid_time import DatedQuerySet, ValidField, one_at_a_time
from congdoan.kernel.people.enums import Gender


class MemberDecision(models.Model):
    """By which paper members were admitted or recognised; the members are its applications."""

    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="đơn vị"
    )
    #: The union itself, or the superior that recognises the members of a new one.
    issuer = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="+",
        verbose_name="nơi ra quyết định",
        db_index=False,
    )
    kind = models.CharField("loại", max_length=10, choices=DecisionKind.choices)
    number = models.CharField("số quyết định", max_length=60)
    dated = models.DateField("ngày quyết định")
    effective_on = models.DateField("là đoàn viên từ ngày")
    signer_name = models.CharField("người ký", max_length=120, blank=True)
    signer_title = models.CharField("chức vụ người ký", max_length=120, blank=True)

    class Meta:
        verbose_name = "quyết định về đoàn viên"

    def __str__(self) -> str:
        return f"{self.number} ({self.dated:%d/%m/%Y})"


class Application(models.Model):
    """Somebody asks to join a union; what they wrote stays with the application."""

    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="nơi nộp đơn"
    )
    #: Known already, or written down when admitted.
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", verbose_name="người"
    )
    family_middle = models.CharField("họ và tên đệm", max_length=80, blank=True)
    given_name = models.CharField("tên", max_length=40)
    gender = models.CharField("giới tính", max_length=1, choices=Gender.choices, blank=True)
    birth_date = models.DateField("ngày sinh", null=True)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    category = models.CharField("nhóm", max_length=10, choices=Category.choices)
    job_title = models.CharField("chức danh, vị trí việc làm", max_length=120, blank=True)
    sealed_citizen_id = models.TextField("số căn cước (mã hóa)", blank=True)
    source = models.CharField("cách nộp", max_length=10, choices=ApplicationSource.choices)
    received_on = models.DateField("ngày nhận đơn")
    state = models.CharField(
        "trạng thái",
        max_length=10,
        choices=ApplicationState.choices,
        default=ApplicationState.WAITING,
    )
    answer = models.CharField("lý do", max_length=300, blank=True)
    #: The edition of the consent text they agreed to on the form; empty on paper.
    consent_version = models.CharField("bản đồng ý", max_length=20, blank=True)
    consent_at = models.DateTimeField("đồng ý lúc", null=True)
    decision = models.ForeignKey(
        MemberDecision, models.PROTECT, null=True, related_name="applications"
    )
    membership = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="+")
    sort_key = models.CharField(max_length=500, editable=False, db_collation="C")

    class Meta:
        verbose_name = "đơn gia nhập công đoàn"
        indexes = [
            models.Index(
                fields=["organisation", "received_on"],
                condition=Q(state="WAITING"),
                name="application_waiting",
            )
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.family_middle} {self.given_name}".strip()


class Poster(models.Model):
    """The address behind the QR code by which people apply to a union by themselves."""

    organisation = models.OneToOneField(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="đơn vị"
    )
    token = models.CharField("mã", max_length=32, unique=True, db_collation="C")
    open = models.BooleanField("đang nhận đơn", default=True)
    made_at = models.DateTimeField("tạo lúc")

    class Meta:
        verbose_name = "mã QR nhận đơn gia nhập"

    def __str__(self) -> str:
        return f"#{self.organisation_id}"


class Transfer(models.Model):
    """A member goes from one union to another once both have said so."""

    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+", verbose_name="đoàn viên"
    )
    sender = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="nơi đi"
    )
    receiver = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="nơi đến"
    )
    asked_by = models.CharField("bên đề nghị", max_length=10, choices=Side.choices)
    effective_on = models.DateField("sinh hoạt nơi mới từ ngày")
    #: The last month whose dues were paid at the sender (its first day).
    dues_until = models.DateField("đã đóng đoàn phí đến hết tháng", null=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    state = models.CharField(
        "trạng thái", max_length=10, choices=TransferState.choices, default=TransferState.PROPOSED
    )
    answer = models.CharField("lý do trả lời", max_length=300, blank=True)
    asked_on = models.DateField("ngày đề nghị")
    answered_on = models.DateField("ngày trả lời", null=True)

    class Meta:
        verbose_name = "chuyển sinh hoạt công đoàn"
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state="PROPOSED"), name="transfer_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(sender=models.F("receiver")), name="transfer_leads_elsewhere"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.person_id}: #{self.sender_id} → #{self.receiver_id}"


class Pause(models.Model):
    """Days on which a member does not take part and is not asked to; they are counted on."""

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    valid = ValidField()
    reason = models.CharField("lý do", max_length=10, choices=PauseReason.choices)
    note = models.CharField("ghi chú", max_length=300, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "tạm dừng sinh hoạt"
        constraints = [
            one_at_a_time(
                "pause_one_at_a_time",
                "person",
                message="Người này đang tạm dừng sinh hoạt trong thời gian đó.",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.person_id} {self.valid}"


class PauseProlonging(models.Model):
    """The union lets a pause last longer than its limit: until when, why, by whom."""

    pause = models.ForeignKey(Pause, models.CASCADE, related_name="prolongings")
    until = models.DateField("giữ tư cách đến ngày")
    reason = models.CharField("lý do", max_length=300)
    decided_on = models.DateField("ngày quyết định")
    decided_by = models.CharField("người ghi", max_length=200)

    class Meta:
        verbose_name = "gia hạn tạm dừng sinh hoạt"

    def __str__(self) -> str:
        return f"#{self.pause_id} → {self.until:%d/%m/%Y}"


class Leaving(models.Model):
    """By which paper and in which words a membership was ended by an officer."""

    membership = models.OneToOneField(Membership, models.CASCADE, related_name="leaving")
    reason = models.CharField("lý do thôi", max_length=15, choices=EndOfMembership.choices)
    decision_no = models.CharField("số quyết định, đơn", max_length=60, blank=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    #: What the union gave when somebody retired: a certificate, a gift.
    honour = models.CharField("ghi nhận khi nghỉ hưu", max_length=200, blank=True)
    #: The last day there was before, when a day had been set already.
    planned_until = models.DateField(null=True)

    class Meta:
        verbose_name = "việc thôi sinh hoạt"

    def __str__(self) -> str:
        return f"#{self.membership_id} {self.reason}"


class Discipline(models.Model):
    """A penalty by decision; never the program's own doing."""

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    penalty = models.CharField("hình thức", max_length=10, choices=Penalty.choices)
    decision_no = models.CharField("số quyết định", max_length=60)
    decided_on = models.DateField("ngày quyết định")
    #: Why, encrypted: read by who may, and the reading is written down.
    sealed_grounds = models.TextField("lý do (mã hóa)")
    lifted_on = models.DateField("hết hiệu lực từ ngày", null=True)
    lifted_note = models.CharField("lý do hết hiệu lực", max_length=200, blank=True)

    class Meta:
        verbose_name = "kỷ luật đoàn viên"

    def __str__(self) -> str:
        return f"#{self.person_id} {self.penalty}"
