from django.db import models
from django.utils.translation import gettext_lazy as _


class Style(models.TextChoices):
    """What is asked: who, or whether."""

    ELECTION = "ELECTION", _("bầu cử")
    QUESTION = "QUESTION", _("biểu quyết một việc")


class Manner(models.TextChoices):
    """How it is taken; the first two are open (L1), the last is secret (L2)."""

    HANDS = "HANDS", _("giơ tay")
    NAMED = "NAMED", _("biểu quyết có ghi tên")
    SECRET = "SECRET", _("bỏ phiếu kín")


class Means(models.TextChoices):
    """What a secret ballot is cast on."""

    PAPER = "PAPER", _("phiếu giấy")
    ELECTRONIC = "ELECTRONIC", _("trên điện thoại, máy tính")
    BOTH = "BOTH", _("phiếu giấy và điện tử, một danh sách cử tri")


class State(models.TextChoices):
    LIST_OPEN = "LIST_OPEN", _("đang lập danh sách")
    LIST_CLOSED = "LIST_CLOSED", _("đã chốt danh sách")
    VOTING = "VOTING", _("đang bỏ phiếu")
    COUNTING = "COUNTING", _("đang kiểm phiếu")
    RESULT = "RESULT", _("đã có kết quả")
    RECOGNISED = "RECOGNISED", _("đã được công nhận")
    VOID = "VOID", _("không có giá trị")


class Standing(models.TextChoices):
    """What is with a candidate."""

    STANDS = "STANDS", _("trong danh sách")
    WITHDRAWN = "WITHDRAWN", _("xin rút")
    STRUCK = "STRUCK", _("hội nghị không đưa vào danh sách")


class Proposed(models.TextChoices):
    """How a candidate came on the list."""

    NOMINATION = "NOMINATION", _("đề cử")
    SELF = "SELF", _("ứng cử")
    TIE = "TIE", _("bằng phiếu ở vòng trước")
    OPTION = "OPTION", _("câu trả lời")


class Verdict(models.TextChoices):
    """What the count made of a candidate or an answer."""

    NONE = "", "—"
    ELECTED = "ELECTED", _("trúng cử")
    NOT_ELECTED = "NOT_ELECTED", _("không trúng cử")
    TIED = "TIED", _("bằng phiếu, phải bầu lại")


class Marked(models.TextChoices):
    """By what a voter has taken part; never when, never how they voted."""

    NOT = "", _("chưa")
    PAPER = "PAPER", _("đã nhận phiếu giấy")
    ELECTRONIC = "ELECTRONIC", _("đã bỏ phiếu điện tử")
    NAMED = "NAMED", _("đã biểu quyết")


class Answer(models.TextChoices):
    """The answers to a question, in the order they stand on the ballot."""

    YES = "YES", _("Tán thành")
    NO = "NO", _("Không tán thành")
    OTHER = "OTHER", _("Ý kiến khác")
