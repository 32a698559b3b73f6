"""
Lint of the templates: they compile, obey the strict CSP, stay short and speak through gettext.

``--fix`` lets djade rewrite what it can.
"""

from collections.abc import Iterator
from html.parser import HTMLParser
import os
from pathlib import Path
import re
import subprocess
import sys

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "congdoan"
MOST_LINES = 150
#: Said to people as they are, in every language.
NAMES = {"Công", "Đoàn", "Số", "PDF", "DOCX", "XLSX", "CSV", "QR", "SHA", "JSON", "VI", "EN"}
SEEN_ATTRIBUTES = {"title", "alt", "placeholder", "aria-label", "aria-description", "label"}
COMMENT = re.compile(r"\{#.*?#\}|\{%\s*comment\b.*?endcomment\s*%\}|<!--.*?-->", re.DOTALL)
TRANSLATED = re.compile(
    r"\{%\s*blocktrans(?:late)?\b.*?endblocktrans(?:late)?\s*%\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL
)
LETTERS = re.compile(r"[^\W\d_]{2,}")


def templates() -> list[Path]:
    return sorted(
        path for path in SOURCE.rglob("*.html") if "templates" in path.relative_to(SOURCE).parts
    )


class Reader(HTMLParser):
    """Collects what CSP would refuse and what people read without translation."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag in {"script", "style", "code"}:
            self._silent += 1
        if tag == "style" or (tag == "script" and "src" not in given):
            self._fault(f"<{tag}> nằm trong trang")
        for name, value in given.items():
            self._attribute(name, value)
        if tag == "input" and given.get("type") in {"submit", "button", "reset"}:
            self._text(given.get("value", ""))

    def _attribute(self, name: str, value: str) -> None:
        if name == "style" or re.match(r"(on[a-z]+|hx-on\b.*|x-on\b.*)$", name):
            self._fault(f'{name}="…" bị CSP chặn')
        if "javascript:" in value:
            self._fault("javascript: trong thuộc tính")
        if name in {"src", "href", "action", "srcset"} and re.match(r"(https?:)?//", value):
            self._fault(f"địa chỉ ngoài: {value}")
        if name in SEEN_ATTRIBUTES:
            self._text(value)

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style", "code"}:
            self._silent -= 1

    def handle_data(self, data: str) -> None:
        if self._silent <= 0:
            self._text(data)

    def _text(self, text: str) -> None:
        words = [word for word in LETTERS.findall(text) if word not in NAMES]
        if words:
            self._fault(f"chữ chưa qua translate: {' '.join(words[:6])}")

    def _fault(self, text: str) -> None:
        self.faults.append(f"dòng {self.getpos()[0]}: {text}")


def faults(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    lines = text.count("\n")
    if lines > MOST_LINES:
        yield f"{lines} dòng, nhiều nhất {MOST_LINES}"
    if re.search(r"\|\s*safe\b|autoescape\s+off", text):
        yield "safe/autoescape off: hãy làm sạch ở nơi tạo ra (mark_safe có lý do)"
    for form in re.findall(r"<form\b.*?</form>", text, re.DOTALL | re.IGNORECASE):
        if re.search(r"method=[\"']post", form, re.IGNORECASE) and "csrf_token" not in form:
            yield "form POST không có csrf_token"
    reader = Reader()
    # Keep the line numbers: what is cut leaves its line ends.
    for pattern in (COMMENT, TRANSLATED):
        text = pattern.sub(lambda found: "\n" * found[0].count("\n"), text)
    reader.feed(text)
    yield from reader.faults


def compile_faults(paths: list[Path]) -> Iterator[str]:
    os.environ["DJANGO_SETTINGS_MODULE"] = "congdoan.config.settings_test"
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    import django
    from django.template import TemplateSyntaxError
    from django.template.loader import get_template

    django.setup()
    for path in paths:
        name = str(path).rpartition("/templates/")[2]
        try:
            get_template(name)
        except TemplateSyntaxError as problem:
            yield f"{path.relative_to(ROOT)}: {problem}"


def djade(paths: list[Path], *, fix: bool) -> int:
    if not paths:
        return 0
    command = [str(Path(sys.executable).parent / "djade"), "--target-version", "5.2"]
    return subprocess.run(
        [*command, *([] if fix else ["--check"]), *map(str, paths)], check=False
    ).returncode


def main(arguments: list[str]) -> int:
    paths = templates()
    if "--fix" in arguments:
        djade(paths, fix=True)
        return 0
    said = [f"{path.relative_to(ROOT)}: {fault}" for path in paths for fault in faults(path)]
    said += compile_faults(paths)
    print("\n".join(said) or f"{len(paths)} mẫu trang")
    return 1 if djade(paths, fix=False) or said else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
