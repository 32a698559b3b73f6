from congdoan.foundation.capabilities import capability

VIEW = capability("rulebook.view", "Xem quy định")
OVERRIDE = capability("rulebook.override", "Đặt quy định riêng của tổ chức")
