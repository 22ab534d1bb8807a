"""Reading: encodings, every format, bad files, and finding files."""

import io
import os
import unicodedata
from datetime import date
from pathlib import Path

import docx
import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import encoding, markdown, pdf, read
from corpus.errors import BadFile, BadInput, EmptyFile, EncryptedFile, HoiDapError, UnknownFormat
from corpus.types import Article

PAGE = """Xã Đông mở thư viện mới
12/07/2023
Chiều 11/7, xã Đông khánh thành thư viện thiếu nhi rộng hơn 200 m2.
Thư viện có 3.500 đầu sách, mở cửa từ thứ hai đến thứ bảy hằng tuần.
"""
TEXT = "\n".join(PAGE.splitlines()[2:])


def write(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def load(folder: Path, name: str, data: bytes | str) -> Article:
    return read.read_article(write(folder, name, data), name)


def make_pdf(pages: list[list[str]], title: str | None = None, password: str | None = None) -> bytes:
    """A PDF of these lines, one below the other, in a font that maps each code to the letter of that code point."""
    letters = sorted({char for page in pages for line in page for char in line})
    pairs = "\n".join(f"<{ord(char):04X}> <{ord(char):04X}>" for char in letters)
    cmap = f"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange {len(letters)} beginbfchar\n{pairs}\nendbfchar endcmap end"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids ["
        + " ".join(f"{6 + 2 * n} 0 R" for n in range(len(pages)))
        + f"] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Plain /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Plain /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 500 >>",
        f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
    ]
    for number, page in enumerate(pages):
        shown = "".join(f"<{''.join(f'{ord(char):04X}' for char in line)}> Tj T*\n" for line in page)
        content = f"BT /F1 10 Tf 14 TL 40 800 Td\n{shown}ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents {7 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    out, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    if title is None and password is None:
        return out
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(out))
    if title is not None:
        writer.add_metadata({"/Title": title})
    if password is not None:
        writer.encrypt(password, owner_password="owner", algorithm="AES-256")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


# ------------------------------------------------------------------------------------------------- encodings


def windows_1258(text: str) -> bytes:
    """As the code page wants it: base letters composed, the five tone marks after them."""
    out = []
    for char in unicodedata.normalize("NFC", text):
        try:
            out.append(char.encode("cp1258"))
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", char)
            tone = next(mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323")
            out.append((unicodedata.normalize("NFC", parts.replace(tone, "")) + tone).encode("cp1258"))
    return b"".join(out)


@pytest.mark.parametrize(
    "data",
    [
        PAGE.encode(), PAGE.encode("utf-8-sig"), PAGE.encode("utf-16"), b"\xfe\xff" + PAGE.encode("utf-16-be"), PAGE.encode("utf-16-le"), PAGE.encode("utf-16-be"),
        PAGE.encode("utf-32"), windows_1258(PAGE), unicodedata.normalize("NFD", PAGE).encode(), PAGE.replace("\n", "\r\n").encode(), PAGE.replace("\n", "\r").encode(),
    ],
    ids=["utf-8", "utf-8 mark", "utf-16", "utf-16 be", "utf-16 le bare", "utf-16 be bare", "utf-32", "windows-1258", "nfd", "crlf", "cr"],
)  # fmt: skip
def test_every_encoding_gives_the_same_article(tmp_path: Path, data: bytes) -> None:
    article = load(tmp_path, "trang.txt", data)
    assert article == Article("trang.txt", TEXT, "Xã Đông mở thư viện mới", date(2023, 7, 12), date(2023, 7, 11))


def test_other_code_pages_are_guessed() -> None:
    french = "Le café était fermé, mais la bibliothèque restait ouverte à tous les élèves de l'école. " * 4
    russian = "Библиотека открыта с понедельника по субботу, вход для детей свободный. " * 4
    assert encoding.decode(french.encode("cp1252")) == french
    assert encoding.decode(russian.encode("cp1251")) == russian


def test_html_declares_its_encoding(tmp_path: Path) -> None:
    body = "<html><head><meta charset='windows-1251'></head><body><p>Библиотека открыта с понедельника по субботу для всех детей.</p></body></html>"
    assert (
        load(tmp_path, "a.html", body.encode("cp1251")).text
        == "Библиотека открыта с понедельника по субботу для всех детей."
    )


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 20,
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(200),
        os.urandom(5000),
        b"PK\x03\x04" + bytes(range(32)) * 50,
    ],
)
@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".pdf", ".docx"])
def test_binary_junk_is_a_bad_file_that_names_itself(tmp_path: Path, data: bytes, suffix: str) -> None:
    with pytest.raises(BadFile, match="rác" + suffix) as caught:
        load(tmp_path, "rác" + suffix, data)
    assert "rác" + suffix in caught.value.text("en")


