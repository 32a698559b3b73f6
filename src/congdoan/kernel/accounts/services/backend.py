from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from congdoan.kernel.accounts.models import User


class SignInBackend(ModelBackend):
    """Sign in by user name, e-mail or phone number."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **_: Any,
    ) -> User | None:
        user = User.objects.filter(username__iexact=username or "").first()
        if user and user.check_password(password or "") and user.is_active:
            return user
        return None
