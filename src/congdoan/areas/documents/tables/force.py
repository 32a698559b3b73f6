"""What is in force at a unit on a day."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from congdoan.areas.documents.models import Effect, Incoming
from congdoan.areas.documents.selectors.choices import topics
from congdoan.areas.documents.selectors.relations import amended_by
from congdoan.foundation.forms import FilterForm
from congdoan.foundation.keyset import Page
from congdoan.foundation.tables import Column, Empty, Table
from congdoan.kernel.organisations.api import names
from congdoan.kernel.organisations.models import Organisation


class ForceFilter(FilterForm):
    topic = forms.ChoiceField(label=_("Việc"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = self.actor.as_of if self.actor else date.max
        self.fields["topic"].choices = [  # type: ignore[attr-defined]
            ("", _("Mọi việc")),
            *topics(on=day),
        ]

    def apply(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        return rows.filter(topic=values["topic"]) if values["topic"] else rows


def _subject(row: Any) -> SafeString:
    paper = row.document or row.incoming
    if not row.amended:
        return format_html("{}", paper.subject)
    words = _now("được sửa đổi bởi %(what)s") % {"what": ", ".join(row.amended)}
    return format_html('{}<br><span class="text-secondary">{}</span>', paper.subject, words)


def _url(row: Any) -> str:
    if row.incoming_id:
        return reverse("documents:incoming", args=[row.entry])
    if row.document.organisation_id == row.unit:
        return reverse("documents:detail", args=[row.document_id])
    return reverse("documents:arrived_here", args=[row.document_id])


class ForceTable(Table):
    columns = [
        Column("symbol", _("Số, ký hiệu"), lambda row: (row.document or row.incoming).symbol),
        Column("subject", _("Trích yếu"), _subject, link=_url, room="wide"),
        Column("issuer", _("Nơi ban hành"), lambda row: row.issuer, room="some"),
        Column("topic", _("Việc"), lambda row: row.topic_label),
        Column("starts", _("Hiệu lực từ"), kind="day", sort=("starts",)),
        Column("ends", _("Hết hiệu lực"), kind="day", minor=True),
    ]
    default_sort = "-starts"
    filter_form = ForceFilter
    caption = _("Văn bản đang hiệu lực")
    empty = Empty(
        _("Không có văn bản nào đang hiệu lực cho việc này vào ngày này"),
        _("Nơi ban hành ghi hiệu lực ở trang của văn bản; văn bản giấy do văn thư ghi."),
        icon="list-check",
    )

    def __init__(
        self, rows: QuerySet[Effect], request: HttpRequest, *, unit: Organisation, on: date
    ) -> None:
        super().__init__(rows, request)
        self._unit, self._on = unit, on

    @cached_property
    def page(self) -> Page:
        found = super().page
        amended = amended_by(list(found.rows), on=self._on)
        issuers = names(
            [row.document.organisation_id for row in found.rows if row.document_id], on=self._on
        )
        labels = dict(topics(on=self._on))
        covers = self._covers(found.rows)
        for row in found.rows:
            row.entry = covers.get(row.incoming_id, row.incoming_id)
            row.unit, row.amended = self._unit.pk, amended.get(row.pk, [])
            row.topic_label = labels.get(row.topic, row.topic)
            row.issuer = (
                issuers.get(row.document.organisation_id, "")
                if row.document_id
                else row.incoming.sender_name
            )
        return found

    def _covers(self, rows: Sequence[Any]) -> dict[int, int]:
        """Return another unit's paper → the cover letter here that passes it on; one query."""
        others = [
            one.incoming_id
            for one in rows
            if one.incoming_id and one.incoming.organisation_id != self._unit.pk
        ]
        here = Incoming.objects.filter(organisation=self._unit, document__forwards__in=others)
        return {key: pk for key, pk in here.values_list("document__forwards", "pk") if key}
