from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from congdoan.areas.members.api import discipline_suggested
from congdoan.areas.watchlist import policies
from congdoan.areas.watchlist.selectors.kept import kept_of_watching
from congdoan.areas.watchlist.selectors.suggesting import suggest_discipline
from congdoan.areas.watchlist.services.forgetting import forget_mitigating
from congdoan.foundation import navigation
from congdoan.foundation.navigation import Group, NavEntry
from congdoan.kernel.audit.api import declare_verb
from congdoan.kernel.people.api import declare_link, forgetting, kept_about
from congdoan.kernel.people.enums import Fate

declare_verb(
    "watchlist.noted",
    gettext_noop("{actor} đã ghi đoàn phí, sinh hoạt chưa đủ của đoàn viên {target}"),
)
declare_verb("watchlist.read", gettext_noop("{actor} đã xem danh sách cần nhắc nhở của {target}"))
declare_link("watchlist.WatchEntry", "person", Fate.MOVES)
kept_about.on(kept_of_watching)
forgetting.on(forget_mitigating)
discipline_suggested.on(suggest_discipline)
navigation.put(
    NavEntry(
        "watchlist",
        _("Nhắc nhở đoàn viên"),
        "watchlist:own",
        "bell",
        policies.KEEP,
        order=50,
        group=Group.MEMBERS,
    )
)
