"""The stages of the demo, in their order; each may be run again."""

from collections.abc import Callable
import time

from django.db import transaction

from congdoan.config.demo import (
    accounts,
    agreements,
    analysis,
    cadres,
    cards,
    cascades,
    channels,
    country,
    documents,
    drafting,
    duplicates,
    gateway,
    lamdong,
    langson,
    members,
    myduc,
    neighbours,
    planning,
    posts,
    privacy,
    publications,
    reports,
    restructuring,
    staff,
    targets,
    today,
    voting,
    workforce,
)

STAGES: tuple[tuple[str, Callable[[], None]], ...] = (
    ("khung cả nước", country.build),
    ("Lâm Đồng đến tháng 6/2025", lamdong.build),
    ("Đắk Nông, Bình Thuận đến tháng 6/2025", neighbours.build),
    ("Mỹ Đức", myduc.build),
    ("Lạng Sơn", langson.build),
    ("nhiệm kỳ", posts.build_terms),
    ("cán bộ", staff.build),
    ("đoàn viên", members.build),
    ("sắp xếp trường học, huyện năm 2024", today.build_2024),
    ("kết thúc công đoàn đơn vị hưởng ngân sách", today.end_budget_paid),
    ("hai cấp chính quyền từ 01/7/2025", today.build_two_levels),
    ("từ 7/2025 đến nay", today.build_since),
    ("nhiệm kỳ, cán bộ, đoàn viên của đơn vị mới", today.people_since),
    ("tài khoản", accounts.build),
    ("kiêm nhiệm, phụ trách, ủy quyền", posts.build),
    ("quy chế, chương trình phối hợp", agreements.build),
    ("đợt ký ở cơ sở", cascades.build),
    ("chỉ tiêu phát triển", targets.build),
    ("thành lập, bàn giao", restructuring.build),
    ("giới thiệu vào Đảng, quy hoạch, nhắc nhở", cadres.build),
    ("lao động, vận động", workforce.build),
    ("thẻ đoàn viên", cards.build),
    ("hồ sơ nghi trùng", duplicates.build),
    ("dữ liệu cá nhân", privacy.build),
    ("mẫu văn bản", drafting.build),
    ("văn bản", documents.build),
    ("chương trình công tác", planning.build),
    ("bầu cử, biểu quyết", voting.build),
    # Papers of earlier days first: a book's numbers run by day.
    ("công bố", publications.build),
    ("liên thông", gateway.build),
    ("kênh gửi tin", channels.build),
    ("báo cáo", reports.build),
    ("phân tích", analysis.build),
)


def build(say: Callable[[str], None]) -> None:
    """Run every stage in a transaction of its own; after a kill the next run goes on there."""
    for name, stage in STAGES:
        begun = time.monotonic()
        with transaction.atomic():
            stage()
        say(f"    {name}: {time.monotonic() - begun:.1f} giây".replace(".", ","))
