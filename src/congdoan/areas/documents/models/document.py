from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from congdoan.areas.documents.enums import (
    NUMBERED,
    DocumentState,
    Reach,
    Readers,
    SignedBy,
    Urgency,
)
from congdoan.foundation import vietnamese
from congdoan.support.numbering.api import Register


class Document(models.Model):
    """One paper an organisation writes: from the draft to the copy in its archive."""

    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="đơn vị"
    )
    register = models.CharField(
        "sổ", max_length=10, choices=Register.choices, default=Register.OUTGOING
    )
    #: A code of the rulebook's ``documents.type``.
    type = models.CharField("loại văn bản", max_length=40)
    subject = models.CharField("trích yếu", max_length=500)
    folded = models.CharField(max_length=700, editable=False, db_collation="C")
    urgency = models.CharField(
        "độ khẩn", max_length=12, choices=Urgency.choices, default=Urgency.NORMAL
    )
    #: Each receiver's officers say that they have read it.
    must_read = models.BooleanField("yêu cầu xác nhận đã đọc", default=False)
    #: Who there has to read it, each for themselves; empty: the unit's word is enough.
    readers = models.CharField(
        "từng người phải đọc", max_length=10, choices=Readers.choices, blank=True, db_default=""
    )
    answer_by = models.DateField("hạn trả lời", null=True, blank=True)
    state = models.CharField(
        "trạng thái", max_length=10, choices=DocumentState.choices, default=DocumentState.DRAFT
    )
    note = models.CharField("ghi chú", max_length=500, blank=True)

    drafter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="soạn"
    )
    drafter_name = models.CharField("người soạn", max_length=120)
    drafted_at = models.DateTimeField("soạn lúc")
    submitted_at = models.DateTimeField("trình lúc", null=True, blank=True)
    #: Why it came back from the approver.
    returned = models.CharField("ý kiến trả lại", max_length=500, blank=True)
    approver_name = models.CharField("người duyệt", max_length=120, blank=True)
    approved_at = models.DateTimeField("duyệt lúc", null=True, blank=True)
    #: The unit has one officer only, who drafted and approved.
    self_approved = models.BooleanField("tự duyệt", default=False)

    #: Who is meant to sign (a way of ``signings``) and who is to get it: printed until it is so.
    to_sign = models.CharField("người ký dự kiến", max_length=40, blank=True)
    reach = models.CharField("nơi nhận dự kiến", max_length=10, choices=Reach.choices, blank=True)

    signer = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", verbose_name="người ký"
    )
    signer_name = models.CharField("họ tên người ký", max_length=120, blank=True)
    #: Lines above the signature as of the day of signing: "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH".
    signed_as = models.JSONField("đề ký", default=list)
    signed_on = models.DateField("ngày ký", null=True, blank=True)
    signed_by = models.CharField("cách ký", max_length=5, choices=SignedBy.choices, blank=True)

    number = models.OneToOneField(
        "numbering.Number", models.PROTECT, null=True, related_name="+", verbose_name="số"
    )
    symbol = models.CharField("số, ký hiệu", max_length=80, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    copies = models.PositiveIntegerField("số bản", default=1)
    keeper = models.CharField("đơn vị, người giữ bản lưu", max_length=120, blank=True)

    #: How receivers were chosen, as stated when it was sent.
    rule = models.JSONField("nơi nhận theo", default=dict, blank=True)
    sent_at = models.DateTimeField("gửi lúc", null=True, blank=True)
    sent_by_name = models.CharField("người gửi", max_length=120, blank=True)
    delivered_at = models.DateTimeField("đến đủ lúc", null=True, blank=True)

    #: What it answers: an entry of the unit's own incoming register.
    answers = models.ForeignKey(
        "documents.Incoming", models.PROTECT, null=True, related_name="answered_by"
    )
    #: What it passes on, under a cover letter of its own.
    forwards = models.ForeignKey(
        "documents.Incoming", models.PROTECT, null=True, related_name="forwarded_by"
    )
    #: The document at the head of a chain of forwarding.
    origin = models.ForeignKey("self", models.PROTECT, null=True, related_name="descendants")
    #: The document it takes the place of, or whose error it corrects.
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by")
    corrects = models.BooleanField("đính chính", default=False)
    #: Why it was recalled or replaced.
    withdrawn = models.CharField("lý do thu hồi", max_length=500, blank=True)
    #: On the days before it was in force all the same.
    withdrawn_on = models.DateField("ngày thu hồi", null=True, blank=True)

    class Meta:
        verbose_name = "văn bản"
        constraints = [
            models.CheckConstraint(
                name="document_numbered_when_issued",
                condition=(Q(state__in=[*NUMBERED]) & Q(number__isnull=False))
                | (~Q(state__in=[*NUMBERED]) & Q(number__isnull=True)),
            )
        ]
        indexes = [
            models.Index(fields=["organisation", "-drafted_at", "-id"], name="document_newest"),
            models.Index(
                fields=["organisation", "register", "issued_on"],
                name="document_register",
                condition=Q(number__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return f"{self.symbol}: {self.subject}" if self.symbol else self.subject

    @property
    def year(self) -> int | None:
        return self.issued_on.year if self.issued_on else None

    def settle_keys(self) -> None:
        """Set the stored search text (before every write of subject or symbol)."""
        self.subject = vietnamese.tidy(self.subject)
        self.folded = vietnamese.fold(f"{self.symbol} {self.subject}")[:700]

    def late_on(self, day: date) -> bool:
        return self.answer_by is not None and self.answer_by < day


class Attachment(models.Model):
    """A file of a document: the text itself, and what goes with it."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="attachments")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    #: The text itself; one at most.
    is_body = models.BooleanField("toàn văn", default=False)
    #: The paper with signature and seal, scanned.
    is_scan = models.BooleanField("bản quét đã ký", default=False)

    class Meta:
        verbose_name = "tệp của văn bản"
        constraints = [
            models.UniqueConstraint(fields=["document", "file"], name="attachment_once"),
            models.UniqueConstraint(
                fields=["document"], condition=Q(is_body=True), name="attachment_one_body"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.file_id} @ #{self.document_id}"
