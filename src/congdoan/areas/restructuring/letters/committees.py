"""Decisions that appoint or recognise the committee of a unit that a change founded or kept."""

from dataclasses import replace

from congdoan.areas.restructuring.letters.decisions import compose
from congdoan.areas.restructuring.letters.naming import day, number, with_capitals
from congdoan.areas.restructuring.rules.wording import Words
from congdoan.areas.restructuring.selectors.facts import Dossier, Post, Unit
from congdoan.kernel.rulebook.api import find_rule
from congdoan.support.rendering.api import Letter, OfficialDocument

_CONGRESS = "organisation.founding_deadline.provisional_congress"


def staffed(dossier: Dossier) -> list[tuple[Unit, list[Post]]]:
    """Return the results whose offices begin with the change."""
    by_code: dict[str, list[Post]] = {}
    for post in dossier.posts:
        by_code.setdefault(post.to_code, []).append(post)
    standing = [
        unit
        for change in dossier.changes
        for unit in (*change.results, *change.originals)
        if unit.code in by_code
    ]
    return [(unit, by_code[unit.code]) for unit in standing]


def template_for(unit_posts: tuple[Unit, list[Post]]) -> str:
    """Return whether the committee was elected (recognised) or is appointed."""
    _unit, posts = unit_posts
    return "RECOGNISE" if all(post.elected for post in posts) else "APPOINT"


def committee(dossier: Dossier) -> OfficialDocument:
    """Return the decision on the offices of the one unit ``dossier`` is narrowed to."""
    unit, posts = staffed(dossier)[0]
    is_new = any(unit in change.founded for change in dossier.changes)
    months = find_rule(_CONGRESS, on=dossier.signed_on)
    said = {
        "unit": unit.name,
        "day": day(dossier.on),
        "issuer": dossier.issuer.name,
        "superior_of_issuer": dossier.issuer.superior,
        "receivers": "",
        "count": number(len(posts)).rjust(2, "0"),
        "congress_months": str(months.value) if months else "……",
    }
    people = [
        {
            "person": post.person,
            "title": post.title,
            "from_words": f", {post.title} {post.at}" if post.at else "",
        }
        for post in posts
    ]
    flags = {"new_unit"} if is_new else set()
    if dossier.issuer.superior:
        flags.add("superior_of_issuer")
    words = Words(with_capitals(said), {"people": people}, frozenset(flags))
    template = template_for((unit, posts))
    blank = replace(dossier, decision=replace(dossier.decision, number="", signed_on=None))
    return compose(blank, template, words, annexed=False)


def staffed_by(dossier: Dossier, unit: Unit) -> Dossier:
    """Narrow to the offices of one unit."""
    changes = tuple(
        replace(change, posts=tuple(post for post in change.posts if post.to_code == unit.code))
        for change in dossier.changes
    )
    return replace(dossier, changes=changes)


COMMITTEE: Letter[Dossier] = Letter(
    "restructuring.committee", "Quyết định chỉ định, công nhận ban chấp hành", committee
)
