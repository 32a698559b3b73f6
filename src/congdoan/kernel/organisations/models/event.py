from django.db import models

from congdoan.kernel.organisations.enums import EventKind, EventRole, EventState


class OrganisationEvent(models.Model):
    """
    A change of organisation: what, from which day, by which decision.

    The event writes the dated rows and keeps its inverse, so that it can be undone while nothing
    newer depends on it. ``effective_on`` is valid time, ``recorded_at`` recorded time.
    """

    kind = models.CharField("sự kiện", max_length=20, choices=EventKind.choices)
    effective_on = models.DateField("ngày có hiệu lực")
    recorded_at = models.DateTimeField("ghi lúc")
    recorded_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="người ghi"
    )
    state = models.CharField("trạng thái", max_length=10, choices=EventState.choices)
    decision_no = models.CharField("số quyết định", max_length=60, blank=True)
    decision_on = models.DateField("ngày quyết định", null=True)
    decided_by = models.CharField("cơ quan quyết định", max_length=200, blank=True)
    note = models.TextField("ghi chú", blank=True)
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="corrections", verbose_name="đính chính"
    )
    #: Steps that take the written rows back, last first (services.ledger).
    inverse = models.JSONField(default=list)
    #: What other slices did after it, each in its own words (services.changing.Followed).
    followed = models.JSONField(default=dict)

    class Meta:
        verbose_name = "sự kiện tổ chức"
        ordering = ["-effective_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.effective_on:%d/%m/%Y}"


class OrganisationEventUnit(models.Model):
    """An organisation's part in an event; successor links follow from the roles."""

    event = models.ForeignKey(OrganisationEvent, models.CASCADE, related_name="units")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="event_parts"
    )
    role = models.CharField("vai trò", max_length=10, choices=EventRole.choices)

    class Meta:
        verbose_name = "đơn vị trong sự kiện"
        constraints = [
            models.UniqueConstraint(
                fields=["event", "organisation", "role"], name="event_unit_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} #{self.organisation_id} of #{self.event_id}"
