"""Leaving a category from the letter itself, signed out, by the token the letter carries."""

from collections.abc import Iterable

from django.core import signing
from django.db import transaction

from congdoan.foundation.refusal import Refusal
from congdoan.kernel.accounts.models import User
from congdoan.support.notifications import rules
from congdoan.support.notifications.enums import Channel
from congdoan.support.notifications.models import Preference
from congdoan.support.notifications.rules import Category
from congdoan.support.notifications.services.outbox import withdraw

_SALT = "notifications.unsubscribe"


class UnknownLetter(Refusal):
    """Đường dẫn thôi nhận thư này không đúng hoặc bị cắt cụt; hãy mở lại từ thư, hoặc đăng nhập rồi chọn loại thông báo muốn nhận."""  # noqa: E501

    status = 404


def letter_token(*, user_id: int, categories: Iterable[str]) -> str:
    """Return what a letter carries to end its categories for its reader; it never runs out."""
    return signing.dumps([user_id, *sorted(set(categories))], salt=_SALT)


def read_letter(token: str) -> tuple[User, list[Category]]:
    """:raises UnknownLetter: when we did not write the token, or its reader is gone"""
    try:
        user_id, *codes = signing.loads(token, salt=_SALT)
        user = User.objects.get(pk=user_id)
    except (signing.BadSignature, User.DoesNotExist, ValueError, TypeError):
        raise UnknownLetter from None
    return user, [one for one in rules.categories() if one.code in codes]


@transaction.atomic
def unsubscribe(*, token: str, wanted: bool = False) -> None:
    """End (or, by the same letter, take up again) the letter's categories by e-mail."""
    user, categories = read_letter(token)
    Preference.objects.bulk_create(
        [
            Preference(user=user, category=one.code, channel=Channel.EMAIL, wanted=wanted)
            for one in categories
        ],
        update_conflicts=True,
        unique_fields=["user", "category", "channel"],
        update_fields=["wanted"],
    )
    if not wanted:
        codes = [one.code for one in categories]
        withdraw(user_id=user.pk, channel=Channel.EMAIL, categories=codes)


def is_subscribed(user: User, categories: Iterable[Category]) -> bool:
    """Tell whether any of the categories still comes by e-mail."""
    chosen = dict(
        Preference.objects.filter(user=user, channel=Channel.EMAIL).values_list(
            "category", "wanted"
        )
    )
    return any(chosen.get(one.code, one.email) for one in categories)
