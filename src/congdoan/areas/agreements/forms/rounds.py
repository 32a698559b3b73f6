"""How a text goes round for signatures: the common facts, each place, groups, who follows."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from congdoan.areas.agreements.forms.choices import signing_positions
from congdoan.areas.agreements.models import Party
from congdoan.areas.agreements.selectors.agreements import party_names
from congdoan.areas.agreements.services.rounds import FollowerData, PlaceData, RoundData
from congdoan.foundation.actor import Actor
from congdoan.foundation.forms import DateField, Form, PickField, TextField
from congdoan.support.signing.api import Following, GroupPlan

#: Of more groups nobody keeps track.
_GROUPS = 3
_MOST_TURNS = 20
FREE, SIDES, TURNS = "free", "sides", "turns"


class _Round(Form):
    place = TextField(
        label=_("Nơi ký"),
        required=False,
        max_length=120,
        help_text=_("In ở đầu văn bản, ví dụ: Di Linh"),
    )
    deadline = DateField(label=_("Hạn ký"), required=False)
    order = forms.ChoiceField(
        label=_("Thứ tự ký"),
        required=False,
        choices=[
            (FREE, _("Bên nào ký trước cũng được")),
            (SIDES, _("Bên A ký trước, bên B ký sau")),
            (TURNS, _("Theo lượt ghi ở từng chỗ ký")),
        ],
    )


class OpenSigning(_Round):
    number = TextField(label=_("Số, ký hiệu"), required=False, max_length=60)
    effective_on = DateField(
        label=_("Có hiệu lực từ ngày"),
        required=False,
        help_text=_("Để trống: từ ngày bên cuối cùng ký, nhưng không trước ngày đầu của thời hạn."),
    )
    field_order = ["number", "place", "deadline", "effective_on", "order"]


class SignAddendum(_Round):
    pass


class PlaceRow(Form):
    """A party's place: whose office signs, when its turn is, until when, in which group."""

    position = forms.ChoiceField(label=_("Chức vụ người ký"), required=False)
    turn = forms.IntegerField(label=_("Lượt"), required=False, min_value=1, max_value=_MOST_TURNS)
    deadline = DateField(label=_("Hạn riêng"), required=False)
    group = forms.ChoiceField(label=_("Nhóm"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.actor is not None:
            offices = signing_positions(self.actor.today)
            self.fields["position"].choices = offices  # type: ignore[attr-defined]
        groups = [
            (str(n), gettext("nhóm {number}").format(number=n)) for n in range(1, _GROUPS + 1)
        ]
        self.fields["group"].choices = [("", _("ngoài nhóm")), *groups]  # type: ignore[attr-defined]

    def place_of(self, organisation: int) -> PlaceData:
        said = self.cleaned_data
        return PlaceData(
            organisation, said["position"], said["turn"], said["deadline"], said["group"]
        )


class ExtraPlace(PlaceRow):
    """A further place of a party; a row without a party is left out."""

    party = forms.TypedChoiceField(label=_("Bên"), required=False, coerce=int, empty_value=None)
    field_order = ["party", "position", "turn", "deadline", "group"]

    def __init__(self, *args: Any, parties: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        position, party = self.fields["position"], self.fields["party"]
        position.choices = [("", "—"), *position.choices]  # type: ignore[attr-defined]
        party.choices = [("", "—"), *parties]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("party") and not values.get("position") and "position" not in self.errors:
            self.add_error("position", _("Hãy chọn chức vụ ký ở chỗ ký thêm này."))
        if not values.get("party") and any(values.get(name) for name in ("position", "group")):
            self.add_error("party", _("Hãy chọn bên có chỗ ký thêm này."))
        return values


class GroupRow(Form):
    """A group of places; a row without a number of signatures is no group."""

    label = TextField(
        label=_("Tên nhóm"),
        required=False,
        max_length=120,
        help_text=_("Ví dụ: các Phó Chủ tịch"),
    )
    needed = forms.IntegerField(
        label=_("Cần mấy chữ ký"), required=False, min_value=1, max_value=99
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("label") and not values.get("needed") and "needed" not in self.errors:
            self.add_error("needed", _("Hãy ghi nhóm này cần mấy chữ ký."))
        return values


class FollowerRow(Form):
    """Who goes along without signing; a row without an organisation is left out."""

    organisation = PickField("organisations", label=_("Đơn vị"), required=False)
    person = PickField(
        "people",
        label=_("Chỉ một người"),
        required=False,
        help_text=_("Để trống: những người được xem hồ sơ ký của đơn vị."),
    )
    kind = forms.ChoiceField(
        label=_("Cách theo dõi"), choices=Following.choices, initial=Following.COPY
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("person") and not values.get("organisation"):
            self.add_error("organisation", _("Hãy chọn đơn vị của người này."))
        return values


ExtraPlaces = forms.formset_factory(ExtraPlace, extra=2, max_num=40)
Groups = forms.formset_factory(GroupRow, extra=_GROUPS, max_num=_GROUPS)
Followers = forms.formset_factory(FollowerRow, extra=2, max_num=40)


def _usual_name(number: int) -> str:
    # Kept with the packet and read by all: Vietnamese, whoever happened to send it round.
    with override("vi"):
        return gettext("Nhóm {number}").format(number=number)


class RoundSheet:
    """All forms of the page that sends a text round."""

    def __init__(
        self,
        form: Form,
        data: QueryDict | None,
        *,
        actor: Actor,
        parties: Sequence[Party],
        on: date,
    ) -> None:
        called = party_names(parties, on=on)
        named = [
            (one.organisation_id, f"{one.label}: {called[one.organisation_id]}") for one in parties
        ]
        known = {"actor": actor}
        self.form = form
        self.places = [
            (
                party.organisation_id,
                name,
                PlaceRow(
                    data,
                    actor=actor,
                    prefix=f"place-{party.pk}",
                    initial={"position": party.signatory_position},
                ),
            )
            for party, (_pk, name) in zip(parties, named, strict=True)
        ]
        self.extras = ExtraPlaces(data, prefix="extras", form_kwargs={**known, "parties": named})
        self.groups = Groups(data, prefix="groups", form_kwargs=known)
        self.followers = Followers(data, prefix="followers", form_kwargs=known)

    def is_valid(self) -> bool:
        rows = [row.is_valid() for _pk, _name, row in self.places]
        sets = [one.is_valid() for one in (self.extras, self.groups, self.followers)]
        if not all([self.form.is_valid(), *rows, *sets]):
            return False
        turns = any(row.cleaned_data.get("turn") for row in self._rows())
        if turns and self.form.cleaned_data["order"] != TURNS:
            said = _("Có lượt ghi ở chỗ ký: hãy chọn ký theo lượt, hoặc xóa các lượt đã ghi.")
            self.form.add_error("order", said)
        return not self.form.errors

    def _rows(self) -> list[PlaceRow]:
        return [*(row for _pk, _name, row in self.places), *self.extras]

    @property
    def row_errors(self) -> list[tuple[forms.BoundField, str]]:
        """Return what is wrong in the rows, to be said once above them."""
        rows = [*self._rows(), *self.groups, *self.followers]
        return [(field, error) for row in rows for field in row for error in field.errors]

    @property
    def places_used(self) -> bool:
        """Whether the particulars of places were touched; they are shown at once then."""
        return self.form.is_bound and any(
            row.has_changed() for row in [*self._rows(), *self.groups]
        )

    @property
    def followers_used(self) -> bool:
        return self.form.is_bound and any(row.has_changed() for row in self.followers)

    def common(self) -> dict[str, Any]:
        """Return what the service takes beside the round."""
        values = dict(self.form.cleaned_data)
        values["ordered"] = values.pop("order") in {SIDES, TURNS}
        return values

    def round(self) -> RoundData:
        own = [row.place_of(pk) for pk, _name, row in self.places]
        more = [(row.cleaned_data.get("party"), row) for row in self.extras]
        places = [*own, *(row.place_of(pk) for pk, row in more if pk)]
        groups = [
            GroupPlan(str(n), row.cleaned_data["label"] or _usual_name(n), needed)
            for n, row in enumerate(self.groups, start=1)
            if (needed := row.cleaned_data.get("needed"))
        ]
        followers = [
            FollowerData(said["organisation"], said["kind"], said["person"])
            for said in (row.cleaned_data for row in self.followers)
            if said.get("organisation")
        ]
        return RoundData(places, groups, followers)
