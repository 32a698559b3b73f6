from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from congdoan.areas.documents.enums import (
    WAITING,
    Asked,
    Channel,
    IncomingState,
    ReceiverState,
    RoutingKind,
    Secrecy,
    Urgency,
)


class Incoming(models.Model):
    """One line of a unit's incoming register: what came, from whom, what is done about it."""

    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="đơn vị nhận"
    )
    number = models.OneToOneField(
        "numbering.Number", models.PROTECT, related_name="+", verbose_name="số"
    )
    #: Number and letter as in the book, for order and printing.
    arrival_no = models.PositiveIntegerField("số đến")
    arrival_suffix = models.CharField("chữ phụ", max_length=1, blank=True)
    arrived_on = models.DateField("ngày đến")
    #: How it was sent here; None: registered by hand.
    receiver = models.OneToOneField(
        "documents.Receiver", models.PROTECT, null=True, related_name="incoming"
    )
    document = models.ForeignKey(
        "documents.Document", models.PROTECT, null=True, related_name="arrivals"
    )
    channel = models.CharField(
        "kênh", max_length=10, choices=Channel.choices, default=Channel.PAPER
    )
    sender = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+"
    )
    sender_name = models.CharField("nơi gửi", max_length=250)
    symbol = models.CharField("số, ký hiệu", max_length=80, blank=True)
    dated_on = models.DateField("ngày văn bản", null=True, blank=True)
    type = models.CharField("loại văn bản", max_length=40, blank=True)
    subject = models.CharField("trích yếu", max_length=500)
    folded = models.CharField(max_length=1000, editable=False, db_collation="C")
    urgency = models.CharField(
        "độ khẩn", max_length=12, choices=Urgency.choices, default=Urgency.NORMAL
    )
    #: On paper only: neither content nor file is kept.
    secrecy = models.CharField("độ mật", max_length=12, choices=Secrecy.choices, blank=True)
    must_read = models.BooleanField("yêu cầu xác nhận đã đọc", default=False)
    #: When those who have to read it were named here.
    readers_named_at = models.DateTimeField("chọn người phải đọc lúc", null=True, blank=True)
    due = models.DateField("hạn trả lời", null=True, blank=True)
    #: A scan of what came on paper.
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    state = models.CharField(
        "trạng thái", max_length=12, choices=IncomingState.choices, default=IncomingState.REGISTERED
    )
    note = models.CharField("ghi chú", max_length=500, blank=True)
    registered_at = models.DateTimeField("vào sổ lúc")
    registered_by_name = models.CharField("người vào sổ", max_length=120)
    accepted_at = models.DateTimeField("tiếp nhận lúc", null=True, blank=True)
    accepted_by_name = models.CharField("người tiếp nhận", max_length=120, blank=True)
    done_at = models.DateTimeField("xong lúc", null=True, blank=True)

    #: Came from outside by exchange: whose mã định danh, the state its sender was told, what it
    #: asks, and why.
    sender_code = models.CharField("mã định danh nơi gửi", max_length=60, blank=True, db_default="")
    told = models.CharField(
        "đã báo nơi gửi", max_length=2, choices=ReceiverState.choices, blank=True, db_default=""
    )
    asked = models.CharField(
        "nơi gửi đề nghị", max_length=8, choices=Asked.choices, blank=True, db_default=""
    )
    asked_why = models.CharField("lý do đề nghị", max_length=500, blank=True, db_default="")
    #: The unit's own document it answers, where that went out by exchange.
    replies_to = models.ForeignKey(
        "documents.Document", models.PROTECT, null=True, related_name="replies_from_outside"
    )

    class Meta:
        verbose_name = "văn bản đến"
        indexes = [
            models.Index(
                fields=["organisation", "-arrived_on", "-arrival_no", "-id"], name="incoming_newest"
            ),
            models.Index(
                fields=["organisation", "due"],
                name="incoming_waiting",
                include=["accepted_at"],
                condition=Q(state__in=["REGISTERED", "ROUTED", "IN_PROGRESS"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number_text}: {self.subject}"

    @property
    def number_text(self) -> str:
        return f"{self.arrival_no:02d}{self.arrival_suffix}"

    @property
    def can_be_sent_back(self) -> bool:
        """Tell whether its sender hears of it: sent here, or exchanged from outside."""
        return self.receiver_id is not None or self.channel == Channel.GATEWAY

    @property
    def waits(self) -> bool:
        return self.state in WAITING

    def late_on(self, day: date) -> bool:
        return self.due is not None and self.due < day and self.waits


class ArrivedFile(models.Model):
    """A file of what came by exchange; the text itself is ``Incoming.file``."""

    incoming = models.ForeignKey(Incoming, models.CASCADE, related_name="more_files")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "tệp kèm văn bản đến"
        constraints = [
            models.UniqueConstraint(fields=["incoming", "file"], name="arrived_file_once")
        ]

    def __str__(self) -> str:
        return f"#{self.file_id} @ #{self.incoming_id}"


class Acknowledgement(models.Model):
    """One person said that they have read what came."""

    incoming = models.ForeignKey(Incoming, models.PROTECT, related_name="acknowledgements")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField("người đọc", max_length=120)
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "xác nhận đã đọc"
        constraints = [
            models.UniqueConstraint(fields=["incoming", "user"], name="acknowledged_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.incoming_id}"


class Routing(models.Model):
    """Bút phê: a leader's word about what came: who does what, until when."""

    incoming = models.ForeignKey(Incoming, models.PROTECT, related_name="routings")
    kind = models.CharField("vai trò", max_length=10, choices=RoutingKind.choices)
    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+", verbose_name="người được giao"
    )
    opinion = models.CharField("ý kiến", max_length=500, blank=True)
    due = models.DateField("hạn", null=True, blank=True)
    by_name = models.CharField("người giao", max_length=120)
    at = models.DateTimeField("lúc")
    done_at = models.DateTimeField("xong lúc", null=True, blank=True)
    done_note = models.CharField("kết quả", max_length=500, blank=True)
    done_by_name = models.CharField("người báo xong", max_length=120, blank=True)

    class Meta:
        verbose_name = "phân công xử lý"
        constraints = [models.UniqueConstraint(fields=["incoming", "person"], name="routed_once")]

    def __str__(self) -> str:
        return f"{self.kind} #{self.person_id} #{self.incoming_id}"
