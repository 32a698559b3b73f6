"""From opening a round to acceptance: state by role, snapshots, two writers, both lines."""

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
import pytest

from congdoan.areas.reporting import models
from congdoan.areas.reporting.api import (
    AdjustmentData,
    Change,
    Entry,
    ReportState,
    accept_report,
    adjust_total,
    comment_report,
    lock_round,
    reopen_report,
    return_report,
    save_entry,
    submit_report,
)
from congdoan.areas.reporting.models import FormVersion, Report, Snapshot
from congdoan.areas.reporting.selectors import prefill
from congdoan.areas.reporting.selectors.cells import head_of, layout_of
from congdoan.areas.reporting.selectors.prefill import previous
from congdoan.areas.reporting.selectors.reading import changed_since, last_snapshot
from congdoan.areas.reporting.selectors.rounds import late_on
from congdoan.areas.reporting.services.adjusting import ChangesNothing, RatioIsComputed
from congdoan.areas.reporting.services.judging import (
    DueNotLater,
    NothingToJudge,
    SayWhy,
    SuperiorAcceptedToo,
    extend_report,
)
from congdoan.areas.reporting.services.loading import load_forms
from congdoan.areas.reporting.services.opening import (
    DueTooEarly,
    NobodyOwes,
    RoundThereAlready,
    unlock_round,
)
from congdoan.areas.reporting.services.submitting import (
    DoesNotHold,
    ExplanationMissing,
    FigureMissing,
    PairMissing,
    ReasonMissing,
)
from congdoan.areas.reporting.services.writing import (
    NotWithAuthor,
    RoundIsLocked,
    refresh_prefill,
)
from congdoan.foundation.refusal import NotAllowed, NotFound
from congdoan.kernel.organisations.api import Decision, Regrouping, regroup_organisations
from congdoan.kernel.organisations.enums import EventKind
from congdoan.kernel.organisations.models import Placement
from congdoan.support.notifications.api import inbox
from congdoan.support.worklist.api import WorkItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(monkeypatch):
    """Say what live records count."""
    held = {}
    monkeypatch.setattr(prefill, "unscoped_computed", lambda keys, *_: held)
    return held


@pytest.fixture
def hung(minh, tree, make_person, seat, actor_of):
    """The second line: a union to which the school belongs by sector."""
    from congdoan.foundation.valid_time import span

    Placement.objects.create(
        hierarchy_id=2, child=tree.leaf, parent=tree.far_province, valid=span(date(2015, 1, 1))
    )
    person = make_person("Phạm Thị Ngành", username="nganh")
    seat(person, tree.far_province, "PRESIDENT")
    return actor_of(person)


def work(organisation):
    return sorted(
        WorkItem.objects.filter(
            organisation=organisation, kind__startswith="reporting.", state="OPEN"
        ).values_list("kind", flat=True)
    )


# --- forms and rounds -------------------------------------------------------------------------


def test_loading_forms_again_changes_nothing_and_a_used_version_stays(db, law, now, tmp_path):
    assert load_forms(at=now).added == 0
    text = (
        'form: A1\ntitle: "{t}"\nkind: ANNUAL\nnumber: 1\n'
        'sections: [{{code: w, kind: NARRATIVE, title: "{t}"}}]\n'
    )
    pack = tmp_path / "a.yaml"
    pack.write_text(text.format(t="Một"))
    assert load_forms(at=now, folder=tmp_path).added == 1
    pack.write_text(text.format(t="Hai"))
    assert load_forms(at=now, folder=tmp_path).changed == 1
    from congdoan.areas.reporting.models import FormVersion

    FormVersion.objects.filter(form__code="A1").update(frozen_at=now)
    pack.write_text(text.format(t="Ba"))
    load_forms(at=now, folder=tmp_path)
    titles = FormVersion.objects.filter(form__code="A1").values_list("number", "sections__title")
    assert list(titles) == [(1, "Hai"), (2, "Ba")]


def test_a_round_asks_everybody_below_who_lives_on_its_day(
    make_round, tree, lan, django_assert_max_num_queries
):
    found = make_round()
    owed = dict(found.reports.values_list("organisation_id", "superior_id"))
    assert owed == {tree.leaf.pk: tree.middle.pk, tree.other_leaf.pk: tree.middle.pk}
    assert work(tree.leaf) == ["reporting.owe"]
    assert found.version.__class__.objects.get(pk=found.version_id).is_frozen
    with pytest.raises(RoundThereAlready):
        make_round()
    with pytest.raises(NobodyOwes):
        make_round(year=2025, levels=["L1_CENTRAL"])
    with pytest.raises(DueTooEarly):
        make_round(year=2025, due=date(2026, 3, 1))
    with pytest.raises(NotAllowed):
        make_round(year=2025, unit=tree.province)


