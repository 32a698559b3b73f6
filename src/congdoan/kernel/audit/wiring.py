from django.utils.translation import gettext_lazy as _

from congdoan.kernel.audit.api import SEEN, declare_verb

declare_verb(SEEN, _("{actor} đã xem {target}"))
