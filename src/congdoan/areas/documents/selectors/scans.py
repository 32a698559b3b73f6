"""Scans that wait to be entered, and what the machine made of them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from congdoan.areas.documents.models import ArrivedFile, Incoming
from congdoan.areas.documents.rules.recognising import recognise
from congdoan.areas.documents.selectors.documents import ARRIVED
from congdoan.areas.documents.selectors.types import type_words
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.files.api import StoredFile, get_readable_file, unscoped_files_for
from congdoan.support.texts.api import FileText, unscoped_texts, unscoped_words

#: One sweep throws away so many.
_SWEPT = 1_000


@dataclass(frozen=True)
class Scan:
    """A scan to be entered, and what to offer in the form."""

    file: StoredFile
    text: FileText | None
    initial: dict[str, object]

    @property
    def files(self) -> list[int]:
        return [self.file.pk]

    @property
    def waits(self) -> bool:
        return self.text is not None and self.text.waits

    @property
    def read(self) -> bool:
        return self.text is not None and self.text.state == "READ"

    @property
    def found(self) -> list[str]:
        """Return what was recognised, by name."""
        names = {
            "symbol": _("số, ký hiệu"),
            "dated_on": _("ngày văn bản"),
            "sender_name": _("nơi gửi"),
            "type": _("loại văn bản"),
            "subject": _("trích yếu"),
        }
        return [name for field, name in names.items() if field in self.initial]


def get_scan(actor: Actor, unit: Organisation, file: int) -> StoredFile:
    """:raises NotFound: when it is no scan of the actor's own for this unit, or is entered."""
    found = get_readable_file(actor, file)
    own = found.uploaded_by_id == actor.user_id and found.organisation_id == unit.pk
    if not own or found.purpose != ARRIVED or _entered(StoredFile.objects.filter(pk=found.pk)):
        raise NotFound
    return found


def scan_of(actor: Actor, unit: Organisation, file: int, *, on: date) -> Scan:
    """Return a scan with what was recognised on it; nothing while it is being read."""
    found = get_scan(actor, unit, file)
    text = unscoped_texts([found.pk]).get(found.pk)
    if text is None or text.waits:
        return Scan(found, text, {})
    seen = recognise(unscoped_words(found.pk), type_words(on=on))
    return Scan(found, text, seen.initial)


def _entered(files: QuerySet[StoredFile]) -> set[int]:
    """Return those of the files that a line of a book holds."""
    lines = Incoming.objects.filter(file__in=files).values_list("file", flat=True)
    more = ArrivedFile.objects.filter(file__in=files).values_list("file", flat=True)
    return {pk for pk in (*lines, *more) if pk is not None}


def unscoped_left_scans(*, before: datetime) -> list[StoredFile]:
    """Return what people kept to be read before a moment, and no line of a book holds."""
    old = unscoped_files_for(ARRIVED, before=before).filter(uploaded_by__isnull=False)
    lines = Incoming.objects.filter(file=OuterRef("pk"))
    more = ArrivedFile.objects.filter(file=OuterRef("pk"))
    left = old.exclude(Exists(lines)).exclude(Exists(more))
    return list(left.order_by("pk")[:_SWEPT])
