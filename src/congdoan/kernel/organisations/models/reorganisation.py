from django.db import models

from congdoan.kernel.organisations.enums import EventKind, ReorganisationState


class Reorganisation(models.Model):
    """
    A reorganisation being prepared: what is to happen, kept until it is carried out or dropped.

    ``plan`` is the officer's worksheet (``services.preparing.Plan``): nothing in it holds until it
    is carried out as one ``OrganisationEvent``. Who may decide on ``superior``'s branch may work
    on it, so that a clerk prepares what a leader carries out.
    """

    superior = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="+",
        verbose_name="cấp quyết định",
    )
    kind = models.CharField("sự kiện", max_length=20, choices=EventKind.choices)
    on = models.DateField("ngày có hiệu lực")
    decision_no = models.CharField("số quyết định", max_length=60, blank=True)
    decision_on = models.DateField("ngày quyết định", null=True)
    decided_by = models.CharField("cơ quan quyết định", max_length=200, blank=True)
    note = models.TextField("ghi chú", blank=True)
    plan = models.JSONField(default=dict)
    state = models.CharField(
        "trạng thái",
        max_length=10,
        choices=ReorganisationState.choices,
        default=ReorganisationState.DRAFT,
    )
    event = models.OneToOneField(
        "organisations.OrganisationEvent", models.PROTECT, null=True, related_name="preparation"
    )
    #: The last trial: when, by whom, what stood on the worksheet, what was refused.
    trial = models.JSONField(default=dict)
    made_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="người lập"
    )
    made_at = models.DateTimeField("lập lúc")

    class Meta:
        verbose_name = "lần sắp xếp tổ chức"
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on:%d/%m/%Y}"
