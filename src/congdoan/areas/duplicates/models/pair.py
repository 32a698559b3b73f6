from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from congdoan.areas.duplicates.enums import Key, PairState, Part, Weight
from congdoan.areas.duplicates.rules.scoring import weight_of


class Pair(models.Model):
    """
    Two records that may be one person, and what people decided.

    ``organisation`` is the lowest superior of both (the union itself where they are of one). A pair
    that was rejected is not asked about again unless the two come to share another key.
    """

    one = models.ForeignKey("people.Person", models.CASCADE, related_name="+", db_index=False)
    other = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="nơi xem xét"
    )
    score = models.SmallIntegerField("điểm")
    keys = ArrayField(models.CharField(max_length=20), verbose_name="khóa chung")
    parts = ArrayField(models.CharField(max_length=20), verbose_name="căn cứ")
    state = models.CharField(
        "trạng thái", max_length=10, choices=PairState.choices, default=PairState.OPEN
    )
    found_at = models.DateTimeField("thấy lúc")
    decided_at = models.DateTimeField("quyết định lúc", null=True)
    decided_by_name = models.CharField("người quyết định", max_length=160, blank=True)
    reason = models.CharField("lý do", max_length=300, blank=True)

    class Meta:
        verbose_name = "cặp hồ sơ nghi trùng"
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="pair_once"),
            models.CheckConstraint(condition=Q(one__lt=models.F("other")), name="pair_in_order"),
        ]
        indexes = [
            models.Index(fields=["organisation", "state", "-score"], name="pair_by_organisation")
        ]

    def __str__(self) -> str:
        return f"#{self.one_id} ~ #{self.other_id}"

    @property
    def weight(self) -> Weight:
        return weight_of(self.score, self.keys)

    @property
    def evidence(self) -> list[tuple[str, bool]]:
        """Return in words what speaks for one person, and (False) against it."""
        against = {
            Part.NAME_OTHER,
            Part.NAME_COMMON,
            Part.BIRTH_OTHER,
            Part.SEX_OTHER,
            Part.CITIZEN_OTHER,
            Part.INSURANCE_OTHER,
        }
        words = [(str(Key(key).label), True) for key in self.keys]
        return words + [(str(Part(part).label), part not in against) for part in self.parts]


class FindingRun(models.Model):
    """A search for pairs: up to whom, how many, how long; the next one starts there."""

    whole = models.BooleanField("cả hệ thống")
    at = models.DateTimeField("lúc")
    until_person = models.BigIntegerField("đến người")
    people = models.PositiveIntegerField("số người được so")
    found = models.PositiveIntegerField("số cặp mới")

    class Meta:
        verbose_name = "lần tìm hồ sơ trùng"

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y %H:%M}"
