"""What stands on the card; always in Vietnamese, as it is shown to others."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse

from congdoan.areas.cards.enums import Layout
from congdoan.areas.cards.models import Card
from congdoan.areas.cards.selectors.photos import unscoped_photos
from congdoan.support.rendering.api import CardDesign, CardFace, to_card_pdf

#: Portraits read at once.
_AT_ONCE = 100

DESIGN = CardDesign(
    issuer="TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM",
    title="THẺ ĐOÀN VIÊN",
    scan="Quét để kiểm tra hiệu lực",
    back_title="Thẻ đoàn viên Công đoàn Việt Nam",
    back=(
        "Thẻ cấp cho đoàn viên có tên ở mặt trước, không cho mượn, không chuyển nhượng.",
        "Thẻ có hiệu lực trong thời gian là đoàn viên; quét mã ở mặt trước để kiểm tra.",
        "Mất, hỏng thẻ, đổi họ tên hoặc đơn vị: báo công đoàn đơn vị để cấp lại.",
        "Nhặt được thẻ, xin gửi công đoàn nơi gần nhất.",
    ),
)


def verification_url(card: Card) -> str:
    """Return the whole public address that the QR code holds."""
    return urljoin(settings.SITE_ADDRESS, reverse("cards:verify", args=[card.token]))


def draw_cards(
    cards: Sequence[Card], layout: Layout, at: datetime, told: Callable[[int], None]
) -> bytes:
    return to_card_pdf(
        _faces(cards),
        DESIGN,
        a4=layout == Layout.A4,
        created_at=at,
        told=told,
    )


def _faces(cards: Sequence[Card]) -> Iterator[CardFace]:
    """Yield faces as they are drawn; portraits are read a hundred at a time."""
    for start in range(0, len(cards), _AT_ONCE):
        some = cards[start : start + _AT_ONCE]
        photos = unscoped_photos([card.person_id for card in some])
        for card in some:
            yield _face(card, photos.get(card.person_id, b""))


def _face(card: Card, photo: bytes) -> CardFace:
    return CardFace(
        card.printed_name,
        (
            ("Mã số:", card.number),
            ("Đơn vị:", card.printed_unit),
            ("Cấp ngày:", f"{card.issued_on:%d/%m/%Y}"),
        ),
        verification_url(card),
        photo,
    )
