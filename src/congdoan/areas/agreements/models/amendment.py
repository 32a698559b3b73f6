from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from congdoan.areas.agreements.enums import (
    AmendmentState,
    Bearer,
    Cadence,
    ChangeKind,
    Consent,
    Effect,
    Level,
)
from congdoan.areas.agreements.models.agreement import Agreement

_SEALED = (AmendmentState.FROZEN, AmendmentState.SIGNED, AmendmentState.EFFECTIVE)


class AmendmentQuerySet(models.QuerySet["Amendment"]):
    def agreed(self) -> Self:
        """Keep what all parties have signed, in the order it changes the text."""
        signed = (AmendmentState.SIGNED, AmendmentState.EFFECTIVE)
        return self.filter(state__in=signed).order_by("effective_on", "number", "pk")

    def pending(self) -> Self:
        """Keep what is under way and not signed yet."""
        unsigned = (AmendmentState.DRAFT, AmendmentState.CONSENT, AmendmentState.FROZEN)
        return self.filter(state__in=unsigned)


class Amendment(models.Model):
    """
    Changes to an agreement in force that a party proposes; once frozen a numbered addendum.

    All parties consent, then sign the frozen text; from ``effective_on`` it changes the
    consolidated text. The signed text of the agreement itself never changes.
    """

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="amendments", verbose_name="văn bản"
    )
    proposer = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="bên đề nghị"
    )
    #: Given at the freeze, so that what was withdrawn before leaves no gap.
    number = models.PositiveSmallIntegerField("phụ lục số", null=True)
    title = models.CharField("trích yếu", max_length=300)
    reason = models.TextField("lý do đề nghị")
    state = models.CharField(
        "trạng thái",
        max_length=10,
        choices=AmendmentState.choices,
        default=AmendmentState.DRAFT,
    )
    #: The day the addendum itself names.
    wanted_on = models.DateField("đề nghị có hiệu lực từ", null=True)
    #: From the freeze on; later than the day named when the last party signed after it.
    effective_on = models.DateField("có hiệu lực từ", null=True)
    #: Consents count for one round; a text changed after a refusal is asked about anew.
    round = models.PositiveSmallIntegerField("lần xin ý kiến", default=0)
    due = models.DateField("hạn trả lời", null=True)
    shared_on = models.DateField("gửi các bên từ ngày", null=True)
    frozen_at = models.DateTimeField("chốt lúc", null=True)
    frozen_on = models.DateField("ngày chốt", null=True)
    canonical_text = models.TextField("nội dung chốt", blank=True)
    #: What parties, kind and agreement were called on the day of the freeze.
    names = models.JSONField("tên gọi khi chốt", default=dict)
    sha256 = models.CharField("mã băm SHA-256", max_length=64, blank=True, db_collation="C")
    signed_on = models.DateField("ngày ký", null=True)
    signed_place = models.CharField("nơi ký", max_length=160, blank=True)
    impact_reviewed_at = models.DateTimeField("xem xét nhiệm vụ lúc", null=True)
    impact_reviewed_by = models.CharField("người xem xét nhiệm vụ", max_length=120, blank=True)
    closed_reason = models.TextField("lý do rút", blank=True)
    created_at = models.DateTimeField("lập lúc")
    created_by_name = models.CharField("người lập", max_length=120)

    objects: ClassVar[AmendmentQuerySet] = AmendmentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "phụ lục sửa đổi, bổ sung"
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="amendment_number_once"),
            models.CheckConstraint(
                name="amendment_sealed_whole",
                condition=~Q(state__in=_SEALED)
                | Q(number__isnull=False, frozen_on__isnull=False, effective_on__isnull=False)
                & ~Q(sha256=""),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "effective_on"], name="amendment_by_state"),
        ]

    def __str__(self) -> str:
        return f"#{self.agreement_id} {self.number or '–'} {self.title[:60]}"


class AmendmentChange(models.Model):
    """
    One clause an addendum changes, adds or removes.

    ``base`` is the clause as the proposer found it: when another addendum changed it meanwhile,
    the two are shown side by side before the freeze.
    """

    amendment = models.ForeignKey(Amendment, models.CASCADE, related_name="changes")
    kind = models.CharField("việc", max_length=10, choices=ChangeKind.choices)
    order = models.PositiveIntegerField("thứ tự")
    #: The clause's ``stable_id``; of an added one its own, from now on.
    clause = models.UUIDField("điều khoản")
    #: An added clause stands after this one and all that stands under it.
    anchor = models.UUIDField("đứng sau", null=True)
    level = models.CharField("cấp", max_length=10, choices=Level.choices)
    heading = models.CharField("tên", max_length=400, blank=True)
    text = models.TextField("nội dung", blank=True)
    content_code = models.CharField("nội dung phối hợp", max_length=40, blank=True)
    bearer = models.CharField(
        "trách nhiệm", max_length=10, choices=Bearer.choices, blank=True, default=""
    )
    lead_party = models.ForeignKey(
        "agreements.Party",
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="bên chủ trì",
    )
    cadence = models.CharField(
        "định kỳ", max_length=15, choices=Cadence.choices, blank=True, default=""
    )
    indicator = models.CharField("chỉ tiêu", max_length=200, blank=True)
    target = models.CharField("mức cần đạt", max_length=120, blank=True)
    base = models.JSONField("nội dung trước khi sửa", default=dict)
    #: The number printed in the addendum, kept from the freeze on: 2 and 1 are "2a".
    ordinal = models.PositiveSmallIntegerField("số", null=True)
    suffix = models.PositiveSmallIntegerField("số phụ", default=0)

    class Meta:
        verbose_name = "nội dung sửa đổi"
        constraints = [
            models.UniqueConstraint(
                fields=["amendment", "clause"], name="amendment_changes_a_clause_once"
            ),
            models.CheckConstraint(
                name="amendment_added_clause_has_a_place",
                condition=~Q(kind=ChangeKind.ADD) | Q(anchor__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.amendment_id} {self.kind} {self.clause}"


class AmendmentConsent(models.Model):
    """What a party said to the changes of one round; written once."""

    amendment = models.ForeignKey(Amendment, models.CASCADE, related_name="consents")
    round = models.PositiveSmallIntegerField("lần xin ý kiến")
    party = models.ForeignKey("agreements.Party", models.CASCADE, related_name="+")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="bên"
    )
    answer = models.CharField("trả lời", max_length=10, choices=Consent.choices)
    reason = models.TextField("lý do", blank=True)
    at = models.DateTimeField("lúc")
    by_name = models.CharField("người trả lời", max_length=200)

    class Meta:
        verbose_name = "ý kiến về sửa đổi, bổ sung"
        constraints = [
            models.UniqueConstraint(
                fields=["amendment", "round", "party"], name="amendment_consent_once"
            ),
            models.CheckConstraint(
                name="amendment_refused_with_reason",
                condition=~Q(answer=Consent.REFUSE) | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.amendment_id} {self.organisation_id} {self.answer}"


class AmendmentImpact(models.Model):
    """What an officer chose for the open duties of an obligation an addendum touches."""

    amendment = models.ForeignKey(Amendment, models.CASCADE, related_name="impacts")
    obligation = models.ForeignKey("agreements.Obligation", models.CASCADE, related_name="+")
    effect = models.CharField("nhiệm vụ đang mở", max_length=10, choices=Effect.choices)

    class Meta:
        verbose_name = "tác động của phụ lục"
        constraints = [
            models.UniqueConstraint(
                fields=["amendment", "obligation"], name="amendment_impact_once"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.amendment_id} {self.obligation_id} {self.effect}"
