from congdoan.kernel.audit import api as audit

audit.declare_verb("discussion.commented", "{actor} đã góp ý {target}")
audit.declare_verb("discussion.edited", "{actor} đã sửa góp ý {target}")
audit.declare_verb("discussion.withdrawn", "{actor} đã rút góp ý {target}")
audit.declare_verb("discussion.answered", "{actor} đã trả lời góp ý {target}")
audit.declare_verb("discussion.moved", "Góp ý {target} theo câu chữ sang đoạn khác")
