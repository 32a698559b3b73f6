from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from congdoan.kernel.organisations.enums import IN_FORCE, EventKind, EventRole, EventState


class OrganisationEvent(models.Model):
    """
    A change of organisation: what, from which day, by which decision.

    The event writes the dated rows and keeps its inverse, so that it can be undone while nothing
    newer depends on it. ``effective_on`` is valid time, ``recorded_at`` recorded time.

    A change decided ahead writes its rows at once and is ``PLANNED`` until its day: then what came
    since the decision is settled (``services.taking_effect``) and it is ``APPLIED``. One that was
    said wrongly is ``CORRECTED``; the event that ``corrects`` it holds instead.
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
    #: What the slices were told beside the organisations (services.changing.PlannedChange.facts).
    facts = models.JSONField(
        default=dict,
        db_default=models.Value({}, models.JSONField()),
        encoder=DjangoJSONEncoder,
    )
    #: Why it could not take effect on its day; whoever decided it reads this.
    held_up = models.TextField("vướng mắc", blank=True, db_default="")
    settled_at = models.DateTimeField("thực hiện lúc", null=True)

    class Meta:
        verbose_name = "sự kiện tổ chức"
        ordering = ["-effective_on", "-pk"]
        indexes = [
            models.Index(
                fields=["effective_on"],
                condition=models.Q(state=EventState.PLANNED),
                name="event_coming",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.effective_on:%d/%m/%Y}"

    @property
    def in_force(self) -> bool:
        """Tell whether what the event says holds (from its day on)."""
        return self.state in IN_FORCE


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
