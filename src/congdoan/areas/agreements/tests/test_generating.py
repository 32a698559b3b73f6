from datetime import date, timedelta

import pytest

from congdoan.areas.agreements import api
from congdoan.areas.agreements.enums import Deviation, RunState, Scope, Verdict
from congdoan.areas.agreements.models import Agreement, CascadeRun, CascadeUnit
from congdoan.areas.agreements.rules import variables
from congdoan.areas.agreements.rules.sheet import SheetLine
from congdoan.areas.agreements.selectors.deviations import counted, deviations, places_of, shown
from congdoan.areas.agreements.selectors.text import clauses_of, current_version
from congdoan.areas.agreements.services import generating
from congdoan.areas.agreements.services.templates import begin_template, save_template
from congdoan.areas.agreements.tasks import generate_in_background
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.accounts.models import User
from congdoan.kernel.organisations.api import link_counterpart
from congdoan.support.comparison.api import new_text, old_text

pytestmark = pytest.mark.django_db

LINES = [
    SheetLine(1, "CHAPTER", "QUY ĐỊNH CHUNG"),
    SheetLine(2, "ARTICLE", "Phạm vi", "Giữa {{ tên công đoàn }} và {{Tên trường}}."),
    SheetLine(3, "CLAUSE", "", "Họp {{ số buổi }} buổi mỗi năm.", bearer="JOINT", cadence="YEARLY"),
    SheetLine(4, "CLAUSE", "", "Chủ tịch: {{ chủ tịch công đoàn }}."),
]


def test_names_of_places_are_compared_without_diacritics():
    found = variables.places(LINES)
    assert [(place.key, place.code) for place in found] == [
        ("ten cong doan", "unit"),
        ("ten truong", "partner"),
        ("so buoi", ""),
        ("chu tich cong doan", "unit_head"),
    ]
    assert [place.name for place in variables.own(LINES)] == ["số buổi"]


def test_single_values_count_before_common_ones_and_gaps_are_dots():
    wanted = variables.places(LINES)
    values, missing = variables.values_by_place(
        wanted, {"unit": "CĐCS Hoa Sen", "partner": ""}, {"so buoi": "2"}, {"so buoi": "4"}
    )
    assert missing == ["Tên trường", "chủ tịch công đoàn"]
    text = variables.filled(LINES, values)
    assert text[1].text == "Giữa CĐCS Hoa Sen và …………."
    assert text[2].text == "Họp 4 buổi mỗi năm."


@pytest.fixture
def linked(tree, system, now):
    link_counterpart(actor=system, union=tree.leaf, partner=tree.school, on=date(2020, 1, 1))


@pytest.fixture
def template(lan, tree, now):
    made = begin_template(actor=lan, organisation=tree.middle, title="Mẫu trường học", at=now)
    return save_template(actor=lan, template=made, revision=1, sheet=LINES, at=now)


@pytest.fixture
def cascade(lan, tree, template, linked, minh, today, now):
    return api.open_cascade(
        actor=lan,
        superior=tree.middle,
        data=api.CascadeData(
            title="Quy chế BCH – BGH",
            kind="REGULATION",
            first_day=today,
            last_day=today + timedelta(days=1800),
            deadline=today + timedelta(days=60),
            scope=Scope.DIRECT,
            text_template=template,
        ),
        on=today,
        at=now,
    )


def run(cascade, lan, today, now, **options):
    started = generating.start_run(actor=lan, cascade=cascade, on=today, at=now, **options)
    while generating.draft_next(run_id=started.pk, today=today, at=now):
        pass
    started.refresh_from_db()
    return started


def unit(cascade, organisation):
    return CascadeUnit.objects.get(cascade=cascade, unit=organisation)


def test_every_unit_gets_a_draft_or_a_reason(cascade, lan, tree, today, now):
    done = run(cascade, lan, today, now, values={"Số buổi": "3"})
    assert done.state == RunState.DONE
    made = unit(cascade, tree.leaf)
    assert made.verdict == Verdict.MADE
    texts = [clause.text for clause in clauses_of(current_version(made.agreement))]
    assert texts[1:] == [
        "Giữa Công đoàn cơ sở Trường Tiểu học Hoa Sen và Trường Tiểu học Hoa Sen.",
        "Họp 3 buổi mỗi năm.",
        "Chủ tịch: Nguyễn Văn Minh.",
    ]
    assert [p.organisation_id for p in made.agreement.parties.in_order()] == [
        tree.leaf.pk,
        tree.school.pk,
    ]
    alone = unit(cascade, tree.other_leaf)
    assert alone.verdict == Verdict.REFUSED
    assert "Chưa ghi chuyên môn đồng cấp" in alone.reason


def test_the_draft_is_the_units_own_and_readable_by_both(cascade, lan, minh, tree, today, now):
    run(cascade, lan, today, now, values={"số buổi": "3"})
    draft = Agreement.objects.get()
    assert draft.drafting == tree.leaf
    assert draft in api.visible_agreements(minh)
    clause = clauses_of(current_version(draft))[1]
    api.write_clause(actor=minh, clause=clause, revision=1, heading="Khác", text="", at=now)
    with pytest.raises(NotAllowed):
        api.write_clause(
            actor=lan, clause=clause, revision=2, heading="Của cấp trên", text="", at=now
        )


