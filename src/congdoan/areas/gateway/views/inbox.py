"""Where another installation of ours hands in packages: a signed POST, answered to a program."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from congdoan.areas.gateway.enums import PackageState
from congdoan.areas.gateway.rules.refusals import PackageNotTaken
from congdoan.areas.gateway.services.federation import take_signed
from congdoan.foundation import clock
from congdoan.foundation.actor import public
from congdoan.foundation.problems import problem
from congdoan.foundation.refusal import Refusal


@csrf_exempt
@public("a peer's installation, known by the signature of its request")
@require_POST
def inbox(request: HttpRequest) -> HttpResponse:
    with override("vi"):
        try:
            package = take_signed(request, at=clock.now())
        except Refusal as refusal:
            return problem(refusal)
        if package.state == PackageState.REFUSED:
            return problem(PackageNotTaken(sentence=package.failure))
        return JsonResponse({"state": package.state, "key": package.key})
