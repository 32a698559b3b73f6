from django.contrib.postgres.fields import ArrayField
from django.db import models

from congdoan.areas.voting.models.roll import BoardMember
from congdoan.areas.voting.models.votes import Vote


class BallotBox(models.Model):
    """
    All electronic ballots of a vote in one row: no person, no order, no time, no address.

    ``sealed`` holds the ballots as sorted lines of equal length, encrypted anew at every ballot;
    ``codes`` the receipts, sorted, joined to nothing (ADR 39).
    """

    vote = models.OneToOneField(Vote, models.CASCADE, related_name="box")
    sealed = models.TextField("phiếu", blank=True)
    codes = ArrayField(models.CharField(max_length=16), verbose_name="mã biên nhận", default=list)

    class Meta:
        verbose_name = "hòm phiếu"

    def __str__(self) -> str:
        return f"#{self.vote_id}"


class BallotCount(models.Model):
    """One person's count of the paper ballots, or of raised hands; two agree before it holds."""

    vote = models.ForeignKey(Vote, models.CASCADE, related_name="counts")
    counter = models.ForeignKey(
        BoardMember, models.PROTECT, null=True, related_name="counts", verbose_name="người đếm"
    )
    by_name = models.CharField("người ghi", max_length=160)
    #: Names of the lines of ``rules.counting.differences``: COLLECTED, INVALID, a candidate's key.
    figures = models.JSONField("số liệu", default=dict)

    class Meta:
        verbose_name = "lần kiểm phiếu"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["vote", "counter"], name="count_once_a_counter"),
        ]

    def __str__(self) -> str:
        return f"#{self.vote_id} #{self.counter_id}"
