"""Where a request came from, behind the installation's proxies."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """Return the network address of who asks (``CONGDOAN_PROXIES`` says how many stand before)."""
    return str(get_adapter(request).get_client_ip(request))
