from django.db import models


class PacketFile(models.Model):
    """That a packet is being signed in a PDF with certificates, and in which."""

    packet = models.OneToOneField("signing.Packet", models.PROTECT, related_name="signed_file")
    file = models.OneToOneField(
        "certificates.SignedFile", models.PROTECT, related_name="+", verbose_name="tệp ký số"
    )

    class Meta:
        verbose_name = "tệp ký số của hồ sơ ký"

    def __str__(self) -> str:
        return f"#{self.pk} {self.packet_id}"
