"""The register of organisations."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from congdoan.foundation import vietnamese
from congdoan.foundation.actor import ActorRequest
from congdoan.foundation.addresses import page_of
from congdoan.foundation.forms import FilterForm, PickField, TextField
from congdoan.foundation.keyset import KeysFirst, Page
from congdoan.foundation.tables import Column, Empty, Table
from congdoan.kernel.organisations.enums import Family, HierarchyId
from congdoan.kernel.organisations.models import Lineage, OrganisationProfile
from congdoan.kernel.organisations.selectors.branch import Listed, branch_size, profiles_listed
from congdoan.kernel.organisations.selectors.labels import level_choices


class OrganisationFilter(FilterForm):
    q = TextField(label=_("Tên"))
    level = forms.ChoiceField(label=_("Cấp"))
    family = forms.ChoiceField(label=_("Bên"), choices=[("", _("Tất cả")), *Family.choices])
    under = PickField("organisations", label=_("Trực thuộc"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = level_choices(self.actor.as_of) if self.actor else []
        self.fields["level"].choices = [("", _("Tất cả")), *found]  # type: ignore[attr-defined]

    def apply(
        self, rows: QuerySet[OrganisationProfile], values: dict[str, Any]
    ) -> QuerySet[OrganisationProfile]:
        for word in vietnamese.fold(values["q"] or "").split():
            rows = rows.filter(folded__contains=word)
        if values["level"]:
            rows = rows.filter(level=values["level"])
        if values["family"]:
            rows = rows.filter(organisation__family=values["family"])
        if values["under"] and self.actor:
            below = Lineage.objects.on(self.actor.as_of).filter(
                hierarchy_id=HierarchyId.COMMAND, ancestor_id=values["under"]
            )
            rows = rows.filter(organisation_id__in=below.values("descendant_id"))
        return rows


class OrganisationTable(Table):
    """Names and classes as of the actor's day."""

    caption = _("Danh sách tổ chức")
    default_sort = "name"
    filter_form = OrganisationFilter
    keys_first = True
    columns = [
        Column(
            "name",
            _("Tên"),
            sort=("sort_key", "organisation_id"),
            link=page_of("organisations:detail", "organisation_id"),
        ),
        # Schools of one name are many: the superior tells them apart.
        Column("superior", _("Trực thuộc")),
        Column("level", _("Cấp"), value="level_name"),
        Column(
            "kind",
            _("Loại hình"),
            value="kind_name",
            minor=True,
        ),
        Column("code", _("Mã"), minor=True),
    ]
    empty = Empty(
        _("Chưa có tổ chức nào trong phạm vi của bạn"),
        _("Danh sách hiện các tổ chức bạn được xem vào ngày đang chọn."),
        icon="diagram-3",
    )

    request: ActorRequest

    @cached_property
    def page(self) -> Page:
        """Return the page; what it tells of the branch's size makes the next one faster."""
        page = super().page
        if isinstance(self.keyset, KeysFirst) and self.keyset.counted and not self.filtered:
            branch_size(self.request.actor).learn(self.keyset.counted)
        return page

    def load(self, keys: Sequence[int]) -> list[Listed]:
        return profiles_listed(keys, on=self.request.actor.as_of)
