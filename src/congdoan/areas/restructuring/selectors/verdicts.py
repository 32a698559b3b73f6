"""Verdicts in words, and how they are drawn."""

from django.utils.translation import gettext_lazy as _

from congdoan.areas.restructuring.rules.employers import Verdict

LABELS = {
    Verdict.MAY_FOUND: _("được thành lập"),
    Verdict.MUST_END: _("phải kết thúc"),
    Verdict.HAS: _("có công đoàn"),
    Verdict.NONE: _("không có công đoàn"),
    Verdict.UNKNOWN: _("chưa ghi nhóm"),
}
TONES = {Verdict.MUST_END: "bad", Verdict.MAY_FOUND: "info", Verdict.UNKNOWN: "warn"}