def test_levels_have_their_own_due_days(tree, system, make_round, minh):
    found = make_round(actor=system, unit=tree.province, dues={"L3_OTHER": date(2026, 4, 1)})
    days = {one.organisation_id: one.due_on for one in found.reports.all()}
    assert days[tree.middle.pk] == date(2026, 4, 1)
    assert days[tree.leaf.pk] == date(2026, 3, 20)


# --- writing ----------------------------------------------------------------------------------


def test_two_people_enter_one_report_and_lose_nothing(report, minh, now):
    def save(**places):
        figures = {int(key[1:]): Change(*value) for key, value in places.items()}
        return save_entry(actor=minh, report=report, entry=Entry(figures=figures), at=now)

    save(p1=(Decimal(40), None))
    second = save(p2=(Decimal(30), None), p1=(None, None))
    assert not second.clashes
    clash = save(p1=(Decimal(41), None))
    assert [(one.standing, one.wanted) for one in clash.clashes] == [(Decimal(40), Decimal(41))]
    report.refresh_from_db()
    assert report.entered[:3] == [None, Decimal(40), Decimal(30)]
    assert report.revision == 2
    texts = {"words": Change("Tốt", "")}
    save_entry(actor=minh, report=report, entry=Entry(narrative=texts), at=now)
    theirs = save_entry(
        actor=minh, report=report, entry=Entry(narrative={"words": Change("Khác", "")}), at=now
    )
    assert theirs.clashes[0].standing == "Tốt"
    report.refresh_from_db()
    assert report.narrative == {"words": "Tốt"}


def test_blank_is_not_stated_and_prefill_stays_beside(report, known, write, minh, today, now):
    known.update({"T_MEM": Decimal(46), "T_FEM": Decimal(30)})
    saved = write(report).report
    assert saved.entered[:3] == [None, Decimal(46), Decimal(30)]
    write(report, {"T_MEM": Decimal(45)})
    with pytest.raises(ReasonMissing) as told:
        submit_report(actor=minh, report=report, on=today, at=now)
    assert "45" in told.value.sentence
    assert "46" in told.value.sentence
    known["T_FEM"] = Decimal(31)
    again = refresh_prefill(actor=minh, report=report, at=now)
    assert again.entered[1:3] == [Decimal(45), Decimal(31)]
    assert again.prefilled[1:3] == [Decimal(46), Decimal(31)]
    write(report, reasons={"T_MEM": "Một người chuyển đi ngày 30/12"})
    done = submit_report(actor=minh, report=report, on=today, at=now)
    kept = done.snapshots.get()
    assert (kept.values[1], kept.prefilled[1]) == (Decimal(45), Decimal(46))


def test_a_figure_that_needs_a_right_is_counted_for_who_has_it(
    report, known, minh, now, monkeypatch
):
    known["T_FEM"] = Decimal(9)
    allowed = [False]
    monkeypatch.setattr(
        prefill, "may_see_key", lambda _actor, key, *_: key != "T_FEM" or allowed[0]
    )
    place = layout_of(report.round.version).by_series["T_FEM"].position

    def said():
        report.refresh_from_db()
        return report.prefilled[place], report.entered[place]

    refresh_prefill(actor=minh, report=report, at=now)
    assert said() == (None, None)
    allowed[0] = True
    refresh_prefill(actor=minh, report=report, at=now)
    assert said() == (Decimal(9), Decimal(9))
    allowed[0], known["T_FEM"] = False, Decimal(8)
    refresh_prefill(actor=minh, report=report, at=now)
    assert said() == (Decimal(9), Decimal(9))


def test_checks_stop_or_ask_with_their_numbers(report, write, minh, today, now):
    def submit():
        return submit_report(actor=minh, report=report, on=today, at=now)

    with pytest.raises(FigureMissing):
        submit()
    write(report, {"T_MEM": Decimal(40), "T_FEM": Decimal(41)})
    with pytest.raises(DoesNotHold) as told:
        submit()
    assert "41" in told.value.sentence
    write(report, {"T_FEM": Decimal(30)})
    assert submit().state == ReportState.SUBMITTED


