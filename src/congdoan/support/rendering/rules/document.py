"""
One block model for every official document; PDF and DOCX are drawn from it.

Values only: any text a person typed may stand in any field. Both engines treat it as text, never
as markup.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from congdoan.support.rendering.enums import Align, Level, Mark, ProfileCode


@dataclass(frozen=True)
class Run:
    """A stretch of text in one style; a line feed in it breaks the line."""

    text: str
    bold: bool = False
    italic: bool = False
    mark: Mark = Mark.NONE


#: What authors may write: plain text, one run, or several.
Inline = str | Run | Sequence[str | Run]


def runs(inline: Inline) -> tuple[Run, ...]:
    """Return ``inline`` as runs."""
    if isinstance(inline, str):
        return (Run(inline),)
    if isinstance(inline, Run):
        return (inline,)
    return tuple(Run(part) if isinstance(part, str) else part for part in inline)


def plain(inline: Inline) -> str:
    """Return the text of ``inline`` without its styles."""
    return "".join(run.text for run in runs(inline))


@dataclass(frozen=True)
class Division:
    """
    A chapter, article, clause or point: ``label`` as printed ("Chương I", "Điều 3.", "1.", "a)").

    ``text`` is the title of a chapter or article and the wording of a clause or point. ``marks``
    are bookmarks of the Word file that stay with the paragraph however it is edited.
    """

    level: Level
    label: str
    text: Inline = ""
    marks: Sequence[str] = ()


@dataclass(frozen=True)
class Paragraph:
    text: Inline
    align: Align = Align.JUSTIFY
    indent: bool = True


@dataclass(frozen=True)
class Listing:
    """A list; with dashes, as Vietnamese offices write it, unless ``ordered``."""

    items: Sequence[Inline]
    ordered: bool = False


@dataclass(frozen=True)
class Table:
    """A ruled table; its head is repeated on every page. ``widths`` are proportions."""

    head: Sequence[str]
    rows: Sequence[Sequence[Inline]]
    widths: Sequence[float] = ()
    aligns: Sequence[Align] = ()
    caption: str = ""


@dataclass(frozen=True)
class PageBreak:
    pass


Block = Division | Paragraph | Listing | Table | PageBreak


@dataclass(frozen=True)
class IssuingBody:
    """Who issues: ``superior`` above, ``name`` below, and this body's own number line."""

    name: str
    superior: str = ""
    number: str = ""


@dataclass(frozen=True)
class SignatureBlock:
    """
    The place where one party signs.

    ``party`` names the side on joint documents; ``capacity`` holds lines such as "TM. BAN CHẤP
    HÀNH" and "KT. CHỦ TỊCH"; ``note`` stands where the hand-written signature would ("Đã ký …").
    """

    title: str
    name: str = ""
    capacity: Sequence[str] = ()
    party: str = ""
    note: str = ""


@dataclass(frozen=True)
class Annex:
    """
    One phụ lục: its own pages, numbered from 1, on their side when its tables are wide.

    ``reference`` is the line in brackets that says what it goes with ("Kèm theo Quyết định số …").
    """

    title: str
    blocks: Sequence[Block] = ()
    label: str = "Phụ lục"
    reference: str = ""
    landscape: bool = False


@dataclass(frozen=True)
class OfficialDocument:
    """A whole document; ``subject`` is the trích yếu, ``bases`` the "Căn cứ …" lines."""

    bodies: Sequence[IssuingBody]
    subject: str
    type_name: str = ""
    profile: ProfileCode = ProfileCode.ND30
    place: str = ""
    dated: date | None = None
    addressees: Sequence[str] = ()
    #: Who decides ("BAN THƯỜNG VỤ …"), on a line of its own above the bases.
    authority: str = ""
    bases: Sequence[Inline] = ()
    body: Sequence[Block] = ()
    signatures: Sequence[SignatureBlock] = ()
    recipients: Sequence[str] = ()
    #: What goes with the document (phụ lục), on pages of its own after the signatures.
    annex: Sequence[Block] = ()
    annexes: Sequence[Annex] = ()
    #: "KHẨN", "THƯỢNG KHẨN", "HỎA TỐC"; "XEM XONG TRẢ LẠI", "LƯU HÀNH NỘI BỘ": boxed marks.
    urgency: str = ""
    circulation: str = ""
    #: Who drafted (initials) and how many copies go out, after the last of "Nơi nhận".
    drafter: str = ""
    copies: int = 0
    #: Address, telephone, e-mail, site of who issues, at the foot of the first page.
    contact: Sequence[str] = ()
    #: On an electronic copy: form of the copy, who made it, when; top right of the first page.
    copied: Sequence[str] = ()
    #: Wide tables are read on a sheet turned on its side.
    landscape: bool = False
    #: What is to be known about the paper itself, under everything else.
    note: str = ""

    @property
    def printed_subject(self) -> str:
        """Return the subject without the type's name, which people often repeat in front of it."""
        start, rest = self.subject[: len(self.type_name)], self.subject[len(self.type_name) :]
        if self.type_name and start.casefold() == self.type_name.casefold() and rest[:1] == " ":
            return rest.strip()
        return self.subject

    @property
    def title(self) -> str:
        """The one line by which the document is known."""
        return f"{self.type_name} {self.printed_subject}".strip()


@dataclass(frozen=True)
class Stamp:
    """What ties each printed page to the frozen text: its hash, and where to check it."""

    sha256: str
    url: str
    label: str = ""
    #: What a scanned page is known by: "trang" for the text itself, another word for its papers.
    page_key: str = "trang"

    def url_of(self, page: int, pages: int) -> str:
        """Return what the code of one page holds: which text, which page, of how many."""
        return f"{self.url}?{self.page_key}={page}-{pages}"

    @property
    def short(self) -> str:
        """The first 16 digits in groups of four: enough to compare by eye."""
        return " ".join(self.sha256[start : start + 4] for start in range(0, 16, 4))
