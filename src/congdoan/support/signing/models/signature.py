from django.db import models
from django.db.models import Q

from congdoan.support.signing.enums import Method


class Signature(models.Model):
    """
    That a person signed for a party: when, where, how, by what mandate, and which text.

    Written once; only the scan of a paper signature may follow. The mandate is a copy of what the
    registers said at that moment, so that it stays readable when offices and names change.
    """

    slot = models.OneToOneField("signing.Slot", models.PROTECT, related_name="signature")
    method = models.CharField("cách ký", max_length=10, choices=Method.choices)
    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+", verbose_name="người ký"
    )
    person_name = models.CharField("họ tên người ký", max_length=130)
    capacity = models.JSONField("thẩm quyền ký", default=list)
    title = models.CharField("chức danh ký", max_length=120)
    mandate = models.JSONField("căn cứ thẩm quyền")
    text_hash = models.CharField("mã băm văn bản", max_length=64, db_collation="C")
    signed_on = models.DateField("ngày ký")
    place = models.CharField("nơi ký", max_length=120, blank=True)
    recorded_at = models.DateTimeField("ghi lúc")
    #: Who was signed in: the signatory (click) or the clerk (paper).
    recorded_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="người ghi"
    )
    recorded_by_name = models.CharField("tên người ghi", max_length=120)
    #: With what the signatory proved to be present: PASSWORD, TOTP, PASSKEY; nothing on paper.
    proofs = models.JSONField("cách xác nhận", default=list)
    #: One per opened form: a form sent twice is one signature. Chosen by the browser, so it means
    #: something together with slot and sender only.
    key = models.CharField("khóa", max_length=64, db_collation="C")
    scan = models.ForeignKey(
        "files.StoredFile",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="bản quét có chữ ký",
    )
    #: The same with what was read from it; none for scans kept before they were read.
    paper_scan = models.ForeignKey(
        "signing.Scan",
        models.PROTECT,
        null=True,
        related_name="signatures",
        verbose_name="đối chiếu bản quét",
    )

    class Meta:
        verbose_name = "chữ ký"
        constraints = [
            models.CheckConstraint(
                name="signature_on_paper_has_a_place",
                condition=~Q(method=Method.PAPER) | ~Q(place=""),
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.person_name}"

    @property
    def lacks_scan(self) -> bool:
        return self.method == Method.PAPER and self.scan_id is None

    @property
    def owes_scan(self) -> bool:
        """Whether somebody still has to send a scan, or to look at the one that was sent."""
        if self.method != Method.PAPER:
            return False
        return self.scan_id is None or bool(self.paper_scan and self.paper_scan.may_be_replaced)
