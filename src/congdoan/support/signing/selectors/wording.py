"""What is said of a signature: how it was given, with what proof, and what its scan showed."""

from django.utils.translation import gettext as _

from congdoan.support.signing.enums import Method, SlotState
from congdoan.support.signing.models import Signature, Slot


def proofs_in_words(signature: Signature) -> str:
    """Return with what the signatory proved to be present; empty where nothing was recorded."""
    said = {
        "PASSWORD": _("mật khẩu nhập lại"),
        "TOTP": _("mã của ứng dụng xác thực (lớp thứ hai)"),
        "PASSKEY": _("khóa đăng nhập của thiết bị (lớp thứ hai)"),
    }
    return ", ".join(said[proof] for proof in signature.proofs if proof in said)


def scan_in_words(signature: Signature) -> str:
    """Return how the scan of a paper signature stands."""
    if signature.scan_id is None:
        return _("chưa có bản quét")
    if signature.paper_scan is None:
        return _("có bản quét, chưa đối chiếu")
    return _("bản quét: {state}").format(state=signature.paper_scan.get_state_display())


def public_result(slot: Slot) -> str:
    """Return for the public page what stands behind a place to sign; says nothing personal."""
    signature = slot.signed
    if signature is None:
        if slot.state == SlotState.NOT_NEEDED and slot.group:
            return _("Nhóm “{group}” đã đủ chữ ký.").format(group=slot.group.label)
        return ""
    if signature.method == Method.PAPER:
        return _("Ký trên giấy; {scan}.").format(scan=scan_in_words(signature))
    if signature.method == Method.CERTIFICATE:
        return _("Ký số bằng chứng thư số; kiểm tra tệp PDF đã ký ở cuối trang này.")
    return _("Ký trên hệ thống sau khi xác nhận người ký; không phải chữ ký số.")
