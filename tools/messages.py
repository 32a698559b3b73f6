"""
The translation catalogues.

Message ids are Vietnamese (ADR 0010), so the Vietnamese catalogue says each id again and a person
translates the English one. ``collect`` gathers ids from the source without xgettext:

- calls of gettext and its family, and the first words of what is shown later (capabilities, verbs
  of the audit trail);
- the sentence of every refusal (its class docstring);
- templates, by Django's own lexer;
- ``locale/foreign.po``: sentences of libraries our pages show, with their Vietnamese.

    python tools/messages.py collect | check [--strict] | compile | missing
"""

import argparse
import ast
from collections.abc import Iterator
import importlib
import inspect
import os
from pathlib import Path
import pkgutil
import re
import sys

import polib

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "congdoan"
LOCALE = ROOT / "locale"
sys.path[:0] = [str(ROOT / "src")]

#: Function → positions of (context, id, plural id) among its arguments.
MARKERS: dict[str, tuple[int | None, int, int | None]] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), (None, 0, None)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (None, 0, 1)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), (0, 1, None)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), (0, 1, 2)),
    # Kept as plain text and translated where they are shown.
    **dict.fromkeys(("capability", "declare_verb"), (None, 1, None)),
}
HEADERS = {
    "vi": "nplurals=1; plural=0;",
    "en": "nplurals=2; plural=(n != 1);",
}
Key = tuple[str, str]  # context, id


class Found:
    """Everything found: id → plural id and the files it stands in."""

    def __init__(self) -> None:
        self.plural: dict[Key, str] = {}
        self.files: dict[Key, set[str]] = {}

    def add(self, file: str, text: str, plural: str = "", context: str = "") -> None:
        if not text.strip():
            return
        key = (context, text)
        self.files.setdefault(key, set()).add(file)
        if plural:
            self.plural[key] = plural


def collect_all() -> Found:
    found = Found()
    for path in sorted(SOURCE.rglob("*.py")):
        if not {"tests", "migrations"} & set(path.parts):
            from_python(path, found)
    for path in sorted([*SOURCE.rglob("templates/**/*.html"), *SOURCE.rglob("templates/**/*.txt")]):
        from_template(path, found)
    from_refusals(found)
    return found


def from_python(path: Path, found: Found) -> None:
    file = str(path.relative_to(SOURCE))
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name not in MARKERS:
            continue
        context, text, plural = (_literal(node, at) for at in MARKERS[name])
        if text:
            found.add(file, text, plural, context)


def _literal(call: ast.Call, at: int | None) -> str:
    if at is None or at >= len(call.args):
        return ""
    argument = call.args[at]
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    return ""


STRING = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(
    rf"\b(n?p?gettext|_)\(\s*({STRING})(?:,\s*({STRING}))?(?:,\s*({STRING}))?", re.DOTALL
)


def from_template(path: Path, found: Found) -> None:
    from django.utils.translation.template import templatize

    file = str(path.relative_to(SOURCE))
    for match in CALL.finditer(templatize(path.read_text(encoding="utf-8"))):
        name = match[1]
        words = [ast.literal_eval(word) for word in match.groups()[1:] if word]
        places = MARKERS[name]
        context, text, plural = (
            words[at] if at is not None and at < len(words) else "" for at in places
        )
        found.add(file, text, plural, context)


def from_refusals(found: Found) -> None:
    """Import the whole program (no database) and read each refusal's docstring."""
    _set_up()
    from congdoan.foundation.refusal import Refusal

    for refusal in [Refusal, *_below(Refusal)]:
        module = refusal.__module__
        if module.startswith("congdoan.") and ".tests." not in module and refusal.__doc__:
            file = module.removeprefix("congdoan.").replace(".", "/") + ".py"
            found.add(file, inspect.cleandoc(refusal.__doc__))


def _below(kind: type) -> Iterator[type]:
    for sub in kind.__subclasses__():
        yield sub
        yield from _below(sub)


def _set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "congdoan.config.settings")
    import django

    django.setup()
    import congdoan

    skipped = re.compile(r"\.(tests|migrations|settings_test|wsgi)\b|management\.commands")
    for module in pkgutil.walk_packages(congdoan.__path__, "congdoan."):
        if not skipped.search(module.name):
            importlib.import_module(module.name)


