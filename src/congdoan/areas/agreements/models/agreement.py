from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, QuerySet

from congdoan.areas.agreements.enums import EndGround, Side, State, SuccessionState, YearBasis
from congdoan.foundation import vietnamese
from congdoan.foundation.valid_time import ValidField

if TYPE_CHECKING:
    from congdoan.kernel.organisations.models import Organisation


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def of(self, organisations: "QuerySet[Organisation]") -> Self:
        """
        Keep what one of ``organisations`` drafts, or is party to and has been shown.

        A draft that was never sent out is its drafting organisation's own affair.
        """
        party = Party.objects.filter(agreement=OuterRef("pk"), organisation__in=organisations)
        # Who held a party's place before still looks at what it signed.
        before = Party.objects.filter(
            agreement=OuterRef("pk"), holders__organisation__in=organisations
        )
        # Who is asked to take a place reads what it would take on.
        asked = Party.objects.filter(
            agreement=OuterRef("pk"),
            successions__successor__in=organisations,
            successions__state__in=[SuccessionState.ASKED, SuccessionState.AGREED],
        )
        return self.filter(
            Q(drafting__in=organisations)
            | Q(shared_on__isnull=False) & (Exists(party) | Exists(before) | Exists(asked))
        )

    def as_of(self, day: date) -> Self:
        """Keep what existed on ``day``, each row with the state it had then (``state_then``)."""
        return self.filter(
            Q(changes__until__isnull=True) | Q(changes__until__gt=day), changes__on__lte=day
        ).annotate(state_then=F("changes__state"))

    def known_on(self, day: date) -> Self:
        """Keep what had been begun by ``day``."""
        begun = StateChange.objects.filter(agreement=OuterRef("pk"), on__lte=day)
        return self.filter(Exists(begun))

    def in_force(self, day: date) -> Self:
        return self.as_of(day).filter(state_then=State.EFFECTIVE)

    def matching(self, text: str) -> Self:
        """Keep rows whose title, number or parties' names hold every word, diacritics aside."""
        found = self
        for word in vietnamese.fold(text).split():
            found = found.filter(folded__contains=word)
        return found


