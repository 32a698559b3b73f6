from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from congdoan.foundation import vietnamese
from congdoan.kernel.people.enums import Gender


class PersonQuerySet(models.QuerySet["Person"]):
    def named_like(self, text: str) -> Self:
        """Keep people whose name holds every word of ``text``, diacritics aside."""
        found = self
        for word in vietnamese.fold(text).split():
            found = found.filter(folded__contains=word)
        return found

    def called(self, text: str) -> Self:
        """Keep people named like ``text``, also by a name that stands in an alias of theirs."""
        other = Person.objects.filter(merged_into__isnull=False).named_like(text)
        also = list(other.values_list("merged_into_id", flat=True)[:200])
        named = self.named_like(text)
        return named | self.filter(pk__in=also) if also else named


class Person(models.Model):
    """
    A person, once, whatever offices and memberships they hold.

    Names are họ đệm + tên: lists sort by tên, then họ đệm, in Vietnamese order (``sort_key``).
    """

    user = models.OneToOneField(
        "accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="tài khoản"
    )
    family_middle = models.CharField("họ và tên đệm", max_length=80, blank=True)
    given_name = models.CharField("tên", max_length=40)
    gender = models.CharField("giới tính", max_length=1, choices=Gender.choices, blank=True)
    birth_date = models.DateField("ngày sinh", null=True)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    #: This record is an alias: the same person is kept in that one (``services.merging``).
    merged_into = models.ForeignKey(
        "people.Person",
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,  # person_alias_of
        verbose_name="hồ sơ giữ lại",
    )
    sort_key = models.CharField(max_length=500, editable=False, db_collation="C")
    folded = models.CharField(max_length=130, editable=False, db_collation="C")

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = "người"
        indexes = [
            models.Index(fields=["sort_key", "id"], name="person_by_name"),
            # By what lists name people: an import asks for thousands at once.
            models.Index(Lower("email"), condition=~Q(email=""), name="person_by_email"),
            models.Index(fields=["phone"], condition=~Q(phone=""), name="person_by_phone"),
            models.Index(fields=["birth_date", "folded"], name="person_by_birth"),
            models.Index(
                fields=["merged_into"],
                condition=Q(merged_into__isnull=False),
                name="person_alias_of",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.family_middle} {self.given_name}".strip()

    @property
    def has_private_facts(self) -> bool:
        """Tell whether there is anything whose reading is written down."""
        return bool(self.birth_date or self.phone or self.email)

    def settle_keys(self) -> None:
        """Set the stored sort and search keys (before every write)."""
        self.family_middle = vietnamese.tidy(self.family_middle)
        self.given_name = vietnamese.tidy(self.given_name)
        given, rest = vietnamese.sort_key(self.given_name), vietnamese.sort_key(self.family_middle)
        self.sort_key = f"{given} {rest}"[:500]
        self.folded = vietnamese.fold(self.full_name)
