"""Questions to the world outside while signing: what goes wrong there is said in one sentence."""

from collections.abc import Iterator
from contextlib import contextmanager
import logging

from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError

from congdoan.foundation.refusal import Refusal

log = logging.getLogger(__name__)


class StampServiceSilent(Refusal):
    """Dịch vụ cấp dấu thời gian không trả lời nên chữ ký chưa được ghi; tệp vẫn nguyên, hãy ký lại sau ít phút."""  # noqa: E501


class CertificateNotTrusted(Refusal):
    """Chưa xác định được chứng thư số còn hiệu lực (tổ chức cấp hoặc dữ liệu thu hồi), nên không ký; hãy báo quản trị."""  # noqa: E501


class CertificateRevoked(Refusal):
    """Chứng thư số này đã bị thu hồi nên không ký được nữa; hãy dùng chứng thư số khác."""


@contextmanager
def asking() -> Iterator[None]:
    """:raises StampServiceSilent, CertificateNotTrusted, CertificateRevoked: what went wrong"""
    try:
        yield
    except TimestampRequestError as silent:
        log.warning("Time-stamp service: %s", silent)
        raise StampServiceSilent from silent
    except (PathBuildingError, PathValidationError, SigningError) as problem:
        # The message names the holder; the log keeps no personal data.
        log.warning("Certificate path: %s", type(problem).__name__)
        if "revoked" in type(problem).__name__.lower() or "revoked" in str(problem):
            raise CertificateRevoked from problem
        raise CertificateNotTrusted from problem