@pytest.mark.parametrize("stated", ["T_PAY", "T_EMP"])
def test_an_average_and_its_weight_are_stated_together(stated, report, write, minh, today, now):
    write(report, {"T_MEM": Decimal(40), stated: Decimal(9)})
    with pytest.raises(PairMissing) as told:
        submit_report(actor=minh, report=report, on=today, at=now)
    assert "5 (Lương)" in told.value.sentence
    assert "1 (Lao động)" in told.value.sentence
    write(report, {"T_PAY": Decimal(9), "T_EMP": Decimal(9)})
    submit_report(actor=minh, report=report, on=today, at=now)


def test_continuity_follows_a_merger_and_the_explanation_travels_up(
    make_round, write, minh, lan, tree, system, today, now, make_person, seat, actor_of
):
    old = make_round(year=2025)
    other = make_person("Lê Văn Bạn", username="ban")
    seat(other, tree.other_leaf, "PRESIDENT")
    for unit, who, count in ((tree.leaf, minh, 40), (tree.other_leaf, actor_of(other), 20)):
        one = old.reports.get(organisation=unit)
        write(one, {"T_MEM": Decimal(count)}, actor=who)
        submit_report(actor=who, report=one, on=today, at=now)
    merged = Regrouping(EventKind.MERGE_INTO, date(2026, 2, 1), [tree.other_leaf], into=tree.leaf)
    regroup_organisations(actor=system, regrouping=merged, decision=Decision(number="1/QĐ"), at=now)
    report = make_round(year=2026).reports.get(organisation=tree.leaf)
    assert previous(report).values["T_MEM"] == Decimal(60)
    write(report, {"T_MEM": Decimal(63), "T_NEW": Decimal(2)})
    with pytest.raises(ExplanationMissing) as told:
        submit_report(actor=minh, report=report, on=today, at=now)
    assert "63" in told.value.sentence
    assert "62" in told.value.sentence
    check = layout_of(report.round.version).checks[1]
    key = f"{check.kind}:{check.series}:{check.position}"
    write(report, explanations={key: "Một người đi nghĩa vụ trở về"})
    done = submit_report(actor=minh, report=report, on=today, at=now)
    assert done.snapshots.get().explanations == {key: "Một người đi nghĩa vụ trở về"}


# --- judging ----------------------------------------------------------------------------------


@pytest.fixture
def acts(today, now):
    when = {"on": today, "at": now}
    return {
        "write": lambda who, one: save_entry(
            actor=who,
            report=one,
            entry=Entry(figures={1: Change(Decimal(41), Decimal(40))}),
            at=now,
        ),
        "submit": lambda who, one: submit_report(actor=who, report=one, **when),
        "accept": lambda who, one: accept_report(actor=who, report=one, **when),
        "return": lambda who, one: return_report(actor=who, report=one, words="Sửa", **when),
        "reopen": lambda who, one: reopen_report(actor=who, report=one, words="Sai", **when),
        "extend": lambda who, one: extend_report(
            actor=who, report=one, due=date(2026, 4, 1), words="Bão", **when
        ),
        "accept beside": lambda who, one: accept_report(actor=who, report=one, second=True, **when),
        "return beside": lambda who, one: return_report(
            actor=who, report=one, words="Xem", second=True, **when
        ),
    }


MINE = {
    "author": {"DRAFT": {"write", "submit"}, "RETURNED": {"write", "submit"}},
    "superior": {
        "DRAFT": {"extend"},
        "SUBMITTED": {"accept", "return"},
        "RETURNED": {"extend"},
        "ACCEPTED": {"reopen"},
    },
    "second": {
        "SUBMITTED": {"accept beside", "return beside"},
        "ACCEPTED": {"accept beside", "return beside"},
    },
    "outsider": {},
}


@pytest.mark.parametrize("state", ["DRAFT", "SUBMITTED", "RETURNED", "ACCEPTED"])
@pytest.mark.parametrize("role", list(MINE))
def test_every_state_and_role(role, state, hung, report, write, minh, lan, hoa, acts):
    write(report, {"T_MEM": Decimal(40)})
    Report.objects.filter(pk=report.pk).update(state=state)
    who = {"author": minh, "superior": lan, "second": hung, "outsider": hoa}[role]
    allowed = set()
    for name, act in acts.items():
        point = transaction.savepoint()
        try:
            act(who, Report.objects.get(pk=report.pk))
        except (NotAllowed, NothingToJudge, NotWithAuthor):
            pass
        else:
            allowed.add(name)
        transaction.savepoint_rollback(point)
    assert allowed == MINE[role].get(state, set())


