"""Cleaning: what goes, what stays, and that nothing is ever respelled."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import chrome, clean, related

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"

# For each page: phrases of its frame that must go, and phrases of its article (beginning, middle, end) that must stay.
PAGES = {
    "000": (
        [
            "banner", "ngày 14 tháng 3 năm 2025", "7-2-2025", "Thực hiện: Y Đông", "Số lượt xem", "line_weight", "BÀI VIẾT LIÊN QUAN",
            "TRANG THÔNG TIN ĐIỆN TỬ HUYỆN", "Cơ quan chủ quản", "Quản lý và nhập thông tin", "Người phụ trách", "vphdndubnd", "Chung nhan Tin Nhiem",
            "1561685", "Số người online", "TNC Phát triển",
        ],
        ["Chiều 6/2, Thủ tướng Chính phủ", "hoàn thành cung cấp 35 tiện ích trên VNeID", "khai trương thí điểm hệ thống điều phối dữ liệu y tế", "tư liệu sản xuất quan trọng."],
    ),
    "001": (
        [
            "Cùng chuyên mục", "Café Cuối tuần", "Saigon Square", "14/06/2025", "Hồ Song Ân", "Trương Việt Dũng", "Sun PhuQuoc", "VAFIE", "UNOC 3", "Báo chí Hà Tĩnh",
            "08/06/2025", "Đọc nhiều", "Đáng đọc", "Update 3 week ago", "thuế 46%", "Update 2 month ago",
        ],
        ["gồm thể chế số, hạ tầng số, nguồn nhân lực số", "Sáng 12/10, Thủ tướng", "xếp hạng 44/133", "sớm đưa 5G vào thương mại", "kỷ nguyên vươn mình của đất nước."],
    ),
    "002": (
        ["Trang thông tin điện tử huyện gia viễn", "CHÀO MỪNG ĐẾN TRANG", "Thứ tư, 12/07/2023", "Cẩm Vân", "VHTT&TT", "Bài viết khác"],
        ["Chiều ngày 12/7, Thủ tướng", "2.416/3.924 thôn lõm sóng", "hoàn thành 41/72 chỉ số", "hơn 7,77 triệu tài khoản", "công dân số./."],
    ),
    "003": (
        [
            "Lượt xem: 54", "- Ảnh 1.", "- Ảnh 2.", "Ảnh:baochinhphu.vn", "anh tin bai", "Hình ảnh tại điểm cầu", "(tổng hợp)", "Từ khóa", "Đánh giá - Nhận xét", "• 0", "image",
            "BẢN ĐỒ TỈNH NINH BÌNH", "2 năm liên tiếp- Ảnh",
        ],
        ["Sáng nay (19/7/20240, Thủ tướng", "tháng 6/2024 là 18,5%...", "là 969 vị trí", "897.339 thẻ căn cước", "Thứ năm, phải lấy người dân", "bán dẫn Việt Nam đến năm 2030\"…"],
    ),
    "004": (
        [],
        ["Sáng 24/4, Thủ tướng", "25 dịch vụ công tại Đề án 06 giúp tiết kiệm", "Chú trọng \"3 tăng cường\" và \"5 đẩy mạnh\"", "tăng ít nhất 5 bậc", "Đại hội XIII của Đảng đã đề ra."],
    ),
}  # fmt: skip

PROSE = [
    "Thư viện xã mở cửa từ thứ hai đến thứ sáu, mỗi ngày phục vụ khoảng 120 bạn đọc.",
    "Ảnh của các đội viên được treo ở phòng truyền thống để khách đến thăm cùng xem.",
    "Video giới thiệu xã đã có hơn 5.000 lượt xem sau ba ngày đăng trên mạng.",
    "Người dân gửi đơn về hộp thư điện tử của xã, Email được trả lời trong hai ngày làm việc.",
    "Đọc nhiều là cách tốt nhất để mở rộng vốn từ, cô giáo nói với học sinh như vậy.",
    "Giấy phép số 12 của cửa hàng đã hết hạn nên đoàn kiểm tra lập biên bản nhắc nhở.",
    "Bản quyền phần mềm là vấn đề mà nhiều doanh nghiệp nhỏ ở địa phương còn chưa quan tâm.",
    "Theo báo cáo của trạm y tế, số trẻ được tiêm đủ mũi đạt 97,5%, tăng 2% so với năm trước.",
    "Có thể bạn quan tâm đến lịch xe buýt mới, chạy từ 5 giờ 30 đến 19 giờ hằng ngày.",
    "Trang thông tin điện tử của huyện được nâng cấp để người khiếm thị cũng dùng được.",
    "Xem thêm phụ lục 2 để biết mức hỗ trợ cho từng loại cây trồng trên địa bàn xã.",
]
HEADINGS = ["Kết quả bước đầu", "Một số bài học", "Giải pháp cho vùng cao", "Kinh tế", "Bài 2: Người giữ rừng"]


def read_seed(number: str) -> str:
    found = sorted(SEEDS.glob(f"{number}_*.txt"))
    if not found:
        pytest.skip("the five pages are not beside the project (../shared/seeds)")
    return found[0].read_text(encoding="utf-8")


def flat(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


@pytest.mark.parametrize("number", PAGES)
def test_seed_page_loses_its_frame_and_keeps_its_article(number: str) -> None:
    gone, kept = PAGES[number]
    raw = read_seed(number)
    page = clean.clean_page(raw)
    for phrase in gone:
        assert phrase in flat(raw), phrase
        assert phrase not in page.text, phrase
    for phrase in kept:
        assert phrase in page.text, phrase
    assert all(line in flat(raw) for line in page.text.split("\n"))


@pytest.mark.parametrize("number", PAGES)
def test_seed_page_keeps_every_paragraph_of_its_article(number: str) -> None:
    """Whatever goes is short, or stands in the list of other articles at the end."""
    page = clean.clean_page(read_seed(number))
    last = max(index for index, line in enumerate(page.lines) if line.kept)
    inside = [line for line in page.lines[:last] if not line.kept]
    assert all(len(line.text.split()) <= 40 for line in inside)


# ------------------------------------------------------------------------------------------------- normalise


def test_normalise_composes_and_collapses() -> None:
    decomposed = unicodedata.normalize("NFD", "Chuyển đổi số")
    assert clean.normalise(f"\ufeff {decomposed}\t \u00a0x\r\n\r\n\r\ny\rz\u2028w ") == "Chuyển đổi số x\ny\nz\nw"


def test_normalise_removes_what_cannot_be_seen() -> None:
    assert clean.normalise("a\x00b\u200bc\u00add\u202ee\ud800f") == "abcdef"
    assert clean.normalise("\u200b\n\x00\n") == ""


def test_normalise_keeps_emoji_whole() -> None:
    assert clean.normalise("👨‍👩‍👧 ❤️‍🔥 🇻🇳") == "👨‍👩‍👧 ❤️‍🔥 🇻🇳"


def test_tone_placement_and_typos_stay() -> None:
    assert clean.normalise("hoà hòa thuỷ thủy khẩn thương") == "hoà hòa thuỷ thủy khẩn thương"


@given(st.text())
def test_normalise_is_idempotent_and_regular(text: str) -> None:
    once = clean.normalise(text)
    assert clean.normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert all(line and line == " ".join(line.split()) for line in once.split("\n") if once)


# ------------------------------------------------------------------------------------------------- pages

ROWS = st.sampled_from(
    [
        *PROSE, *HEADINGS, "banner", "Trang chủ", "Tin tức", "Đăng nhập", "Thứ 6, ngày 14 tháng 3 năm 2025", "Lượt xem: 54", "12/07/2023", "• 0", "5",
        "Tin liên quan", "Đọc nhiều", "Xem thêm", "Đời sống - 12/07/2023 08:30", "Bình luận (2)", "anh tin bai", "Ảnh: Hoa Mai", "Quang cảnh buổi lễ",
        "Cơ quan chủ quản: UBND xã Đông", "Email: xadong@example.vn", "Từ khóa: rừng", "Nguyễn Văn An", "Thực hiện: Nguyễn Văn An", "Bản quyền thuộc xã Đông",
    ]
)  # fmt: skip


@given(st.lists(ROWS, max_size=30))
@settings(max_examples=300)
def test_pages_of_any_order_are_whole_lines_of_the_raw_page(rows: list[str]) -> None:
    page = clean.clean_page("\n".join(rows))
    assert [line.text for line in page.lines] == rows
    assert page.text.split("\n") == [line.text for line in page.lines if line.kept] or page.text == ""
    assert page.title is None or any(page.title in row for row in rows)


@given(st.text())
def test_any_text_is_cleaned_to_lines_of_it(text: str) -> None:
    page = clean.clean_page(text)
    lines = clean.normalise(text).split("\n")
    assert all(line in lines for line in page.text.split("\n"))


@given(st.lists(st.sampled_from(PROSE), min_size=1), st.lists(st.sampled_from(HEADINGS), min_size=1))
def test_prose_without_a_frame_loses_nothing(paragraphs: list[str], headings: list[str]) -> None:
    body: list[str] = []
    for number, paragraph in enumerate(paragraphs):
        body += [headings[number % len(headings)], paragraph]
    text = "\n".join([PROSE[0], *body])
    page = clean.clean_page(text)
    assert (page.title, page.text) == (None, text)
    headed = clean.clean_page("Xã Đông mở thư viện mới\n" + text)
    assert (headed.title, headed.text) == ("Xã Đông mở thư viện mới", text)


@given(st.lists(st.sampled_from(PROSE), min_size=2))
def test_cleaning_what_was_cleaned_changes_nothing(paragraphs: list[str]) -> None:
    raw = "\n".join(
        [
            "Trang chủ",
            "Tin tức",
            "Xã Đông mở thư viện",
            "12/07/2023",
            *paragraphs,
            "Lượt xem: 3",
            "Tin liên quan",
            "Xã Tây",
        ]
    )
    once = clean.clean_page(raw).text
    assert once == "\n".join(paragraphs)
    assert clean.clean_page(once).text == once


@pytest.mark.parametrize(
    "text", ["Lượt xem: 54", "Email: xadong@example.vn", "Tin liên quan", "Một câu thôi.", "x" * 5000]
)
def test_one_line_keeps_every_character_and_has_no_title(text: str) -> None:
    page = clean.clean_page(f"  {text}\r\n\n")
    assert (page.title, page.text) == (None, text)


def test_empty_text_has_no_lines() -> None:
    assert clean.clean_page("").text == ""
    assert clean.clean_page(" \n\x00\n").lines == ()


PORTAL = """Cổng thông tin điện tử huyện Sông Lam
Thứ hai, ngày 03 tháng 6 năm 2024
Trang chủ
Giới thiệu
Tin tức - Sự kiện
Trang chủ » Tin tức » Văn hóa
Hội thi chèo thuyền truyền thống
21/05/2024 08:30
Lượt xem: 1.204
Chia sẻ
In bài viết
{prose[0]}
[image]
Các đội thuyền xuất phát trên sông Lam
{prose[1]}
Ảnh minh họa.
{prose[2]}
Đội về nhất vượt qua vạch đích (Ảnh: Thu Hà)
{prose[7]}
Tin, ảnh: Thu Hà
Chia sẻ Facebook
Từ khóa: chèo thuyền, sông Lam
Đánh giá bài viết
★★★★★
5/5 (3 bình chọn)
Tin liên quan
Khai mạc giải bóng chuyền xã Nam (12/05/2024)
Lễ hội đền làng Thượng
Giữ nghề đan lưới ven sông
Thống kê truy cập
Đang online: 12
Hôm nay: 345
Tổng lượt truy cập: 1.234.567
UBND HUYỆN SÔNG LAM
Chịu trách nhiệm nội dung: Ông Trần Văn Bình
Địa chỉ: Số 1, đường Bờ Sông
Điện thoại: 0238 000 000
Giấy phép số 12/GP-TTĐT do Sở Thông tin và Truyền thông cấp ngày 05/3/2020.
Ghi rõ nguồn khi phát hành lại thông tin từ trang này.
"""


def test_portal_page() -> None:
    page = clean.clean_page(PORTAL.format(prose=PROSE))
    assert page.title == "Hội thi chèo thuyền truyền thống"
    assert page.text.split("\n") == [PROSE[0], PROSE[1], PROSE[2], PROSE[7]]


def test_list_with_teasers_and_stamps_goes_without_a_heading() -> None:
    items = [line for n in range(4) for line in (f"Chuyện ở thôn số {n}", PROSE[n], f"Đời sống - 1{n}/05/2024 08:30")]
    page = clean.clean_page("\n".join(["Xã Đông mở thư viện", *PROSE[4:8], *items]))
    assert page.text.split("\n") == PROSE[4:8]


def test_article_goes_on_after_a_box_of_related_titles() -> None:
    rows = [
        "Xã Đông mở thư viện",
        PROSE[0],
        PROSE[1],
        "Tin liên quan",
        "Xã Tây trồng rừng",
        "Xã Bắc làm đường",
        PROSE[2],
        PROSE[3],
        PROSE[5],
    ]
    assert clean.clean_page("\n".join(rows)).text.split("\n") == [PROSE[0], PROSE[1], PROSE[2], PROSE[3], PROSE[5]]


def test_author_in_capitals_goes_at_the_end_of_a_page_with_a_frame() -> None:
    rows = ["Xã Đông mở thư viện", "12/07/2023", PROSE[0], PROSE[1], "HOÀNG THANH", "Tin khác", "Xã Tây trồng rừng"]
    assert clean.clean_page("\n".join(rows)).text.split("\n") == [PROSE[0], PROSE[1]]


def test_list_of_dated_rows_without_a_sentence_stays() -> None:
    rows = [f"Giấy phép xây dựng số {n} - 12/07/2023" for n in range(9)]
    assert clean.clean_page("\n".join(rows)).text.split("\n") == rows


def test_box_of_related_titles_over_the_article() -> None:
    rows = [
        "Tin liên quan",
        "Xã Tây trồng rừng",
        "Xã Bắc làm đường",
        "Xã Đông mở thư viện",
        "12/07/2023 08:00",
        PROSE[0],
        PROSE[1],
    ]
    page = clean.clean_page("\n".join(rows))
    assert (page.title, page.text.split("\n")) == ("Xã Đông mở thư viện", [PROSE[0], PROSE[1]])


def test_pointer_to_another_article_goes() -> None:
    rows = ["Xã Đông mở thư viện", PROSE[0], "Xem thêm: Xã Tây trồng rừng ven biển", PROSE[1]]
    assert clean.clean_page("\n".join(rows)).text.split("\n") == [PROSE[0], PROSE[1]]


def test_comments_go() -> None:
    rows = [
        "Xã Đông mở thư viện",
        PROSE[0],
        PROSE[1],
        "Bình luận (2)",
        "Hoa Mai",
        "Hay quá, mong thư viện mở cả chủ nhật cho các cháu.",
        "2 giờ trước",
        "Trả lời",
        "Gửi bình luận",
    ]
    assert clean.clean_page("\n".join(rows)).text.split("\n") == [PROSE[0], PROSE[1]]


@pytest.mark.parametrize("heading", ["Đọc nhiều", "Xem thêm", "Nổi bật"])
def test_heading_that_an_article_may_have_stays_over_running_text(heading: str) -> None:
    rows = ["Văn hóa đọc ở xã Đông", PROSE[0], heading, PROSE[4], PROSE[5]]
    assert clean.clean_page("\n".join(rows)).text.split("\n") == rows[1:]


@pytest.mark.parametrize(
    "row",
    ["Email: xadong@example.vn", "Điện thoại: 0238 000 000", "Người phụ trách: Ông Trần Văn Bình", "Tổng: 345", "5", "- Cấp lại giấy khai sinh", "Kinh tế", "Nguyễn Văn An", "Thực hiện: các thôn"],
)  # fmt: skip
def test_doubtful_rows_stay_where_no_frame_is(row: str) -> None:
    rows = ["Hướng dẫn nộp hồ sơ ở xã Đông", PROSE[0], PROSE[3], row]
    assert clean.clean_page("\n".join(rows)).text.split("\n") == rows[1:]


def test_contact_rows_inside_an_article_stay_on_a_page_with_a_frame() -> None:
    rows = [
        "Trang chủ",
        "Liên hệ",
        "Nộp hồ sơ ở đâu",
        "Lượt xem: 5",
        PROSE[0],
        "Email: xadong@example.vn",
        "Điện thoại: 0238 000 000",
        PROSE[3],
        "Tin khác",
        "Xã Tây",
    ]
    kept = clean.clean_page("\n".join(rows)).text
    assert "Email: xadong@example.vn\nĐiện thoại: 0238 000 000" in kept
    assert "Xã Tây" not in kept


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Số lượt xem:46", "counter"), ("123 lượt xem", "counter"), ("Đã xem: 7", "counter"), ("Views: 12", "counter"), ("Hôm nay: 12", "tally"),
        ("Ảnh: Trần Hà/TTXVN", "caption"), ("Người dân nhận quà. Ảnh: Hoa Mai", "caption"), ("(Ảnh: Hoa Mai)", "caption"), ("Gặt lúa - Ảnh 3.", "caption"), ("Toàn cảnh buổi lễ", "caption"),
        ("Toàn cảnh kinh tế năm qua", "text"), ("Anh: nước chủ nhà", "credit"), ("Bạn có thể quan tâm:", "related"), ("» Tin cùng chuyên mục", "related"), ("Các tin khác", "related"),
        ("Related articles", "related"), ("Comments (4)", "related"), ("Báo cáo tổng kết năm", "text"), ("BÁO SÔNG LAM", "banner"), ("BÁO CÁO TỔNG KẾT", "text"),
        ("Cổng thông tin điện tử tỉnh Sông Lam", "banner"), ("Cổng thông tin điện tử tỉnh Sông Lam đạt giải nhất", "text"), ("© 2024 Xã Đông", "imprint"), ("Nguồn gốc tên gọi", "text"),
        ("Theo TTXVN", "credit"), ("Theo địa lý tự nhiên", "text"), ("Lan Hương - Phòng Văn hóa", "credit"), ("Bộ VH-TT-DL yêu cầu báo cáo", "text"), ("Sản phẩm đời thứ tư (19/07/2004)", "text"),
    ],
)  # fmt: skip
def test_kind_of_a_line(line: str, expected: str) -> None:
    assert chrome.kind(line) == expected


def test_blocks_of_related_articles_do_not_take_what_stands_before() -> None:
    texts = [PROSE[0], PROSE[1], "Tin khác", "Xã Tây trồng rừng"]
    kinds = [chrome.kind(text) for text in texts]
    assert list(related.blocks(texts, kinds)) == [2, 3]


@pytest.mark.parametrize(
    "text",
    [
        "x" * 3_000_000,
        "Số lượt xem: " + "1" * 300_000,
        "a, " * 300_000,
        "- Ảnh " * 60_000,
        "Tin khác\n" * 20_000,
        "e" + "\u0301" * 300_000,
    ],
)
def test_huge_input_is_no_trouble(text: str) -> None:
    page = clean.clean_page(text)
    assert len(page.text) <= len(text)
