"""
Templates of documents: one of the provincial sector union that its units may copy, one of a school
union being written, with a version and a comment. All is invented.
"""

from congdoan.config.demo.stage import known, moment
from congdoan.foundation import clock
from congdoan.kernel.access.api import actor_for
from congdoan.kernel.accounts.models import User
from congdoan.support.discussion.api import Subject, comment
from congdoan.support.drafting.api import (
    Draft,
    DraftTemplate,
    draft_for,
    keep_version,
    make_template,
    new_block,
    save_draft,
)
from congdoan.support.drafting.api import DraftData as Data

PROVINCE, SCHOOL = "LDLD-68", "CS-68-TT-01"
_PLAN = (
    ("basis", "Căn cứ Luật Công đoàn"),
    ("basis", "Căn cứ chương trình công tác năm {{year}} của {{organisation.name}}"),
    ("paragraph", "{{organisation.name}} xây dựng kế hoạch thực hiện như sau:"),
    ("heading", "MỤC ĐÍCH, YÊU CẦU"),
    ("clause", "Chăm lo, bảo vệ quyền lợi của đoàn viên, nhà giáo và người lao động."),
    ("clause", "Nội dung thiết thực, tiết kiệm, có sự tham gia của đoàn viên."),
    ("heading", "NỘI DUNG"),
    ("clause", "Các hoạt động"),
    ("point", "Thăm hỏi, trao quà đoàn viên có hoàn cảnh khó khăn"),
    ("point", "Tổ chức giao lưu văn nghệ, thể thao"),
    ("table", "TT | Hoạt động | Thời gian | Phụ trách\n1 | Thăm hỏi | Tháng 11 | Ban nữ công"),
    ("heading", "TỔ CHỨC THỰC HIỆN"),
    ("paragraph", "Các tổ công đoàn triển khai và báo cáo kết quả về Ban Chấp hành."),
    ("recipient", "{{organisation.superior}} (để báo cáo)"),
    ("recipient", "Các tổ công đoàn"),
    ("recipient", "Lưu: VT"),
)
_SIGNED = ("signature", "TM. BAN CHẤP HÀNH\nCHỦ TỊCH", "{{offices.president}}")


def build() -> None:
    if DraftTemplate.objects.exists():
        return
    above = _template("chutich.tinh", PROVINCE, "UNION.KH", "Kế hoạch hoạt động của đơn vị")
    _write("chutich.tinh", above)
    _template("chutich.tinh", PROVINCE, "UNION.CV", "Công văn hướng dẫn cấp dưới")
    own = _template("chutich.truong", SCHOOL, "UNION.KH", "Kế hoạch 20/11 của trường")
    draft = _write("chutich.truong", own)
    school = actor_for(User.objects.get(username="chutich.truong"), today=clock.today())
    keep_version(actor=school, draft=draft, note="Bản xin ý kiến", at=clock.now())
    comment(
        actor=school,
        subject=Subject("drafting.draft", draft.pk),
        anchor=draft.content[8].id,
        party=known(SCHOOL),
        kind="OPINION",
        at=moment(clock.today()),
        text="Nên ghi rõ số suất quà.",
        place="a)",
        quoted=draft.content[8].text,
    )


def _template(user: str, unit: str, type_code: str, name: str) -> DraftTemplate:
    day = clock.today()
    return make_template(
        actor=actor_for(User.objects.get(username=user), today=day),
        organisation=known(unit),
        type_code=type_code,
        name=name,
        like=None,
        on=day,
        at=moment(day),
    )


def _write(user: str, template: DraftTemplate) -> Draft:
    draft = draft_for(Subject("drafting.template", template.pk))
    if draft is None:
        message = "a template without a text"
        raise RuntimeError(message)
    blocks = [new_block(kind, text) for kind, text in _PLAN]
    data = Data("Tổ chức kỷ niệm Ngày Nhà giáo Việt Nam", "", [*blocks, new_block(*_SIGNED)])
    actor = actor_for(User.objects.get(username=user), today=clock.today())
    return save_draft(actor=actor, draft=draft, revision=1, data=data, at=moment(clock.today(), 10))
