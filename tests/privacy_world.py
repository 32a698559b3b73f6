"""Papers about personal data at Lan's unit, her own among them, for the walks over addresses."""

from datetime import date, timedelta

import pytest

from tests.addresses import SECRET


@pytest.fixture
def privacy(tree, lan, members, system, today, now):
    """What Lan asks for herself, and what another member and one who left ask of her."""
    from congdoan.areas.members.api import NewMembership, begin_memberships
    from congdoan.areas.members.models import Membership
    from congdoan.areas.privacy import api
    from congdoan.areas.privacy.models import Consent, OwnFile, RetentionCase
    from congdoan.foundation.valid_time import span
    from congdoan.kernel.people.models import Person

    begin_memberships(
        [NewMembership(lan.person_id, tree.middle.pk, span(date(2020, 1, 1)), "OFFICIAL")]
    )
    given = {"on": today, "at": now}
    wish = api.Wish("home_town", SECRET, SECRET)
    own = api.propose_changes(actor=lan, wishes=[wish], **given)
    consent = api.give_consent(actor=lan, code="CARE", version="1", at=now)
    words = api.RequestData(api.RequestKind.VIEW, SECRET)
    asked = api.ask_about_data(actor=lan, data=words, **given)
    file = OwnFile.objects.create(
        person_id=lan.person_id, user_id=lan.user_id, asked_at=now, made_at=now, path="da-mat.zip"
    )
    here = Membership.objects.get(pk=members["members"]["pk"])
    person = Person.objects.get(pk=here.person_id)
    paper = api.record_request(
        actor=lan, organisation=tree.middle, person=person, data=words, received_on=today,
        upload=None, **given,
    )  # fmt: skip
    theirs = Consent.objects.create(
        person=person, organisation=tree.middle, purpose="NEWS", version="1", text=SECRET,
        method="PAPER", given_at=now, recorded_by_name="Lan",
    )  # fmt: skip
    gone = Membership.objects.filter(organisation=tree.middle, valid__upper_inf=False).first()
    case = RetentionCase.objects.create(
        person_id=gone.person_id, organisation=tree.middle, keeper=tree.middle,
        left_on=today, erase_on=today + timedelta(days=30), announced_at=now,
    )  # fmt: skip
    seen = api.BreachData(api.BreachKind.SEEN, SECRET, SECRET, now)
    breach = api.note_breach(actor=lan, organisation=tree.middle, data=seen, **given)
    steps = ("breach", "assess_breach", "report_breach", "tell_breach", "close_breach")
    member = {"pk": here.pk, "consent": theirs.pk}
    request = {"pk": paper.pk}
    names = ("request", "lift", "acknowledge", "answer", "print_request")
    return {
        "privacy": {"unit": tree.middle.pk},
        **{f"privacy:{name}": {"pk": own.pk} for name in ("own_proposal", "proposal")},
        "privacy:open_private": {"pk": own.pk},
        **{f"privacy:{name}": request for name in names},
        **{f"privacy:{name}": {"pk": breach.pk} for name in (*steps, "print_breach")},
        "privacy:withdraw_request": {"pk": asked.pk},
        "privacy:withdraw_consent": {"pk": consent.pk},
        "privacy:download": {"pk": file.pk},
        **{f"privacy:{name}": {"pk": case.pk} for name in ("hold", "release")},
        **{f"privacy:{name}": member for name in ("member", "paper_consent", "paper_request")},
        "privacy:paper_withdrawal": member,
    }