def test_returned_with_comments_put_right_and_accepted(
    submitted, write, lan, minh, tree, today, now
):
    when = {"on": today, "at": now}
    assert work(tree.leaf) == []
    assert work(tree.middle) == ["reporting.judge"]
    with pytest.raises(SayWhy):
        return_report(actor=lan, report=submitted, words="", **when)
    said = {"actor": lan, "report": submitted, "at": now}
    comment_report(anchor="cell:T_MEM", text="Đối chiếu danh sách", **said)
    comment_report(anchor="section:words", text="Nêu rõ hơn", **said)
    with pytest.raises(NotFound):
        comment_report(anchor="cell:KHONG", text="?", **said)
    return_report(actor=lan, report=submitted, words="", commented=True, **when)
    assert work(tree.leaf) == ["reporting.owe"]
    assert work(tree.middle) == []
    write(submitted, {"T_MEM": Decimal(42)})
    report = submit_report(actor=minh, report=submitted, **when)
    accept_report(actor=lan, report=report, **when)
    assert work(tree.leaf) == work(tree.middle) == []
    waiting = models.Change.objects.filter(round=report.round)
    assert tree.leaf.pk in waiting.values_list("organisation_id", flat=True)
    kinds = [one.kind for one in inbox(minh)]
    assert {"reporting.returned", "reporting.accepted"} <= set(kinds)
    steps = [one.kind for one in report.steps.all()]
    assert steps == ["SUBMITTED", "RETURNED", "SUBMITTED", "ACCEPTED"]


def test_what_was_accepted_is_kept_and_differences_are_shown(
    submitted, write, lan, minh, today, now
):
    when = {"on": today, "at": now}
    accept_report(actor=lan, report=submitted, **when)
    reopen_report(actor=lan, report=submitted, words="Thiếu một người", **when)
    write(submitted, {"T_MEM": Decimal(43)})
    report = Report.objects.select_related("round").get(pk=submitted.pk)
    frozen = last_snapshot(report)
    (change,) = changed_since(report, layout_of(report.round.version), frozen)
    assert (change.then, change.now) == ("40", "43")
    with pytest.raises(IntegrityError), transaction.atomic():
        Snapshot.objects.filter(pk=frozen.pk).update(values=[])
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM reporting_snapshot")
    frozen.refresh_from_db()
    assert frozen.values[1] == Decimal(40)


def test_the_second_line_says_its_own_and_blocks_nothing(
    hung, report, write, minh, lan, today, now
):
    when = {"on": today, "at": now}
    write(report, {"T_MEM": Decimal(40)})
    submit_report(actor=minh, report=report, **when)
    accept_report(actor=lan, report=report, **when)
    accept_report(actor=hung, report=report, second=True, **when)
    return_report(actor=hung, report=report, second=True, words="Thiếu số nữ", **when)
    report.refresh_from_db()
    assert report.state == ReportState.ACCEPTED
    assert report.second_accepted_at is None
    lines = {(one.kind, one.hierarchy_id) for one in report.steps.all()}
    assert lines == {("SUBMITTED", 1), ("ACCEPTED", 1), ("ACCEPTED", 2), ("RETURNED", 2)}
    assert "reporting.returned_beside" in [one.kind for one in inbox(lan)]


def test_an_acceptance_under_an_accepted_superior_is_not_taken_back(
    tree, system, make_round, write, minh, lan, today, now
):
    when = {"on": today, "at": now}
    found = make_round(actor=system, unit=tree.province)
    for unit, who in ((tree.leaf, minh), (tree.middle, lan)):
        one = found.reports.get(organisation=unit)
        write(one, {"T_MEM": Decimal(40)}, actor=who)
        submit_report(actor=who, report=one, **when)
    leaf = found.reports.get(organisation=tree.leaf)
    accept_report(actor=lan, report=leaf, **when)
    with pytest.raises(SuperiorAcceptedToo):
        reopen_report(actor=lan, report=leaf, words="Sai", **when)


# --- the lock, time, adjustments --------------------------------------------------------------


def test_nothing_is_done_after_the_lock_until_it_is_opened_again(
    submitted, write, lan, minh, tree, today, now
):
    when = {"on": today, "at": now}
    found = submitted.round
    lock_round(actor=lan, found=found, at=now)
    assert work(tree.other_leaf) == []
    for act in (
        lambda: accept_report(actor=lan, report=submitted, **when),
        lambda: submit_report(actor=minh, report=submitted, **when),
        lambda: adjust_total(
            actor=lan,
            found=found,
            superior=tree.middle,
            data=AdjustmentData(1, Decimal(1), "x"),
            at=now,
        ),
    ):
        with pytest.raises(RoundIsLocked):
            act()
    with pytest.raises(NotAllowed):
        unlock_round(actor=minh, found=found, reason="x", on=today)
    unlock_round(actor=lan, found=found, reason="Trường nộp muộn", on=today)
    accept_report(actor=lan, report=submitted, **when)
    assert work(tree.other_leaf) == ["reporting.owe"]


