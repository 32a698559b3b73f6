from congdoan.foundation.capabilities import capability

INVITE = capability("accounts.invite", "Mời người dùng và cấp lại mã kích hoạt")
