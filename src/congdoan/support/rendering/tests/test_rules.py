from datetime import date
import unicodedata

import pytest

from congdoan.support.rendering.enums import ProfileCode
from congdoan.support.rendering.rules import letters, wording
from congdoan.support.rendering.rules.canonical import canonical_text, text_hash
from congdoan.support.rendering.rules.document import Paragraph, Run, Table, plain
from congdoan.support.rendering.rules.profiles import profile
from congdoan.support.rendering.tests.factories import a_document


@pytest.mark.parametrize(
    ("day", "line"),
    [
        (date(2023, 11, 9), "Lâm Đồng, ngày 09 tháng 11 năm 2023"),
        (date(2026, 2, 20), "Lâm Đồng, ngày 20 tháng 02 năm 2026"),
        (date(2026, 3, 1), "Lâm Đồng, ngày 01 tháng 3 năm 2026"),
        (None, "Lâm Đồng, ngày …… tháng …… năm ………"),
    ],
)
def test_the_date_line_pads_days_and_the_first_two_months(day, line):
    assert wording.place_and_date("Lâm Đồng", day) == line


def test_basis_lines_end_in_semicolons_and_the_last_in_a_full_stop():
    lines = wording.bases(["Căn cứ A.", "Căn cứ B", "Xét đề nghị của C;"])
    assert [plain(line) for line in lines] == ["Căn cứ A;", "Căn cứ B;", "Xét đề nghị của C."]


def test_recipients_take_dashes_and_only_the_last_one_a_full_stop():
    assert wording.recipients(["Như trên", "- Lưu: VT.", "", "Như trên"]) == [
        "- Như trên;",
        "- Lưu: VT;",
        "- Như trên.",
    ]


def test_headings_break_between_words_never_inside_them():
    kept = wording.kept_together("Công đoàn Giáo dục tỉnh Lâm Đồng")
    assert kept.split(" ") == ["Công\u00a0đoàn", "Giáo\u00a0dục", "tỉnh\u00a0Lâm\u00a0Đồng"]
    assert wording.kept_together("") == ""
    assert wording.kept_together("một") == "một"


def test_two_bodies_of_the_same_text_have_the_same_hash_however_they_were_typed():
    composed = a_document(body=[Paragraph("Đoàn  viên\nnhà giáo")])
    decomposed = a_document(
        body=[Paragraph([Run(unicodedata.normalize("NFD", "Đoàn viên"), bold=True), " nhà giáo"])]
    )
    assert canonical_text(composed) == canonical_text(decomposed)
    assert text_hash(canonical_text(composed)) == text_hash(canonical_text(decomposed))


@pytest.mark.parametrize(
    "change",
    [
        {"subject": "khác"},
        {"type_name": "Chương trình"},
        {"bases": ["Căn cứ khác"]},
        {"body": [Paragraph("khác")]},
        {"body": [Table(["A"], [["1"]])]},
    ],
)
def test_any_change_of_wording_changes_the_hash(change):
    assert canonical_text(a_document()) != canonical_text(a_document(**change))


@pytest.mark.parametrize(
    "change", [{"place": "Di Linh"}, {"dated": None}, {"signatures": ()}, {"recipients": ()}]
)
def test_what_is_added_at_signing_leaves_the_hash_alone(change):
    assert canonical_text(a_document()) == canonical_text(a_document(**change))


@pytest.mark.parametrize("code", ProfileCode)
def test_margins_stay_within_what_the_rules_allow(code):
    layout = profile(code)
    for side, (low, high) in layout.allowed.items():
        assert low <= layout.page[side] <= high
    assert not layout.verified
    assert layout.unverified


def test_the_register_refuses_a_second_letter_of_the_same_code():
    letters.register(letters.Letter("rendering.test", "Thử", a_document))
    letters.register(letters.Letter("rendering.test", "Thử", a_document))
    with pytest.raises(ValueError, match=r"rendering\.test"):
        letters.register(letters.Letter("rendering.test", "Khác", a_document))
    with pytest.raises(TypeError):
        letters.register("không phải văn bản")
    assert letters.letter("rendering.test").label == "Thử"


@pytest.fixture(autouse=True)
def _own_register(monkeypatch):
    monkeypatch.setattr(letters, "_register", {})


@pytest.mark.parametrize(
    ("subject", "printed"),
    [
        ("Quy chế phối hợp giữa A và B", "giữa A và B"),
        ("giữa A và B", "giữa A và B"),
        ("Quy chế phối hợpX", "Quy chế phối hợpX"),
        ("Quy chế phối hợp", "Quy chế phối hợp"),
    ],
)
def test_the_type_is_not_said_twice_in_the_head(subject, printed):
    document = a_document(type_name="QUY CHẾ PHỐI HỢP", subject=subject)
    assert document.printed_subject == printed
    assert document.title == f"QUY CHẾ PHỐI HỢP {printed}"
