from datetime import datetime

from django.db import models
from django.db.models import Q

from congdoan.areas.gateway.enums import COUNTED, Direction, Kind, PackageState
from congdoan.support.edxml.api import Verdict


class Package(models.Model):
    """One edXML package, sent or received: what it was about and what became of it."""

    direction = models.CharField("chiều", max_length=3, choices=Direction.choices)
    kind = models.CharField("loại", max_length=8, choices=Kind.choices)
    #: The same message has the same key, however often it is carried.
    key = models.CharField(max_length=64)
    peer = models.ForeignKey("gateway.Peer", models.PROTECT, null=True, related_name="packages")
    #: As the package says it, also where we know no such peer.
    peer_code = models.CharField("mã nơi kia", max_length=60, blank=True)
    #: The unit of ours; None where the package did not get that far.
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+"
    )
    #: As both sides know the document: "<mã>,<ngày>,<số/ký hiệu>".
    document_code = models.CharField("mã văn bản", max_length=250, blank=True)
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    receiver = models.ForeignKey("documents.Receiver", models.PROTECT, null=True, related_name="+")
    incoming = models.ForeignKey("documents.Incoming", models.PROTECT, null=True, related_name="+")
    status_code = models.CharField("mã trạng thái", max_length=2, blank=True)
    #: The reason told to the other side.
    note = models.CharField("ghi chú", max_length=500, blank=True)
    state = models.CharField("trạng thái gói", max_length=10, choices=PackageState.choices)
    verdict = models.CharField(
        "chữ ký", max_length=8, choices=Verdict.choices, default=Verdict.NONE
    )
    #: Why it was refused, or did not leave.
    failure = models.CharField("lỗi", max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField("số lần thử", default=0)
    next_try = models.DateTimeField("thử lại lúc", null=True, blank=True)
    #: The worker that carries it now, and until when the others leave it alone.
    lease = models.UUIDField(null=True, editable=False)
    leased_until = models.DateTimeField("giữ để gửi đến", null=True, blank=True)
    #: It set out, and nobody knows yet whether it arrived.
    unsure = models.BooleanField("có thể đã tới", default=False)
    #: Where the content lies in the storage; "" until it is made.
    path = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField("dung lượng", default=0)
    made_at = models.DateTimeField("lập lúc")
    moved_at = models.DateTimeField("gửi, nhận lúc", null=True, blank=True)
    by_name = models.CharField("người làm", max_length=120)

    class Meta:
        verbose_name = "gói liên thông"
        constraints = [
            models.UniqueConstraint(
                fields=["direction", "key"],
                condition=~Q(state="REFUSED"),
                name="package_once",
            )
        ]
        indexes = [
            models.Index(fields=["-made_at", "-id"], name="package_newest"),
            models.Index(fields=["organisation", "-made_at", "-id"], name="package_of_unit"),
            models.Index(fields=["next_try"], condition=Q(state="WAITING"), name="package_waits"),
            models.Index(
                fields=["state", "organisation"],
                condition=Q(state__in=list(COUNTED)),
                name="package_counted",
            ),
            models.Index(fields=["document_code", "direction"], name="package_of_document"),
            models.Index(fields=["incoming"], name="package_of_incoming"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.document_code}"

    @property
    def code_text(self) -> str:
        """Return the document's code with room to break a line in."""
        return self.document_code.replace(",", ", ")

    @property
    def is_out(self) -> bool:
        return self.direction == Direction.OUT

    def is_carried(self, at: datetime) -> bool:
        """Tell whether a worker is carrying it at this moment."""
        return self.leased_until is not None and self.leased_until > at

    @property
    def may_have_arrived(self) -> bool:
        """Tell whether the other side may have what here waits, or failed."""
        return self.unsure or self.lease is not None

    @property
    def can_go_again(self) -> bool:
        return self.is_out and self.state in (PackageState.FAILED, PackageState.WAITING)
