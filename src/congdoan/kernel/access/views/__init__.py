from congdoan.kernel.access.views.delegations import delegate_office, delegations, revoke
from congdoan.kernel.access.views.explaining import explain, explain_panel
from congdoan.kernel.access.views.granting import end, grant
from congdoan.kernel.access.views.supporting import support, support_end

__all__ = [
    "delegate_office",
    "delegations",
    "end",
    "explain",
    "explain_panel",
    "grant",
    "revoke",
    "support",
    "support_end",
]