def merged(language: str, found: Found) -> polib.POFile:
    """Return the catalogue with what is found, keeping every translation that still has its id."""
    path = catalogue_path(language)
    old = polib.pofile(str(path)) if path.exists() else polib.POFile()
    kept = {(entry.msgctxt or "", entry.msgid): entry for entry in old}
    new = polib.POFile(wrapwidth=100)
    new.metadata = {
        "Project-Id-Version": "Công Đoàn Số",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": HEADERS[language],
    }
    ordered = sorted(found.files, key=lambda key: (min(found.files[key]), key[1], key[0]))
    for key in ordered:
        new.append(_entry(language, key, found, kept.get(key)))
    if language == "vi":
        ours = set(found.files)
        foreign = polib.pofile(str(LOCALE / "foreign.po"))
        new.extend(entry for entry in foreign if (entry.msgctxt or "", entry.msgid) not in ours)
    return new


def _entry(language: str, key: Key, found: Found, before: polib.POEntry | None) -> polib.POEntry:
    context, text = key
    plural = found.plural.get(key, "")
    entry = polib.POEntry(msgid=text, msgctxt=context or None)
    entry.occurrences = [(file, "") for file in sorted(found.files[key])]
    if "{" in text and re.search(r"\{\w+\}", text):
        entry.flags.append("python-brace-format")
    if plural:
        entry.msgid_plural = plural
        entry.msgstr_plural = {0: plural} if language == "vi" else {0: "", 1: ""}
    elif language == "vi":
        entry.msgstr = text
    if language != "vi" and before is not None:
        entry.msgstr = "" if plural else before.msgstr
        if plural and before.msgstr_plural:
            entry.msgstr_plural = before.msgstr_plural
        if before.fuzzy:
            entry.flags.append("fuzzy")
    return entry


def catalogue_path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def collect() -> int:
    found = collect_all()
    for language in HEADERS:
        path = catalogue_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        merged(language, found).save(str(path))
    print(f"{len(found.files)} chuỗi")
    return 0


def faults() -> list[str]:
    """Say what keeps the catalogues from being whole."""
    found = collect_all()
    said = []
    for language in HEADERS:
        path = catalogue_path(language)
        if not path.exists():
            said.append(f"{language}: chưa có {path.relative_to(ROOT)}")
            continue
        catalogue = polib.pofile(str(path))
        there = {(entry.msgctxt or "", entry.msgid) for entry in catalogue}
        foreign = {
            (entry.msgctxt or "", entry.msgid) for entry in polib.pofile(str(LOCALE / "foreign.po"))
        }
        said += [f"{language}: thiếu {key[1]!r}" for key in found.files if key not in there]
        said += [
            f"{language}: thừa {key[1]!r}"
            for key in sorted(there - set(found.files) - (foreign if language == "vi" else set()))
        ]
        said += [
            f"{language}: {fault} {entry.msgid!r}"
            for entry in catalogue
            if (fault := _fault(entry))
        ]
    return said


def _fault(entry: polib.POEntry) -> str:
    if entry.fuzzy:
        return "chưa chắc (fuzzy)"
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not all(text.strip() for text in texts):
        return "chưa dịch"
    wanted = _places(entry.msgid)
    if any(_places(text) - wanted - _places(entry.msgid_plural) for text in texts):
        return "có chỗ điền lạ trong bản dịch của"
    if wanted - _places(texts[-1]):
        return "mất chỗ điền trong bản dịch của"
    return ""


def _places(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]|\{\w*\}|%[sd]", text))


def check(*, strict: bool) -> int:
    said = faults()
    for line in said[: None if strict else 5]:
        print(line)
    print(f"{len(said)} chỗ cần sửa trong danh mục dịch" if said else "Danh mục dịch đầy đủ")
    return 1 if said and strict else 0


def missing() -> int:
    """Print what waits for a translator."""
    for entry in polib.pofile(str(catalogue_path("en"))):
        if _fault(entry):
            print(entry)
    return 0


def compile_() -> int:
    from congdoan.config import catalogues

    catalogues.compile_all(LOCALE)
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description="Danh mục dịch")
    parser.add_argument("act", choices=["collect", "check", "compile", "missing"])
    parser.add_argument("--strict", action="store_true", help="thiếu một chuỗi là không đạt")
    given = parser.parse_args()
    acts = {"collect": collect, "compile": compile_, "missing": missing}
    return check(strict=given.strict) if given.act == "check" else acts[given.act]()


if __name__ == "__main__":
    sys.exit(main())
