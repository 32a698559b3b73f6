"""Reading the inside of paragraphs: runs, tracked changes, fields, notes, boxes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from congdoan.foundation.vietnamese import nfc
from congdoan.support.manuscripts.enums import Encoding, Left
from congdoan.support.manuscripts.rules import legacy
from congdoan.support.manuscripts.rules.manuscript import Leftover, Run
from congdoan.support.manuscripts.rules.styles import font_of
from congdoan.support.manuscripts.rules.tags import attribute, child, is_on, named, within

_THROUGH = frozenset(
    {"hyperlink", "smartTag", "fldSimple", "customXml", "dir", "bdo", "sdtContent"}
)
_SPACES = {"tab": "\t", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_IGNORED_BREAKS = frozenset({"page", "column"})
_BOX_PARTS = frozenset({"drawing", "pict", "object"})


@dataclass
class Notes:
    """Footnotes, endnotes and comments by their ids, as text and who wrote them."""

    footnotes: dict[str, tuple[str, str]] = field(default_factory=dict)
    endnotes: dict[str, tuple[str, str]] = field(default_factory=dict)
    comments: dict[str, tuple[str, str]] = field(default_factory=dict)

    def find(self, name: str, code: str) -> tuple[Left, str, str] | None:
        kinds = {
            "footnoteReference": (Left.FOOTNOTE, self.footnotes),
            "endnoteReference": (Left.ENDNOTE, self.endnotes),
            "commentReference": (Left.COMMENT, self.comments),
        }
        kind, known = kinds[name]
        text, who = known.get(code, ("", ""))
        return (kind, text, who) if text else None


@dataclass
class Inline:
    """Collects what one paragraph holds; ``font`` is what its style gives."""

    notes: Notes
    font: str
    stale: frozenset[str]
    bold: bool = False
    runs: list[Run] = field(default_factory=list)
    left: list[tuple[Left, str, str]] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    decoded: set[Encoding] = field(default_factory=set)

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    def read(self, element: Any) -> None:
        """Read the children of a paragraph or of something around runs."""
        for part in element:
            name = named(part)
            if name == "r":
                self._run(part)
            elif name in _THROUGH:
                self.read(part)
            elif name in {"ins", "moveTo"}:
                self._inserted(part)
            elif name in {"del", "moveFrom"}:
                self._note(Left.DELETED, plain(part, deleted=True), attribute(part, "author"))
            else:
                self._rare(name, part)

    def _rare(self, name: str, part: Any) -> None:
        if name == "sdt":
            tag = child(part, "sdtPr", "tag")
            if tag is not None:
                self.marks.append(attribute(tag, "val"))
            self.read(part)
        elif name == "bookmarkStart":
            self.marks.append(attribute(part, "name"))
        elif name in {"oMath", "oMathPara"}:
            words = plain(part)
            self._add(words, "", None)
            self._note(Left.EQUATION, words)
        elif name == "AlternateContent":
            self._alternative(part)

    def _inserted(self, part: Any) -> None:
        before = len(self.text)
        self.read(part)
        self._note(Left.INSERTED, self.text[before:], attribute(part, "author"))

    def _alternative(self, part: Any) -> None:
        """Read the first choice only: the fallback says the same in older words."""
        chosen = next((one for one in part if named(one) in {"Choice", "Fallback"}), None)
        if chosen is None:
            return
        for one in chosen:
            if named(one) in _BOX_PARTS:
                self._box(one)
            elif named(one) == "r":
                self._run(one)

    def _run(self, run: Any) -> None:
        shape = child(run, "rPr")
        font = font_of(shape) or self.font
        if is_on(shape, "vanish"):
            self._note(Left.HIDDEN, plain(run))
            return
        for part in run:
            name = named(part)
            if name == "t":
                self._add(part.text or "", font, shape)
            elif name in _SPACES or name in {"br", "sym"}:
                self._add(_sign(name, part), "", shape)
            else:
                self._beside(name, part)

    def _beside(self, name: str, part: Any) -> None:
        """Read what stands in a run and is no text."""
        if name in _BOX_PARTS:
            self._box(part)
        elif name == "AlternateContent":
            self._alternative(part)
        elif name in {"footnoteReference", "endnoteReference", "commentReference"}:
            self._reference(name, part)

    def _reference(self, name: str, part: Any) -> None:
        found = self.notes.find(name, attribute(part, "id"))
        if found:
            self._note(*found)

    def _add(self, text: str, font: str, shape: Any | None) -> None:
        if not text:
            return
        encoding = legacy.encoding_of(font) if font else None
        if encoding and font not in self.stale:
            self.decoded.add(encoding)
            text = legacy.decoded(text, font)
        own = child(shape, "b")
        bold = is_on(shape, "b") if own is not None else self.bold
        italic = is_on(shape, "i")
        last = self.runs[-1] if self.runs else None
        if last and (last.bold, last.italic) == (bold, italic):
            self.runs[-1] = Run(last.text + text, bold, italic)
        else:
            self.runs.append(Run(text, bold, italic))

    def _box(self, part: Any) -> None:
        boxes = [words for box in within(part, "txbxContent") if (words := plain(box))]
        for words in dict.fromkeys(boxes):
            self._note(Left.TEXTBOX, words)
        if boxes:
            return
        if named(part) == "object":
            self._note(Left.OBJECT, "", always=True)
        elif any(named(one) in {"blip", "imagedata"} for one in part.iter()):
            said = next((attribute(one, "descr") for one in within(part, "docPr")), "")
            self._note(Left.PICTURE, said, always=True)

    def _note(self, kind: Left, text: str, who: str = "", *, always: bool = False) -> None:
        words = nfc(text).strip()
        if words or always:
            self.left.append((kind, words, who))

    def leftovers(self, place: int) -> Iterator[Leftover]:
        near = " ".join(nfc(self.text).split())[:80]
        for kind, text, who in self.left:
            yield Leftover(kind, place, text, who, near)


def plain(element: Any, *, deleted: bool = False) -> str:
    """Return the words below an element, paragraphs on lines of their own."""
    words: list[str] = []
    for part in element.iter():
        name = named(part)
        if name == "p" and words and not words[-1].endswith("\n"):
            words.append("\n")
        elif name == "t" or (deleted and name == "delText"):
            words.append(part.text or "")
        elif name in {"tab", "br", "cr"}:
            words.append(" ")
    return nfc("".join(words)).strip()


def _sign(name: str, part: Any) -> str:
    """Return the character a tab, a break or a symbol stands for; page breaks are none."""
    if name == "sym":
        return _symbol(attribute(part, "char"))
    if name == "br":
        return "" if attribute(part, "type") in _IGNORED_BREAKS else "\n"
    return _SPACES[name]


def _symbol(code: str) -> str:
    """Return a symbol; those of Word's own fonts (bullets) become dashes."""
    try:
        char = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    return "- " if "\ue000" <= char <= "\uf8ff" else char


def each_font(root: Any, of_style: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Return the text of each run with its font, to see which font names are stale."""
    for paragraph in within(root, "p"):
        style = child(paragraph, "pPr", "pStyle")
        inherited = of_style(attribute(style, "val") if style is not None else "")
        for run in within(paragraph, "r"):
            words = "".join(part.text or "" for part in run if named(part) == "t")
            yield font_of(child(run, "rPr")) or inherited, words
