from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef

from congdoan.kernel.accounts.models import AccessToken, SignInGuard
from congdoan.kernel.accounts.rules import lockout

#: Ended tokens stay for so long: the trail keeps who made and used them.
_KEPT = timedelta(days=365)


@transaction.atomic
def drop_what_ran_out(*, at: datetime) -> None:
    """
    Delete ended sessions and tokens, and the counts of wrong tries nobody needs any more.

    Invitations stay: they show who let whom in.
    """
    SignInGuard.objects.filter(last_failure_at__lte=at - lockout.FORGOTTEN_AFTER).delete()
    Session.objects.filter(expire_date__lte=at).delete()
    AccessToken.objects.filter(expires_at__lte=at - _KEPT).delete()
    alive = Session.objects.filter(session_key=OuterRef("session_key"))
    UserSession.objects.exclude(Exists(alive)).delete()
