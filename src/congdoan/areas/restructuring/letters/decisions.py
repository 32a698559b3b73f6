"""Decisions about organisations in the official layout, from the shipped wording and the facts."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from congdoan.areas.restructuring.letters.annex import annex_of, by_act
from congdoan.areas.restructuring.letters.naming import (
    NAMED,
    again,
    called,
    carrying,
    day,
    distinct,
    number,
    with_capitals,
)
from congdoan.areas.restructuring.rules import wording
from congdoan.areas.restructuring.rules.acts import Act
from congdoan.areas.restructuring.rules.wording import Words
from congdoan.areas.restructuring.selectors.facts import Change, Dossier, Unit
from congdoan.areas.restructuring.selectors.issuing import Issuer
from congdoan.areas.restructuring.selectors.matters import summed
from congdoan.kernel.rulebook.api import catalogue
from congdoan.support.rendering.api import (
    Align,
    Block,
    Division,
    IssuingBody,
    Letter,
    Level,
    Listing,
    OfficialDocument,
    Paragraph,
    ProfileCode,
    Run,
    SignatureBlock,
)

ARRANGE, RECEIVE = "ARRANGE", "RECEIVE"
_LETTERS = "abcdđeghiklmnopqrstuvxy"
_GIVERS, _RECEIVERS = "các cấp trên trực tiếp cũ", "các cấp trên trực tiếp mới"
#: Levels below whose rank a founded unit is recognised, not founded.
_GRASSROOTS = ("L4_GRASSROOTS", "L4_OCCUPATIONAL")


def template_of(dossier: Dossier) -> str:
    """Return which wording fits: that of the kind, or the one for many units at once."""
    if len(dossier.changes) > 1:
        return ARRANGE
    return str(dossier.changes[0].kind)


def has_wording(dossier: Dossier) -> bool:
    return template_of(dossier) in wording.shipped()["papers"]


def decision(dossier: Dossier) -> OfficialDocument:
    """Return the decision on the change."""
    return compose(dossier, template_of(dossier), words_of(dossier), annexed=is_long(dossier))


def receiving(dossier: Dossier) -> OfficialDocument:
    """Return the decision by which the new superior (``dossier.issuer``) takes units over."""
    return compose(dossier, RECEIVE, words_of(dossier), annexed=is_long(dossier))


DECISION: Letter[Dossier] = Letter("restructuring.decision", "Quyết định về tổ chức", decision)
RECEIVING: Letter[Dossier] = Letter("restructuring.receiving", "Quyết định tiếp nhận", receiving)


def received_by(dossier: Dossier, receiver: Issuer) -> Dossier:
    """Narrow a hand-over to what one superior takes over, as that superior's own decision."""
    changes = tuple(
        replace(
            change,
            originals=tuple(unit for unit in change.originals if unit.new_above_pk == receiver.pk),
        )
        for change in dossier.changes
        if any(unit.new_above_pk == receiver.pk for unit in change.originals)
    )
    blank = replace(dossier.decision, number="", signed_on=None, issuer=receiver.name)
    return replace(dossier, changes=changes, issuer=receiver, decision=blank)


def is_long(dossier: Dossier) -> bool:
    """Tell whether the units stand in an annex."""
    if template_of(dossier) == ARRANGE:
        return True
    return any(
        len(group) > NAMED
        for change in dossier.changes
        for group in (change.originals, change.founded, change.subordinates)
    )


# --- words ------------------------------------------------------------------------------------


def words_of(dossier: Dossier) -> Words:
    """Return what the wording may say of the facts."""
    originals = [unit for change in dossier.changes for unit in change.originals]
    results = [unit for change in dossier.changes for unit in change.results]
    founded = [unit for change in dossier.changes for unit in change.founded]
    below = [unit for change in dossier.changes for unit in change.subordinates]
    ended = dossier.ended
    members = sum(unit.members for unit in (originals or founded))
    first = dossier.changes[0]
    said = {
        "day": day(dossier.on),
        "issuer": dossier.issuer.name,
        "superior_of_issuer": dossier.issuer.superior,
        "superior": _superior(first, dossier),
        "originals": called(originals),
        "results": called(results),
        "founded": called(founded),
        "the_ended": again(ended or originals),
        "the_touched": again(originals or founded),
        "the_carrying": carrying(
            [*originals, *(unit for unit in results if unit not in originals)]
        ),
        "givers": distinct((unit.old_above for unit in dossier.moved), _GIVERS),
        "receivers": distinct((unit.new_above for unit in dossier.moved), _RECEIVERS),
        "members": number(members),
        "count": number(len(dossier.touched)),
        "old_name": originals[0].name if originals else "",
        "new_name": first.new_name,
        "old_level": first.old_level,
        "new_level": first.new_level,
    }
    return Words(with_capitals(said), _lists(dossier, founded, below), _flags(dossier, members))


def _superior(change: Change, dossier: Dossier) -> str:
    names = [unit.new_above for unit in change.founded] or [
        unit.old_above for unit in change.originals
    ]
    return distinct(names) if any(names) else dossier.issuer.name


