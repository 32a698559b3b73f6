"""What all papers of this slice share: whose they are, where they began, who answers them now."""

from django.db import models


class AboutSomeone(models.Model):
    """
    A paper about a person's data.

    ``organisation`` is the union it was raised at and stays; ``keeper`` answers for it now: the
    same one, or after a reorganisation its heir (``services.keeping``).
    """

    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+", verbose_name="người"
    )
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="đơn vị"
    )
    keeper = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="+",
        verbose_name="đơn vị giải quyết",
    )

    class Meta:
        abstract = True
