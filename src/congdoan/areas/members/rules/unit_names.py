"""
A union as lists call it: by its school, in short words, with or without “Công đoàn cơ sở”.

All of it on folded text (small letters, no marks): "cong doan co so truong tieu hoc hoa sen".
"""

from itertools import product

_UNION = ("cong doan co so ", "cong doan ", "cdcs ", "cd ")
_SCHOOL = "truong "
#: Short words of schools and what they stand for; registers hold either.
_SHORT = {
    "th": "tieu hoc",
    "thcs": "trung hoc co so",
    "thpt": "trung hoc pho thong",
    "mn": "mam non",
    "mg": "mau giao",
}
_MOST = 24


def spellings(folded: str) -> list[str]:
    """Return how a register may hold what a list calls ``folded``; as written comes first."""
    bare = _without(folded, _UNION)
    bare = _without(bare, (_SCHOOL,))
    kinds = [folded, *(f"{head}{school}{name}" for head, school, name in product(
        ("cong doan co so ", "", "cong doan "), (_SCHOOL, ""), _words(bare)
    ))]  # fmt: skip
    return list(dict.fromkeys(kinds))[:_MOST]


def _without(text: str, heads: tuple[str, ...]) -> str:
    for head in heads:
        if text.startswith(head) and len(text) > len(head):
            return text[len(head) :]
    return text


def _words(name: str) -> list[str]:
    """Return the name as written, with short words written out, with long words shortened."""
    long = " ".join(_SHORT.get(word, word) for word in name.split())
    short = f" {long} "
    for letters, words in _SHORT.items():
        short = short.replace(f" {words} ", f" {letters} ")
    return list(dict.fromkeys((name, long, short.strip())))
