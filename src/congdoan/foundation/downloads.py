"""Files handed out under a name people can read."""

from urllib.parse import quote

from django.http import HttpResponse

from congdoan.foundation.vietnamese import fold

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_file(content: bytes, media_type: str, name: str) -> HttpResponse:
    """Return ``content`` under a name without diacritics, with the true one beside it."""
    kind = "inline" if media_type == "application/pdf" else "attachment"
    stem, _dot, extension = name.rpartition(".")
    plain = "-".join(part for part in fold(stem).split() if part.isascii())
    true = quote(name, safe="")
    header = f"{kind}; filename=\"{plain or 'tep'}.{extension}\"; filename*=UTF-8''{true}"
    return HttpResponse(content, content_type=media_type, headers={"Content-Disposition": header})
