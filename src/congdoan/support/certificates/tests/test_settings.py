from django.urls import reverse
import pytest

from congdoan.kernel.accounts.models import User

pytestmark = pytest.mark.django_db
ADDRESS = "certificates:settings"


@pytest.fixture
def operator(client, tests_ca, law):
    user = User.objects.create(username="van-hanh", is_operator=True)
    client.force_login(user)
    return client


def test_who_runs_the_system_sees_what_it_signs_with(operator):
    shown = operator.get(reverse(ADDRESS)).content.decode()
    assert "Hệ thống Công Đoàn Số (thử nghiệm)" in shown
    assert "CA gốc thử nghiệm" in shown
    assert "không có giá trị pháp lý" in shown


def test_without_any_setting_each_lack_is_said(operator, settings):
    settings.CERTIFICATES = settings.CERTIFICATES | {"tests": False}
    shown = operator.get(reverse(ADDRESS)).content.decode()
    assert "chưa có chứng thư số của mình" in shown
    assert "CONGDOAN_TIMESTAMP_URL" in shown
    assert "CONGDOAN_TRUST_FOLDER" in shown


def test_trying_the_time_stamp_service(operator, settings):
    done = operator.post(reverse(ADDRESS), follow=True)
    assert "đã trả lời" in done.content.decode()
    settings.CERTIFICATES = settings.CERTIFICATES | {"stamps": "http://127.0.0.1:9/"}
    done = operator.post(reverse(ADDRESS), follow=True)
    assert "không trả lời" in done.content.decode()
    settings.CERTIFICATES = settings.CERTIFICATES | {"stamps": "", "tests": False}
    done = operator.post(reverse(ADDRESS), follow=True)
    assert "Chưa cấu hình dịch vụ" in done.content.decode()


def test_roots_are_read_from_the_folder(operator, settings, tests_ca, tmp_path):
    from cryptography.hazmat.primitives.serialization import Encoding

    pem = b"".join(
        one.certificate.public_bytes(Encoding.PEM) for one in (tests_ca.root, tests_ca.issuing)
    )
    (tmp_path / "goc.pem").write_bytes(pem)
    (tmp_path / "doc-toi.txt").write_text("khong phai chung thu")
    settings.CERTIFICATES = settings.CERTIFICATES | {"tests": False, "anchors": str(tmp_path)}
    shown = operator.get(reverse(ADDRESS)).content.decode()
    assert "CA gốc thử nghiệm" in shown
    assert "Tổ chức cấp dưới đã biết: CA thử nghiệm" in shown


def test_nobody_else_sees_it(client, lan):
    client.force_login(User.objects.get(pk=lan.user_id))
    assert client.get(reverse(ADDRESS)).status_code == 403
