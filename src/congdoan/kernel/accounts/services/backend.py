from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from congdoan.kernel.accounts.models import User
from congdoan.kernel.accounts.services.identifiers import find_user
from congdoan.kernel.accounts.services.signing_in import fits


class SignInBackend(ModelBackend):
    """
    Finds the user by user name, e-mail or phone number.

    Wrong tries are counted a step earlier, in the adapter of the sign-in page.
    """

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **_: Any,
    ) -> User | None:
        user = find_user(username or "")
        return user if fits(user, password or "") else None

    def get_user(self, user_id: int) -> User | None:
        user = User.objects.of_session(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None
