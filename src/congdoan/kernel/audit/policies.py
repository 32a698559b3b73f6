from congdoan.foundation.capabilities import capability

VIEW = capability("audit.view", "Xem nhật ký của đơn vị")
