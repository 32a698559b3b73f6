from django.db import models

from congdoan.areas.documents.enums import SignedBy
from congdoan.areas.documents.models.document import Document


class CoSigner(models.Model):
    """Who signs after the leading body's signer: another office, or another body (liên tịch)."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="cosigners")
    #: Signs after those before it; the leading body's own signer is before them all.
    place = models.PositiveSmallIntegerField("thứ tự ký")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="đơn vị ký"
    )
    #: Who is meant to sign: a way of ``signings``.
    to_sign = models.CharField("người ký dự kiến", max_length=40)

    signer = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", verbose_name="người ký"
    )
    signer_name = models.CharField("họ tên người ký", max_length=120, blank=True)
    signed_as = models.JSONField("đề ký", default=list)
    signed_on = models.DateField("ngày ký", null=True, blank=True)
    signed_by = models.CharField("cách ký", max_length=5, choices=SignedBy.choices, blank=True)

    class Meta:
        verbose_name = "người cùng ký"
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["document", "place"], name="cosigner_place"),
            models.UniqueConstraint(
                fields=["document", "organisation", "to_sign"], name="cosigner_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "document"],
                condition=models.Q(signed_on=None),
                name="cosigner_waits",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.document_id} {self.place}"
