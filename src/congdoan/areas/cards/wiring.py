from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from congdoan.areas.cards import indicators, notifications, policies
from congdoan.areas.cards.selectors.kept import kept_of_cards
from congdoan.areas.cards.services.following import consequences
from congdoan.areas.cards.services.forgetting import forget_notes
from congdoan.areas.cards.services.photographing import end_photo, forget_photo
from congdoan.areas.indicators.api import register_all as register_indicators
from congdoan.foundation import navigation, panels
from congdoan.foundation.navigation import Group, NavEntry
from congdoan.foundation.panels import Panel, Shortcut
from congdoan.kernel.audit.api import declare_verb
from congdoan.kernel.organisations.api import impact
from congdoan.kernel.people.api import declare_link, forgetting, kept_about, use_ended
from congdoan.kernel.people.enums import Fate
from congdoan.support.notifications.api import declare_kind

for verb, sentence in (
    ("issued", gettext_noop("{actor} đã cấp thẻ đoàn viên ở {target}")),
    ("replaced", gettext_noop("{actor} đã cấp lại thẻ đoàn viên của {target}")),
    ("withdrawn", gettext_noop("{actor} đã thu hồi thẻ đoàn viên của {target}")),
    ("photo_taken_in", gettext_noop("{actor} đã gửi ảnh thẻ của {target}")),
    ("photo_dropped", gettext_noop("{actor} đã xóa ảnh thẻ của {target}")),
    ("printed", gettext_noop("{actor} đã lập tệp in thẻ đoàn viên của {target}")),
):
    declare_verb(f"cards.{verb}", sentence)
declare_kind(notifications.PRINTED)
impact.on(consequences)
# Where both records have a card, the one of the alias stays with it and is not valid any more.
declare_link("cards.Card", "person", Fate.MOVES)
declare_link("cards.CardPhoto", "person", Fate.STAYS)
kept_about.on(kept_of_cards)
forgetting.on(forget_notes)
forgetting.on(forget_photo)
use_ended.on(end_photo)

panels.put("members.unit", Panel("cards", _("Thẻ đoàn viên"), "cards:of", policies.VIEW))
panels.put("members.detail", Panel("cards", _("Thẻ đoàn viên"), "cards:member", policies.VIEW))
navigation.put(
    NavEntry(
        "cards_oneself",
        _("Thẻ của tôi"),
        "cards:oneself",
        "person-badge",
        None,
        order=20,
        group=Group.SELF,
    )
)
panels.put_shortcut(
    "members.oneself", Shortcut(_("Thẻ của tôi"), "qr-code", "cards:oneself", (), None)
)

register_indicators(indicators.KEYS, indicators.holding, names=indicators.cards_page)
