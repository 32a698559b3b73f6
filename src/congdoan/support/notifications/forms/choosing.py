from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congdoan.foundation.forms import Form
from congdoan.support.notifications import rules
from congdoan.support.notifications.enums import Channel
from congdoan.support.notifications.models import Preference, QuietHours
from congdoan.support.notifications.services.queueing import Choice, default_choice

NOW, DAILY, OFF = "now", "daily", "off"
#: E-mail is offered even before there is a mail server: the choice waits for it.
_ALWAYS = (Channel.EMAIL,)


class PreferencesForm(Form):
    """One choice per category and channel; e-mail comes at once, once a day, or not."""

    def __init__(
        self,
        *args: Any,
        channels: Sequence[Channel],
        chosen: Mapping[tuple[str, str], Preference],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.channels = [one for one in Channel if one in channels or one in _ALWAYS]
        for category in rules.categories():
            for channel in self.channels:
                row = chosen.get((category.code, channel))
                now = Choice(row.wanted, row.daily) if row else default_choice(category, channel)
                field = _mail_field(now) if channel is Channel.EMAIL else _box(channel, now)
                self.fields[f"{category.code}-{channel.value}"] = field

    def groups(self) -> list[dict[str, Any]]:
        """Return the fields by category, with who is told what in it."""
        audiences: dict[str, list[str]] = {}
        for kind in rules.kinds().values():
            told = audiences.setdefault(kind.category.code, [])
            if str(kind.audience) not in told:
                told.append(str(kind.audience))
        return [
            {
                "label": category.label,
                "audience": gettext("Gửi cho: {audience}.").format(
                    audience="; ".join(audiences[category.code])
                ),
                "fields": [self[f"{category.code}-{channel.value}"] for channel in self.channels],
            }
            for category in rules.categories()
        ]

    def choices(self) -> dict[tuple[str, Channel], Choice]:
        """Return what was chosen."""
        found = {}
        for category in rules.categories():
            for channel in self.channels:
                value = self.cleaned_data[f"{category.code}-{channel.value}"]
                mail = channel is Channel.EMAIL
                found[category.code, channel] = Choice(
                    value != OFF if mail else bool(value), mail and value == DAILY
                )
        return found


def _mail_field(now: Choice) -> forms.Field:
    return forms.ChoiceField(
        label=Channel.EMAIL.label,
        choices=[
            (NOW, _("Gửi ngay")),
            (DAILY, _("Gom thành một thư mỗi sáng")),
            (OFF, _("Không gửi")),
        ],
        initial=(DAILY if now.daily else NOW) if now.wanted else OFF,
    )


def _box(channel: Channel, now: Choice) -> forms.Field:
    label = str(channel.label)
    if channel.paid:
        label = gettext("{channel} (công đoàn trả tiền từng tin)").format(channel=label)
    return forms.BooleanField(label=label, required=False, initial=now.wanted)


class QuietForm(Form):
    """From when to when phones keep still; both empty = the rule above one."""

    starts = forms.TimeField(
        label=_("Từ"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    ends = forms.TimeField(
        label=_("Đến"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_(
            "Có thể qua nửa đêm, ví dụ 21:30 đến 06:00. Hai ô giống nhau: không có giờ yên tĩnh. "
            "Để trống cả hai: theo quy định chung."
        ),
    )

    def __init__(self, *args: Any, row: QuietHours | None, **kwargs: Any) -> None:
        if row is not None:
            kwargs["initial"] = {"starts": row.starts, "ends": row.ends}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if not self.errors and (values["starts"] is None) != (values["ends"] is None):
            self.add_error("ends", gettext("Hãy điền cả hai ô, hoặc để trống cả hai."))
        return values

    def hours(self) -> tuple[time, time] | None:
        starts, ends = self.cleaned_data["starts"], self.cleaned_data["ends"]
        return None if starts is None else (starts, ends)
