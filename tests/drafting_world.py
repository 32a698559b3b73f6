"""A template of Lan's union, its text, a version and a comment, for the walks over addresses."""

import pytest


@pytest.fixture
def drafting(tree, lan, today, now):
    from congdoan.support.discussion.api import Subject, comment
    from congdoan.support.drafting.api import draft_for, keep_version, make_template

    template = make_template(
        actor=lan,
        organisation=tree.middle,
        type_code="UNION.KH",
        name="Quy chế tuyệt mật",
        like=None,
        on=today,
        at=now,
    )
    draft = draft_for(Subject("drafting.template", template.pk))
    keep_version(actor=lan, draft=draft, note="", at=now)
    said = comment(
        actor=lan,
        subject=Subject("drafting.draft", draft.pk),
        anchor="",
        party=tree.middle,
        kind="OPINION",
        at=now,
        text="Cần rõ hơn",
    )
    return {
        "drafting": {"pk": draft.pk, "number": 1, "page": 1, "comment": said.pk},
        "drafting:template": {"pk": template.pk},
    }
