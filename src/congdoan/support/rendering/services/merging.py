"""Many letters in one printable file."""

from collections.abc import Iterable, Iterator
from datetime import datetime
import io
import json
from typing import Any

import pypdfium2
import typst

from congdoan.support.rendering.rules.document import OfficialDocument
from congdoan.support.rendering.rules.profiles import profile
from congdoan.support.rendering.services.payload import payload
from congdoan.support.rendering.services.pdf import TEMPLATE_FOLDER, fonts, single

#: Letters set at once: fonts are embedded once for so many, and so many stand in memory.
_AT_ONCE = 100
#: typst forgets what its last ten runs did not use; without these a thousand letters take 1.9 GB.
_FORGET = 12


def to_merged_pdf(documents: Iterable[OfficialDocument], *, created_at: datetime) -> bytes:
    """Return the letters one after the other, each on pages of its own, counted from 1."""
    return joined(_parts(documents, created_at))


def joined(parts: Iterable[bytes]) -> bytes:
    """Return the pages of many files as one; each part is let go before the next is made."""
    whole = pypdfium2.PdfDocument.new()
    for part in parts:
        with pypdfium2.PdfDocument(part) as pages:
            whole.import_pages(pages)
    out = io.BytesIO()
    whole.save(out)
    whole.close()
    return out.getvalue()


def forget_runs() -> None:
    """Let typst let go of what its last runs held."""
    for _turn in range(_FORGET):
        typst.compile(b"", font_paths=fonts())


def _parts(documents: Iterable[OfficialDocument], created_at: datetime) -> Iterator[bytes]:
    inputs = (payload(one, profile(one.profile), None) for one in documents)
    for some in _chunks(inputs):
        compiler = typst.Compiler(
            str(TEMPLATE_FOLDER / "merged.typ"),
            root=str(TEMPLATE_FOLDER),
            font_paths=fonts(),
            sys_inputs={"documents": json.dumps(some, ensure_ascii=False)},
        )
        yield single(compiler.compile(format="pdf", timestamp=int(created_at.timestamp())))
        forget_runs()


def _chunks(inputs: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    some: list[dict[str, Any]] = []
    for one in inputs:
        some.append(one)
        if len(some) == _AT_ONCE:
            yield some
            some = []
    if some:
        yield some
