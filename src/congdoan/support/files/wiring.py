from congdoan.kernel.audit import api as audit

audit.declare_verb("files.stored", "{actor} đã tải lên tệp {target}")
