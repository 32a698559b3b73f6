"""
Vietnamese text: stored sort keys, search without diacritics, names.

The embedded PostgreSQL has no ICU, so order is stored: ``sort_key`` gives ASCII text whose byte
order is the school order (a ă â … d đ … o ô ơ, tones ngang huyền hỏi ngã sắc nặng).
"""

import re
import unicodedata

_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# Two characters a letter keep the order of the alphabet with its seven added letters.
_LETTER_KEYS = {letter: f"{index:02d}" for index, letter in enumerate(_LETTERS, start=10)}
_SHAPES = {"\u0306", "\u0302", "\u031b"}
_SPACES = re.compile(r"\s+")
_WORDS = re.compile(r"[^\W_]+")


def nfc(text: str) -> str:
    """Return the composed form, the only one that is stored."""
    return unicodedata.normalize("NFC", text)


def tidy(text: str) -> str:
    """Return NFC text with single spaces and no surrounding ones."""
    return _SPACES.sub(" ", nfc(text)).strip()


def fold(text: str) -> str:
    """
    Return lower-case text without diacritics (đ → d) for searching.

    ``fold`` of NFC and NFD text is equal; so is that of old and new tone positions (hoà, hòa).
    """
    decomposed = unicodedata.normalize("NFD", text.lower())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _SPACES.sub(" ", bare.replace("đ", "d")).strip()


def _letter_and_tone(char: str) -> tuple[str, int]:
    tone = 0
    kept = []
    for part in unicodedata.normalize("NFD", char):
        if part in _TONES:
            tone = _TONES[part]
        else:
            kept.append(part)
    return unicodedata.normalize("NFC", "".join(kept)), tone


def sort_key(text: str) -> str:
    """
    Return an ASCII key; comparing keys byte by byte is comparing in Vietnamese order.

    Letters decide first over the whole text, word by word; tones break ties; then case.
    """
    letters: list[str] = []
    tones: list[str] = []
    for word in _WORDS.findall(nfc(text).lower()):
        word_tone = 0
        for char in word:
            letter, tone = _letter_and_tone(char)
            word_tone = tone or word_tone
            letters.append(_letter_key(letter))
        letters.append("00")
        tones.append(str(word_tone))
    return "".join(letters) + "!" + "".join(tones)


def _letter_key(letter: str) -> str:
    if letter in _LETTER_KEYS:
        return _LETTER_KEYS[letter]
    if letter.isdigit() and letter.isascii():
        return f"0{letter}" if letter != "0" else "0:"[0] + "0"
    return f"9{ord(letter):06x}"


def split_name(full_name: str) -> tuple[str, str]:
    """
    Split a name into họ đệm (family and middle names) and tên (given name).

    Right for most Kinh names; forms prefill it and people correct it.
    """
    words = tidy(full_name).split(" ")
    return " ".join(words[:-1]), words[-1]
