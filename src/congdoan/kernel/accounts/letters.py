from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from congdoan.kernel.accounts.services.invitations import Invited


def invitation_slip(invited: Invited, *, organisation: str) -> str:
    """
    Return the page that is printed and handed over: name, code, how to begin.

    The code is known only now; whoever loses the slip is given a new code.
    """
    return render_to_string(
        "accounts/slip.html",
        {
            "invited": invited,
            "organisation": organisation,
            "address": f"{settings.SITE_ADDRESS}{reverse('accounts:activate')}",
        },
    )
