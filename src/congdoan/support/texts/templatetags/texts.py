from collections.abc import Iterable
from typing import Any

from django import template

from congdoan.support.files.api import StoredFile
from congdoan.support.texts.models import FileText

register = template.Library()


@register.inclusion_tag("texts/notes.html")
def readings(files: Iterable[Any] | StoredFile) -> dict[str, Any]:
    """Say of a record's files (a file, ids, rows with ``file_id``) how far it is; one query."""
    files = [files.pk] if isinstance(files, StoredFile) else files
    ids = [one if isinstance(one, int) else one.file_id for one in files]
    rows = FileText.objects.filter(file__in=ids).select_related("file").defer("words")
    return {"texts": sorted(rows, key=lambda one: ids.index(one.file_id))}
