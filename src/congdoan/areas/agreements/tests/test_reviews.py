from datetime import date, time, timedelta
from decimal import Decimal
import io

from django.urls import reverse
from docx import Document
import pytest

from congdoan.areas.agreements import api
from congdoan.areas.agreements.letters.reviews import MINUTES, Paper
from congdoan.areas.agreements.models import Agreement, Review, ReviewProposal
from congdoan.areas.agreements.rules import reviews as rules
from congdoan.areas.agreements.rules import rota
from congdoan.areas.agreements.selectors.calendar import dates_of_agreements
from congdoan.areas.agreements.selectors.reviews import (
    contents_of,
    held_years,
    score_lines,
    years_lines,
)
from congdoan.foundation.refusal import NotAllowed
from congdoan.support.notifications.api import inbox
from congdoan.support.rendering.api import Paragraph, Table, plain
from congdoan.support.worklist.api import unscoped_work

pytestmark = pytest.mark.django_db
HELD = date(2025, 6, 20)


def url(name, *args):
    return reverse(f"agreements:{name}", args=args)


def same(agreement, value, remark=""):
    return {code: api.Score(Decimal(value), remark) for code in contents_of(agreement)}


def written(lan, review, tree, today, now, **changes):
    data = api.ReviewData(**{"held_on": HELD, "results": "Tám nội dung đạt", **changes})
    return api.write_review(
        actor=lan, review=review, organisation=tree.middle, data=data, on=today, at=now
    )


def hold(lan, review, tree, today, now):
    return api.hold_review(actor=lan, review=review, organisation=tree.middle, on=today, at=now)


def work(agreement, part):
    rows = unscoped_work(f"agreements.{agreement.pk}.review.")
    return {item.key.rsplit(".", 1)[1]: item.state for item in rows if part in item.key}


def test_the_contents_are_those_of_the_text_in_its_order(running):
    codes = contents_of(running)
    assert codes[0] == "RIGHTS_CARE"
    assert codes[-1] == ""
    assert len(codes) == len(set(codes)) == 9


def test_a_review_is_not_closed_without_a_score_for_each_content(
    lan, running, review, tree, today, now
):
    written(lan, review, tree, today, now)
    with pytest.raises(rules.ScoresMissing) as refused:
        hold(lan, review, tree, today, now)
    assert refused.value.sentence.startswith("Còn 9 nội dung")
    some = dict(list(same(running, "8").items())[1:])
    shared = {"actor": lan, "review": review, "organisation": tree.middle, "on": today, "at": now}
    api.agree_scores(scores=some, **shared)
    with pytest.raises(rules.ScoresMissing) as refused:
        hold(lan, review, tree, today, now)
    assert "1 nội dung" in refused.value.sentence
    api.agree_scores(scores=same(running, "8"), **shared)
    assert hold(lan, review, tree, today, now).state == "HELD"
    with pytest.raises(rota.ReviewHeld):
        api.agree_scores(scores=same(running, "9"), **shared)


def test_closing_points_out_a_strange_day_and_parties_that_did_not_score(
    signed_in, lan, running, review, tree, today, now
):
    def page():
        return signed_in(lan).get(url("review_hold", running.pk, review.pk)).content.decode()

    review.session_on = review.window_from
    review.save(update_fields=["session_on"])
    written(lan, review, tree, today, now, held_on=review.window_from)
    assert "nằm ngoài thời gian dự kiến" not in page()
    assert "Giấy mời ghi họp ngày" not in page()
    assert "Chưa chấm điểm: Bên A, Bên B." in page()

    early = review.window_from - timedelta(days=1)
    written(lan, review, tree, today, now, held_on=early)
    assert f"Ngày họp {early:%d/%m/%Y} nằm ngoài thời gian dự kiến" in page()
    assert f"kết quả ghi ngày {early:%d/%m/%Y}" in page()


