from congdoan.kernel.audit import api as audit
from congdoan.support.notifications.api import declare_kind
from congdoan.support.worklist import notifications

for kind in notifications.KINDS:
    declare_kind(kind)
audit.declare_verb("worklist.assigned", "{actor} đã giao việc {target}")
audit.declare_verb("worklist.moved", "{actor} đã dời hạn việc {target}")
audit.declare_verb("worklist.finished", "{actor} đã làm xong việc {target}")
audit.declare_verb("worklist.escalated", "{actor} đã báo lên cấp trên việc quá hạn {target}")
