from django.db import models

from congdoan.areas.gateway.enums import Way
from congdoan.foundation import vietnamese


def in_fours(fingerprint: str) -> str:
    """Return a fingerprint as people read it to each other."""
    return " ".join(fingerprint[at : at + 4] for at in range(0, len(fingerprint), 4))


class Peer(models.Model):
    """A body outside this installation that documents are exchanged with."""

    #: QCVN 102: mã định danh.
    code = models.CharField("mã định danh", max_length=60, unique=True)
    name = models.CharField("tên cơ quan, đơn vị", max_length=250)
    folded = models.CharField(max_length=320, editable=False, db_collation="C")
    #: A code of the rulebook's ``edxml.profile``.
    profile = models.CharField("cách viết gói tin", max_length=40)
    way = models.CharField("đường đi", max_length=10, choices=Way.choices)
    #: Of the other installation, for FEDERATION.
    address = models.CharField("địa chỉ HTTPS", max_length=250, blank=True)
    #: PEM: whose signature we take; and its SHA-256, by which requests name it.
    certificate = models.TextField("chứng thư ký", blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    #: PEM: the only one we believe when we call the address.
    authority = models.TextField("chứng thư HTTPS ghim", blank=True)
    must_sign = models.BooleanField("chỉ nhận gói có chữ ký đúng", default=False)
    paused = models.BooleanField("tạm dừng", default=False)
    made_at = models.DateTimeField("nối lúc")
    last_sent_at = models.DateTimeField("gửi được lúc", null=True, blank=True)
    last_taken_at = models.DateTimeField("nhận lúc", null=True, blank=True)
    failure = models.CharField("lỗi gần nhất", max_length=500, blank=True)

    class Meta:
        verbose_name = "nơi liên thông"
        indexes = [models.Index(fields=["fingerprint"], name="peer_by_fingerprint")]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"

    @property
    def fingerprint_text(self) -> str:
        return in_fours(self.fingerprint)

    def settle_keys(self) -> None:
        self.name = vietnamese.tidy(self.name)
        self.folded = vietnamese.fold(f"{self.code} {self.name}")[:320]


class Nonce(models.Model):
    """A signed request that was seen: the same one again is a replay."""

    fingerprint = models.CharField(max_length=64)
    value = models.CharField(max_length=64)
    at = models.DateTimeField("lúc", db_index=True)

    class Meta:
        verbose_name = "yêu cầu đã thấy"
        constraints = [models.UniqueConstraint(fields=["fingerprint", "value"], name="nonce_once")]

    def __str__(self) -> str:
        return f"{self.fingerprint[:8]} {self.value}"


class ServerKey(models.Model):
    """The installation's key for packages and requests; the newest one signs."""

    certificate = models.TextField("chứng thư")
    sealed_key = models.TextField(editable=False)
    fingerprint = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField("lập lúc")
    valid_until = models.DateField("hết hạn")

    class Meta:
        verbose_name = "khóa liên thông"

    def __str__(self) -> str:
        return self.fingerprint[:16]

    @property
    def fingerprint_text(self) -> str:
        return in_fours(self.fingerprint)
