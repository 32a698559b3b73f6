"""The public check of a signed PDF: whose it is, whether it is whole, each signature judged."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from congdoan.foundation import clock
from congdoan.foundation.actor import public
from congdoan.foundation.refusal import Refusal
from congdoan.support.certificates.api import Checked, Verdict, check_copy
from congdoan.support.signing.forms import CheckCopy
from congdoan.support.signing.selectors.signed_files import packet_of

_TONES = {Verdict.VALID: "good", Verdict.INVALID: "bad", Verdict.UNKNOWN: "warn"}


@public("kiểm tra tệp PDF đã ký: người cầm tệp không cần tài khoản; tệp không được lưu")
def check(request: HttpRequest) -> HttpResponse:
    form = CheckCopy(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            checked = check_copy(form.cleaned_data["upload"].read(), at=clock.now())
        except Refusal as refusal:
            form.refuse(refusal, "upload")
        else:
            return render(request, "signing/checked.html", _shown(checked))
    status = 422 if form.is_bound else 200
    return render(request, "signing/check.html", {"form": form}, status=status)


def _shown(checked: Checked) -> dict[str, object]:
    return {
        "checked": checked,
        "packet": packet_of(checked.file) if checked.file else None,
        "rows": [
            {
                "finding": finding,
                "label": Verdict(finding.verdict).label,
                "tone": _TONES[Verdict(finding.verdict)],
                "is_stamp": finding.kind == "STAMP",
                "certificate": finding.certificate or {},
            }
            for finding in checked.findings
        ],
    }
