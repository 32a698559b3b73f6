"""Numbers that are names: citizens' numbers and telephones, and what Excel does to them."""

import re

from congdoan.support.exchange.rules.repairs import FLAG, SUGGEST, Step

#: Codes of provinces in citizens' numbers (of the birth register; they outlive the provinces).
_PROVINCES = """
001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036
037 038 040 042 044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075
077 079 080 082 083 084 086 087 089 091 092 093 094 095 096
"""
PROVINCES = frozenset(_PROVINCES.split())
ID_CLEAN = re.compile(rf"(?:{'|'.join(sorted(PROVINCES))})\d{{9}}")
PHONE_CLEAN = re.compile(r"0[35789]\d{8}")
_MARKS = re.compile(r"[\s.,'’`\u00a0-]+")
_FLOAT = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+")

#: Prefixes of mobile numbers before and after the change of September 2018.
PREFIXES_2018 = {
    "0162": "032", "0163": "033", "0164": "034", "0165": "035", "0166": "036", "0167": "037",
    "0168": "038", "0169": "039", "0120": "070", "0121": "079", "0122": "077", "0126": "076",
    "0128": "078", "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip
_FIXED = re.compile(r"02\d{8,9}")
_SEVERAL = re.compile(r"\s*[/;,|]\s*|\s+-\s+|\s{2,}|\s*\n\s*|\s+hoặc\s+")


def repair_id(text: str, *, birth_year: str = "", sex: str = "") -> list[Step]:
    """
    Return the steps for a citizen's number; ``birth_year`` and ``sex`` of the row check a guess.

    A lost zero is only proposed, and only where province, century, sex and year agree.
    """
    steps: list[Step] = []
    if _FLOAT.fullmatch(text):
        return [Step(text, "id_rounded", FLAG)]
    bare = _MARKS.sub("", text)
    if bare.endswith("0") and re.fullmatch(r"\d+[.,]0", text):
        bare = text[:-2]
    if bare != text:
        steps.append(Step(bare, "id_marks"))
    verdict = _judged_id(bare, birth_year, sex)
    return [*steps, verdict] if verdict else steps


def _judged_id(bare: str, birth_year: str, sex: str) -> Step | None:
    if not bare.isdecimal():
        return Step(bare, "id_letters", FLAG) if bare else None
    guess, length = "0" + bare, len(bare)
    if length == 12:
        return Step(bare, "id_province", FLAG) if bare[:3] not in PROVINCES else None
    if length == 11 and id_agrees(guess, birth_year, sex):
        return Step(guess, "id_lost_zero", SUGGEST)
    if length == 8:
        return Step(guess, "id_old_lost_zero", SUGGEST)
    return Step(bare, "id_length", FLAG) if length != 9 else None


def id_agrees(number: str, birth_year: str = "", sex: str = "") -> bool:
    """
    Tell whether 12 digits fit together and fit what the row says.

    038 1 85 … is a woman of 1985: province, century and sex, year of birth.
    """
    if number[:3] not in PROVINCES or number[3] not in "0123":
        return False
    century = 1900 + int(number[3]) // 2 * 100
    year = century + int(number[4:6])
    if birth_year and int(birth_year) != year:
        return False
    return not sex or (sex == "Nữ") == (int(number[3]) % 2 == 1)


def repair_phone(text: str) -> list[Step]:
    """Return the steps that make ten digits of a telephone number."""
    steps: list[Step] = []
    first = next((part for part in _SEVERAL.split(text) if _digits(part)), "")
    if _digits(first) != _digits(text) and len(_digits(first)) >= 9:
        steps.append(Step(first.strip(), "phone_several"))
        text = first.strip()
    bare = _digits(text)
    national = _national(bare, plus=text.strip().startswith("+"))
    if not bare or national is None:
        return [*steps, Step(text, "phone_wrong", FLAG)]
    lost = national != bare and not bare.startswith("84")
    if national != text:
        steps.append(Step(national, "phone_lost_zero" if lost else "phone_marks"))
    if len(national) == 11 and national[:4] in PREFIXES_2018:
        steps.append(Step(PREFIXES_2018[national[:4]] + national[4:], "phone_2018"))
    return steps


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _national(digits: str, *, plus: bool) -> str | None:
    """Return the number as dialled in Viet Nam, or None: +84 912… and 912… are 0912…"""
    if digits.startswith("0084"):
        digits = digits[2:]
    candidates = [digits]
    if digits.startswith("84") and (plus or len(digits) >= 11):
        candidates = ["0" + digits[2:].removeprefix("0")]
    elif not digits.startswith("0"):
        candidates = ["0" + digits]
    number = candidates[0]
    old = len(number) == 11 and number[:4] in PREFIXES_2018
    return number if old or PHONE_CLEAN.fullmatch(number) or _FIXED.fullmatch(number) else None
