"""Rules for new passwords whose sentences Django does not have in Vietnamese."""

from django.contrib.auth.password_validation import MinimumLengthValidator, NumericPasswordValidator
from django.utils.translation import gettext


class LongEnough(MinimumLengthValidator):
    def get_error_message(self) -> str:
        return gettext("Mật khẩu quá ngắn; cần ít nhất {count} ký tự.").format(
            count=self.min_length
        )


class NotOnlyDigits(NumericPasswordValidator):
    """Phone numbers and birthdays are the first guesses."""

    def get_error_message(self) -> str:
        return gettext("Mật khẩu không được chỉ gồm chữ số.")