def test_each_party_scores_and_the_conference_agrees(lan, tuan, running, review, tree, today, now):
    shared = {"review": review, "on": today, "at": now}
    api.score_review(
        actor=lan, organisation=tree.middle, scores=same(running, "9", "Tốt"), **shared
    )
    api.score_review(actor=tuan, organisation=tree.department, scores=same(running, "6"), **shared)
    again = {contents_of(running)[0]: api.Score(Decimal("7.5")), "": api.Score(None)}
    api.score_review(actor=tuan, organisation=tree.department, scores=again, **shared)
    parties = api.parties_of(running)
    first, *_rest, last = score_lines(review, parties)
    assert [one.score for one in first.given] == [9, Decimal("7.5")]
    assert (first.mean, first.apart) == (Decimal("8.3"), Decimal("1.5"))
    assert [one and one.score for one in last.given] == [9, None]
    assert first.agreed is None


@pytest.mark.parametrize(
    ("scores", "refusal"),
    [
        ({"RIGHTS_CARE": Decimal(11)}, rules.ScoreOutOfScale),
        ({"RIGHTS_CARE": Decimal(-1)}, rules.ScoreOutOfScale),
        ({"KHONG_CO": Decimal(5)}, rules.ContentUnknown),
    ],
)
def test_wrong_scores_are_refused(lan, running, review, tree, today, now, scores, refusal):
    given = {code: api.Score(score) for code, score in scores.items()}
    with pytest.raises(refusal):
        api.score_review(
            actor=lan, review=review, organisation=tree.middle, scores=given, on=today, at=now
        )
    assert not review.scores.exists()


def test_nobody_scores_for_another_party(tuan, far, running, review, tree, today, now):
    for actor in (tuan, far):
        with pytest.raises(NotAllowed):
            api.score_review(
                actor=actor,
                review=review,
                organisation=tree.middle,
                scores=same(running, "9"),
                on=today,
                at=now,
            )


def test_the_host_invites_and_the_parties_are_asked_to_score(
    lan, tuan, running, review, tree, today, now
):
    day = today + timedelta(days=20)
    shared = {"review": review, "session_on": day, "place": "Hội trường", "on": today, "at": now}
    with pytest.raises(rules.NotTheHost):
        api.invite_to_review(actor=tuan, organisation=tree.department, **shared)
    with pytest.raises(rules.SessionWrong):
        api.invite_to_review(
            actor=lan, organisation=tree.middle, **{**shared, "session_on": date(2026, 1, 5)}
        )
    api.invite_to_review(actor=lan, organisation=tree.middle, **shared)
    assert any("22/03/2026" in one.title for one in inbox(tuan))
    key = str(tree.department.pk)
    assert work(running, ".score.")[key] == "OPEN"
    api.score_review(
        actor=tuan,
        review=review,
        organisation=tree.department,
        scores=same(running, "8"),
        on=today,
        at=now,
    )
    states = work(running, ".score.")
    assert (states[key], states[str(tree.middle.pk)]) == ("DONE", "OPEN")


def test_proposals_are_concluded_before_closing_and_wait_for_an_amendment(
    lan, tuan, running, review, tree, today, now
):
    clause = next(
        line.item.stable_id for line in api.outline_of(running) if line.path == "khoản 1 Điều 5"
    )
    shared = {"actor": tuan, "review": review, "organisation": tree.department, "at": now}
    with pytest.raises(rules.WordingMissing):
        api.propose_change(wording="  ", **shared)
    one = api.propose_change(wording="Mở hai lớp mỗi năm", clause=clause, **shared)
    other = api.propose_change(wording="Thêm Điều về chuyển đổi số", **shared)
    assert (one.place, other.place) == ("khoản 1 Điều 5", "")
    written(lan, review, tree, today, now)
    api.agree_scores(
        actor=lan,
        review=review,
        organisation=tree.middle,
        scores=same(running, "8"),
        on=today,
        at=now,
    )
    with pytest.raises(rules.ProposalsPending):
        hold(lan, review, tree, today, now)
    conclude = {"actor": lan, "organisation": tree.middle}
    with pytest.raises(rules.ConclusionNeeded):
        api.conclude_proposal(proposal=other, state="REJECTED", conclusion="", **conclude)
    api.conclude_proposal(proposal=one, state="AGREED", conclusion="", **conclude)
    api.withdraw_proposal(actor=tuan, proposal=other, organisation=tree.department)
    assert not api.agreed_proposals(running).exists()
    hold(lan, review, tree, today, now)
    assert list(api.agreed_proposals(running)) == [one]
    ReviewProposal.objects.update(taken_on=today)
    assert not api.agreed_proposals(running).exists()


