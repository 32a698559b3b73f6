from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """No open registration."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
