"""
Expected failures, each one plain Vietnamese sentence that names the way out.

A refusal is named as the fact (``LeavesBeforeJoining``) and stands beside the function that
raises it; its docstring is the sentence (a translatable message id). ``{name}`` in the sentence is
filled from the keyword arguments.
"""

import inspect
from typing import Any

from django.utils.translation import gettext


class Refusal(Exception):
    """Không thực hiện được yêu cầu này."""

    #: HTTP status when no view turned the refusal into a field error.
    status = 409

    def __init__(self, **values: Any) -> None:
        self.values = values
        super().__init__(type(self).__name__)

    @property
    def sentence(self) -> str:
        """Return the sentence for people, in the active language."""
        message = gettext(inspect.cleandoc(type(self).__doc__ or Refusal.__doc__ or ""))
        return message.format(**self.values) if self.values else message

    def __str__(self) -> str:
        return self.sentence


class NotAllowed(Refusal):
    """Bạn không có quyền thực hiện việc này; hãy liên hệ chủ tịch hoặc quản trị của đơn vị."""

    status = 403


class OnlyThemselves(Refusal):
    """Bạn đang thao tác thay người khác nên không làm được việc này: ký, ủy quyền, giao quyền và cấp tài khoản phải do chính họ làm. Hãy kết thúc phiên hỗ trợ và để họ thực hiện."""  # noqa: E501

    status = 403


class NotFound(Refusal):
    """Không tìm thấy nội dung này, hoặc bạn không có quyền xem."""

    status = 404


class ChangedMeanwhile(Refusal):
    """Nội dung đã được người khác sửa trong lúc bạn đang mở; hãy xem lại bản mới trước khi lưu."""


class AlreadyDone(Refusal):
    """Việc này đã được thực hiện trước đó; không cần làm lại."""
