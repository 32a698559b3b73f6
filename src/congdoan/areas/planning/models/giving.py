from django.db import models

from congdoan.areas.planning.enums import Answer


class HandDown(models.Model):
    """A task handed down to units below, named by a rule and frozen at that moment."""

    task = models.ForeignKey("planning.Task", models.PROTECT, related_name="handings")
    rule = models.JSONField("cách chọn", default=dict)
    words = models.TextField("yêu cầu", blank=True)
    answer_by = models.DateField("hạn nhận việc")
    #: The day of the tree the receivers were read from.
    on = models.DateField("ngày giao")
    at = models.DateTimeField("lúc")
    by_name = models.CharField("người giao", max_length=160)
    by_user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "lần giao việc"

    def __str__(self) -> str:
        return f"#{self.task_id} {self.on}"


class Given(models.Model):
    """
    A task at one unit it was handed down to.

    ``organisation`` and ``branch`` (the unit directly below the giver it stood under) stay as
    frozen; the task follows its unit's successor.
    """

    handing = models.ForeignKey(HandDown, models.PROTECT, related_name="given")
    source = models.ForeignKey("planning.Task", models.PROTECT, related_name="given_out")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    branch = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    #: The unit's own task; None until the background has written it.
    task = models.OneToOneField("planning.Task", models.PROTECT, null=True, related_name="given")
    answer = models.CharField(
        "trả lời", max_length=9, choices=Answer.choices, default=Answer.WAITING
    )
    words = models.TextField("ý kiến", blank=True)
    answered_at = models.DateTimeField("trả lời lúc", null=True)
    answered_by_name = models.CharField("người trả lời", max_length=160, blank=True)

    class Meta:
        verbose_name = "việc giao cho đơn vị"
        constraints = [
            models.UniqueConstraint(
                fields=["source", "organisation"], name="task_given_once_to_a_unit"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.source_id} → #{self.organisation_id}"
