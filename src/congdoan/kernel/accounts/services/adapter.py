"""How allauth's flows speak and decide here; they are edges, so they read the clock."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import get_login_redirect_url
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from congdoan.foundation import clock
from congdoan.kernel.accounts.models import User
from congdoan.kernel.accounts.services import sessions
from congdoan.kernel.accounts.services.lockout import TooManyTries
from congdoan.kernel.accounts.services.signing_in import check_credentials, note_sign_in

#: What allauth would say in English; other templates of its messages are silent.
MESSAGES = {
    "mfa/messages/totp_activated.txt": _("Đã bật ứng dụng xác thực."),
    "mfa/messages/totp_deactivated.txt": _("Đã tắt ứng dụng xác thực."),
    "mfa/messages/recovery_codes_generated.txt": _("Đã tạo bộ mã dự phòng mới."),
    "mfa/messages/webauthn_added.txt": _("Đã thêm khóa đăng nhập."),
    "mfa/messages/webauthn_removed.txt": _("Đã xóa khóa đăng nhập."),
}


WAYS = {
    "reauthenticate": _("Dùng mật khẩu"),
    "mfa_reauthenticate": _("Dùng mã xác thực"),
    "mfa_reauthenticate:webauthn": _("Dùng khóa đăng nhập"),
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """No open registration, wrong tries counted in the database, sentences in Vietnamese."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _(
            "Tên đăng nhập hoặc mật khẩu không đúng; hãy kiểm tra chế độ gõ và phím Caps Lock."
        ),
        "incorrect_password": _("Mật khẩu không đúng."),
        "incorrect_code": _("Mã không đúng hoặc đã hết hạn; hãy nhập mã mới nhất."),
        "too_many_login_attempts": _("Đã nhập sai quá nhiều lần; hãy chờ vài phút rồi thử lại."),
        "rate_limited": _("Bạn gửi yêu cầu quá nhanh; hãy chờ một phút rồi thử lại."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        try:
            user = check_credentials(
                login=credentials.get("username", ""),
                password=credentials["password"],
                address=self.get_client_ip(request),
                at=clock.now(),
            )
        except TooManyTries as refusal:
            raise ValidationError(refusal.sentence) from refusal
        return user

    def reauthenticate(self, user: User, password: str) -> bool:
        found = self.authenticate(self.request, username=user.username, password=password)
        return found is not None and found.pk == user.pk

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [method | {"description": WAYS[method["id"]]} for method in methods]

    def post_login(
        self, request: HttpRequest, user: User, *, redirect_url: str | None, **_: Any
    ) -> HttpResponse:
        at = clock.now()
        sessions.note_session(request=request, user=user, at=at)
        note_sign_in(user=user, at=at)
        response = HttpResponseRedirect(get_login_redirect_url(request, redirect_url))
        speak(response, user.language)
        return response

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        text = message or MESSAGES.get(message_template or "")
        if text:
            super().add_message(request, level, extra_tags=extra_tags, message=str(text))


def speak(response: HttpResponse, language: str) -> None:
    """Let the following pages be in ``language``."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
