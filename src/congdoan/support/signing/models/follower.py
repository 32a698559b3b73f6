from django.db import models

from congdoan.support.signing.enums import Following


class Follower(models.Model):
    """
    Who goes along with a packet without signing: an organisation, or one person of it.

    An observer watches from the first day; a copy receiver is told when all have signed, and may
    open the packet from then on.
    """

    packet = models.ForeignKey("signing.Packet", models.PROTECT, related_name="followers")
    kind = models.CharField("cách theo dõi", max_length=10, choices=Following.choices)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="đơn vị"
    )
    organisation_name = models.CharField("tên đơn vị", max_length=250)
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", verbose_name="người"
    )

    class Meta:
        verbose_name = "nơi theo dõi, nhận bản ký"
        constraints = [
            models.UniqueConstraint(
                fields=["packet", "kind", "organisation", "person"],
                name="follower_once",
                nulls_distinct=False,
            )
        ]
        indexes = [models.Index(fields=["organisation", "kind"], name="follower_by_organisation")]

    def __str__(self) -> str:
        return f"#{self.pk} {self.organisation_name} ({self.kind})"
