"""Compile the translation catalogues (``.mo`` files are made, not committed)."""

from pathlib import Path


def stale(root: Path) -> list[Path]:
    """Return the ``.po`` files newer than what was compiled from them."""
    return [
        source
        for source in sorted(root.glob("*/LC_MESSAGES/*.po"))
        if not source.with_suffix(".mo").exists()
        or source.with_suffix(".mo").stat().st_mtime < source.stat().st_mtime
    ]


def compile_all(root: Path) -> int:
    """Compile what is stale; return how many files were written."""
    sources = stale(root)
    if not sources:
        return 0
    import polib

    for source in sources:
        polib.pofile(str(source)).save_as_mofile(str(source.with_suffix(".mo")))
    return len(sources)
