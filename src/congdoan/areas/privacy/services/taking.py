"""All that is kept about oneself as one ZIP: for programs (JSON) and to read (HTML)."""

from datetime import datetime, timedelta
import io
import json
import secrets
from typing import Any
import zipfile

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.members.api import unscoped_last_union
from congdoan.areas.privacy.models import OwnFile
from congdoan.areas.privacy.rules.refusals import FileWaits, NoRecordOfYours
from congdoan.foundation.actor import Actor, require_oneself
from congdoan.foundation.jobs import enqueue
from congdoan.kernel.access.api import system_actor
from congdoan.kernel.audit.api import record
from congdoan.kernel.people.api import AboutPerson, Kept, kept_about
from congdoan.kernel.people.models import Person
from congdoan.kernel.rulebook.api import value
from congdoan.support.notifications.api import notify


@transaction.atomic
def ask_for_own_file(*, actor: Actor, at: datetime) -> OwnFile:
    """
    Have everything kept about oneself put into a file; a notification says when it is there.

    :raises FileWaits: an earlier one is being made
    :raises NoRecordOfYours: nobody stands behind the account
    """
    require_oneself(actor)
    person = Person.objects.select_for_update(of=("self",)).filter(pk=actor.person_id or 0).first()
    if person is None or actor.user_id is None:
        raise NoRecordOfYours
    if OwnFile.objects.filter(person=person, made_at__isnull=True).exists():
        raise FileWaits
    made = OwnFile.objects.create(person=person, user_id=actor.user_id, asked_at=at)
    enqueue("privacy.own_file", file=made.pk, key=f"privacy.own_file.{made.pk}")
    return made


@transaction.atomic
def make_own_file(*, file: OwnFile, at: datetime) -> OwnFile:
    """Make a file that was asked for; what is in it is asked of every slice. Twice is once."""
    held = OwnFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    if held.made_at is not None:
        return held
    person = file.person
    kept = [one for answer in kept_about.ask(AboutPerson(person, at.date())) for one in answer]
    content = _zipped(person, kept, at)
    held.path = default_storage.save(
        f"exports/{secrets.token_urlsafe(24)}.zip", ContentFile(content)
    )
    days = int(value("privacy.rule.file_days", on=at.date()))
    held.made_at, held.until = at, at + timedelta(days=days)
    held.save(update_fields=["path", "made_at", "until"])
    unit = unscoped_last_union(person.pk, on=at.date())
    system = system_actor(today=at.date(), name=person.full_name)
    record(
        actor=system,
        verb="privacy.taken_along",
        target=person,
        organisation_id=unit.pk if unit else None,
        changes={"kinds": [one.code for one in kept]},
    )
    notify(
        actor=system,
        kind="privacy.file_made",
        key=f"privacy.own_file.{held.pk}",
        at=at,
        users=[held.user_id],
        context={"until": f"{held.until:%d/%m/%Y}"},
        url=reverse("privacy:take_along"),
    )
    return held


def _zipped(person: Person, kept: list[Kept], at: datetime) -> bytes:
    data: dict[str, Any] = {"made_at": at, "name": person.full_name}
    data |= {one.code: one.rows for one in kept}
    text = json.dumps(data, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder)
    page = render_to_string(
        "privacy/own_file.html",
        {"name": person.full_name, "at": at, "kinds": [_readable(one) for one in kept]},
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("du-lieu-cua-toi.json", text)
        archive.writestr("du-lieu-cua-toi.html", page)
    return out.getvalue()


def _readable(kept: Kept) -> dict[str, Any]:
    rows = [[(_word(name), value) for name, value in row.items()] for row in kept.rows]
    return {"title": kept.title, "rows": rows}


def clear_own_files(*, at: datetime) -> int:
    """Throw away files that were kept long enough; return how many."""
    gone = list(OwnFile.objects.filter(until__lt=at).exclude(path=""))
    for one in gone:
        default_storage.delete(one.path)
        one.path = ""
        one.save(update_fields=["path"])
    return len(gone)


def _word(name: str) -> str:
    """Return a column's name for people; what has no word here is a word already."""
    return str(_words().get(name, name))


def _words() -> dict[str, str]:
    return _words_of_a_person() | _words_of_papers()


def _words_of_a_person() -> dict[str, str]:
    return {
        "family_middle": _("Họ và tên đệm"),
        "given_name": _("Tên"),
        "gender": _("Giới tính"),
        "birth_date": _("Ngày sinh"),
        "phone": _("Điện thoại"),
        "email": _("Thư điện tử"),
        "office": _("Chức vụ"),
        "organisation": _("Tổ chức"),
        "from": _("Từ ngày"),
        "until": _("Đến ngày"),
        "member_no": _("Mã số đoàn viên"),
        "card_type": _("Loại thẻ"),
        "joined_on": _("Ngày vào công đoàn"),
        "hired_on": _("Ngày vào làm việc"),
        "birth_place": _("Nơi sinh"),
        "home_town": _("Quê quán"),
        "nationality": _("Quốc tịch"),
        "address_permanent": _("Nơi thường trú"),
        "address_current": _("Nơi ở hiện nay"),
        "marital_status": _("Tình trạng hôn nhân"),
        "education_level": _("Trình độ học vấn"),
        "professional_degree": _("Trình độ chuyên môn"),
        "political_theory": _("Lý luận chính trị"),
        "foreign_language": _("Ngoại ngữ"),
        "it_level": _("Tin học"),
    }


def _words_of_papers() -> dict[str, str]:
    return {
        "union": _("Công đoàn"),
        "begin": _("Cách vào"),
        "end": _("Lý do thôi"),
        "job_title": _("Chức danh, vị trí việc làm"),
        "department": _("Tổ, bộ phận"),
        "kind": _("Loại"),
        "state": _("Trạng thái"),
        "reason": _("Lý do"),
        "received_on": _("Ngày nhận"),
        "effective_on": _("Từ ngày"),
        "penalty": _("Hình thức"),
        "decision_no": _("Số quyết định"),
        "decided_on": _("Ngày quyết định"),
        "at": _("Lúc"),
        "who": _("Ai"),
        "purpose": _("Mục đích"),
        "version": _("Bản"),
        "text": _("Nội dung"),
        "method": _("Hình thức"),
        "given_at": _("Đồng ý lúc"),
        "ended_at": _("Hết hiệu lực lúc"),
        "ended": _("Vì sao hết hiệu lực"),
        "end_method": _("Rút bằng cách"),
        "due": _("Hạn trả lời"),
        "answer": _("Trả lời"),
        "answered_on": _("Ngày trả lời"),
        "asked_at": _("Gửi lúc"),
        "field": _("Mục"),
    }
