from datetime import UTC, date, datetime

from congdoan.support.rendering.enums import Level
from congdoan.support.rendering.rules.document import (
    Division,
    IssuingBody,
    OfficialDocument,
    Run,
    SignatureBlock,
    Stamp,
)

NOW = datetime(2023, 11, 9, 2, 0, tzinfo=UTC)
STAMP = Stamp(
    sha256="ab12cd34" * 8,
    url="https://congdoan.example/ky-so/kiem-tra/AbCdEfGh1234/",
    label="Văn bản chốt ngày 09/11/2023",
)
CLAUSE = (
    "Quy chế này quy định việc phối hợp công tác giữa Ban Thường vụ Công đoàn Giáo dục tỉnh Lâm "
    "Đồng và Liên đoàn Lao động các huyện, thành phố trong việc chỉ đạo hoạt động công đoàn."
)


def a_document(**given):
    body = [
        Division(Level.CHAPTER, "Chương I", "QUY ĐỊNH CHUNG"),
        Division(Level.ARTICLE, "Điều 1.", "Phạm vi điều chỉnh"),
        Division(Level.CLAUSE, "1.", CLAUSE),
        Division(Level.POINT, "a)", ["Chủ trì: ", Run("Công đoàn Giáo dục", bold=True)]),
    ]
    fields = {
        "bodies": [
            IssuingBody("Công đoàn Giáo dục tỉnh Lâm Đồng", "LĐLĐ tỉnh Lâm Đồng", "05/QC-CĐGD")
        ],
        "type_name": "Quy chế",
        "subject": "Phối hợp công tác giai đoạn 2023 - 2028",
        "place": "Lâm Đồng",
        "dated": date(2023, 11, 9),
        "bases": ["Căn cứ Luật Công đoàn", "Căn cứ Điều lệ Công đoàn Việt Nam;"],
        "body": body,
        "signatures": [SignatureBlock("Chủ tịch", "Nguyễn Văn An", ["TM. Ban Chấp hành"])],
        "recipients": ["LĐLĐ tỉnh", "Lưu: VT"],
    }
    return OfficialDocument(**{**fields, **given})


def long_document(clauses):
    return a_document(body=[Division(Level.CLAUSE, f"{n}.", CLAUSE) for n in range(1, clauses + 1)])
