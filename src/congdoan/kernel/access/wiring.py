from django.utils.translation import gettext_noop

from congdoan.kernel.audit.api import declare_verb

declare_verb("access.granted", gettext_noop("{actor} đã giao quyền cho {target}"))
declare_verb("access.grant_ended", gettext_noop("{actor} đã thu hồi quyền của {target}"))
declare_verb("access.delegated", gettext_noop("{actor} đã ủy quyền cho {target}"))
declare_verb("access.delegation_revoked", gettext_noop("{actor} đã thu hồi ủy quyền của {target}"))
declare_verb("access.support_started", gettext_noop("{actor} bắt đầu hỗ trợ thay {target}"))
declare_verb("access.support_ended", gettext_noop("{actor} kết thúc hỗ trợ thay {target}"))