def test_a_lock_waits_for_what_is_under_way(report, write, lan, minh, today, now):
    def locks(act):
        with CaptureQueriesContext(connection) as asked:
            act()
        said = [one["sql"] for one in asked]
        shared = next(
            n for n, sql in enumerate(said) if "reporting_round" in sql and "FOR SHARE" in sql
        )
        return shared < next(n for n, sql in enumerate(said) if "FOR UPDATE" in sql)

    when = {"on": today, "at": now}
    assert locks(lambda: write(report, {"T_MEM": Decimal(40)}))
    assert locks(lambda: submit_report(actor=minh, report=report, **when))
    assert locks(lambda: accept_report(actor=lan, report=report, **when))


def test_late_is_told_and_time_is_given(report, write, minh, lan, now):
    write(report, {"T_MEM": Decimal(40)})
    on = date(2026, 3, 25)
    with pytest.raises(DueNotLater):
        extend_report(actor=lan, report=report, due=date(2026, 3, 21), words="x", on=on, at=now)
    assert submit_report(actor=minh, report=report, on=on, at=now).late
    Report.objects.filter(pk=report.pk).update(state="RETURNED")
    extend_report(actor=lan, report=report, due=date(2026, 3, 31), words="Bão", on=on, at=now)
    assert not submit_report(actor=minh, report=report, on=on, at=now).late


def test_what_was_given_back_is_not_late_by_that(submitted, minh, lan, today, now):
    return_report(actor=lan, report=submitted, words="Sửa", on=today, at=now)
    after = date(2026, 3, 25)
    rows = Report.objects.filter(pk=submitted.pk)
    assert not rows.filter(late_on(after)).exists()
    again = submit_report(actor=minh, report=submitted, on=after, at=now)
    assert not again.late
    assert not rows.filter(late_on(after)).exists()


def test_an_adjustment_is_a_line_of_the_superior(submitted, lan, minh, tree, now):
    given = {"found": submitted.round, "superior": tree.middle, "at": now}
    made = adjust_total(actor=lan, data=AdjustmentData(1, Decimal(-2), "Trùng hai người"), **given)
    submitted.refresh_from_db()
    assert (made.delta, submitted.entered[1]) == (Decimal(-2), Decimal(40))
    with pytest.raises(ChangesNothing):
        adjust_total(actor=lan, data=AdjustmentData(1, Decimal(0), "x"), **given)
    with pytest.raises(RatioIsComputed):
        adjust_total(actor=lan, data=AdjustmentData(4, Decimal(1), "x"), **given)
    with pytest.raises(NotAllowed):
        adjust_total(actor=minh, data=AdjustmentData(1, Decimal(1), "x"), **given)


def test_the_heir_hands_in_for_who_was_merged(
    make_round, write, minh, tree, system, today, now, settings
):
    settings.CLOCK = today.isoformat()
    found = make_round(year=2025)
    merged = Regrouping(EventKind.MERGE_INTO, date(2026, 2, 1), [tree.other_leaf], into=tree.leaf)
    regroup_organisations(actor=system, regrouping=merged, decision=Decision(number="1/QĐ"), at=now)
    one = found.reports.get(organisation=tree.other_leaf)
    write(one, {"T_MEM": Decimal(20)})
    assert submit_report(actor=minh, report=one, on=today, at=now).state == ReportState.SUBMITTED


def test_who_takes_a_report_reads_it_wherever_its_unit_stands_today(report, tree, lan, hung):
    from congdoan.areas.reporting.selectors.rounds import visible_reports, visible_rounds

    Report.objects.filter(pk=report.pk).update(organisation=tree.far_middle)
    assert report in visible_reports(lan)
    # On a round of the sector the superior stands above on the other hierarchy.
    other = report.round.reports.get(organisation=tree.other_leaf)
    assert other not in visible_reports(hung)
    Report.objects.filter(pk=other.pk).update(superior=tree.far_province, second=tree.middle)
    assert other in visible_reports(hung)
    assert report.round in visible_rounds(hung)


def test_no_two_figures_of_a_shipped_form_are_called_alike(db, law, now):
    load_forms(at=now)
    for version in FormVersion.objects.filter(form__owner=None):
        names = [head_of(one) for one in layout_of(version).cells]
        assert len(names) == len(set(names)), sorted(names)
