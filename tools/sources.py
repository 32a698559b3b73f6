"""Checks on every tracked file: UTF-8, NFC, no address of a package registry."""

from pathlib import Path
import re
import subprocess
import sys
import unicodedata

ROOT = Path(__file__).resolve().parents[1]
#: Where a package comes from is the business of the machine that installs it (its pip or uv
#: settings), so no file says it. Written in pieces: this file is checked too.
HOSTS = re.compile(
    "|".join(
        (
            "pypi" + r"\.org",
            "pythonhosted" + r"\.org",
            "registry" + r"\.(?:npmjs|yarnpkg)",
            "extra-index" + "-url",
            "--index" + "-url",
            "find" + "-links",
            "/opt/" + r"(?:pypi|wheels)",
        )
    )
)
#: ``--no-emit-index-url`` is how the lock is kept free of addresses.
ALLOWED = {"tools/lock": "the option that keeps addresses out"}
BINARY = {".png", ".jpg", ".jpeg", ".ico", ".ttf", ".otf", ".woff", ".woff2", ".pdf", ".docx"}
BINARY |= {".xlsx", ".xls", ".zip", ".gz", ".webp", ".p12"}


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


#: Files that are ugly on purpose.
UGLY = ROOT / "tests" / "fixtures" / "exchange"


def faults(path: Path) -> list[str]:
    name = str(path.relative_to(ROOT))
    if path.suffix.lower() in BINARY or (path.is_relative_to(UGLY) and path.suffix != ".py"):
        return []
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return [f"{name}: không phải UTF-8"]
    said = []
    if not unicodedata.is_normalized("NFC", text):
        lines = [
            str(number)
            for number, line in enumerate(text.splitlines(), 1)
            if not unicodedata.is_normalized("NFC", line)
        ]
        said.append(f"{name}: chưa ở dạng NFC (dòng {', '.join(lines[:5])})")
    found = HOSTS.search(text)
    if found and name not in ALLOWED:
        said.append(f"{name}: chứa địa chỉ kho gói ({found[0]})")
    return said


def main() -> int:
    files = tracked()
    said = [fault for path in files for fault in faults(path)]
    names = {str(path.relative_to(ROOT)) for path in files}
    said += [
        f"tools/sources.py: ngoại lệ không còn dùng: {name}"
        for name in ALLOWED
        if name not in names
    ]
    print("\n".join(said) or f"{len(files)} tệp")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
