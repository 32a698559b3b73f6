from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, QuerySet

from congdoan.foundation import vietnamese
from congdoan.foundation.valid_time import DatedQuerySet, ValidField, contains, one_at_a_time
from congdoan.kernel.organisations.enums import EndReason, Family, HierarchyId
from congdoan.kernel.organisations.models.tree import Lineage


class OrganisationQuerySet(DatedQuerySet["Organisation"]):
    def below(
        self, ancestors: Any, *, on: date, hierarchy: int = HierarchyId.COMMAND, depth: int = 0
    ) -> Self:
        """
        Keep ``ancestors`` (ids) and what stands under them on ``on``.

        ``depth`` limits the steps down; 0 means the whole branch.
        """
        lineage = Lineage.objects.filter(
            hierarchy_id=hierarchy,
            ancestor_id__in=ancestors,
            descendant=OuterRef("pk"),
            valid__contains=on,
        )
        if depth:
            lineage = lineage.filter(depth__lte=depth)
        return self.filter(Exists(lineage))

    def unions(self) -> Self:
        return self.filter(family=Family.UNION)

    def partners(self) -> Self:
        return self.filter(family=Family.PARTNER)


class Organisation(models.Model):
    """
    An organisation's identity: a code for ever and the days it existed.

    Everything that may change (name, level, place, funding …) is a dated ``OrganisationProfile``;
    where it hung is a ``Placement``. Only services of this slice write these tables.
    """

    code = models.CharField("mã tổ chức", max_length=40, unique=True)
    family = models.CharField("loại", max_length=10, choices=Family.choices)
    valid = ValidField("thời gian tồn tại")
    end_reason = models.CharField(
        "lý do kết thúc", max_length=20, choices=EndReason.choices, blank=True
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "tổ chức"
        constraints = [
            models.CheckConstraint(
                name="organisation_exists_some_day",
                condition=models.Q(valid__isempty=False)
                & models.Q(valid__startswith__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.code

    def exists_on(self, day: date) -> bool:
        return contains(self.valid, day)


class OrganisationProfileQuerySet(DatedQuerySet["OrganisationProfile"]):
    def of(self, organisations: QuerySet[Organisation]) -> Self:
        return self.filter(organisation__in=organisations)

    def named_like(self, text: str) -> Self:
        """Keep rows whose name holds every word of ``text``, diacritics aside."""
        found = self
        for word in vietnamese.fold(text).split():
            found = found.filter(folded__contains=word)
        return found


class OrganisationProfile(models.Model):
    """
    How an organisation was called and classed, from one day until another.

    ``level`` is a code of the rulebook's ``organisation.level`` (empty for partners), ``kind``
    one of ``organisation.kind`` (employer type of a school union, or the partner's own kind).
    """

    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="profiles",
        verbose_name="tổ chức",
        db_index=False,  # profile_by_organisation
    )
    valid = ValidField()
    name = models.CharField("tên đầy đủ", max_length=250)
    short_name = models.CharField("tên ngắn", max_length=120, blank=True)
    doc_symbol = models.CharField("ký hiệu văn bản", max_length=30, blank=True)
    level = models.CharField("cấp", max_length=30, blank=True)
    kind = models.CharField("loại hình", max_length=40, blank=True)
    funding_class = models.CharField("nhóm tự chủ", max_length=10, blank=True)
    place_code = models.CharField("mã địa giới", max_length=10, blank=True)
    address = models.CharField("địa chỉ", max_length=250, blank=True)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    sort_key = models.CharField(max_length=900, editable=False, db_collation="C")
    folded = models.CharField(max_length=400, editable=False, db_collation="C")
    event = models.ForeignKey(
        "organisations.OrganisationEvent", models.PROTECT, null=True, related_name="+"
    )

    objects = OrganisationProfileQuerySet.as_manager()

    class Meta:
        verbose_name = "thông tin tổ chức"
        constraints = [
            one_at_a_time(
                "profile_one_per_organisation_and_day",
                "organisation",
                message="Tổ chức đã có tên và thông tin khác trong thời gian này.",
                for_reading=False,
            )
        ]
        indexes = [
            models.Index(fields=["sort_key", "organisation"], name="profile_by_name"),
            # The name's place comes with it: a branch is put in order without reading its rows.
            models.Index(
                fields=["organisation", "valid"],
                include=["sort_key", "id"],
                name="profile_by_organisation",
            ),
            models.Index(fields=["level", "sort_key", "organisation"], name="profile_by_level"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """Return the short name where there is one."""
        return self.short_name or self.name

    def settle_keys(self) -> None:
        """Set the stored sort and search keys from the names (before every write)."""
        self.name = vietnamese.tidy(self.name)
        self.short_name = vietnamese.tidy(self.short_name)
        self.sort_key = vietnamese.sort_key(self.name)[:900]
        self.folded = vietnamese.fold(f"{self.name} {self.short_name}")[:400]


class OrganisationIdentifier(models.Model):
    """A code other systems know the organisation by (scheme: qd20, mst, moet-school, vgcl …)."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="identifiers")
    scheme = models.CharField("hệ thống mã", max_length=20)
    value = models.CharField("mã", max_length=60)
    valid = ValidField()

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "mã ở hệ thống khác"
        constraints = [
            one_at_a_time(
                "identifier_one_owner_at_a_time",
                "scheme",
                "value",
                message="Mã này đang thuộc tổ chức khác trong thời gian đó.",
            )
        ]
        # A code is looked up without knowing whose system it is from.
        indexes = [models.Index(fields=["value"], name="identifier_by_value")]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"
