"""What one is told where, and when phones keep still."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congdoan.foundation.acting import act
from congdoan.foundation.actor import ActorRequest, needs, signed_in
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.accounts.models import User
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.notifications import policies, rules
from congdoan.support.notifications.enums import Channel
from congdoan.support.notifications.forms.choosing import PreferencesForm, QuietForm
from congdoan.support.notifications.selectors import (
    chosen,
    is_silenced,
    own_links,
    quiet_row,
)
from congdoan.support.notifications.services.channels.register import channels_set_up
from congdoan.support.notifications.services.reading import (
    choose_preferences,
    keep_own_quiet,
    keep_unit_quiet,
    use_again,
)


@signed_in
def preferences_edit(request: ActorRequest) -> HttpResponse:
    channels = channels_set_up()
    form = PreferencesForm(
        request.POST or None,
        channels=channels,
        chosen=chosen(request.actor),
        actor=request.actor,
    )
    if request.method == "POST" and form.is_valid():
        choose_preferences(actor=request.actor, wanted=form.choices())
        messages.success(request, _("Đã lưu lựa chọn nhận thông báo."))
        return redirect("notifications:preferences")
    linked = set(
        own_links(request.actor).filter(ended_at__isnull=True).values_list("channel", flat=True)
    )
    unit = request.actor.organisation_id
    own = quiet_row(user_id=request.actor.user_id)
    context = {
        "form": form,
        "groups": form.groups(),
        "mail_is_set_up": Channel.EMAIL in channels,
        "address": request.user.email if isinstance(request.user, User) else "",
        "bounced": is_silenced(request.user) if isinstance(request.user, User) else False,
        "unlinked": [
            channel.label for channel in channels if channel.rings and channel not in linked
        ],
        "quiet": own,
        "default_quiet": rules.QUIET_HOURS,
        "unit": unit if request.actor.reach(policies.SET_QUIET).filter(pk=unit).exists() else None,
    }
    status = 422 if form.is_bound else 200
    return render_page(request, "notifications/preferences.html", context, status=status)


@signed_in
@require_POST
def use_address_again(request: ActorRequest) -> HttpResponse:
    """Write to a mail address again that once sent a letter back."""
    use_again(actor=request.actor)
    messages.success(request, _("Từ nay thư lại được gửi tới địa chỉ của bạn."))
    return redirect("notifications:preferences")


@signed_in
def quiet_own(request: ActorRequest) -> HttpResponse:
    row = quiet_row(user_id=request.actor.user_id)
    form = QuietForm(request.POST or None, row=row, actor=request.actor)
    return act(
        request,
        form,
        lambda: keep_own_quiet(actor=request.actor, hours=form.hours()),
        back=reverse("notifications:preferences"),
        page={"title": _("Giờ yên tĩnh của tôi"), "unit_name": ""},
        template="notifications/quiet.html",
        done=_("Đã lưu giờ yên tĩnh."),
        field="ends",
    )


@needs(policies.SET_QUIET)
def quiet_unit(request: ActorRequest, pk: int) -> HttpResponse:
    unit = _organisation(request, pk)
    form = QuietForm(request.POST or None, row=quiet_row(organisation_id=pk), actor=request.actor)
    return act(
        request,
        form,
        lambda: keep_unit_quiet(actor=request.actor, unit=unit, hours=form.hours()),
        back=reverse("notifications:preferences"),
        page={
            "title": _("Giờ yên tĩnh của đơn vị"),
            "unit_name": name_of(unit, on=request.actor.as_of),
        },
        template="notifications/quiet.html",
        done=_("Đã lưu giờ yên tĩnh của đơn vị."),
        field="ends",
    )


def _organisation(request: ActorRequest, pk: int) -> Organisation:
    """:raises NotFound: when it is out of the actor's reach"""
    unit = request.actor.reach(policies.SET_QUIET).filter(pk=pk).first()
    if unit is None:
        raise NotFound
    found: Organisation = unit
    return found
