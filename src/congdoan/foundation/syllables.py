"""What a Vietnamese syllable may look like, and keys that were typed without becoming letters."""

from functools import lru_cache
import re
import unicodedata

_ONSETS = "ngh|ng|nh|gh|gi|ch|kh|ph|qu|th|tr|b|c|d|đ|g|h|k|l|m|n|p|r|s|t|v|x|"
_RIMES = """
a ac ach ai am an ang anh ao ap at au ay ak ăc ăm ăn ăng ăp ăt ăk âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êng êp êt êu
i ich im in inh ip it iu ia iêc iêm iên iêng iêp iêt iêu
o oc oi om on ong op ot ooc oong oa oac oach oai oam oan oang oanh oao oap oat oay
oăc oăm oăn oăng oăt oe oen oeo oet ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt ơng
u uc ui um un ung up ut ua uôc uôi uôm uôn uông uôt uân uâng uât uây uê uêch uên uênh uơ
uy uya uych uyn uynh uyp uyt uyu uyên uyêt ư ưc ưi ưm ưn ưng ưt ưu ưa
ươc ươi ươm ươn ương ươp ươt ươu y ych ym yn ynh yt yêm yên yêng yêt yêu
"""
_LONGEST_FIRST = "|".join(sorted(_RIMES.split(), key=len, reverse=True))
_SYLLABLE = re.compile(f"(?:{_ONSETS})(?:{_LONGEST_FIRST})|gi(?:n|m|p|t)?|quơ|quôc")
#: The marks of tone, combining: grave, hook, tilde, acute, dot below.
TONES = "\u0300\u0309\u0303\u0301\u0323"
_CLOSED = ("c", "p", "t", "ch")
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=65_536)
def is_syllable(word: str) -> bool:
    """Tell whether one word could be Vietnamese: onset, rime, one tone that its end allows."""
    tones: list[str] = []
    letters: list[str] = []
    for char in unicodedata.normalize("NFD", word.lower()):
        (tones if char in TONES else letters).append(char)
    bare = unicodedata.normalize("NFC", "".join(letters))
    if len(tones) > 1 or not _SYLLABLE.fullmatch(bare):
        return False
    # Syllables that end in a stop carry sắc or nặng, or no mark where marks were left out.
    return not (bare.endswith(_CLOSED) and tones and tones[0] not in "\u0301\u0323")


def plausibility(text: str) -> float:
    """Return which part of the words could be Vietnamese, 1.0 for a text without words."""
    words = _WORD.findall(text)
    return sum(map(is_syllable, words)) / len(words) if words else 1.0


def is_plausible(text: str) -> bool:
    return all(map(is_syllable, _WORD.findall(text)))


_TELEX_SHAPES = (
    ("dd", "đ"), ("aa", "â"), ("aw", "ă"), ("ee", "ê"), ("oo", "ô"), ("uow", "ươ"), ("ow", "ơ"),
    ("uw", "ư"),
)  # fmt: skip
_TELEX_TONES = dict(zip("frxsj", TONES, strict=True))
_VNI_TONES = dict(zip("23415", "\u0300\u0309\u0303\u0301\u0323", strict=True))
_VNI_SHAPES = {"6": "\u0302", "7": "\u031b", "8": "\u0306"}
_MARKS = re.compile(r"[a-zđâăêôơư]+[frxsj]?")


def from_telex(word: str) -> str:
    """Return "Nguyeenx" as "Nguyễn"; the word itself where its keys make no syllable."""
    low = word.lower()
    tone = ""
    places = [place for place, char in enumerate(low) if char in _TELEX_TONES and place]
    if places and (at := places[-1]) >= _first_vowel(low):
        tone = _TELEX_TONES[low[at]]
        low = low[:at] + low[at + 1 :]
    for keys, letter in _TELEX_SHAPES:
        low = low.replace(keys, letter)
    return _as_typed(word, _with_tone(low, tone))


def from_vni_keys(word: str) -> str:
    """Return "Nguye64n" as "Nguyễn"; the word itself where its keys make no syllable."""
    tone, built = "", ""
    for char in word.lower():
        if char in _VNI_TONES:
            tone = _VNI_TONES[char]
        elif char == "9":
            built = built[:-1] + "đ" if built.endswith("d") else built + char
        elif char in _VNI_SHAPES and built:
            built = _shaped(built, _VNI_SHAPES[char])
        else:
            built += char
    return _as_typed(word, _with_tone(unicodedata.normalize("NFC", built), tone))


def _shaped(built: str, mark: str) -> str:
    """Put a hat, horn or bow on the last vowel that can carry it ("u7o7", "uo7" are both ươ)."""
    able = {"\u0302": "aeo", "\u031b": "ou", "\u0306": "a"}[mark]
    for place in range(len(built) - 1, -1, -1):
        if built[place] in able:
            before = built[:place]
            if mark == "\u031b" and built[place] == "o" and before.endswith("u"):
                before = before[:-1] + "ư"
            return before + unicodedata.normalize("NFC", built[place] + mark) + built[place + 1 :]
    return built


def _first_vowel(low: str) -> int:
    return next((place for place, char in enumerate(low) if char in "aeiouy"), len(low))


def _with_tone(low: str, tone: str) -> str:
    """Put the tone where the old rule wants it: the shaped vowel, else by the end of the word."""
    if not tone:
        return low
    start = 2 if low.startswith(("qu", "gi")) and len(low) > 2 else 0
    vowels = [p for p in range(start, len(low)) if low[p] in "aeiouyâăêôơư"]
    if not vowels:
        return low
    shaped = [p for p in vowels if low[p] in "âăêôơư"]
    closed = vowels[-1] != len(low) - 1
    if shaped:
        at = shaped[-1]
    elif len(vowels) == 1 or closed:
        at = vowels[-1]
    else:
        at = vowels[-2]
    return unicodedata.normalize("NFC", low[: at + 1] + tone + low[at + 1 :])


def _as_typed(word: str, made: str) -> str:
    if made == word.lower() or not is_syllable(made):
        return word
    if word.isupper():
        return made.upper()
    return made.capitalize() if word[0].isupper() else made


def untyped(text: str) -> str:
    """Return a text with left-over keys as it was meant; clean words are never touched."""
    parts = []
    for word in text.split(" "):
        if not word or (is_syllable(word) and not re.search(r"\d", word)):
            parts.append(word)
        elif re.search(r"\d", word):
            parts.append(from_vni_keys(word) if re.search(r"[A-Za-z]\d", word) else word)
        else:
            parts.append(from_telex(word) if word.isascii() else word)
    return " ".join(parts)


_COMMON_SIGNS = frozenset(" -'’.,;:()[]/&\"“”!?+*–—%")


@lru_cache(maxsize=65_536)
def _is_marked_word_good(token: str) -> bool:
    if any(not (char.isalpha() or char.isdecimal() or char in _COMMON_SIGNS) for char in token):
        return False
    return all(map(is_syllable, _WORD.findall(token)))


def marked_share(text: str) -> float:
    """Return which part of the words with marks could be Vietnamese, 1.0 without such words."""
    marked = [token for token in text.split() if not token.isascii()]
    return sum(map(_is_marked_word_good, marked)) / len(marked) if marked else 1.0
