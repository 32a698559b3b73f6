"""Word files written by hand: each test says exactly what the XML holds."""

import io
import zipfile

_NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def part(name, inside):
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {_NS}>{inside}</w:{name}>'


def word_file(body, *, extra=None, **parts):
    """Return a DOCX whose body is ``body``; further parts by their names (``numbering=…``)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", part("document", f"<w:body>{body}</w:body>"))
        for name, inside in parts.items():
            root = {"footer1": "ftr", "header1": "hdr"}.get(name, name)
            archive.writestr(f"word/{name}.xml", part(root, inside))
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return out.getvalue()


def p(*texts, props="", font=""):
    """Return one paragraph; a text that is XML already is taken as it is."""
    fonts = f'<w:rPr><w:rFonts w:ascii="{font}"/></w:rPr>' if font else ""
    runs = "".join(
        text if text.startswith("<") else f"<w:r>{fonts}<w:t>{text}</w:t></w:r>" for text in texts
    )
    return f"<w:p><w:pPr>{props}</w:pPr>{runs}</w:p>"


def listed(number_id, depth=0):
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number_id}"/></w:numPr>'


def level(depth, kind, text, start=1):
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )
