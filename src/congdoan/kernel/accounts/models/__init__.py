from congdoan.kernel.accounts.models.access_token import AccessToken
from congdoan.kernel.accounts.models.invitation import Invitation
from congdoan.kernel.accounts.models.sign_in_guard import SignInGuard
from congdoan.kernel.accounts.models.user import User

__all__ = ["AccessToken", "Invitation", "SignInGuard", "User"]
