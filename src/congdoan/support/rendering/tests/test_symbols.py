from datetime import date

import pytest

from congdoan.kernel.rulebook import api as rulebook
from congdoan.support.rendering.enums import ProfileCode
from congdoan.support.rendering.rules.symbols import PatternUnknown, SymbolIncomplete, symbol

NAMED, LETTER = "{no:02d}/{type}-{org}", "{no:02d}/{org}[-{dept}]"
BODY = "{no:02d}/{type}-{body}"
TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("pattern", "number", "given", "printed"),
    [
        (NAMED, 5, {"type": "KH", "org": "LĐLĐ"}, "05/KH-LĐLĐ"),
        (NAMED, 12, {"type": "QĐ", "org": "CĐCS"}, "12/QĐ-CĐCS"),
        (NAMED, 933, {"type": "QĐ", "org": "TLĐ"}, "933/QĐ-TLĐ"),
        (NAMED, "05a", {"type": "KH", "org": "LĐLĐ"}, "05a/KH-LĐLĐ"),
        (LETTER, 4173, {"org": "TLĐ", "dept": "ToC"}, "4173/TLĐ-ToC"),
        (LETTER, 5, {"org": "CĐGD"}, "05/CĐGD"),
        (BODY, "6b", {"type": "NQ", "body": "BCH"}, "06b/NQ-BCH"),
        (BODY, 1, {"type": "KL", "body": "BCH"}, "01/KL-BCH"),
        (NAMED, "105", {"type": " KH ", "org": "A{org}[x]"}, "105/KH-A{org}[x]"),
    ],
)
def test_number_and_symbol_follow_the_pattern(pattern, number, given, printed):
    assert symbol(pattern, number, **given) == printed


@pytest.mark.parametrize(
    ("pattern", "given", "missing"),
    [
        (NAMED, {"type": "KH"}, "ký hiệu của đơn vị"),
        (NAMED, {"org": "CĐ"}, "chữ viết tắt của loại văn bản"),
        (BODY, {"type": "NQ", "org": "CĐ"}, "ký hiệu của cơ quan ban hành"),
    ],
)
def test_what_is_missing_is_named(pattern, given, missing):
    with pytest.raises(SymbolIncomplete) as refused:
        symbol(pattern, 1, **given)
    assert missing in refused.value.sentence


@pytest.mark.parametrize("pattern", ["{no}/{khác}", "{no}/[{org}", "{no/{org}", "{no:x}/{org}"])
def test_a_pattern_that_cannot_be_read_is_refused(pattern):
    with pytest.raises(PatternUnknown):
        symbol(pattern, 1, org="CĐ")


@pytest.mark.django_db
def test_every_type_of_both_catalogues_gives_a_symbol_and_has_a_layout(law):
    types = rulebook.catalogue("documents.type", on=TODAY)
    regimes = [entry.attributes["regime"] for entry in types]
    assert (regimes.count("UNION"), regimes.count("STATE")) == (25, 29)
    for entry in types:
        facts = entry.attributes
        assert entry.code.split(".")[0] == facts["regime"]
        ProfileCode(facts["layout"])
        if facts["needs_symbol"]:
            made = symbol(facts["pattern"], 7, type=facts["abbreviation"], org="CĐGD")
            assert made.startswith("07/")
            assert made.endswith("CĐGD")


@pytest.mark.django_db
def test_abbreviations_tell_the_types_of_a_regime_apart(law):
    for regime in ("UNION", "STATE"):
        short = [
            entry.attributes["abbreviation"]
            for entry in rulebook.catalogue("documents.type", on=TODAY)
            if entry.attributes["regime"] == regime and entry.attributes["abbreviation"]
        ]
        assert len(short) == len(set(short))


@pytest.mark.django_db
def test_what_nobody_compared_says_so(law):
    checked = {
        entry.code
        for entry in rulebook.catalogue("documents.type", on=TODAY)
        if entry.rule.verified
    }
    assert {"UNION.QD", "UNION.NQ", "STATE.GUQ"} <= checked
    assert not checked & {"UNION.KH", "UNION.GM", "STATE.NQ", "UNION.DIEU_LE", "UNION.CT"}
