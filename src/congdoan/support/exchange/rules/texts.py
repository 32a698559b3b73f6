"""Repairs of text by itself: composed letters, what cannot be seen, names, addresses of mail."""

import re
import unicodedata

from congdoan.foundation import vietnamese
from congdoan.foundation.syllables import is_plausible, untyped
from congdoan.support.exchange.rules.repairs import FLAG, SUGGEST, Step

#: Zero-width and direction marks, soft hyphens, control characters, private signs.
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2064\ufeff\ufffc]"
)
_BLANK = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t\n\r\x0b\x0c]")
_WIDE = re.compile("[\uff01-\uff5e]")
_ETH = str.maketrans({"\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ", "\u0256": "đ"})
_EMOJI = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u2190-\u21ff\ufe0f\ufe0e\u20e3]+"
)
#: What needs a look: a character that is no letter, digit or sign in common use, two spaces.
_ODD = re.compile("[^\\w -~–—“”‘’…₫°]|[\u00d0\u00f0\u0189\u0256\uff10-\uff5a]|  |\\A | \\Z")
_NO_NAME = re.compile(f"{_ODD.pattern}|[0-9]")
_EMAIL = re.compile(r"[A-Za-z0-9._%+'-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,24}")
_DOMAINS = {
    "gmail": "gmail.com", "gmail.con": "gmail.com", "gmail.co": "gmail.com",
    "gmai.com": "gmail.com", "gmial.com": "gmail.com", "gamil.com": "gmail.com",
    "gmail.cm": "gmail.com", "gmail.com.vn": "gmail.com", "gmal.com": "gmail.com",
    "gmaill.com": "gmail.com", "gmail.vom": "gmail.com", "gmail.comm": "gmail.com",
    "gmailcom": "gmail.com", "gmail.om": "gmail.com", "gnail.com": "gmail.com",
    "gmail.cim": "gmail.com", "gmail.vn": "gmail.com", "yahoo.con": "yahoo.com",
    "yaho.com": "yahoo.com", "yahoo.com.vm": "yahoo.com.vn", "yahoo": "yahoo.com",
    "hotmail.con": "hotmail.com", "outlook.con": "outlook.com", "yahoo.com.cn": "yahoo.com.vn",
    "moet.edu.vm": "moet.edu.vn", "hotmai.com": "hotmail.com",
}  # fmt: skip

EMAIL_CLEAN = re.compile(
    rf"(?!.*@(?:{'|'.join(map(re.escape, _DOMAINS))})\Z)"
    r"[a-z0-9][a-z0-9_%+-]*(?:\.[a-z0-9_%+-]+)*@(?:[a-z0-9-]+\.)+[a-z]{2,}"
)


def is_clean(text: str) -> bool:
    return _ODD.search(text) is None


def repair_text(text: str) -> list[Step]:
    """Make a text composed, visible and evenly spaced; nothing it says changes."""
    steps: list[Step] = []
    for reason, change in _CHANGES:
        changed = change(text)
        if changed != text:
            steps.append(Step(changed, reason))
            text = changed
    return steps


def _without_eth(text: str) -> str:
    """Replace Ð (eth) by Đ where the rest is Vietnamese; no Vietnamese word has an eth."""
    return text.translate(_ETH)


def _without_blanks(text: str) -> str:
    return re.sub(" {2,}", " ", _BLANK.sub(" ", text)).strip()


def _narrow(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", found[0])


_CHANGES = (
    ("nfc", vietnamese.nfc),
    ("eth", _without_eth),
    ("wide", lambda text: _WIDE.sub(_narrow, text)),
    ("invisible", lambda text: _INVISIBLE.sub("", text)),
    ("spaces", _without_blanks),
)


def repair_name(name: str) -> list[Step]:
    """Propose what a person's name should be; the name itself stays."""
    bare = " ".join(_EMOJI.sub(" ", name).split())
    if bare != name:
        return [Step(bare, "emoji", SUGGEST)]
    typed = untyped(name)
    if typed != name and is_plausible(typed):
        return [Step(typed, "telex", SUGGEST)]
    if any(char.isdigit() for char in name):
        return [Step(name, "digits_in_name", FLAG)]
    return _cased(name)


def _cased(name: str) -> list[Step]:
    """Propose "Nguyễn Văn An" for NGUYỄN VĂN AN, and for capitals whose đ stayed small."""
    letters = [char for char in name if char.isalpha()]
    large = sum(char.isupper() for char in letters)
    words = name.split()
    if len(letters) < 3 or len(words) < 2:
        return []
    proper = proper_name(name)
    if proper == name:
        return []
    if large == 0:
        return [Step(proper, "lower", SUGGEST)]
    return [Step(proper, "capitals", SUGGEST)] if large * 10 >= len(letters) * 7 else []


def proper_name(name: str) -> str:
    """Return each word with one capital; a part after an apostrophe or hyphen keeps its own."""
    return re.sub(r"[^\W\d_]+", lambda found: found[0].capitalize(), name)


def repair_email(text: str) -> list[Step]:
    """Take away what surely does not belong; propose the domain that was meant."""
    steps: list[Step] = []
    bare = text.replace("mailto:", "").strip(" .,;:<>()[]'\"").replace(" ", "")
    local, at, domain = bare.rpartition("@")
    bare = f"{local}{at}{domain.lower()}" if at else bare
    if bare != text:
        steps.append(Step(bare, "email_marks"))
    if not bare or bare in {"-", "không", "khôngcó", "ko"}:
        return [Step("", "email_marks")]
    meant = _meant(bare)
    if meant != bare and _EMAIL.fullmatch(meant):
        steps.append(Step(meant, "email_typo", SUGGEST))
    elif not _EMAIL.fullmatch(bare) or ".." in bare:
        steps.append(Step(bare, "email_wrong", FLAG))
    return steps


def _meant(address: str) -> str:
    """Return the address with its domain as it was meant."""
    plain = vietnamese.fold(address).replace(",", ".").replace("..", ".").replace("(a)", "@")
    local, at, domain = plain.rpartition("@")
    if not at:
        for known in ("gmail.com", "yahoo.com", "yahoo.com.vn", "moet.edu.vn"):
            if plain.endswith(known) and len(plain) > len(known):
                return f"{plain.removesuffix(known).rstrip('.')}@{known}"
        return address
    if domain in _DOMAINS:
        return f"{local}@{_DOMAINS[domain]}"
    return plain if plain != address.lower() else address


def name_is_clean(name: str) -> bool:
    """Tell quickly of most names that nothing is to be said about them."""
    return name.istitle() and _NO_NAME.search(name) is None and is_plausible(name)
