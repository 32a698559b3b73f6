"""The portrait on the card: by consent, cropped, printed, gone with the consent."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
import pypdfium2 as pdfium
import pytest

from congdoan.areas.cards.api import Card, make_ready
from congdoan.areas.cards.enums import Layout, PhotoPart
from congdoan.areas.cards.letters.face import draw_cards
from congdoan.areas.cards.models import CardPhoto
from congdoan.areas.cards.selectors.kept import kept_of_cards
from congdoan.areas.cards.services import photographing as photos
from congdoan.areas.members.models import Membership
from congdoan.areas.privacy import api
from congdoan.areas.privacy.enums import ConsentMethod
from congdoan.foundation.refusal import NotAllowed, NotFound
from congdoan.kernel.audit.models import AuditEntry
from congdoan.kernel.people.api import (
    AboutPerson,
    Forgetting,
    Merging,
    forgetting,
    merge_people,
)

pytestmark = pytest.mark.django_db


def picture(width=600, height=900, colour="red", kind="JPEG"):
    """A picture that is ``colour`` above and blue below, with the place where it was taken."""
    image = Image.new("RGB", (width, height), "blue")
    image.paste(Image.new("RGB", (width, height // 2), colour))
    exif = Image.Exif()
    exif[0x010E] = "Nhà riêng"
    file = io.BytesIO()
    image.save(file, kind, exif=exif)
    return file.getvalue()


@pytest.fixture
def agreed(dang, now):
    return api.give_consent(actor=dang, code="CARD_PHOTO", version="1", at=now)


def send(actor, person, now, content=None, unit=None, part=PhotoPart.TOP):
    return photos.take_photo_in(
        actor=actor, unit=unit, person=person, upload=io.BytesIO(content or picture()),
        part=part, at=now,
    )  # fmt: skip


def test_no_picture_without_consent_and_none_after_it(dang, minh, hoa, member, tree, now, agreed):
    kept = send(dang, member, now)
    api.withdraw_consent(actor=dang, consent=agreed, method=ConsentMethod.APP, at=now)
    assert not CardPhoto.objects.exists()
    with pytest.raises(photos.NoPhotoConsent):
        send(minh, member, now, unit=tree.leaf)
    api.give_consent(actor=dang, code="CARD_PHOTO", version="1", at=now)
    send(minh, member, now, unit=tree.leaf)
    with pytest.raises(NotAllowed):
        send(hoa, member, now, unit=tree.leaf)
    with pytest.raises(NotFound):
        send(hoa, member, now)
    assert AuditEntry.objects.filter(verb="cards.photo_taken_in").count() == 2
    assert forgetting.ask(Forgetting(member, now.date(), now))
    assert not CardPhoto.objects.filter(person=kept.person_id).exists()


def test_a_consent_taken_back_while_the_picture_arrives(dang, member, now, agreed, monkeypatch):
    real = photos.cropped

    def meanwhile(*given):
        api.withdraw_consent(actor=dang, consent=agreed, method=ConsentMethod.APP, at=now)
        return real(*given)

    monkeypatch.setattr(photos, "cropped", meanwhile)
    with pytest.raises(photos.NoPhotoConsent):
        send(dang, member, now)
    assert not CardPhoto.objects.exists()


def test_a_portrait_of_a_record_merged_away_goes_with_the_consent(
    dang, member, tree, enrol, now, agreed
):
    other = enrol(tree.leaf, "Đặng Thị Hoà")
    CardPhoto.objects.create(
        person=other, picture=picture(), taken_in_at=now, taken_in_by_name="Công đoàn"
    )
    send(dang, member, now)
    stays = Membership.objects.filter(person=other).values_list("pk", flat=True)
    merge_people(Merging(member.pk, other.pk, yielding=frozenset(stays)))
    assert CardPhoto.objects.count() == 2
    kept = {one.code: one.rows for one in kept_of_cards(AboutPerson(member, now.date()))}
    assert len(kept["card_photo"]) == 2
    api.withdraw_consent(actor=dang, consent=agreed, method=ConsentMethod.APP, at=now)
    assert not CardPhoto.objects.exists()


def test_pictures_are_cropped_and_say_nothing_of_the_place():
    for part, below in ((PhotoPart.TOP, False), (PhotoPart.BOTTOM, True)):
        made = photos.cropped(io.BytesIO(picture()), part)
        image = Image.open(io.BytesIO(made))
        assert image.size == (300, 400)
        assert not image.getexif()
        red, _green, blue = image.getpixel((150, 220))
        assert (blue > red) == below
    assert photos.cropped(io.BytesIO(picture(kind="PNG")), PhotoPart.MIDDLE)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"GIF89a khong phai", photos.NotAPhoto),
        (b"\xff\xd8\xff\xe0 cut", photos.NotAPhoto),
        (picture()[:900], photos.NotAPhoto),
        (picture(100, 900), photos.PhotoTooSmall),
    ],
)
def test_what_is_no_picture_is_refused(content, refusal):
    with pytest.raises(refusal):
        photos.cropped(io.BytesIO(content), PhotoPart.TOP)


def test_a_bomb_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(photos, "_MOST_DOTS", 1000)
    with pytest.raises(photos.PhotoTooLarge):
        photos.cropped(io.BytesIO(picture()), PhotoPart.TOP)


def test_the_picture_is_printed_on_the_card(dang, minh, member, tree, agreed, today, now):
    make_ready(actor=minh, unit=tree.leaf, people=[member.pk], on=today, at=now)
    cards = list(Card.objects.all())

    def red():
        pdf = draw_cards(cards, Layout.PLASTIC, now, lambda _n: None)
        page = pdfium.PdfDocument(pdf)[0].render(scale=2).to_pil().convert("RGB")
        dots = page.tobytes()
        return sum(
            r > 200 and max(g, b) < 60
            for r, g, b in zip(dots[::3], dots[1::3], dots[2::3], strict=True)
        )

    assert not red()
    send(dang, member, now, content=picture(600, 800))
    assert red() > 500
    api.withdraw_consent(actor=dang, consent=agreed, method=ConsentMethod.APP, at=now)
    assert not red()


def test_the_pages(dang, minh, member, signed_in, agreed):
    own, pk = reverse("cards:own_photo"), Membership.objects.get(person=member).pk
    client = signed_in(dang)
    bad = SimpleUploadedFile("a.jpg", b"khong phai anh")
    assert client.post(own, {"photo": bad, "part_kept": "TOP"}).status_code == 422
    good = SimpleUploadedFile("a.jpg", picture())
    assert client.post(own, {"photo": good, "part_kept": "TOP"}).status_code == 302
    assert reverse("cards:own_picture") in client.get(reverse("cards:oneself")).content.decode()
    assert client.get(reverse("cards:own_picture"))["Content-Type"] == "image/jpeg"
    officer = signed_in(minh)
    assert officer.get(reverse("cards:picture", args=[pk])).content[:2] == b"\xff\xd8"
    assert "Đổi ảnh thẻ" in officer.get(reverse("cards:member", args=[pk])).content.decode()
    assert officer.get(reverse("cards:photo", args=[pk])).status_code == 200
    assert officer.post(reverse("cards:photo_drop", args=[pk])).status_code == 302
    assert officer.get(reverse("cards:picture", args=[pk])).status_code == 404
