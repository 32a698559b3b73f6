"""
Vietnamese before Unicode: fonts whose Latin letters are drawn as Vietnamese ones.

Which letter is meant, the font says (``.VnTime`` is TCVN3, ``VNI-Times`` is VNI). Where a file
names such a font both tables below are sure; where text only looks like it, it is named, not
changed.
"""

import re
import unicodedata

from congdoan.support.manuscripts.enums import Encoding

# Ngang, huyền, hỏi, ngã, sắc, nặng of each vowel, as TCVN3 5712:1993 fonts have them.
_TCVN3_ROWS = {
    "a": "a\xb5\xb6\xb7\xb8\xb9",
    "ă": "\xa8\xbb\xbc\xbd\xbe\xc6",
    "â": "\xa9\xc7\xc8\xc9\xca\xcb",
    "e": "e\xcc\xce\xcf\xd0\xd1",
    "ê": "\xaa\xd2\xd3\xd4\xd5\xd6",
    "i": "i\xd7\xd8\xdc\xdd\xde",
    "o": "o\xdf\xe1\xe2\xe3\xe4",
    "ô": "\xab\xe5\xe6\xe7\xe8\xe9",
    "ơ": "\xac\xea\xeb\xec\xed\xee",
    "u": "u\xef\xf1\xf2\xf3\xf4",
    "ư": "\xad\xf5\xf6\xf7\xf8\xf9",
    "y": "y\xfa\xfb\xfc\xfd\xfe",
}
_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
_TCVN3_CAPITALS = dict(zip("\xa1\xa2\xa3\xa4\xa5\xa6\xa7", "ĂÂÊÔƠƯĐ", strict=True))
# VNI writes the letter, then a second character for hat and tone together.
_VNI_TONES = dict(zip("øûõùï", "\u0300\u0309\u0303\u0301\u0323", strict=True))
_VNI_HAT = dict(zip("âàåãáä", ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"), strict=True))
_VNI_BREVE = dict(
    zip("êèúüéë", ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"), strict=True)
)
_VNI_ALONE = dict(zip("ñöôíìæóòî", "đươíìỉĩịỵ", strict=True))
_TCVN3_FONT = re.compile(r"^\.vn", re.IGNORECASE)
_VNI_FONT = re.compile(r"^vni[-\s]", re.IGNORECASE)
_VIETNAMESE = re.compile("[\u0102\u0103\u0110\u0111\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
_LIKE_TCVN3 = re.compile("[®µ¸¶·¹¨©ª«¬­§]")
_LIKE_VNI = re.compile("ñ|ö|[aeouy][ùøûõï]|[aeo][âàåãáä]|a[êèúüéë]", re.IGNORECASE)


def _tcvn3() -> dict[str, str]:
    table = dict(_TCVN3_CAPITALS)
    table["\xae"] = "đ"
    for vowel, row in _TCVN3_ROWS.items():
        for sign, tone in zip(row, _TONES, strict=True):
            table[sign] = unicodedata.normalize("NFC", vowel + tone)
    return table


def _vni() -> dict[str, str]:
    table: dict[str, str] = {}
    shapes = (
        ("aeouyöô", _VNI_TONES, ""),
        ("aeo", _VNI_HAT, "\u0302"),
        ("a", _VNI_BREVE, "\u0306"),
    )
    for letters, signs, shape in shapes:
        for letter in letters:
            base = _VNI_ALONE.get(letter, letter) + shape
            for sign, tone in signs.items():
                whole = unicodedata.normalize("NFC", base + tone)
                table[letter + sign] = whole
                table[letter.upper() + sign.upper()] = whole.upper()
                table[letter.upper() + sign] = whole.upper()
    for sign, letter in _VNI_ALONE.items():
        table[sign] = letter
        table[sign.upper()] = letter.upper()
    return table


TCVN3 = _tcvn3()
VNI = _vni()
_VNI_PATTERN = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)))


def encoding_of(font: str) -> Encoding | None:
    """Return the encoding a font stands for, None for every Unicode font."""
    if _TCVN3_FONT.match(font):
        return Encoding.TCVN3
    return Encoding.VNI if _VNI_FONT.match(font) else None


def decoded(text: str, font: str) -> str:
    """Return text typed in a font of the old encodings as Unicode."""
    encoding = encoding_of(font)
    if encoding is Encoding.TCVN3:
        found = "".join(TCVN3.get(char, char) for char in text)
        # The capital fonts (.VnTimeH) draw small letters as capitals.
        return found.upper() if font.rstrip().endswith("H") else found
    if encoding is Encoding.VNI:
        return _VNI_PATTERN.sub(lambda match: VNI[match[0]], text)
    return text


def is_unicode(text: str) -> bool:
    """Tell whether text holds letters only Unicode has: its old font name is a leftover."""
    return bool(_VIETNAMESE.search(text))


def suspected(text: str) -> Encoding | None:
    """Return the encoding text seems to be in although no font says so."""
    if len(text) < 40 or _VIETNAMESE.search(text):
        return None
    for encoding, pattern in ((Encoding.TCVN3, _LIKE_TCVN3), (Encoding.VNI, _LIKE_VNI)):
        if len(pattern.findall(text)) > len(text) / 25:
            return encoding
    return None
