"""Front door of accounts."""

from congdoan.kernel.accounts.policies import INVITE
from congdoan.kernel.accounts.rules.phones import national_phone, normal_phone
from congdoan.kernel.accounts.rules.scopes import declare_scope
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
from congdoan.kernel.accounts.services.tokens import (
    Issued,
    ScopeMissing,
    TokenRefused,
    issue_token,
    revoke_token,
    use_token,
)

__all__ = [
    "INVITE",
    "AccountEvent",
    "Invited",
    "Issued",
    "Reissue",
    "ScopeMissing",
    "TokenRefused",
    "TooManyTries",
    "activate",
    "address_of",
    "choose_language",
    "confirm_secret",
    "count_wrong_guess",
    "declare_scope",
    "end_sessions",
    "happened",
    "invite",
    "issue_token",
    "national_phone",
    "needs_second_factor",
    "normal_phone",
    "passkey_question",
    "pending_duty",
    "refresh_second_factor_duty",
    "refuse_guessing",
    "reissue_code",
    "reissuing",
    "revoke_token",
    "second_factor_days_left",
    "second_factors_of",
    "use_token",
]
