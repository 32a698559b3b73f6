from django.db import models

from congdoan.areas.voting.enums import Marked
from congdoan.areas.voting.models.votes import Candidate, Vote


class Voter(models.Model):
    """
    Somebody who may vote, and whether they have taken part: never when, never how.

    One roll for paper and phone, keyed by person. No time is kept here on purpose (ADR 39).
    """

    vote = models.ForeignKey(Vote, models.CASCADE, related_name="voters")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    name = models.CharField("họ tên", max_length=160)
    sort_key = models.CharField(max_length=500, db_collation="C")
    marked = models.CharField("đã bỏ phiếu", max_length=10, choices=Marked.choices, blank=True)
    #: Token of the slip by which they vote at the shared device; the slip itself is kept nowhere.
    slip = models.CharField("mã phiếu phát", max_length=32, blank=True)
    removed = models.BooleanField("đã đưa ra khỏi danh sách", default=False)
    removed_reason = models.CharField("lý do", max_length=200, blank=True)

    class Meta:
        verbose_name = "cử tri"
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["vote", "person"], name="voter_once_a_vote"),
            models.UniqueConstraint(
                fields=["slip"], condition=~models.Q(slip=""), name="slip_is_of_one_voter"
            ),
            models.CheckConstraint(
                name="voter_removed_has_not_voted",
                condition=models.Q(removed=False) | models.Q(marked=""),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.vote_id} #{self.person_id}"


class NamedVoice(models.Model):
    """What somebody said in an open vote by name; everybody may know it."""

    voter = models.OneToOneField(Voter, models.CASCADE, related_name="voice")
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "ý kiến biểu quyết"

    def __str__(self) -> str:
        return f"#{self.voter_id} #{self.candidate_id}"


class BoardMember(models.Model):
    """Somebody of the election board: hands out, collects and counts; never a candidate."""

    vote = models.ForeignKey(Vote, models.CASCADE, related_name="board")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    name = models.CharField("họ tên", max_length=160)
    heads = models.BooleanField("trưởng ban", default=False)

    class Meta:
        verbose_name = "thành viên ban bầu cử"
        ordering = ["-heads", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["vote", "person"], name="board_member_once_a_vote"),
            models.UniqueConstraint(
                fields=["vote"], condition=models.Q(heads=True), name="board_has_one_head"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.vote_id} #{self.person_id}"
