"""Texts of the time before Unicode: TCVN3 (.VnTime …) and VNI-Windows (VNI-Times …)."""

import re
from typing import Literal

Encoding = Literal["tcvn3", "vni"]

_TCVN3 = dict(
    zip(
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ¡¢£¤¥¦§",
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
        strict=True,
    )
)
_TCVN3_TABLE = str.maketrans(_TCVN3)

#: A vowel and the mark after it; the marks of a, e, o also carry the hat and the bow.
_PLAIN = dict(zip("ùøûõï", range(5), strict=True))
_HAT = dict(zip("âáàåãä", range(6), strict=True))
_BOW = dict(zip("êéèúüë", range(6), strict=True))
_TONED = {
    "a": "áàảãạ", "e": "éèẻẽẹ", "i": "íìỉĩị", "o": "óòỏõọ", "u": "úùủũụ", "y": "ýỳỷỹỵ",
    "ô": "ớờởỡợ", "ö": "ứừửữự",
}  # fmt: skip
_HATTED = {"a": "âấầẩẫậ", "e": "êếềểễệ", "o": "ôốồổỗộ"}
_BOWED = "ăắằẳẵặ"
_SINGLE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "í": "í", "ì": "ì"}


def _vni_small() -> dict[str, str]:
    """Return the small letters, each way to write one; the usual way stands last."""
    pairs = {
        letter + mark: forms[at] for letter, forms in _TONED.items() for mark, at in _PLAIN.items()
    }
    pairs |= {
        letter + mark: forms[at] for letter, forms in _HATTED.items() for mark, at in _HAT.items()
    }
    pairs |= {"a" + mark: _BOWED[at] for mark, at in _BOW.items()}
    return pairs | _SINGLE


_VNI_SMALL = _vni_small()
_VNI = dict(_VNI_SMALL)
for _pair, _letter in _VNI_SMALL.items():
    # Capitals carry marks of either case.
    _VNI.setdefault(_pair.upper(), _letter.upper())
    _VNI.setdefault(_pair[0].upper() + _pair[1:], _letter.upper())
    _VNI.setdefault(_pair[0] + _pair[1:].upper(), _letter)
_VNI_KEYS = re.compile("|".join(map(re.escape, sorted(_VNI, key=len, reverse=True))))

#: What Windows shows for the bytes 0x80-0x9f, and for the five tones of code page 1258.
_AS_BYTES = {
    "\u0300": "Ì", "\u0309": "Ò", "\u0303": "Þ", "\u0301": "ì", "\u0323": "ò",
    "Ă": "Ã", "Đ": "Ð", "Ơ": "Õ", "Ư": "Ý", "ă": "ã", "đ": "ð", "ơ": "õ", "ư": "ý", "₫": "þ",
}  # fmt: skip

_TCVN3_FONT = re.compile(r"^\.?vn[a-z]", re.IGNORECASE)
_VNI_FONT = re.compile(r"^vni[ -]", re.IGNORECASE)


def encoding_of_font(name: str) -> Encoding | None:
    """Return how a font's texts are written: ".VnTimeH" is TCVN3, "VNI-Times" is VNI."""
    if name.startswith(".") and _TCVN3_FONT.match(name):
        return "tcvn3"
    return "vni" if _VNI_FONT.match(name) else None


def is_capital_font(name: str) -> bool:
    """Tell whether a TCVN3 font shows small letters as capitals (.VnTimeH, .VnArialH)."""
    return encoding_of_font(name) == "tcvn3" and name.rstrip().endswith("H")


def from_tcvn3(text: str) -> str:
    return text.translate(_TCVN3_TABLE)


def from_vni(text: str) -> str:
    return _VNI_KEYS.sub(lambda found: _VNI[found[0]], text)


def decoded(text: str, encoding: Encoding) -> str:
    """Return a text of an old font as Unicode."""
    return from_tcvn3(text) if encoding == "tcvn3" else from_vni(text)


def to_tcvn3(text: str) -> str:
    """Return Unicode text as TCVN3 writes it (capitals with a tone have no place there)."""
    back = {new: old for old, new in _TCVN3.items()}
    return "".join(back.get(char, back.get(char.lower(), char)) for char in text)


def to_vni(text: str) -> str:
    back = {new: old for old, new in _VNI_SMALL.items()}
    back |= {new.upper(): old.upper() for new, old in back.items()}
    return "".join(back.get(char, char) for char in text)


def is_old_repertoire(text: str) -> bool:
    """Tell whether a text has marks, and none that the old fonts had no place for."""
    return not text.isascii() and all(char < "\u0100" for char in text)


def as_bytes_shown(text: str) -> str:
    """Return what code page 1258 made of an old font's bytes as the font meant them."""
    return "".join(_AS_BYTES.get(char, char) for char in text)
