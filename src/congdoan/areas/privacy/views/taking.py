"""All that is kept about oneself, to take along."""

from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.privacy.rules.refusals import FileGone
from congdoan.areas.privacy.selectors.taking import get_own_file, own_files
from congdoan.areas.privacy.services.taking import ask_for_own_file
from congdoan.areas.privacy.views.frame import act
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, require_oneself, signed_in
from congdoan.foundation.downloads import as_file
from congdoan.foundation.forms import Form


@signed_in
def take_along(request: ActorRequest) -> HttpResponse:
    require_oneself(request.actor)
    form = Form(request.POST if request.method == "POST" else None, actor=request.actor)

    def do() -> None:
        ask_for_own_file(actor=request.actor, at=clock.now())

    files = own_files(request.actor)
    return act(
        request,
        form,
        do,
        back=reverse("privacy:take_along"),
        done=_("Đang lập tệp; bạn có thông báo khi xong."),
        page={"files": files, "waits": any(one.made_at is None for one in files)},
        template="privacy/take_along.html",
    )


@signed_in
def download(request: ActorRequest, pk: int) -> HttpResponse:
    """The file, to who asked for it."""
    require_oneself(request.actor)
    one = get_own_file(request.actor, pk)
    if not one.path or not default_storage.exists(one.path):
        raise FileGone
    with default_storage.open(one.path) as file:
        content = file.read()
    name = f"{_('Dữ liệu của tôi')} {one.asked_at:%Y-%m-%d}.zip"
    return as_file(content, "application/zip", name)
