"""Word files of agreements as offices write them, made by hand."""

from congdoan.support.manuscripts.tests.factories import p, word_file


def table(*rows):
    def cell(text):
        return f"<w:tc>{''.join(p(line) for line in text.splitlines())}</w:tc>"

    drawn = "".join(f"<w:tr>{''.join(cell(text) for text in row)}</w:tr>" for row in rows)
    return f"<w:tbl>{drawn}</w:tbl>"


def regulation(extra=""):
    """Return the programme of 2018 of a federation and an office of education."""
    body = table(
        (
            "LĐLĐ - PHÒNG GIÁO DỤC\nSố: 12/CTrPH-LĐLĐ",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nMỹ Đức, ngày 05 tháng 9 năm 2018",
        )
    )
    body += "".join(
        p(text)
        for text in [
            "CHƯƠNG TRÌNH PHỐI HỢP",
            "Giữa Công đoàn Giáo dục tỉnh và Sở Giáo dục giai đoạn 2018 - 2020",
            "Căn cứ Nghị định số 43/2013/NĐ-CP ngày 10/5/2013 của Chính phủ quy định chi tiết;",
            "Bên A: Công đoàn Giáo dục tỉnh",
            "Bên B: Sở Giáo dục",
            "Chương I",
            "QUY ĐỊNH CHUNG",
            "Điều 1. Phạm vi",
            "1. Hai bên phối hợp chăm lo đoàn viên.",
            "2. Các nội dung:",
            "a) thăm hỏi;",
            "b) tập huấn.",
        ]
    )
    body += table(("Nội dung", "Bên"), ("Thăm hỏi", "A")) + extra
    body += p("Điều 2. Hiệu lực") + p("Từ ngày 05/9/2018 đến hết ngày 31/8/2020.")
    body += table(("ĐẠI DIỆN BÊN A\nCHỦ TỊCH", "ĐẠI DIỆN BÊN B\nGIÁM ĐỐC")) + p("Nơi nhận:")
    return word_file(body)
