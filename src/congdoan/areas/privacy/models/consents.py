from django.db import models
from django.db.models import Q

from congdoan.areas.privacy.enums import ConsentEnd, ConsentMethod


class Consent(models.Model):
    """Somebody said yes to one purpose, to one edition of its words; the row is the proof."""

    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+", verbose_name="người"
    )
    #: The union they belonged to then.
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="đơn vị"
    )
    #: A code of the rulebook's ``privacy.purpose``.
    purpose = models.CharField("mục đích", max_length=30)
    version = models.CharField("bản", max_length=20)
    #: The words themselves, as they were shown.
    text = models.TextField("nội dung")
    method = models.CharField("hình thức", max_length=5, choices=ConsentMethod.choices)
    given_at = models.DateTimeField("đồng ý lúc")
    #: Who wrote it down; the person's own name when they gave it themselves.
    recorded_by_name = models.CharField("người ghi", max_length=120)
    scan = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, related_name="+", verbose_name="bản quét"
    )
    ended_at = models.DateTimeField("hết hiệu lực lúc", null=True)
    ended = models.CharField("vì sao", max_length=10, choices=ConsentEnd.choices, blank=True)
    end_method = models.CharField(
        "rút bằng cách", max_length=5, choices=ConsentMethod.choices, blank=True
    )

    class Meta:
        verbose_name = "sự đồng ý xử lý dữ liệu"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"],
                condition=Q(ended_at__isnull=True),
                name="consent_once_a_purpose",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.person_id} {self.purpose} {self.version}"