def test_missing_values_are_named_or_left_as_dots(cascade, lan, tree, today, now):
    run(cascade, lan, today, now)
    assert unit(cascade, tree.leaf).reason == "Thiếu giá trị: số buổi."
    assert not Agreement.objects.exists()
    generating.set_unit_values(actor=lan, cascade=cascade, unit=tree.leaf, values={"số buổi": "5"})
    run(cascade, lan, today, now)
    assert "Họp 5 buổi" in clauses_of(current_version(Agreement.objects.get()))[2].text


def test_gaps_may_be_left(cascade, lan, tree, today, now):
    run(cascade, lan, today, now, leave_gaps=True)
    assert "Họp ………… buổi" in clauses_of(current_version(Agreement.objects.get()))[2].text


def test_running_again_makes_nothing_twice(cascade, lan, tree, today, now):
    first = run(cascade, lan, today, now, values={"số buổi": "3"})
    second = run(cascade, lan, today, now, values={"số buổi": "3"})
    assert Agreement.objects.count() == 1
    assert second.pk != first.pk
    assert unit(cascade, tree.leaf).run_id == first.pk


def test_one_run_at_a_time_and_it_may_be_stopped(cascade, lan, tree, today, now):
    started = generating.start_run(actor=lan, cascade=cascade, on=today, at=now)
    with pytest.raises(generating.RunGoesOn):
        generating.start_run(actor=lan, cascade=cascade, on=today, at=now)
    generating.stop_run(actor=lan, run=started, at=now)
    assert not generating.draft_next(run_id=started.pk, today=today, at=now)
    assert unit(cascade, tree.leaf).verdict == Verdict.NONE
    assert not Agreement.objects.exists()


def test_a_run_cut_off_goes_on_where_it_stopped(
    cascade, lan, tree, today, now, monkeypatch, settings
):
    settings.CLOCK = today.isoformat()
    monkeypatch.setattr(generating, "CHECKPOINT", 1)
    started = generating.start_run(
        actor=lan, cascade=cascade, on=today, at=now, values={"số buổi": "3"}
    )
    assert generating.draft_next(run_id=started.pk, today=today, at=now)
    assert started.units.filter(verdict=Verdict.WAITING).count() == 1
    # The worker dies here; minutes later another one takes the run up.
    later = now + timedelta(minutes=10)
    assert generating.lost_runs(at=now) == []
    assert [one.pk for one in generating.lost_runs(at=later)] == [started.pk]
    generate_in_background(run_id=started.pk)
    started.refresh_from_db()
    assert started.state == RunState.DONE
    assert Agreement.objects.count() == 1
    assert unit(cascade, tree.other_leaf).verdict == Verdict.REFUSED


def test_who_lost_the_right_drafts_for_nobody(cascade, lan, tree, today, now):
    started = generating.start_run(actor=lan, cascade=cascade, on=today, at=now)
    nobody = User.objects.create(username="het-quyen")
    CascadeRun.objects.filter(pk=started.pk).update(started_by=nobody)
    assert not generating.draft_next(run_id=started.pk, today=today, at=now)
    started.refresh_from_db()
    assert started.state == RunState.STOPPED
    assert started.reason


def test_only_the_superior_starts_stops_and_fills(cascade, minh, far, tree, today, now):
    for stranger in (minh, far):
        with pytest.raises(NotAllowed):
            generating.start_run(actor=stranger, cascade=cascade, on=today, at=now)
        with pytest.raises(NotAllowed):
            generating.set_unit_values(actor=stranger, cascade=cascade, unit=tree.leaf, values={})


def test_a_unit_that_begins_by_itself_gets_the_filled_template(cascade, minh, tree, today, now):
    draft = api.draft_for_cascade(actor=minh, cascade=cascade, unit=tree.leaf, on=today, at=now)
    texts = [clause.text for clause in clauses_of(current_version(draft))]
    assert texts[2] == "Họp ………… buổi mỗi năm."
    assert unit(cascade, tree.leaf).verdict == Verdict.MADE


def test_deviations_are_listed_clause_by_clause(cascade, lan, minh, tree, today, now):
    run(cascade, lan, today, now, values={"số buổi": "3"})
    assert deviations(lan, cascade) == []
    draft = Agreement.objects.get()
    _chapter, article, clause, last = clauses_of(current_version(draft))
    later = now + timedelta(hours=1)
    api.write_clause(
        actor=minh, clause=clause, revision=1, heading="", text="Họp 2 buổi mỗi năm.", at=later
    )
    api.remove_clause(actor=minh, clause=last, whole=False, at=later)
    api.add_clause(
        actor=minh,
        version=current_version(draft),
        level="CLAUSE",
        text="Riêng của trường.",
        at=later,
    )
    api.set_terms(
        actor=minh, clause=article, revision=1, terms=api.Terms(cadence="YEARLY"), at=later
    )
    found = deviations(lan, cascade)
    assert [(one.line, one.kind) for one in found] == [
        (1, Deviation.SETTLED),
        (2, Deviation.REWORDED),
        (3, Deviation.REMOVED),
        (-1, Deviation.ADDED),
    ]
    assert counted(found)[2] == 1
    words = shown(found, places_of(cascade))
    assert words[1].place == "khoản 1 Điều 1"
    pieces = words[1].text
    assert (old_text(pieces), new_text(pieces)) == ("Họp 3 buổi mỗi năm.", "Họp 2 buổi mỗi năm.")
    assert deviations(minh, cascade) == found


def test_deviations_take_a_constant_number_of_questions(
    cascade, lan, tree, today, now, django_assert_max_num_queries
):
    run(cascade, lan, today, now, values={"số buổi": "3"})
    with django_assert_max_num_queries(4):
        deviations(lan, cascade)