def test_the_final_review_adds_the_years_up(make_draft, lan, tree, today, now):
    """An agreement that has run its course is summed up from its yearly reviews."""
    draft = make_draft(first_day=date(2023, 9, 1), last_day=date(2025, 12, 31))
    agreement = api.record_paper(
        actor=lan, agreement=draft, signed_on=date(2023, 9, 1), place="An", on=today, at=now
    )
    api.follow_the_calendar(actor=lan, agreement=agreement, on=today, at=now)
    reviews = list(Review.objects.filter(agreement=agreement).order_by("window_from"))
    for place, one in enumerate(reviews):
        api.write_review(
            actor=lan,
            review=one,
            organisation=tree.middle,
            data=api.ReviewData(held_on=one.window_from, results="Đạt", lessons=f"Bài {place}"),
            on=today,
            at=now,
        )
        api.agree_scores(
            actor=lan,
            review=one,
            organisation=tree.middle,
            scores=same(agreement, 7 + place),
            on=today,
            at=now,
        )
        hold(lan, one, tree, today, now)
    final = reviews[-1]
    document = MINUTES.build(Paper(final, final.window_from))
    captions = [block.caption for block in document.body if isinstance(block, Table)]
    assert "Kết quả từng điều khoản trong cả giai đoạn" in captions
    said = [plain(block.text) for block in document.body if isinstance(block, Paragraph)]
    assert any(text.startswith("Còn việc chưa xong: khoản 1 Điều") for text in said)
    years = held_years(agreement)
    assert [one.kind for one in reviews] == ["INTERIM", "INTERIM", "FINAL"]
    assert {line.mean for line in years_lines(agreement, years)} == {Decimal("7.5")}
    assert Agreement.objects.get(pk=agreement.pk).state == "REVIEWED"


def leads_to_an_amendment(client, one, wording):
    """What the conference agreed on is one step away from a draft amendment."""
    begin = url("amendment_propose", one[0])
    assert begin in client.get(url("review", *one)).content.decode()
    assert wording in client.get(begin).content.decode()


def test_the_whole_review_through_forms(signed_in, lan, tuan, running, review, today):
    client = signed_in(lan)
    one = (running.pk, review.pk)
    day = (today + timedelta(days=7)).strftime("%d/%m/%Y")
    bad = client.post(url("review_call", *one), {"session_on": "", "place": "x"})
    assert bad.status_code == 422
    sent = {"session_on": day, "session_time": "8 giờ 30", "place": "Sở GD&ĐT", "agenda": "A\nB"}
    assert client.post(url("review_call", *one), sent).status_code == 302
    other = signed_in(tuan)
    assert "Chỉ bên chủ trì mời họp" in other.post(url("review_call", *one), sent).content.decode()
    place = {"clause": "", "wording": "Thêm nội dung chuyển đổi số", "reason": "Thực tế"}
    assert other.post(url("review_propose", *one), {**place, "wording": ""}).status_code == 422
    assert other.post(url("review_propose", *one), place).status_code == 302
    proposal = review.proposals.get()
    page = other.get(url("review", *one)).content.decode()
    assert url("review_unpropose", *one, proposal.pk) in page
    client = signed_in(lan)
    assert client.get(url("review_unpropose", *one, proposal.pk)).status_code == 403
    client.post(url("review_conclude", *one, proposal.pk), {"state": "AGREED"})
    data = {"revision": "0", "held_on": "20/06/2025", "results": "Đạt"}
    client.post(url("review_write", *one), data)
    refused = client.post(url("review_hold", *one))
    assert refused.status_code == 409
    assert "chưa có điểm thống nhất" in refused.content.decode()
    scores = {f"score_{n}": "8" for n in range(len(contents_of(running)))}
    client.post(url("review_agree", *one), scores)
    assert client.post(url("review_hold", *one)).status_code == 302
    page = signed_in(tuan).get(url("reviews", running.pk)).content.decode()
    assert "Thêm nội dung chuyển đổi số" in page
    leads_to_an_amendment(signed_in(lan), one, "Thêm nội dung chuyển đổi số")


