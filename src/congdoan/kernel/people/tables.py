"""The register of officials."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from congdoan.foundation import vietnamese
from congdoan.foundation.addresses import page_of
from congdoan.foundation.forms import FilterForm, PickField, TextField
from congdoan.foundation.tables import Column, Empty, Table
from congdoan.kernel.organisations.enums import HierarchyId
from congdoan.kernel.organisations.models import Lineage
from congdoan.kernel.people.models import Office
from congdoan.kernel.people.selectors.words import office_title, position_choices


class OfficeFilter(FilterForm):
    q = TextField(label=_("Họ tên"))
    position = forms.ChoiceField(label=_("Chức vụ"))
    under = PickField("organisations", label=_("Thuộc đơn vị"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = position_choices(self.actor.as_of) if self.actor else []
        self.fields["position"].choices = [("", _("Tất cả")), *found]  # type: ignore[attr-defined]

    def apply(self, rows: QuerySet[Office], values: dict[str, Any]) -> QuerySet[Office]:
        for word in vietnamese.fold(values["q"] or "").split():
            rows = rows.filter(person__folded__contains=word)
        if values["position"]:
            rows = rows.filter(position=values["position"])
        if values["under"] and self.actor:
            below = Lineage.objects.on(self.actor.as_of).filter(
                hierarchy_id=HierarchyId.COMMAND, ancestor_id=values["under"]
            )
            rows = rows.filter(organisation_id__in=below.values("descendant_id"))
        return rows


class OfficeTable(Table):
    """Offices held on the day; ``organisation_name`` is annotated by the selector."""

    caption = _("Danh sách cán bộ")
    default_sort = "person"
    filter_form = OfficeFilter
    columns = [
        Column(
            "person",
            _("Họ tên"),
            value="person.full_name",
            sort=("person__sort_key", "pk"),
            link=page_of("people:detail", "person_id"),
        ),
        Column("position", _("Chức vụ"), value=office_title),
        Column("organisation", _("Đơn vị"), value="organisation_name"),
        Column("valid", _("Thời gian"), kind="span"),
        Column("decision", _("Quyết định"), value="decision_no", minor=True),
    ]
    empty = Empty(
        _("Chưa có chức vụ nào trong phạm vi của bạn"),
        _("Chức vụ được ghi từ trang của đơn vị, kèm số quyết định và thời gian giữ chức vụ."),
        icon="people",
    )
