"""What later slices keep about a person is in the file they take along, and goes when it must."""

from datetime import date

import pytest

from congdoan.areas.cadres.models import IntroductionStep, PartyIntroduction
from congdoan.areas.cadres.services.seals import opened, sealed
from congdoan.areas.watchlist.models import WatchEntry
from congdoan.areas.watchlist.selectors.watching import USE
from congdoan.foundation.sealing import seal
from congdoan.kernel.people.api import AboutPerson, forgetting, kept_about
from congdoan.kernel.people.selectors.kept import Forgetting

pytestmark = pytest.mark.django_db


@pytest.fixture
def hoa_dang(tree, make_person, now):
    person = make_person("Đặng Thị Hòa")
    file = PartyIntroduction.objects.create(
        person=person,
        organisation=tree.leaf,
        proposed_by="Tổ 1",
        nominated_on=date(2026, 1, 5),
        sealed_grounds=sealed("Giáo viên giỏi"),
    )
    IntroductionStep.objects.create(
        introduction=file,
        organisation=tree.leaf,
        kind="VOTE",
        done_on=date(2026, 1, 20),
        sealed_note=sealed("Nhất trí"),
        written_at=now,
        written_by="Minh",
    )
    WatchEntry.objects.create(
        organisation=tree.leaf,
        person=person,
        year=2026,
        held=4,
        attended=2,
        sealed_mitigating=seal("Con ốm", use=USE),
        noted_on=date(2026, 2, 1),
        noted_by="Minh",
    )
    return person


def test_the_file_to_take_along_says_what_is_kept(hoa_dang, today):
    told = {
        one.code: one.rows
        for found in kept_about.ask(AboutPerson(hoa_dang, today))
        for one in found
    }
    [introduction], [noted] = told["cadres"], told["watchlist"]
    assert introduction["grounds"] == "Giáo viên giỏi"
    assert introduction["steps"] == ["VOTE 20/01/2026"]
    assert (noted["held"], noted["attended"], noted["mitigating"]) == (4, 2, "Con ốm")


def test_words_go_and_figures_stay(hoa_dang, today, now):
    asked = Forgetting(hoa_dang, today, now)
    classes = [code for found in forgetting.ask(asked) for code in found]
    assert {"cadres.words", "watchlist.mitigating"} <= set(classes)
    file, noted = PartyIntroduction.objects.get(), WatchEntry.objects.get()
    assert opened(file.sealed_grounds) == opened(file.steps.get().sealed_note) == ""
    assert (noted.sealed_mitigating, noted.attended) == ("", 2)
    again = [code for found in forgetting.ask(asked) for code in found]
    assert not {"cadres.words", "watchlist.mitigating"} & set(again)