class Agreement(models.Model):
    """
    A coordination agreement (quy chế, chương trình, kế hoạch phối hợp, văn bản thỏa thuận).

    ``valid`` is the period agreed upon; the state says what it is worth on a day. The text stands
    in versions, the newest first in force. Only services of this slice write these tables.
    """

    #: A code of the rulebook's ``agreement.kind``.
    kind = models.CharField("loại văn bản", max_length=30)
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    title = models.CharField("trích yếu", max_length=300)
    objective = models.TextField("mục đích", blank=True)
    motto = models.CharField("phương châm", max_length=200, blank=True)
    valid = ValidField("thời hạn")
    year_basis = models.CharField(
        "tính nhiệm vụ theo",
        max_length=15,
        choices=YearBasis.choices,
        default=YearBasis.SCHOOL_YEAR,
    )
    state = models.CharField(
        "trạng thái", max_length=15, choices=State.choices, default=State.DRAFT
    )
    drafting = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="+",
        verbose_name="đơn vị soạn thảo",
    )
    predecessor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="successors",
        verbose_name="thay cho văn bản",
    )
    #: The day the other parties first saw it; before that only the drafting organisation does.
    shared_on = models.DateField("gửi các bên từ ngày", null=True)
    #: Every party's own body approves the frozen text before that party signs.
    approval_required = models.BooleanField("các bên phê duyệt nội bộ trước khi ký", default=False)
    signed_on = models.DateField("ngày ký", null=True)
    signed_place = models.CharField("nơi ký", max_length=160, blank=True)
    #: Chosen before signing; empty = the first day of the period, or the day all have signed.
    effective_on = models.DateField("có hiệu lực từ", null=True)
    ended_on = models.DateField("chấm dứt từ ngày", null=True)
    end_ground = models.CharField(
        "căn cứ chấm dứt", max_length=15, choices=EndGround.choices, blank=True
    )
    end_reason = models.TextField("lý do chấm dứt", blank=True)
    #: The signed original, scanned.
    scan = models.ForeignKey(
        "files.StoredFile",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="bản quét bản chính",
    )
    created_at = models.DateTimeField("lập lúc")
    created_by_name = models.CharField("người lập", max_length=120)
    folded = models.CharField(max_length=3000, editable=False, db_collation="C")

    objects: ClassVar[AgreementQuerySet] = AgreementQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "văn bản phối hợp"
        constraints = [
            models.CheckConstraint(
                name="agreement_has_a_period",
                condition=Q(valid__isempty=False)
                & Q(valid__startswith__isnull=False)
                & Q(valid__endswith__isnull=False),
            ),
            models.CheckConstraint(
                name="agreement_not_after_itself", condition=~Q(predecessor=F("id"))
            ),
        ]
        indexes = [
            models.Index(fields=["drafting"], name="agreement_by_drafter"),
            models.Index(fields=["state"], name="agreement_by_state"),
            GinIndex(fields=["folded"], name="agreement_folded", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def first_day(self) -> date:
        first: date = self.valid.lower
        return first

    @property
    def last_day(self) -> date:
        last: date = self.valid.upper - timedelta(days=1)
        return last

    @property
    def years(self) -> str:
        """Return the period as titles name it: 2023 – 2028."""
        if self.first_day.year == self.last_day.year:
            return str(self.first_day.year)
        return f"{self.first_day.year} – {self.last_day.year}"


class StateDays(Func):
    """The days of a state: ``[on, until)``, empty when it lasted less than a day."""

    function = "DATERANGE"
    output_field = DateRangeField()


class StateChange(models.Model):
    """
    An agreement came into a state on a day and left it on another.

    What was in force on any day is one indexed join; a state left the same day keeps its row for
    the history and answers no question with a day in it.
    """

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="changes")
    state = models.CharField("trạng thái", max_length=15, choices=State.choices)
    on = models.DateField("từ ngày")
    until = models.DateField("đến trước ngày", null=True)
    at = models.DateTimeField("ghi lúc")
    by_name = models.CharField("người thực hiện", max_length=200)
    reason = models.TextField("lý do", blank=True)

    class Meta:
        verbose_name = "bước của văn bản phối hợp"
        constraints = [
            ExclusionConstraint(
                name="agreement_one_state_a_day",
                expressions=[
                    ("agreement", RangeOperators.EQUAL),
                    (StateDays("on", "until"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="agreement_state_ends_after_it_began",
                condition=Q(until__isnull=True) | Q(until__gte=F("on")),
            ),
        ]
        indexes = [models.Index(fields=["agreement", "on"], name="agreement_state_by_day")]

    def __str__(self) -> str:
        return f"#{self.agreement_id} {self.state} {self.on}"


class PartyQuerySet(models.QuerySet["Party"]):
    def in_order(self) -> Self:
        return self.order_by("order", "pk")

    def staying(self) -> Self:
        """Keep the parties that have not left before the end."""
        return self.filter(left_on__isnull=True)


class Party(models.Model):
    """An organisation that is party to an agreement."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="đơn vị"
    )
    side = models.CharField("vị trí", max_length=5, choices=Side.choices)
    order = models.PositiveSmallIntegerField("thứ tự")
    #: How the text names it: "Bên A", "Bên B1" …; follows side and order.
    label = models.CharField("tên gọi trong văn bản", max_length=30)
    #: Code of the rulebook's ``position`` catalogue: whose signature binds the party.
    signatory_position = models.CharField("chức vụ người ký", max_length=30)
    #: This party wants its own body's resolution before it signs, whatever the others do.
    approval_required = models.BooleanField("phê duyệt nội bộ trước khi ký", default=False)
    contact = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", verbose_name="đầu mối"
    )

    #: It takes part no more from this day, and nobody took its place.
    left_on = models.DateField("thôi tham gia từ ngày", null=True)

    objects: ClassVar[PartyQuerySet] = PartyQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "bên tham gia"
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "organisation"], name="agreement_party_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.label} #{self.organisation_id}"


class BasisDocument(models.Model):
    """A document the agreement rests on ("Căn cứ …")."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="bases")
    order = models.PositiveSmallIntegerField("thứ tự")
    title = models.CharField("tên văn bản", max_length=400)
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    dated = models.DateField("ngày ban hành", null=True)
    issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True)

    class Meta:
        verbose_name = "căn cứ"

    def __str__(self) -> str:
        return self.title
