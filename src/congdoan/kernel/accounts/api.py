"""Front door of accounts."""

from congdoan.kernel.accounts.policies import INVITE
from congdoan.kernel.accounts.rules.phones import national_phone, normal_phone
from congdoan.kernel.accounts.selectors.duties import pending_duty, second_factor_days_left
from congdoan.kernel.accounts.services.addresses import address_of
from congdoan.kernel.accounts.services.confirming import (
    confirm_secret,
    passkey_question,
    second_factors_of,
)
from congdoan.kernel.accounts.services.events import (
    AccountEvent,
    Reissue,
    happened,
    needs_second_factor,
    reissuing,
)
from congdoan.kernel.accounts.services.invitations import Invited, activate, invite, reissue_code
from congdoan.kernel.accounts.services.lockout import (
    TooManyTries,
    count_wrong_guess,
    refuse_guessing,
)
from congdoan.kernel.accounts.services.profiles import choose_language
from congdoan.kernel.accounts.services.second_factor import refresh_second_factor_duty
from congdoan.kernel.accounts.services.sessions import end_sessions

__all__ = [
    "INVITE",
    "AccountEvent",
    "Invited",
    "Reissue",
    "TooManyTries",
    "activate",
    "address_of",
    "choose_language",
    "confirm_secret",
    "count_wrong_guess",
    "end_sessions",
    "happened",
    "invite",
    "national_phone",
    "needs_second_factor",
    "normal_phone",
    "passkey_question",
    "pending_duty",
    "refresh_second_factor_duty",
    "refuse_guessing",
    "reissue_code",
    "reissuing",
    "second_factor_days_left",
    "second_factors_of",
]
