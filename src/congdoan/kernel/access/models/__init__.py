from congdoan.kernel.access.models.delegation import Delegation
from congdoan.kernel.access.models.grant import Grant
from congdoan.kernel.access.models.support_session import SupportSession

__all__ = ["Delegation", "Grant", "SupportSession"]
