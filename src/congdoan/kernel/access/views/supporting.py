"""Acting as somebody else, for support."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs, signed_in
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotAllowed, Refusal
from congdoan.kernel.access import forms, policies
from congdoan.kernel.access.selectors.records import find_support, find_user, recent_support
from congdoan.kernel.access.services.actors import system_actor
from congdoan.kernel.access.services.supporting import SESSION_KEY, end_support, start_support


@needs(policies.SUPPORT)
def support(request: ActorRequest) -> HttpResponse:
    form = forms.SupportForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        user = find_user(form.cleaned_data["username"])
        if user is None:
            form.add_error("username", _("Không có tài khoản này."))
        else:
            try:
                session = start_support(
                    actor=request.actor,
                    user=user,
                    reason=form.cleaned_data["reason"],
                    at=clock.now(),
                )
            except NotAllowed:
                form.add_error("username", _("Không hỗ trợ thay tài khoản này được."))
            except Refusal as refusal:
                form.refuse(refusal, "reason")
            else:
                request.session[SESSION_KEY] = session.pk
                return redirect("desk:home")
    recent = recent_support()
    return render_page(
        request,
        "access/support.html",
        {"form": form, "recent": recent},
        status=422 if form.is_bound and form.errors else 200,
    )


@signed_in
@require_POST
def support_end(request: ActorRequest) -> HttpResponse:
    pk = request.session.pop(SESSION_KEY, None)
    session = find_support(pk, operator_id=request.user.pk)
    if session is not None:
        end_support(
            actor=system_actor(today=clock.today(), name=session.operator.display_name),
            session=session,
            at=clock.now(),
        )
        messages.success(request, _("Đã kết thúc phiên hỗ trợ."))
    return redirect("desk:home")
