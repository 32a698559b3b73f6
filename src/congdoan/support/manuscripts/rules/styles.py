"""What a paragraph inherits from its style: heading level, list, font."""

from dataclasses import dataclass, field
import re
from typing import Any

from congdoan.support.manuscripts.rules.tags import attribute, child, children

_HEADING = re.compile(r"^(?:heading|tiêu đề|đầu đề)\s*([1-9])$", re.IGNORECASE)
_CHAIN = 12


@dataclass(frozen=True)
class Style:
    based_on: str = ""
    outline: int | None = None
    number_id: str = ""
    depth: int | None = None
    font: str = ""
    bold: bool | None = None
    centred: bool | None = None


@dataclass
class Styles:
    """The styles of a file by their ids; what one lacks, the one it rests on says."""

    styles: dict[str, Style] = field(default_factory=dict)
    default: str = ""
    font: str = ""

    def of(self, style_id: str) -> Style:
        """Return a style with everything it inherits."""
        values: dict[str, Any] = {}
        seen = 0
        name = style_id or self.default
        while name in self.styles and seen < _CHAIN:
            style = self.styles[name]
            for key in ("outline", "number_id", "depth", "font", "bold", "centred"):
                if values.get(key) in (None, ""):
                    values[key] = getattr(style, key)
            name, seen = style.based_on, seen + 1
        return Style(**values)


def read_styles(root: Any | None) -> Styles:
    found = Styles()
    if root is None:
        return found
    found.font = font_of(child(root, "docDefaults", "rPrDefault", "rPr"))
    for element in children(root, "style"):
        code = attribute(element, "styleId")
        found.styles[code] = _style(element)
        if attribute(element, "type") == "paragraph" and attribute(element, "default") == "1":
            found.default = code
    return found


def _style(element: Any) -> Style:
    shape, letters = child(element, "pPr"), child(element, "rPr")
    base = child(element, "basedOn")
    name = child(element, "name")
    heading = _HEADING.match(attribute(name, "val")) if name is not None else None
    number_id, depth = list_of(shape)
    outline = outline_of(shape)
    bold = child(letters, "b")
    return Style(
        based_on=attribute(base, "val") if base is not None else "",
        outline=int(heading[1]) - 1 if heading and outline is None else outline,
        number_id=number_id,
        depth=depth,
        font=font_of(letters),
        bold=None if bold is None else attribute(bold, "val").lower() not in {"0", "false"},
        centred=centred(shape),
    )


def list_of(shape: Any | None) -> tuple[str, int | None]:
    """Return list and depth of a paragraph; list "0" takes it out of the one of its style."""
    numbers = child(shape, "numPr")
    number_id, depth = child(numbers, "numId"), child(numbers, "ilvl")
    deep = attribute(depth, "val") if depth is not None else ""
    return (
        attribute(number_id, "val") if number_id is not None else "",
        int(deep) if deep.isdigit() and len(deep) == 1 else None,
    )


def outline_of(shape: Any | None) -> int | None:
    level = child(shape, "outlineLvl")
    value = attribute(level, "val") if level is not None else ""
    return int(value) if value.isdigit() and int(value) < 9 else None


def centred(shape: Any | None) -> bool | None:
    align = child(shape, "jc")
    return None if align is None else attribute(align, "val") == "center"


def font_of(letters: Any | None) -> str:
    fonts = child(letters, "rFonts")
    return attribute(fonts, "ascii") if fonts is not None else ""
