from django.db import models

from congdoan.support.certificates.enums import FieldKind


class SignatureField(models.Model):
    """A place for one signature in the PDF; all of them exist before the first is filled."""

    file = models.ForeignKey("certificates.SignedFile", models.PROTECT, related_name="fields")
    name = models.CharField("tên trường", max_length=40, db_collation="C")
    kind = models.CharField("loại", max_length=10, choices=FieldKind.choices)
    party = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="bên ký"
    )
    party_name = models.CharField("tên bên ký", max_length=250)

    class Meta:
        verbose_name = "ô chữ ký số"
        ordering = ["file", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["file", "name"], name="field_name_once_per_file")
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.name}"

    @property
    def is_filled(self) -> bool:
        """Whether somebody has signed here; select ``revision`` in lists."""
        return hasattr(self, "revision")
