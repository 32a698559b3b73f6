from django.utils.translation import gettext_noop

from congdoan.kernel.audit.api import declare_verb

declare_verb("people.registered", gettext_noop("{actor} đã ghi nhận {target}"))
declare_verb("people.changed", gettext_noop("{actor} đã sửa thông tin của {target}"))
declare_verb("people.appointed", gettext_noop("{actor} đã ghi chức vụ của {target}"))
declare_verb("people.office_ended", gettext_noop("{actor} đã kết thúc chức vụ của {target}"))
