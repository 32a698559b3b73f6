"""Many cards are drawn in parts: none is asked for before those in front of it are drawn."""

from datetime import UTC, datetime
import io

from pypdf import PdfReader

from congdoan.support.rendering.rules.cards import CardDesign, CardFace
from congdoan.support.rendering.services import cards as drawing

DESIGN = CardDesign("TỔNG LIÊN ĐOÀN", "THẺ", "Quét để kiểm tra", "Mặt sau", ("Không cho mượn.",))


def test_many_cards_are_drawn_in_parts(monkeypatch):
    monkeypatch.setattr(drawing, "_AT_ONCE", 10)
    monkeypatch.setattr(drawing, "_TOLD_EVERY", 5)
    taken, told = [], []

    def arriving():
        for n in range(1, 26):
            taken.append(len(told))
            lines = (("Mã số:", f"CS{n:08d}"), ("Đơn vị:", "CĐCS Hoa Sen"))
            yield CardFace(f"Nguyễn Thị Ánh {n}", lines, f"https://vi-du.vn/k/{n}/")

    at = datetime(2026, 3, 2, tzinfo=UTC)
    pdf = drawing.to_card_pdf(arriving(), DESIGN, a4=True, created_at=at, told=told.append)
    found = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    assert [page.count("Mã số") for page in found[::2]] == [10, 10, 5]
    assert all(f"CS{n:08d}" in found[(n - 1) // 10 * 2] for n in range(1, 26))
    assert told == [5, 10, 15, 20, 25]
    assert taken[9] == 0 < taken[10]
