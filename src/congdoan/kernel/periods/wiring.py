from django.utils.translation import gettext_noop

from congdoan.kernel.audit import api as audit

audit.declare_verb("periods.term_started", gettext_noop("{actor} đã ghi {target}"))
audit.declare_verb("periods.term_ended", gettext_noop("{actor} đã kết thúc {target}"))
