"""The shipped files: complete, loaded once, corrected traceably, refused whole when broken."""

from datetime import date
from io import StringIO
import shutil

from django.core.management import CommandError, call_command
import pytest

from congdoan.kernel.rulebook import api as rulebook
from congdoan.kernel.rulebook.enums import ChangeKind, Origin
from congdoan.kernel.rulebook.models import RuleChange, RuleRow, Subject
from congdoan.kernel.rulebook.rules.shipped import ShippedFileIsBroken, read_folder
from congdoan.kernel.rulebook.selectors.snapshot import renew
from congdoan.kernel.rulebook.services.load import SHIPPED, Loaded, load_shipped

BEFORE, AFTER = date(2025, 6, 14), date(2025, 7, 1)

SMALL = """
subjects:
  - subject: dues
    label: Đoàn phí
    label_en: Dues
    legal_basis: Quyết định 61/QĐ-TLĐ
    source: [A]
    rows:
      - {key: rate, label: Mức, label_en: Rate, value: 1, unit: "%", through: 2025-06-30}
      - {key: rate, label: Mức, label_en: Rate, value: 0.5, unit: "%", from: 2025-07-01}
      - {code: SI, label: Lương đóng bảo hiểm, label_en: Insured pay, value: {}}
"""
SOURCES = "sources: {A: {title: Báo, verified: true}, B: {title: Nhớ, verified: false}}"


@pytest.fixture
def folder(tmp_path, db):
    """A folder of two small files, and an empty book to load it into."""
    for model in (RuleRow, RuleChange, Subject):
        model.objects.all().delete()
    renew()
    (tmp_path / "dues.yaml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    return tmp_path


def rewrite(folder, old, new):
    path = folder / "dues.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def load(folder) -> Loaded:
    return load_shipped(by="kiểm thử", folder=folder)


def test_loading_twice_changes_nothing(folder):
    assert load(folder) == Loaded(added=3, changed=0, withdrawn=0, unchanged=0)
    assert load(folder) == Loaded(added=0, changed=0, withdrawn=0, unchanged=3)
    assert RuleChange.objects.count() == 3


def test_rule_answers_by_day(folder):
    load(folder)

    assert rulebook.value("dues.rate", on=date(2025, 6, 30)) == 1
    assert rulebook.value("dues.rate", on=date(2025, 7, 1)) == 0.5
    assert rulebook.rule("dues.rate", on=AFTER).source == "Báo"
    assert rulebook.rule("dues.rate", on=AFTER).verified


def test_corrected_row_keeps_what_it_said_before(folder):
    load(folder)
    rewrite(folder, "value: 0.5", "value: 0.7")

    assert load(folder) == Loaded(added=0, changed=1, withdrawn=0, unchanged=2)
    change = RuleChange.objects.filter(kind=ChangeKind.CHANGED).get()
    assert (change.before["value"], change.after["value"]) == (0.5, 0.7)
    assert rulebook.value("dues.rate", on=AFTER) == 0.7


def test_moved_boundary_withdraws_the_old_row_and_adds_the_new(folder):
    load(folder)
    rewrite(folder, "2025-06-30", "2025-08-31")
    rewrite(folder, "2025-07-01", "2025-09-01")

    assert load(folder) == Loaded(added=1, changed=1, withdrawn=1, unchanged=1)
    assert rulebook.value("dues.rate", on=AFTER) == 1
    assert RuleChange.objects.get(kind=ChangeKind.WITHDRAWN).before["value"] == 0.5


def test_another_place_in_the_file_is_no_correction(folder):
    load(folder)
    rewrite(folder, "rows:", "rows:\n      - {code: X, label: Mới, label_en: New, value: {}}")

    assert load(folder) == Loaded(added=1, changed=0, withdrawn=0, unchanged=3)
    assert [entry.code for entry in rulebook.catalogue("dues", on=AFTER)] == ["X", "SI"]


def test_own_rules_stay_untouched_even_when_the_shipped_one_is_withdrawn(folder):
    load(folder)
    own = RuleRow.objects.get(key="dues.rate", value=0.5)
    own.pk, own.origin, own.organisation_id = None, Origin.LOCAL, 7
    own.save(force_insert=True)
    rewrite(
        folder,
        "- {key: rate, label: Mức, label_en: Rate, value: 0.5",
        "- {key: other, label: Mức, label_en: Rate, value: 0.5",
    )
    load(folder)

    assert RuleRow.objects.local().get() == own
    assert Subject.objects.filter(pk="dues").exists()


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("value: 0.5", "valeu: 0.5", 10, "valeu"),
        ("2025-07-01", "2025-13-01", 10, "không có ngày"),
        ("2025-07-01", "2025-06-30", 10, "hai nội dung cho cùng một ngày"),
        ("source: [A]", "source: [Z]", 9, "“Z”"),
        ("code: SI, ", "", 11, "code"),
        ("label: Mức, label_en: Rate, value: 1", "label_en: Rate, value: 1", 9, "“label”"),
        ("value: 0.5, ", "", 10, "“value”"),
        ("value: {}}", "value: {}, overridable: maybe}", 11, "overridable"),
        ("value: {}}", "value: {}, overridable: at_most}", 11, "là số"),
        ("value: {}}", "value: {}, value: {}}", 11, "hai lần"),
        ("rows:", "rows: [", 9, "cú pháp"),
        ("through: 2025-06-30", "from: 2025-06-30, through: 2025-01-01", 9, "đứng trước"),
    ],
)
def test_broken_file_names_file_and_line_and_nothing_is_loaded(folder, old, new, line, words):
    load(folder)
    rewrite(folder, 'unit: "%", from', 'unit: "‰", from')
    rewrite(folder, old, new)

    with pytest.raises(ShippedFileIsBroken) as broken:
        load(folder)

    assert "dues.yaml" in broken.value.sentence
    assert f"dòng {line}:" in broken.value.sentence
    assert words in broken.value.sentence
    assert rulebook.rule("dues.rate", on=AFTER).unit == "%"


