"""Vietnamese first, English whole: a sentence in another language than the reader's is a fault."""

from collections.abc import Iterator
from datetime import date, timedelta
import re

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from lxml import html
import polib
import pytest

from congdoan.areas.agreements.api import AgreementData, PartyData, draft_agreement, send_out
from tests.architecture.test_views import ROUTES

#: What an agreement calls its parties in its own text.
OFFICIAL = {"Bên A", "Bên B"}
ENGLISH = {settings.LANGUAGE_COOKIE_NAME: "en"}
LETTERS = re.compile("[ăâđêôơưà-ãè-êìíò-õùúýĩũạ-ỹ]", re.IGNORECASE)
PLACES = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|</?\w+>")
SEEN = (
    "//title/text() | //body//text()[not(parent::script or parent::style)]"
    "[not(ancestor::*[@lang='vi' and not(self::html)])]"
)
HEARD = "//@aria-label | //@placeholder | //@title | //@alt"


def spoken(answer) -> list[str]:
    """Return every text of a page that somebody reads or hears."""
    page = html.fromstring(answer.content.decode())
    return [" ".join(text.split()) for text in page.xpath(f"{SEEN} | {HEARD}") if text.strip()]


def parts(text: str) -> list[str]:
    """Return the text and the pieces it was put together from."""
    return [text, *(re.split("[;:·] ", text))]


@pytest.fixture(scope="module")
def ours() -> re.Pattern[str]:
    """Match a text that is one of our Vietnamese messages, its places filled with anything."""
    found = set()
    for path in settings.LOCALE_PATHS:
        for entry in polib.pofile(str(path / "en" / "LC_MESSAGES" / "django.po")):
            words = " ".join(entry.msgid.split())
            if LETTERS.search(PLACES.sub("", words)) and entry.msgid != entry.msgstr:
                found.add(".+".join(re.escape(piece) for piece in PLACES.split(words)))
    assert len(found) > 1000
    return re.compile("|".join(found))


@pytest.fixture
def draft(lan, tree, today, now):
    draft = draft_agreement(
        actor=lan,
        drafting=tree.middle,
        data=AgreementData(
            kind="REGULATION",
            title="Quy chế 2026 – 2031",
            first_day=date(2026, 3, 1),
            last_day=date(2031, 2, 28),
        ),
        parties=[PartyData(tree.department.pk)],
        template="standard",
        on=today,
        at=now,
    )
    send_out(actor=lan, agreement=draft, due=today + timedelta(days=10), on=today, at=now)
    return draft


@pytest.fixture
def addresses(draft, lan, tree) -> list[str]:
    """Every address without a number, and those of an agreement, an organisation, a person."""
    filled = {
        "phoi-hop/<int:pk>/": draft.pk,
        "to-chuc/<int:pk>/": tree.middle.pk,
        "ky/to-chuc/<int:pk>/": tree.middle.pk,
        "quyen/don-vi/<int:pk>/": tree.middle.pk,
        "nhan-su/don-vi/<int:pk>/": tree.middle.pk,
        "nhan-su/<int:pk>/": lan.person_id,
        "nhat-ky/<int:organisation_id>/": tree.middle.pk,
        "quy-dinh/<str:key>/": "delegation.max_days",
    }

    def written() -> Iterator[str]:
        for route in ROUTES:
            start = next((start for start in filled if route.startswith(start)), "")
            begun = re.sub("<[^>]+>", str(filled.get(start, "")), start)
            address = f"/{begun}{route.removeprefix(start)}"
            if "<" not in address:
                yield address

    return sorted(written())


@pytest.mark.parametrize(
    ("chosen", "spoken_language"),
    [("", "vi"), ("en", "en"), ("vi", "vi"), ("fr", "vi"), ("x", "vi")],
)
def test_a_visitor_is_spoken_to_in_vietnamese_unless_they_chose(
    client, db, chosen, spoken_language
):
    if chosen:
        client.cookies.load({settings.LANGUAGE_COOKIE_NAME: chosen})
    answer = client.get(reverse("account_login"), headers={"accept-language": "en-US,en;q=0.9"})
    page = html.fromstring(answer.content.decode())
    assert page.get("lang") == answer["Content-Language"] == spoken_language
    [heading] = page.xpath("//h1")
    words = {"vi": "Đăng nhập", "en": "Sign in"}
    assert heading.text_content().strip() == words[spoken_language]


def test_the_switch_is_a_choice(client, db):
    answer = client.post(reverse("desk:language"), {"language": "en", "next": "/"}, follow=True)
    assert answer["Content-Language"] == "en"


def test_a_choice_made_while_signed_in_lasts(client, hoa, signed_in):
    signed_in(hoa).post(reverse("desk:language"), {"language": "en"})
    client.logout()
    client.post(reverse("account_login"), {"login": "hoa", "password": "mat-khau-thu-nghiem"})
    assert client.get("/")["Content-Language"] == "en"


def test_one_readers_language_is_not_the_next_ones(client, db):
    client.cookies.load(ENGLISH)
    client.get(reverse("account_login"))
    assert get_language() == "vi"


def test_english_pages_say_nothing_of_ours_in_vietnamese(addresses, ours, lan, signed_in):
    client = signed_in(lan)
    client.cookies.load(ENGLISH)
    drawn, left = 0, set()
    for address in addresses:
        answer = client.get(address)
        if "public" in answer.get("Cache-Control", ""):
            assert answer["Content-Language"] == "vi"  # one page for all readers, kept by caches
        elif answer["Content-Type"].startswith("text/html") and answer.content:
            drawn += 1
            for text in spoken(answer):
                left |= {
                    (address, said)
                    for said in parts(text)
                    if ours.fullmatch(said) and said not in OFFICIAL
                }
    assert drawn > 80
    assert not left
