import hashlib
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from congdoan.areas.publications.enums import Channel, PublicationState
from congdoan.foundation import vietnamese
from congdoan.support.notifications.api import Fault


class Publication(models.Model):
    """One issued paper made public on one channel: prepared, approved, there, taken down."""

    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="đơn vị"
    )
    document = models.ForeignKey(
        "documents.Document", models.PROTECT, related_name="+", verbose_name="văn bản"
    )
    channel = models.CharField("kênh", max_length=10, choices=Channel.choices)
    #: In the public address.
    token = models.UUIDField("mã công khai", default=uuid4, unique=True)
    title = models.CharField("tiêu đề", max_length=200)
    summary = models.CharField("tóm tắt", max_length=1000)
    link = models.CharField("đường dẫn", max_length=300, blank=True)
    folded = models.CharField(max_length=1300, editable=False, db_collation="C")
    #: What readers may download; chosen when it was prepared.
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    state = models.CharField(
        "trạng thái",
        max_length=10,
        choices=PublicationState.choices,
        default=PublicationState.DRAFT,
    )
    #: What looked like personal data when it was prepared; a person said that it may be shown.
    signs = models.JSONField("dấu hiệu dữ liệu cá nhân", default=list, blank=True)
    checked_by_name = models.CharField("người kiểm tra", max_length=120)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    prepared_by_name = models.CharField("người chuẩn bị", max_length=120)
    prepared_at = models.DateTimeField("chuẩn bị lúc")
    returned = models.CharField("ý kiến trả lại", max_length=500, blank=True)
    approved_by_name = models.CharField("người duyệt", max_length=120, blank=True)
    approved_at = models.DateTimeField("duyệt lúc", null=True, blank=True)
    self_approved = models.BooleanField("tự duyệt", default=False)
    published_at = models.DateTimeField("công bố lúc", null=True, blank=True)
    withdrawn_at = models.DateTimeField("gỡ lúc", null=True, blank=True)
    withdrawn_why = models.CharField("lý do gỡ", max_length=500, blank=True)

    next_attempt_at = models.DateTimeField("đăng sau lúc", null=True, blank=True)
    #: It may be on its way: from here on a dead worker leaves a doubt.
    started_at = models.DateTimeField("bắt đầu đăng lúc", null=True, blank=True)
    failures = models.PositiveSmallIntegerField("số lần lỗi", default=0)
    fault = models.CharField("lý do", max_length=10, choices=Fault.choices, blank=True)
    provider_id = models.CharField("mã bài đăng", max_length=120, blank=True)

    class Meta:
        verbose_name = "bản công bố"
        constraints = [
            models.UniqueConstraint(
                fields=["document", "channel"],
                condition=~Q(state=PublicationState.WITHDRAWN),
                name="publication_once_per_channel",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-prepared_at", "-id"], name="publication_newest"),
            models.Index(
                fields=["-published_at", "-id"],
                name="publication_public",
                condition=Q(channel="PORTAL", state="PUBLISHED"),
            ),
            models.Index(
                fields=["next_attempt_at"],
                name="publication_waiting",
                condition=Q(state__in=["QUEUED", "LEAVING"]),
            ),
            models.Index(
                fields=["started_at"],
                name="publication_under_way",
                condition=Q(started_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def message(self) -> str:
        """What stands in a post."""
        return f"{self.title}\n\n{self.summary}"

    @property
    def may_still_stand(self) -> bool:
        """It was taken down while it was on its way, and nobody knows whether it arrived."""
        return self.state == PublicationState.UNSURE and self.withdrawn_at is not None

    @property
    def mark(self) -> str:
        """What readers would get, in one short word: approved is what was shown, nothing else."""
        shown = "\x1f".join([self.title, self.summary, self.link, str(self.file_id or "")])
        return hashlib.sha256(shown.encode()).hexdigest()[:32]

    def settle_keys(self) -> None:
        """Set the stored search text (before every write of title or summary)."""
        self.folded = vietnamese.fold(f"{self.title} {self.summary}")[:1300]
