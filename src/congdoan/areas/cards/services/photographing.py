"""The portrait on the card: cropped, drawn anew, kept while its person agrees."""

from collections.abc import Collection
from datetime import datetime
import io
from typing import IO
import warnings

from django.db import transaction
from django.db.models import Q, QuerySet
from PIL import Image, ImageOps

from congdoan.areas.cards import policies
from congdoan.areas.cards.enums import PhotoPart
from congdoan.areas.cards.models import CardPhoto
from congdoan.areas.cards.selectors.photos import PURPOSE, unscoped_agreed_to_photo
from congdoan.areas.members.api import current_membership
from congdoan.foundation.actor import Actor, require_oneself
from congdoan.foundation.refusal import NotFound, Refusal
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.api import Forgetting, Use
from congdoan.kernel.people.models import Person

#: Dots of the picture that is kept: 300 to the inch on a card.
WIDTH, HEIGHT = 300, 400
_LEAST = 200
#: More dots than any phone takes; unpacked it would fill the memory.
_MOST_DOTS = 60_000_000
_QUALITY = 88
_TOP = {PhotoPart.TOP: 0.0, PhotoPart.MIDDLE: 0.5, PhotoPart.BOTTOM: 1.0}


class NoPhotoConsent(Refusal):
    """Chưa có sự đồng ý dùng ảnh chân dung trên thẻ; người đó đồng ý ở “Dữ liệu của tôi”, hoặc ký giấy rồi công đoàn ghi lại."""  # noqa: E501


class NotAPhoto(Refusal):
    """Không đọc được ảnh này; hãy chụp lại, lưu thành JPG hoặc PNG rồi gửi."""


class PhotoTooSmall(Refusal):
    """Ảnh quá nhỏ, in ra sẽ mờ; hãy gửi ảnh có cạnh ngắn ít nhất {least} điểm ảnh."""


class PhotoTooLarge(Refusal):
    """Ảnh có quá nhiều điểm ảnh; hãy thu nhỏ còn dưới 60 triệu điểm rồi gửi lại."""


def cropped(source: IO[bytes], part: PhotoPart) -> bytes:
    """
    Return a portrait of three by four; what the camera wrote beside it (place, time) is left out.

    :raises NotAPhoto, PhotoTooSmall, PhotoTooLarge: what is no picture to print
    """
    source.seek(0)
    try:
        with warnings.catch_warnings(), Image.open(source, formats=("JPEG", "PNG")) as opened:
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            if opened.width * opened.height > _MOST_DOTS:
                raise PhotoTooLarge
            if min(opened.size) < _LEAST:
                raise PhotoTooSmall(least=_LEAST)
            upright = ImageOps.exif_transpose(opened).convert("RGBA")
            white = Image.new("RGBA", upright.size, "white")
            white.alpha_composite(upright)
            made = ImageOps.fit(white.convert("RGB"), (WIDTH, HEIGHT), centering=(0.5, _TOP[part]))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise NotAPhoto from None
    file = io.BytesIO()
    made.save(file, "JPEG", quality=_QUALITY, optimize=True)
    return file.getvalue()


@transaction.atomic
def take_photo_in(
    *, actor: Actor, unit: Organisation | None, person: Person, upload: IO[bytes],
    part: PhotoPart, at: datetime,
) -> CardPhoto:  # fmt: skip
    """
    Keep a portrait for a person's card, in place of the one before.

    People send their own (``unit`` None); the union sends those of its members.

    :raises NotFound: who is no member (there)
    :raises NoPhotoConsent: the person has not agreed, or objects
    :raises NotAPhoto, PhotoTooSmall, PhotoTooLarge: as ``cropped``
    """
    home = _home(actor, unit, person, at)
    picture = cropped(upload, part)
    # Whoever takes the consent back locks the person too: either the picture comes first and goes
    # with the consent, or it is not taken in.
    Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    if not unscoped_agreed_to_photo([person.pk]):
        raise NoPhotoConsent
    kept, _made = CardPhoto.objects.update_or_create(
        person=person,
        defaults={
            "picture": picture,
            "taken_in_at": at,
            "taken_in_by_name": actor.name[:120],
        },
    )
    _record(actor, home, person, "photo_taken_in")
    return kept


@transaction.atomic
def drop_photo(*, actor: Actor, unit: Organisation | None, person: Person, at: datetime) -> None:
    """
    Throw a portrait away; cards already printed stay as they are.

    :raises NotFound: who is no member (there)
    """
    home = _home(actor, unit, person, at)
    if CardPhoto.objects.filter(person=person).delete()[0]:
        _record(actor, home, person, "photo_dropped")


def _home(actor: Actor, unit: Organisation | None, person: Person, at: datetime) -> Organisation:
    membership = current_membership(person.pk, on=at.date())
    if membership is None:
        raise NotFound
    if unit is None:
        require_oneself(actor)
        if actor.person_id != person.pk:
            raise NotFound
    else:
        actor.require(policies.ISSUE, on=unit)
        if membership.organisation_id != unit.pk:
            raise NotFound
    return membership.organisation


def _record(actor: Actor, home: Organisation, person: Person, verb: str) -> None:
    record(actor=actor, verb=f"cards.{verb}", target=person, organisation_id=home.pk)


def forget_photo(asked: Forgetting) -> list[str]:
    """Answer ``forgetting``: a picture is a private fact."""
    gone = _photos_of([asked.person.pk]).delete()[0]
    return ["cards.photo"] if gone else []


def end_photo(ended: Use) -> int | None:
    """Answer ``use_ended``: the portrait goes with the agreement."""
    if ended.purpose != PURPOSE:
        return None
    return _photos_of(ended.people).delete()[0]


def _photos_of(people: Collection[int]) -> QuerySet[CardPhoto]:
    """Return portraits of people, also those that stayed with a record merged into theirs."""
    theirs = Q(person__in=people) | Q(person__merged_into__in=people)
    return CardPhoto.objects.filter(theirs)