@given(data=st.binary(max_size=400), suffix=st.sampled_from(sorted(read.SUFFIXES)))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_bytes_are_an_article_or_a_bad_file(tmp_path: Path, data: bytes, suffix: str) -> None:
    try:
        text = load(tmp_path, "tep" + suffix, data).text
    except BadFile as error:
        text = str(error) if "tep" + suffix in error.vi and "tep" + suffix in error.en else ""
    assert text.strip()


@given(text=st.text(max_size=200), suffix=st.sampled_from([".txt", ".md", ".html"]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_text_keeps_the_contract_of_an_article(tmp_path: Path, text: str, suffix: str) -> None:
    try:
        article = load(tmp_path, "tep" + suffix, text)
    except BadFile:
        return
    assert unicodedata.is_normalized("NFC", article.text)
    assert all(line and line == " ".join(line.split()) for line in article.text.split("\n"))


# ------------------------------------------------------------------------------------------------- odd input


@pytest.mark.parametrize("data", ["", " \n\r\n\t", "\ufeff", "\u200b\u200b"])
@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
def test_nothing_to_read_is_an_empty_file(tmp_path: Path, data: str, suffix: str) -> None:
    with pytest.raises(EmptyFile, match="trống"):
        load(tmp_path, "trống" + suffix, data)


def test_one_paragraph_keeps_every_character(tmp_path: Path) -> None:
    text = "Ảnh: Lượt xem: 54 • Email: a@b.vn 😀 hoà hòa… “x” – 1.234,5%"
    article = load(tmp_path, "a.txt", text + "\n")
    assert (article.text, article.title, article.published, article.publisher) == (text, None, None, None)


def test_null_and_ten_megabytes_in_a_line(tmp_path: Path) -> None:
    assert load(tmp_path, "a.txt", "Xã\x00 Đông mở thư viện.").text == "Xã Đông mở thư viện."
    assert len(load(tmp_path, "b.txt", "chuyển đổi số " * 700_000).text) == 14 * 700_000 - 1
    assert len(load(tmp_path, "c.html", "<p>" + "thư viện mở cửa " * 640_000 + "</p>").text) > 10_000_000


def test_unknown_format_and_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat, match=r"bảng\.xlsx.*\.docx"):
        load(tmp_path, "bảng.xlsx", "x")
    with pytest.raises(BadFile, match=r"mất\.txt"):
        read.read_article(tmp_path / "mất.txt", "mất.txt")
    (tmp_path / "thư mục.txt").mkdir()
    with pytest.raises(BadFile, match="thư mục"):
        read.read_article(tmp_path / "thư mục.txt", "x")


def test_suffix_in_capitals_is_the_same_suffix(tmp_path: Path) -> None:
    assert load(tmp_path, "TRANG.TXT", PAGE).text == TEXT


def test_find_files(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.xyz", "a.md", ".git/x.txt", "b/.hidden.txt", "c/d/e.pdf"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "c" / "loop").symlink_to(tmp_path, target_is_directory=True)
    found = read.find_files([tmp_path, tmp_path / "a.md"])
    assert [path.relative_to(tmp_path).as_posix() for path in found] == ["a.md", "b/1.xyz", "b/2.txt", "c/d/e.pdf"]
    with pytest.raises(BadInput, match="không có đây"):
        read.find_files([tmp_path / "không có đây"])


# ------------------------------------------------------------------------------------------------- markdown


def test_markdown(tmp_path: Path) -> None:
    source = """---
title: Rừng ở xã Đông
date: 2024-03-05
event: 4/3/2024
publisher: Xã Đông
url: https://example.vn/rung
sources: [{title: Trang khác}]
---
# Rừng ở xã Đông

Xã **Đông** trồng [40 ha](x.md) rừng
trong *năm nay*.

## Kết quả

- Thôn Một: `12` ha
- Thôn Hai

| Thôn | Ha |
|------|----|
| Một  | 12 |

> Rừng giữ nước.

```
mã 1
```
<div>khối <b>HTML</b><script>bỏ()</script></div>
"""
    article = load(tmp_path, "rung.md", source)
    assert article == Article(
        "rung.md",
        "Xã Đông trồng 40 ha rừng trong năm nay.\nKết quả\nThôn Một: 12 ha\nThôn Hai\nThôn | Ha\nMột | 12\nRừng giữ nước.\nmã 1\nkhối HTML",
        "Rừng ở xã Đông",
        date(2024, 3, 5),
        date(2024, 3, 4),
        "Xã Đông",
        "https://example.vn/rung",
    )


def test_markdown_without_front_matter() -> None:
    lines, facts = markdown.read("# Rừng\n\nXã Đông trồng rừng.\n\n# Nước\n\nXã Tây giữ nước.")
    assert (lines, facts.title, facts.published) == (["Xã Đông trồng rừng.", "Nước", "Xã Tây giữ nước."], "Rừng", None)


def test_front_matter_that_yaml_cannot_read_still_serves() -> None:
    lines, facts = markdown.read('---\ntitle: Hội nghị: phần 2\ndate: "5/3/2024"\n---\nMột câu.')
    assert (lines, facts.title, facts.published) == (["Một câu."], "Hội nghị: phần 2", date(2024, 3, 5))


def test_rule_at_the_top_is_no_front_matter() -> None:
    assert markdown.read("---\nMột câu.\n\n---\nHai câu.")[0] == ["Một câu.", "Hai câu."]


# ------------------------------------------------------------------------------------------------- pdf


def test_pdf_joins_lines_and_drops_margins(tmp_path: Path) -> None:
    body = [
        ["BẢN TIN", "Xã Đông mở thư viện thiếu nhi rộng hơn hai", "trăm mét vuông ở trung tâm xã.", "Kết quả", "Có 3.500 đầu sách cho các em đọc tại chỗ, ở", "- 1 -"],
        ["BẢN TIN", "thôn Hai còn có tủ sách lưu động của đoàn", "Thanh niên xã.", "1. Mượn sách", "2. Trả sách", "- 2 -"],
        ["BẢN TIN", "Năm nay xã mở thêm hai tủ sách.", "- 3 -"],
    ]  # fmt: skip
    article = load(tmp_path, "ban-tin.pdf", make_pdf(body, title="Bản tin thư viện xã Đông"))
    assert article.title == "Bản tin thư viện xã Đông"
    assert article.text.split("\n") == [
        "Xã Đông mở thư viện thiếu nhi rộng hơn hai trăm mét vuông ở trung tâm xã.",
        "Kết quả",
        "Có 3.500 đầu sách cho các em đọc tại chỗ, ở thôn Hai còn có tủ sách lưu động của đoàn Thanh niên xã.",
        "1. Mượn sách",
        "2. Trả sách",
        "Năm nay xã mở thêm hai tủ sách.",
    ]


def test_pdf_locked_and_locked_with_the_empty_password(tmp_path: Path) -> None:
    page = [["Xã Đông mở thư viện mới."]]
    with pytest.raises(EncryptedFile, match=r"khóa\.pdf.*mật khẩu"):
        load(tmp_path, "khóa.pdf", make_pdf(page, password="bí mật"))
    assert load(tmp_path, "mở.pdf", make_pdf(page, password="")).text == "Xã Đông mở thư viện mới."


def test_pdf_without_text_asks_for_recognition(tmp_path: Path) -> None:
    with pytest.raises(EmptyFile, match="OCR"):
        load(tmp_path, "quét.pdf", make_pdf([[]]))


def test_pdf_with_the_date_of_a_letter(tmp_path: Path) -> None:
    article = load(
        tmp_path,
        "a.pdf",
        make_pdf(
            [
                [
                    "ỦY BAN NHÂN DÂN XÃ ĐÔNG",
                    "Xã Đông, ngày 05 tháng 3 năm 2024",
                    "Xã mở thư viện mới cho thiếu nhi từ hôm nay.",
                ]
            ]
        ),
    )
    assert (article.title, article.published) == (None, date(2024, 3, 5))


@pytest.mark.parametrize(
    "title",
    [
        "Microsoft Word - a.doc",
        "untitled",
        "Document1",
        "bao-cao.docx",
        "",
        None,
        "PowerPoint Presentation",
        "12/07/2023",
        "x",
    ],
)
def test_titles_that_programs_give_are_none(title: str | None) -> None:
    assert pdf.real_title(title) is None


# ------------------------------------------------------------------------------------------------- docx


def make_docx(title: str = "") -> bytes:
    document = docx.Document()
    document.core_properties.title = title
    document.add_heading("Quy chế thư viện", level=0)
    document.add_paragraph("Thư viện mở cửa từ thứ hai đến thứ bảy.")
    document.add_heading("Mượn sách", level=1)
    table = document.add_table(rows=2, cols=3)
    for row, texts in zip(table.rows, [("Đối tượng", "Số sách", "Hạn"), ("Học sinh", "3", "14 ngày")], strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.add_row().cells[0].merge(table.rows[2].cells[2]).text = "Không tính ngày nghỉ"
    document.add_paragraph("Trả muộn phải báo trước.", style="List Bullet")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_docx_in_the_order_of_the_document(tmp_path: Path) -> None:
    article = load(tmp_path, "quy-che.docx", make_docx())
    assert article.title == "Quy chế thư viện"
    assert article.text.split("\n") == [
        "Thư viện mở cửa từ thứ hai đến thứ bảy.",
        "Mượn sách",
        "Đối tượng | Số sách | Hạn",
        "Học sinh | 3 | 14 ngày",
        "Không tính ngày nghỉ",
        "Trả muộn phải báo trước.",
    ]


def test_docx_title_of_the_properties_comes_first(tmp_path: Path) -> None:
    article = load(tmp_path, "a.docx", make_docx("Quy chế thư viện xã Đông"))
    assert article.title == "Quy chế thư viện xã Đông"
    assert article.text.startswith("Quy chế thư viện\n")


def test_docx_locked_is_encrypted_and_old_doc_is_bad(tmp_path: Path) -> None:
    compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    with pytest.raises(EncryptedFile, match=r"khóa\.docx"):
        load(tmp_path, "khóa.docx", compound + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(BadFile, match=r"cũ\.docx") as caught:
        load(tmp_path, "cũ.docx", compound)
    assert not isinstance(caught.value, EncryptedFile)


# ------------------------------------------------------------------------------------------------- html

HTML = """<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Cổng thông tin điện tử huyện Sông Lam</title></head><body>
<div class="header"><div>CỔNG THÔNG TIN ĐIỆN TỬ HUYỆN SÔNG LAM</div><div class="date">Thứ hai, ngày 03 tháng 6 năm 2024</div></div>
<ul class="nav"><li><a href="/">Trang chủ</a></li><li><a href="/gt">Giới thiệu</a></li><li><a href="/lh">Liên hệ</a></li></ul>
<div class="content"><h1>Xã Nam ra quân làm đường liên thôn</h1><div class="meta">Ngày đăng: 21/05/2024 | Lượt xem: 318</div>
<p><b>Sáng 20/5, xã Nam ra quân làm đường liên thôn với hơn 300 người dân tham gia.</b></p>
<p>Con đường dài 4,2 km nối ba thôn, tổng kinh phí gần 6 tỷ đồng, trong đó người dân góp hơn 2.000 ngày công.</p>
<figure><img src="a.jpg"><figcaption>Người dân xã Nam san nền đường. Ảnh: Minh Hải</figcaption></figure>
<h2>Kết quả bước đầu</h2>
<p>Sau hai tuần, bà con đã mở xong 1,8 km nền đường.<br>Dự kiến toàn tuyến hoàn thành trước mùa mưa năm nay.</p>
<table><tr><th>Thôn</th><th>Chiều dài</th></tr><tr><td>Thôn Một</td><td>1,5 km</td></tr></table>
<p>Trưởng thôn Một cho biết từ nay trẻ em đến trường không còn phải lội suối.</p><p style="text-align:right">Minh Hải</p>
<div class="tags">Từ khóa: đường liên thôn</div>
<div class="related"><h3>Tin liên quan</h3><ul><li><a href="1">Trồng mới 200 ha rừng</a> (12/05/2024)</li><li><a href="2">Khai giảng lớp xóa mù chữ</a></li></ul></div>
<div class="comments"><h3>Bình luận (2)</h3><p>Đường đẹp quá, mong làm nhanh.</p><p>Cảm ơn bà con đã đóng góp rất nhiều công sức cho con đường này.</p></div></div>
<div class="footer"><p>Cơ quan chủ quản: UBND huyện Sông Lam</p><p>Email: songlam@example.vn</p><p>Tổng số lượt truy cập: 99.123</p></div><script>var a = "kịch bản";</script></body></html>"""


@pytest.mark.parametrize("suffix", [".html", ".htm"])
def test_portal_page_in_html(tmp_path: Path, suffix: str) -> None:
    article = load(tmp_path, "a" + suffix, HTML)
    assert article.text.split("\n") == [
        "Sáng 20/5, xã Nam ra quân làm đường liên thôn với hơn 300 người dân tham gia.",
        "Con đường dài 4,2 km nối ba thôn, tổng kinh phí gần 6 tỷ đồng, trong đó người dân góp hơn 2.000 ngày công.",
        "Kết quả bước đầu",
        "Sau hai tuần, bà con đã mở xong 1,8 km nền đường.",
        "Dự kiến toàn tuyến hoàn thành trước mùa mưa năm nay.",
        "Thôn | Chiều dài",
        "Thôn Một | 1,5 km",
        "Trưởng thôn Một cho biết từ nay trẻ em đến trường không còn phải lội suối.",
    ]
    assert (article.title, article.published, article.event) == (
        "Xã Nam ra quân làm đường liên thôn",
        date(2024, 5, 21),
        date(2024, 5, 20),
    )
    assert article.publisher == "Cổng thông tin điện tử huyện Sông Lam"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>Một đoạn ngắn &amp; đủ nghĩa.</p>", "Một đoạn ngắn & đủ nghĩa."),
        ("chỉ có chữ", "chỉ có chữ"),
        (
            "<nav>Trang chủ</nav><main><p>Thư viện mở cửa hôm nay.</p></main><footer>Bản quyền</footer>",
            "Thư viện mở cửa hôm nay.",
        ),
        (
            '<?xml version="1.0" encoding="utf-16"?><html><body><p>Trang khai báo sai bảng mã.</p></body></html>',
            "Trang khai báo sai bảng mã.",
        ),
        ("<p>Chưa đóng thẻ <b>nào cả", "Chưa đóng thẻ nào cả"),
    ],
)
def test_small_and_broken_pages(tmp_path: Path, body: str, text: str) -> None:
    assert load(tmp_path, "a.html", body).text == text


def test_errors_speak_both_languages(tmp_path: Path) -> None:
    with pytest.raises(HoiDapError) as caught:
        load(tmp_path, "a.xyz", "x")
    assert caught.value.vi.endswith(".")
    assert caught.value.en.endswith(".")
