"""Words of a closed kind: sex, yes and no."""

from congdoan.foundation.vietnamese import fold
from congdoan.support.exchange.rules.repairs import FLAG, Step

_MALE = "nam m male trai ong man 1"
_FEMALE = "nu f female gai ba woman 0"
_SEX = {**dict.fromkeys(_MALE.split(), "Nam"), **dict.fromkeys(_FEMALE.split(), "Nữ")}
_YES_WORDS = "x co yes y 1 true v t dung ok √ ✓ ✔ + la"
_NO_WORDS = "khong no n 0 false sai ko k chua - kh"
_YES, _NO = frozenset(_YES_WORDS.split()), frozenset(_NO_WORDS.split())


def repair_sex(text: str) -> list[Step]:
    """Return Nam or Nữ; numbers and letters are read where they are in common use."""
    if text in ("", "Nam", "Nữ"):
        return []
    meant = _SEX.get(fold(text).strip(" .:"))
    # 0 and 1 mean different things in different programs.
    if meant and not text.isdecimal():
        return [Step(meant, "sex_word")]
    return [Step(text, "sex_unknown", FLAG)]


def repair_flag(text: str) -> list[Step]:
    if text in ("", "Có", "Không"):
        return []
    bare = fold(text).strip(" .")
    if bare in _YES:
        return [Step("Có", "flag_word")]
    if bare in _NO:
        return [Step("Không", "flag_word")]
    return [Step(text, "flag_unknown", FLAG)]
