"""Front door of publications."""

from congdoan.areas.publications.enums import Channel, PublicationState
from congdoan.areas.publications.services.deciding import (
    approve_publication,
    return_publication,
    say_it_is_gone,
    say_it_is_there,
    try_again,
    withdraw_publication,
)
from congdoan.areas.publications.services.pages import PageData, connect_page, forget_page
from congdoan.areas.publications.services.preparing import (
    PublicationData,
    change_publication,
    discard_publication,
    prepare_publication,
)
from congdoan.areas.publications.services.sending import send_waiting

__all__ = [
    "Channel",
    "PageData",
    "PublicationData",
    "PublicationState",
    "approve_publication",
    "change_publication",
    "connect_page",
    "discard_publication",
    "forget_page",
    "prepare_publication",
    "return_publication",
    "say_it_is_gone",
    "say_it_is_there",
    "send_waiting",
    "try_again",
    "withdraw_publication",
]
