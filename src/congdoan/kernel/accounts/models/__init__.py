from congdoan.kernel.accounts.models.user import User

__all__ = ["User"]
