from django.utils.translation import gettext_lazy as _

from congdoan.foundation import navigation
from congdoan.kernel.audit.api import declare_verb
from congdoan.support.certificates import policies
from congdoan.support.certificates.api import REVISION, may_read_content
from congdoan.support.files.api import declare_purpose, may_read_file

declare_purpose(REVISION, _("Bản của tệp ký số"), needs=policies.SEAL)
may_read_file.on(may_read_content)
navigation.put(
    navigation.NavEntry(
        "certificates.settings",
        _("Cấu hình ký số"),
        "certificates:settings",
        "patch-check",
        policies.CONFIGURE,
        order=95,
        group=navigation.Group.ADMINISTRATION,
    )
)
declare_verb("certificates.file_started", _("{actor} mở tệp ký số {target}"))
declare_verb("certificates.signed", _("{actor} ký số vào {target}"))
declare_verb("certificates.archived", _("{actor} đóng dấu thời gian lưu trữ cho {target}"))