def test_only_the_host_sees_the_way_to_invite(signed_in, lan, tuan, running, review):
    one = (running.pk, review.pk)
    assert url("review_call", *one) in signed_in(lan).get(url("review", *one)).content.decode()
    page = signed_in(tuan).get(url("review", *one)).content.decode()
    assert url("review_call", *one) not in page
    assert url("review_score", *one) in page
    early = signed_in(tuan).get(url("review_letter", *one, "pdf"))
    assert early.status_code == 404


def test_scores_through_the_form(signed_in, lan, tuan, far, running, review):
    one = (running.pk, review.pk)
    client = signed_in(tuan)
    count = len(contents_of(running))
    good = {f"score_{place}": "7,5" for place in range(count)}
    assert client.post(url("review_score", *one), {**good, "score_0": "11"}).status_code == 422
    assert (
        client.post(url("review_score", *one), {**good, "remark_0": "Kịp thời"}).status_code == 302
    )
    page = client.get(url("review", *one)).content.decode()
    assert "7,5" in page
    assert "Kịp thời" in page
    assert review.scores.filter(party__isnull=True).count() == 0
    client.post(url("review_agree", *one), good)
    assert review.scores.filter(party__isnull=True).count() == count
    assert signed_in(far).get(url("review_score", *one)).status_code == 404


def test_minutes_are_filled_from_the_facts(signed_in, lan, running, review, tree, today, now):
    written(lan, review, tree, today, now, chair="Trần Thị Lan", strengths="Phối hợp <chặt>")
    client = signed_in(lan)
    one = (running.pk, review.pk)
    word = client.get(url("review_minutes", *one, "docx"))
    text = _text(word.content)
    assert "BIÊN BẢN" in text
    assert "Dự thảo biên bản" in text
    assert "Phối hợp <chặt>" in text
    assert "Rà soát" not in text
    assert "Trần Thị Lan" in text
    assert client.get(url("review_minutes", *one, "pdf")).content.startswith(b"%PDF")
    assert client.get(url("review_minutes", *one, "exe")).status_code == 404


def test_the_letter_of_invitation(signed_in, lan, running, review, tree, today, now):
    api.invite_to_review(
        actor=lan,
        review=review,
        organisation=tree.middle,
        session_on=today + timedelta(days=5),
        place="Hội trường",
        agenda="Báo cáo\nThảo luận",
        on=today,
        at=now,
    )
    answer = signed_in(lan).get(url("review_letter", running.pk, review.pk, "docx"))
    text = _text(answer.content)
    assert "GIẤY MỜI" in text
    assert "Sở Giáo dục và Đào tạo tỉnh An" in text
    assert "Thảo luận" in text


def test_a_review_never_written_starts_from_the_facts(signed_in, lan, running, review):
    page = signed_in(lan).get(url("review_write", running.pk, review.pk)).content.decode()
    assert "nhiệm vụ trong kỳ" in page


def _text(content):
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_a_called_conference_stands_in_the_calendar_of_both_parties(
    lan, tuan, far, running, review, tree, today, now
):
    api.invite_to_review(
        actor=lan,
        review=review,
        organisation=tree.middle,
        session_on=today + timedelta(days=5),
        session_time=time(8, 30),
        place="Hội trường",
        on=today,
        at=now,
    )
    for actor in (lan, tuan):
        found = list(dates_of_agreements(actor, today))
        assert [(one.on, one.at) for one in found] == [(today + timedelta(days=5), time(8, 30))]
    assert not list(dates_of_agreements(far, today))
