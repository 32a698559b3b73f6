"""What the register is narrowed by, and the columns it can show."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.lookups import Exact
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from congdoan.areas.members.enums import Category, MemberState, SealedKind
from congdoan.areas.members.models import Membership, SealedFact
from congdoan.areas.members.selectors.searching import Search
from congdoan.areas.members.services.records import tokens_of
from congdoan.foundation.addresses import page_of
from congdoan.foundation.forms import FilterForm, TextField
from congdoan.foundation.tables import Column
from congdoan.kernel.organisations.models import OrganisationProfile
from congdoan.kernel.people.enums import Gender
from congdoan.kernel.rulebook.api import catalogue

_KINH, _MINORITY, _ANY = "01", "MINORITY", ("", _("Tất cả"))
#: Chosen when nobody chose.
SHOWN = ("name", "gender", "birth_year", "category", "job_title", "since", "state")
#: Sensitive: only for who may read them, and the use of each is written down.
RESTRICTED = ("ethnicity", "party")

COLUMNS = [
    Column(
        "name",
        _("Họ tên"),
        sort=("sort_key", "pk"),
        link=page_of("members:detail"),
        room="some",
    ),
    Column("gender", _("Giới tính"), room="short"),
    Column("birth_year", _("Năm sinh"), sort=("born", "sort_key"), room="short"),
    Column("category", _("Nhóm"), minor=True),
    Column("job_title", _("Chức danh, vị trí")),
    Column("department", _("Tổ, bộ phận")),
    Column("unit", _("Công đoàn"), room="some"),
    Column("since", _("Ở đơn vị từ"), kind="day", minor=True),
    Column("joined_on", _("Vào công đoàn"), kind="day"),
    Column("member_no", _("Mã số đoàn viên"), room="short"),
    Column("phone", _("Điện thoại (che)"), room="short"),
    Column("home_town", _("Quê quán")),
    Column("degree", _("Trình độ chuyên môn")),
    Column("state", _("Tình trạng"), room="short"),
    Column("end_reason", _("Lý do thôi")),
]


#: Private facts: not in lists, but a paper list often needs them; they are named in the log.
PRIVATE: dict[str, str | Promise] = {
    "birth_date": _("Ngày sinh"),
    "phone": _("Điện thoại"),
    "email": _("Thư điện tử"),
    "address_current": _("Nơi ở hiện nay"),
}


def columns_offered() -> list[tuple[str, str | Promise]]:
    """Return what a file may hold beside the name."""
    listed = [(one.code, one.label) for one in COLUMNS if one.code not in {"name", *PRIVATE}]
    return [*listed, *PRIVATE.items()]


class MemberFilter(FilterForm):
    """What the register is narrowed by; every value stands in the address."""

    q = TextField(label=_("Họ tên, số điện thoại hoặc mã số"))
    state = forms.ChoiceField(
        label=_("Tình trạng"), choices=[("", _("Đang là đoàn viên")), *MemberState.choices]
    )
    gender = forms.ChoiceField(label=_("Giới tính"), choices=[_ANY, *Gender.choices[:2]])
    age_from = forms.IntegerField(label=_("Từ tuổi"), min_value=0, max_value=120)
    age_to = forms.IntegerField(label=_("Đến tuổi"), min_value=0, max_value=120)
    category = forms.ChoiceField(label=_("Nhóm"), choices=[_ANY, *Category.choices])
    kind = forms.ChoiceField(label=_("Loại hình, cấp học"))
    ethnicity = forms.ChoiceField(label=_("Dân tộc"))
    party = forms.ChoiceField(
        label=_("Đảng viên"), choices=[_ANY, ("yes", _("là đảng viên")), ("no", _("chưa"))]
    )
    cols = forms.MultipleChoiceField(
        label=_("Cột hiển thị"),
        choices=[(one.code, one.label) for one in COLUMNS[1:]],
        widget=forms.MultipleHiddenInput,
    )
    below = forms.BooleanField(widget=forms.HiddenInput)

    #: What was searched for; a list that walks in order asks for the names itself.
    search: Search = Search()
    names_apart: bool = False
    #: The list walks in the order of names and meets few of the branch: each is looked at alone.
    walked: bool = False
    #: The units of the branch that is listed.
    units: Callable[[], QuerySet[Any, Any]] | None = None

    def offer(self, *, below: bool, restricted: bool, on: date) -> None:
        """Keep the fields that make sense for the list and may be used by the reader."""
        if below:
            kinds = [(one.code, str(one.label)) for one in catalogue("organisation.kind", on=on)]
            self.fields["kind"].choices = [_ANY, *kinds]  # type: ignore[attr-defined]
        else:
            del self.fields["kind"]
            del self.fields["below"]
        if restricted:
            groups = [(one.code, str(one.label)) for one in catalogue("member.ethnicity", on=on)]
            self.fields["ethnicity"].choices = [  # type: ignore[attr-defined]
                _ANY,
                (_MINORITY, _("dân tộc thiểu số")),
                *groups,
            ]
        else:
            for name in RESTRICTED:
                del self.fields[name]

    @property
    def active(self) -> int:
        """Return how many filters are set; columns and the branch are none."""
        aside = {"cols", "below"}
        return len([n for n in self.fields if n not in aside and any(self.data.getlist(n))])  # type: ignore[attr-defined]

    @property
    def restricted_in_use(self) -> list[str]:
        return [name for name in RESTRICTED if name in self.fields and self.data.get(name)]

    def apply(self, rows: QuerySet[Membership], values: dict[str, Any]) -> QuerySet[Membership]:
        rows = self._searched(rows, values["q"] or "")
        if values["gender"]:
            rows = rows.filter(gender=values["gender"])
        if values["category"]:
            rows = rows.filter(category=values["category"])
        elif values["age_from"] is not None or values["age_to"] is not None:
            # All groups: with each named, the index leads to the ages.
            rows = rows.filter(category__in=Category.values)
        return self._sensitive(self._aged(rows, values), values)

    def _searched(self, rows: QuerySet[Membership], typed: str) -> QuerySet[Membership]:
        """Keep who bears all the words, and has all the numbers, in any part and order."""
        self.search = Search.read(typed)
        if self.search.numbers:
            rows, self.search = self.search.numbered(rows)
        return rows if self.names_apart else self.search.named(rows)

    def _aged(self, rows: QuerySet[Membership], values: dict[str, Any]) -> QuerySet[Membership]:
        year = self.actor.as_of.year if self.actor else 0
        if values["age_from"] is not None:
            rows = rows.filter(birth_year__lte=year - values["age_from"])
        if values["age_to"] is not None:
            rows = rows.filter(birth_year__gte=year - values["age_to"])
        if values.get("kind") and self.actor:
            rows = self._of_kind(rows, values["kind"], self.actor.as_of)
        return rows

    def _of_kind(self, rows: QuerySet[Membership], kind: str, on: date) -> QuerySet[Membership]:
        profiles = OrganisationProfile.objects.on(on)
        if not self.walked:
            units = profiles.filter(kind=kind)
            if self.units is not None:  # those few of the branch first, then their members
                units = units.filter(organisation_id__in=self.units())
            return rows.filter(organisation_id__in=units.values("organisation_id"))
        of_unit = profiles.filter(organisation=OuterRef("organisation_id"))
        return rows.filter(Exact(Subquery(of_unit.values("kind")[:1]), Value(kind)))

    @property
    def selective(self) -> bool:
        """Tell whether it narrows by units, or by what an index of each unit answers."""
        return any(self.data.get(name) for name in ("category", "age_from", "age_to", "kind"))

    def _sensitive(
        self, rows: QuerySet[Membership], values: dict[str, Any]
    ) -> QuerySet[Membership]:
        chosen = values.get("ethnicity")
        if chosen and self.actor:
            codes = [chosen]
            if chosen == _MINORITY:
                known = catalogue("member.ethnicity", on=self.actor.as_of)
                codes = [one.code for one in known if one.code != _KINH]
            found = [token for code in codes for token in tokens_of(SealedKind.ETHNICITY, code)]
            rows = rows.filter(person_id__in=_sealed(SealedKind.ETHNICITY, found))
        if values.get("party"):
            members = _sealed(SealedKind.PARTY, tokens_of(SealedKind.PARTY, "yes"))
            inside = Q(person_id__in=members)
            rows = rows.filter(inside if values["party"] == "yes" else ~inside)
        return rows


def _sealed(kind: str, found: Sequence[str]) -> QuerySet[SealedFact, int]:
    rows = SealedFact.objects.filter(kind=kind, token__in=found)
    return rows.values_list("person_id", flat=True)
