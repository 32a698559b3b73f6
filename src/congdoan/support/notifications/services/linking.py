"""Addresses of people on the channels: given by themselves, ended by themselves or when lost."""

from datetime import datetime

from django.db import transaction

from congdoan.foundation import sealing
from congdoan.support.notifications.enums import Channel
from congdoan.support.notifications.models import BouncedAddress, ChannelLink
from congdoan.support.notifications.selectors import SEAL, mail_tokens


@transaction.atomic
def lose_address(*, channel: Channel, user_id: int, address: str, at: datetime) -> None:
    """Stop sending to an address the other side says is gone."""
    if channel is Channel.EMAIL:
        BouncedAddress.objects.update_or_create(
            user_id=user_id,
            defaults={"token": mail_tokens(address)[0], "at": at, "status": "SMTP"},
        )
        return
    ChannelLink.objects.filter(
        channel=channel,
        user_id=user_id,
        token__in=sealing.tokens(address, use=SEAL),
        ended_at__isnull=True,
    ).update(ended_at=at, lost=True, address="")
