from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from congdoan.areas.cards import notifications, policies
from congdoan.areas.cards.services.following import consequences
from congdoan.foundation import navigation, panels
from congdoan.foundation.navigation import NavEntry
from congdoan.foundation.panels import Panel
from congdoan.kernel.audit.api import declare_verb
from congdoan.kernel.organisations.api import impact
from congdoan.kernel.people.api import declare_link
from congdoan.kernel.people.enums import Fate
from congdoan.support.notifications.api import declare_kind

for verb, sentence in (
    ("issued", gettext_noop("{actor} đã cấp thẻ đoàn viên ở {target}")),
    ("replaced", gettext_noop("{actor} đã cấp lại thẻ đoàn viên của {target}")),
    ("withdrawn", gettext_noop("{actor} đã thu hồi thẻ đoàn viên của {target}")),
    ("printed", gettext_noop("{actor} đã lập tệp in thẻ đoàn viên của {target}")),
):
    declare_verb(f"cards.{verb}", sentence)
declare_kind(notifications.PRINTED)
declare_link("cards.Card", "person", Fate.MOVES)
impact.on(consequences)

panels.put("members.unit", Panel("cards", _("Thẻ đoàn viên"), "cards:of", policies.VIEW))
panels.put("members.detail", Panel("cards", _("Thẻ đoàn viên"), "cards:member", policies.VIEW))
navigation.put(
    NavEntry("cards_oneself", _("Thẻ của tôi"), "cards:oneself", "person-badge", None, 61)
)
