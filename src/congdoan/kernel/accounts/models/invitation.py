from datetime import datetime
from typing import ClassVar, Self

from django.db import models

from congdoan.kernel.accounts.models.user import User


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, *, at: datetime) -> Self:
        """Keep the invitations whose code still works at ``at``."""
        return self.filter(used_at=None, withdrawn_at=None, expires_at__gt=at)


class Invitation(models.Model):
    """An activation code given to a user; only its hash is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="người dùng")
    code_hash = models.CharField("mã (băm)", max_length=64, unique=True)
    made_by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name="người mời"
    )
    made_at = models.DateTimeField("mời lúc")
    expires_at = models.DateTimeField("hết hạn lúc")
    used_at = models.DateTimeField("dùng lúc", null=True)
    withdrawn_at = models.DateTimeField("thu hồi lúc", null=True)

    objects: ClassVar[models.Manager["Invitation"]] = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "lời mời"
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(used_at=None, withdrawn_at=None),
                name="invitation_one_open_per_user",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.user_id}"
