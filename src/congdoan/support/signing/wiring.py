from django.utils.translation import gettext_lazy as _

from congdoan.foundation import navigation
from congdoan.kernel.audit.api import declare_verb
from congdoan.kernel.people.api import declare_link
from congdoan.kernel.people.enums import Fate
from congdoan.support.certificates.api import may_read_revision
from congdoan.support.files.api import declare_purpose, may_read_file
from congdoan.support.notifications.api import declare_kind as declare_notification
from congdoan.support.rendering.api import register
from congdoan.support.signing import letters, notifications, policies
from congdoan.support.signing.api import SCAN, may_read_scan, may_read_signed_file
from congdoan.support.worklist.api import WorkKind
from congdoan.support.worklist.api import declare_kind as declare_work

for kind in notifications.KINDS:
    declare_notification(kind)
declare_work(WorkKind("signing.sign", _("Ký văn bản"), reminder_days=(7, 3, 1, 0)))
declare_purpose(SCAN, _("Bản quét có chữ ký"), needs=policies.RECORD)
may_read_file.on(may_read_scan)
may_read_revision.on(may_read_signed_file)
register(letters.EVIDENCE)
declare_verb("signing.opened", _("{actor} trình ký {target}"))
declare_verb("signing.extended", _("{actor} gia hạn ký {target}"))
declare_verb("signing.signed", _("{actor} ký {target}"))
declare_verb("signing.sealed", _("{actor} đóng dấu số vào {target}"))
declare_verb("signing.paper_recorded", _("{actor} ghi nhận chữ ký trên giấy của {target}"))
declare_verb("signing.scan_attached", _("{actor} đính kèm bản quét chữ ký của {target}"))
declare_verb("signing.scan_judged", _("{actor} xem từng tờ bản quét của {target}"))
declare_verb("signing.declined", _("{actor} từ chối ký {target}"))
declare_verb("signing.voided", _("{actor} hủy hồ sơ ký {target}"))
declare_verb("signing.resumed", _("{actor} trình ký lại {target}: {reason}"))
declare_verb("signing.reminded", _("{actor} nhắc các bên ký {target}"))
declare_verb("signing.slot_expired", _("Có bên quá hạn ký riêng trong {target}"))
declare_verb("signing.expired", _("Hồ sơ ký {target} quá hạn"))
navigation.put(
    navigation.NavEntry(
        "signing.packets",
        _("Hồ sơ ký"),
        "signing:packets",
        "pen",
        policies.VIEW,
        order=30,
        group=navigation.Group.WORK,
    )
)
# Who signed stays as it was sealed; who goes along reads on under the record that is kept.
declare_link("signing.Signature", "person", Fate.STAYS)
declare_link("signing.Follower", "person", Fate.MOVES)
