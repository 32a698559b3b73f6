from typing import Any

from django import forms
from django.utils.translation import gettext

from congdoan.foundation.forms import Form
from congdoan.support.notifications import rules


class PreferencesForm(Form):
    """One box per category: whether its notifications also come by e-mail."""

    def __init__(self, *args: Any, chosen: dict[str, bool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        audiences: dict[str, list[str]] = {}
        for kind in rules.kinds().values():
            told = audiences.setdefault(kind.category.code, [])
            if str(kind.audience) not in told:
                told.append(str(kind.audience))
        for category in rules.categories():
            self.fields[category.code] = forms.BooleanField(
                label=gettext("{category}: gửi cả thư điện tử").format(category=category.label),
                required=False,
                initial=chosen.get(category.code, category.email),
                help_text=gettext("Gửi cho: {audience}.").format(
                    audience="; ".join(audiences[category.code])
                ),
            )