def _lists(
    dossier: Dossier, founded: list[Unit], below: list[Unit]
) -> dict[str, list[dict[str, str]]]:
    return {
        "founded": [{"name": one.name, "code_words": f" (mã {one.code})"} for one in founded],
        "subordinates": [
            {"name": one.name, "new": one.new_above or "……………………"}
            for one in (below if len(below) <= NAMED else [])
        ]
        or ([{"name": f"{number(len(below))} đơn vị trực thuộc", "new": _all_to(below)}]),
        "offices": [
            {"person": one.person, "title": one.title, "at": one.at, "to": one.to}
            for one in dossier.posts
            if one.at
        ],
        "matters": [
            {"label": label, "count": number(count), "outcome": outcome}
            for label, outcome, count in summed(dossier.matters)
        ],
        "members_go": [
            {"count": number(count), "to": to}
            for change in dossier.changes
            for count, to in change.members_go
        ],
        "acts": [
            {"label": str(act), "count": number(len(units))}
            for act, units in by_act(dossier).items()
            if act not in (Act.RECEIVES, Act.GOES_ALONG)
        ],
    }


def _all_to(below: list[Unit]) -> str:
    return distinct(one.new_above for one in below) if below else ""


def _flags(dossier: Dossier, members: int) -> frozenset[str]:
    first = dossier.changes[0]
    founded = first.founded
    facts = {
        "ends": bool(dossier.ended),
        "alone": len(founded) == 1,
        "annex": is_long(dossier),
        "members": members > 0,
        "subordinates": any(change.subordinates for change in dossier.changes),
        "offices": any(post.at for post in dossier.posts),
        "matters": bool(dossier.matters),
        "grassroots": bool(founded) and all(one.level in _GRASSROOTS for one in founded),
        "renamed": bool(first.originals) and first.new_name != first.originals[0].name,
        "superior_of_issuer": bool(dossier.issuer.superior),
        "receivers_not_issuer": any(
            unit.new_above not in ("", dossier.issuer.name) for unit in dossier.moved
        ),
    }
    return frozenset(name for name, holds in facts.items() if holds)


# --- the document -----------------------------------------------------------------------------


def compose(dossier: Dossier, template: str, words: Words, *, annexed: bool) -> OfficialDocument:
    """Return the official document of a wording filled with facts."""
    shipped = wording.shipped()
    paper = shipped["papers"][template]
    articles = wording.articles(paper, words)
    said = {**words.said, "last": str(len(articles))}
    issuer = dossier.issuer
    return OfficialDocument(
        bodies=[issuing_body(dossier)],
        type_name="QUYẾT ĐỊNH",
        subject=wording.chosen(paper["subject"], words),
        profile=ProfileCode.UNION,
        place=issuer.place,
        dated=dossier.decision.signed_on,
        authority=issuer.authority,
        bases=[*bases(template, dossier), *considered(paper, words)],
        body=[Paragraph(Run("QUYẾT ĐỊNH:", bold=True), Align.CENTRE), *_articles(articles)],
        signatures=[
            SignatureBlock(
                title=issuer.signatory.title,
                name=issuer.signatory.name,
                capacity=issuer.signatory.capacity,
            )
        ],
        recipients=list(wording.lines(shipped["recipients"], replace(words, said=said))),
        annex=list(annex_of(dossier)) if annexed else (),
    )


def issuing_body(dossier: Dossier) -> IssuingBody:
    """Return the head: superior over issuer; the number as typed, else room for it."""
    symbol = dossier.issuer.symbol
    given = dossier.decision.number
    tail = f"/QĐ-{symbol}" if symbol else "/QĐ-……"
    if not given:
        given = f"        {tail}"
    elif given.isdigit():
        given += tail
    return IssuingBody(dossier.issuer.name, dossier.issuer.superior, given)


def bases(template: str, dossier: Dossier) -> Iterator[str]:
    """Return the texts in force on the day of signing that this kind of decision rests on."""
    kinds = {template, "COMMITTEE" if template in {"APPOINT", "RECOGNISE"} else template}
    for entry in catalogue("decision.basis", on=dossier.signed_on):
        wanted = entry.attributes.get("kinds")
        if wanted is None or kinds & set(wanted):
            yield f"Căn cứ {entry.label_vi}"


def considered(paper: Mapping[str, Any], words: Words) -> Iterator[str]:
    yield from (wording.chosen(line, words) for line in paper.get("consider", ()))


def _articles(articles: list[wording.Article]) -> Iterator[Block]:
    for place, article in enumerate(articles, start=1):
        yield Paragraph([Run(f"Điều {place}.", bold=True), f" {article.text}"])
        if 1 < len(article.points) <= len(_LETTERS):
            for letter, text in zip(_LETTERS, article.points, strict=False):
                yield Division(Level.POINT, f"{letter})", text)
        elif article.points:
            yield Listing(article.points)
        for text in article.after:
            yield Paragraph(text)
