"""What installed libraries are licensed under; nothing GPL or AGPL is linked into ours."""

from importlib.metadata import Distribution, distributions
from pathlib import Path
import re
import sys

ROOT = Path(__file__).resolve().parents[1]
FORBIDDEN = re.compile(r"\bA?GPL|General Public License|SSPL|BUSL|Commons Clause", re.IGNORECASE)
LESSER = re.compile(r"\bLGPL|Lesser General Public|Library General Public", re.IGNORECASE)
#: Weak copyleft we accept, each with its reason.
REASONS = {
    "psycopg": "LGPL-3.0: imported unchanged as a library, replaceable by its user",
    "psycopg-binary": "LGPL-3.0: as psycopg",
    "psycopg-pool": "LGPL-3.0: as psycopg",
}


def key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(name: str) -> set[str]:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    return {
        key(found)
        for found in re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==", text, re.MULTILINE)
    }


def licence(distribution: Distribution) -> str:
    """Return what the package says: an expression, else classifiers, else the first line."""
    meta = distribution.metadata
    expression = meta.get("License-Expression")
    if expression:
        return expression
    named = [
        line.rpartition("::")[2].strip()
        for line in meta.get_all("Classifier") or []
        if line.startswith("License ::") and not line.endswith("OSI Approved")
    ]
    if named:
        return ", ".join(named)
    lines = (meta.get("License") or "").strip().splitlines()
    return lines[0] if lines else ""


def main(arguments: list[str]) -> int:
    run, dev = locked("run.txt"), locked("dev.txt")
    installed = {key(each.metadata["Name"]): each for each in distributions()}
    said = []
    for name in sorted((run | dev) & installed.keys()):
        text = licence(installed[name])
        if "--list" in arguments:
            print(f"{name} {installed[name].version}: {text}")
        lesser = bool(LESSER.search(text))
        # A package offered under a choice is taken under the permissive one.
        strong = bool(FORBIDDEN.search(LESSER.sub("", text))) and " OR " not in text
        if not text:
            said.append(f"{name}: không nói giấy phép")
        if strong or (lesser and name not in REASONS):
            said.append(f"{name}: {text}")
    said += [f"lý do không còn dùng: {name}" for name in REASONS if name not in run]
    print("\n".join(said) or "Giấy phép của thư viện: đạt")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