def test_command_prints_counts_and_a_broken_file_stops_it(folder):
    out = StringIO()
    call_command("load_rulebook", folder=folder, stdout=out)
    assert "thêm 3, đính chính 0, rút 0, giữ nguyên 0" in out.getvalue()

    rewrite(folder, "label: Đoàn phí", "label: ")
    with pytest.raises(CommandError, match=r"dues\.yaml"):
        call_command("load_rulebook", folder=folder, stdout=out)


def test_shipped_files_name_every_rule_in_both_languages():
    shipment = read_folder(SHIPPED)

    assert len(shipment.rows) > 300
    assert all(row.label and row.label_en and row.legal_basis for row in shipment.rows)
    assert not [row.key for row in shipment.rows if row.verified and not row.source]


def test_file_that_is_missing_its_sources_is_refused(tmp_path):
    shutil.copy(SHIPPED / "periods.yaml", tmp_path)

    with pytest.raises(ShippedFileIsBroken, match=r"sources\.yaml"):
        read_folder(tmp_path)


@pytest.mark.parametrize(
    ("subject", "day", "has", "lacks"),
    [
        ("organisation.level", BEFORE, {"L3_DISTRICT", "L3_LOCAL_SECTOR"}, {"L3_COMMUNE"}),
        ("organisation.level", AFTER, {"L3_COMMUNE"}, {"L3_DISTRICT", "L3_LOCAL_SECTOR"}),
        ("organisation.kind", BEFORE, {"EDU_OFFICE_DISTRICT"}, set()),
        ("organisation.kind", AFTER, {"COMMUNE_PC"}, {"EDU_OFFICE_DISTRICT"}),
        ("organisation.grouping", AFTER, {"CLUSTER", "BLOCK", "CLUB", "SERVICE_AREA"}, set()),
        ("position", AFTER, {"PRESIDENT", "CLERK", "DIRECTOR", "PRINCIPAL"}, set()),
        ("agreement.kind", AFTER, {"REGULATION", "PROGRAMME", "PLAN", "AGREEMENT"}, set()),
    ],
)
def test_both_worlds_stand_in_the_catalogues(law, subject, day, has, lacks):
    codes = {entry.code for entry in rulebook.catalogue(subject, on=day)}

    assert has <= codes
    assert not lacks & codes


def test_eight_contents_come_in_order(law):
    entries = rulebook.catalogue("agreement.content", on=AFTER)

    assert [entry.attributes["number"] for entry in entries] == list(range(1, 9))
    assert entries[0].code == "RIGHTS_CARE"
    assert entries[7].code == "PETITIONS"


@pytest.mark.parametrize(
    ("funding", "day", "allowed"),
    [("G4", BEFORE, True), ("G4", AFTER, False), ("ADMIN", AFTER, False), ("G3C", AFTER, True)],
)
def test_funding_class_decides_whether_a_union_may_exist(law, funding, day, allowed):
    entry = rulebook.find_entry("organisation.funding_class", funding, on=day)

    assert entry.attributes["unionisable"] is allowed


def test_level_that_has_ended_keeps_its_name(law):
    assert rulebook.label("organisation.level", "L3_LOCAL_SECTOR", AFTER) == (
        "Công đoàn ngành địa phương"
    )


def test_asking_outside_every_span_names_the_rule_and_the_day(law):
    with pytest.raises(rulebook.NoRuleInForce) as refused:
        rulebook.value("organisation.union.commune_members", on=date(2024, 5, 9))

    assert "Số đoàn viên của một công đoàn cấp xã" in refused.value.sentence
    assert "09/05/2024" in refused.value.sentence


def test_positions_the_rights_rest_on_are_in_the_catalogue(law):
    """Rights follow positions: a code without a name would be an office nobody can record."""
    codes = {entry.code for entry in rulebook.catalogue("position", on=AFTER)}

    assert {"SPECIALIST", "MEMBER", "FOCAL_POINT", "DEPARTMENT_HEAD", "CHAIR"} <= codes


def test_whoever_signs_signs_with_a_known_prefix_for_a_known_body_or_position(law):
    positions = {entry.code: entry for entry in rulebook.catalogue("position", on=AFTER)}
    bodies = {entry.code: entry for entry in rulebook.catalogue("body", on=AFTER)}
    prefixes = {entry.code for entry in rulebook.catalogue("signing.prefix", on=AFTER)} | {""}
    signs = [how for entry in positions.values() for how in entry.attributes.get("signs", [])]

    assert len(signs) > 10
    for how in signs:
        assert how["prefix"] in prefixes
        assert "body" not in how or bodies[how["body"]].attributes["sign_as"]
        assert "position" not in how or positions[how["position"]].attributes["head"]


def test_states_lead_to_known_states_only(law):
    states = {entry.code: entry for entry in rulebook.catalogue("agreement.state", on=AFTER)}

    for entry in states.values():
        assert set(entry.attributes["next"]) <= set(states)
