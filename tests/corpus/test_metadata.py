"""Title, days and publisher: what the page says, and nothing else."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import clean, dates, events, metadata, read, webpage
from corpus.metadata import Facts

SHARED = Path(__file__).parents[3] / "shared"
LEAD = "Thư viện xã mở cửa từ thứ hai đến thứ sáu, mỗi ngày phục vụ khoảng 120 bạn đọc."
BODY = "Theo trạm y tế, số trẻ được tiêm đủ mũi đạt 97,5%, tăng 2% so với cùng kỳ."


def facts(*rows: str) -> Facts:
    return metadata.from_page(clean.clean_page("\n".join(rows)))


@pytest.mark.parametrize("number", range(5))
def test_seed_pages_as_a_careful_reader_sees_them(number: int) -> None:
    gold = SHARED / "gold" / "seeds-metadata.json"
    if not gold.exists():
        pytest.skip("the five pages are not beside the project (../shared)")
    row = json.loads(gold.read_text(encoding="utf-8"))[number]
    article = read.read_article(SHARED / "seeds" / row["page"], row["page"])
    assert article.title == row["title"]
    assert (article.published and article.published.isoformat()) == row["published"]
    assert (article.event and article.event.isoformat()) == row["event"]
    assert article.publisher == row["publisher"]


# ------------------------------------------------------------------------------------------------- dates


@pytest.mark.parametrize(
    "text",
    ["12/7/2023", "12-07-2023", "12.07.2023", "2023-07-12", "2023-07-12T08:00:00+07:00", "Thứ tư, ngày 12 tháng 7 năm 2023", "12 Tháng 7, 2023", "July 12, 2023", "12 July 2023", "Jul. 12th, 2023", "(12/7/20230"],
)  # fmt: skip
def test_forms_of_a_date(text: str) -> None:
    assert dates.parse(text) == date(2023, 7, 12)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "31/02/2023",
        "12/13/2023",
        "12/7",
        "Nghị định 13/2023/NĐ-CP",
        "12/7/23",
        "112/07/2023",
        "12/07/20231",
        "00/00/2000",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert dates.parse(text) is None


@given(
    st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)),
    st.sampled_from(
        ["{0.day}/{0.month}/{0.year}", "ngày {0.day} tháng {0.month} năm {0.year}", "{0:%d-%m-%Y}", "{0:%Y-%m-%d}"]
    ),
)
def test_every_date_is_read_back(day: date, form: str) -> None:
    assert dates.parse(form.format(day)) == day


@given(st.text())
def test_no_text_breaks_the_reading_of_dates(text: str) -> None:
    assert dates.row(text) is None or len(text) <= 120
    assert dates.parse(text) is None or any(char.isdigit() for char in text)


@pytest.mark.parametrize(
    ("line", "rest"),
    [("Thứ tư, 12/07/2023", 0), ("Ngày đăng: 12/07/2023 08:30 | Lượt xem: 54", 0), ("Cập nhật lúc 8h30, 12/07/2023", 0), ("08:30 | 12/07/2023 (GMT+7)", 0), ("Lan Anh - 12/07/2023 10:00", 2), ("3 giờ trước", 0)],
)  # fmt: skip
def test_rows_of_dates(line: str, rest: int) -> None:
    row = dates.row(line)
    assert row is not None
    assert row.rest == rest


# ------------------------------------------------------------------------------------------------- title


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        (["Xã Đông mở thư viện", LEAD, BODY], "Xã Đông mở thư viện"),
        (["Xã Đông mở thư viện mới cho các em nhỏ.", "12/07/2023", LEAD, BODY], "Xã Đông mở thư viện mới cho các em nhỏ"),
        (["Vì sao xã Đông mở thư viện?", LEAD, BODY], "Vì sao xã Đông mở thư viện?"),
        (["Thời sự", "Xã Đông mở thư viện mới", "12/07/2023", "Lượt xem: 5", LEAD, BODY], "Xã Đông mở thư viện mới"),
        (["Trang chủ", "Tin tức", "Xã Đông mở thư viện mới", LEAD, BODY], "Xã Đông mở thư viện mới"),
        (["Clip: Xã Đông mở thư viện", LEAD, BODY], "Clip: Xã Đông mở thư viện"),
        ([LEAD, "Kết quả bước đầu", BODY], None),
        ([LEAD, BODY], None),
        (["- Mục thứ nhất", LEAD, BODY], None),
        (["Kính gửi:", LEAD, BODY], None),
        (["Xã Đông mở thư viện"], None),
        ([LEAD], None),
        (["Gạo: 12", "Ngô: 7", "Khoai: 3"], None),
        (["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Quy chế mượn sách", LEAD], "Quy chế mượn sách"),
    ],
)  # fmt: skip
def test_title_of_a_plain_page(rows: list[str], title: str | None) -> None:
    assert facts(*rows).title == title


def test_letterhead_and_section_headings_stay_in_the_text() -> None:
    rows = [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Quy chế mượn sách",
        LEAD,
        "Chương I",
        BODY,
    ]
    assert clean.clean_page("\n".join(rows)).text.split("\n") == [*rows[:2], LEAD, "Chương I", BODY]


# ------------------------------------------------------------------------------------------------- published


@pytest.mark.parametrize(
    ("rows", "day"),
    [
        (["Xã Đông mở thư viện", "12/07/2023", LEAD], date(2023, 7, 12)),
        (["Xã Đông mở thư viện", "Lượt xem: 5", "Thứ tư, 12/07/2023 08:30", LEAD], date(2023, 7, 12)),
        (["Xã Đông mở thư viện", "Lan Anh - 12/07/2023 10:00", LEAD], date(2023, 7, 12)),
        (["Thứ 6, ngày 14 tháng 3 năm 2025", "Xã Đông mở thư viện", LEAD, BODY], None),
        (["Thứ 6, ngày 14 tháng 3 năm 2025", "Xã Đông mở thư viện", "12/07/2023", LEAD, BODY], date(2023, 7, 12)),
        (["Thứ tư, 12/07/2023, 10:30 (GMT+7)", "Xã Đông mở thư viện", LEAD, BODY], date(2023, 7, 12)),
        (["Xã Đông mở thư viện", LEAD, BODY, "Ngày đăng: 12/07/2023", "Lượt xem: 4"], date(2023, 7, 12)),
        (["Xã Đông mở thư viện", LEAD, BODY, "Tin liên quan", "Xã Tây trồng rừng", "12/07/2023", "Ngày đăng: 13/07/2023"], None),
        (["Xã Đông mở thư viện", LEAD, BODY], None),
        (["Xã Đông, ngày 12 tháng 7 năm 2023", "Quy chế mượn sách", LEAD], date(2023, 7, 12)),
    ],
)  # fmt: skip
def test_day_of_publication(rows: list[str], day: date | None) -> None:
    assert facts(*rows).published == day


# ------------------------------------------------------------------------------------------------- event

PUBLISHED = date(2025, 1, 3)


@pytest.mark.parametrize(
    ("lead", "day"),
    [
        ("Sáng 2/1, xã Đông họp.", date(2025, 1, 2)),
        ("Chiều ngày 30/12, xã Đông họp.", date(2024, 12, 30)),
        ("Sáng nay (3/1), xã Đông họp.", date(2025, 1, 3)),
        ("Sáng nay, xã Đông họp.", date(2025, 1, 3)),
        ("Hôm qua, xã Đông họp.", date(2025, 1, 2)),
        ("(Sông Lam) - Tối 2-1, xã Đông họp.", date(2025, 1, 2)),
        ("Hà Nội, ngày 2 tháng 1 năm 2025, xã Đông họp.", date(2025, 1, 2)),
        ("Thứ năm, ngày 2/1, xã Đông họp.", date(2025, 1, 2)),
        ("Hội nghị diễn ra vào sáng 2/1 tại xã Đông.", date(2025, 1, 2)),
        ("On January 2, 2025, the library opened.", date(2025, 1, 2)),
        ("Ngày 10-12/1, xã Đông họp.", None),
        ("Ngày 19/5 hằng năm, xã Đông mở hội.", None),
        ("Theo Nghị quyết ngày 2/1, xã Đông họp.", None),
        ("Cách đây một năm, ngày 2/1/2024, xã Đông họp.", None),
        ("Ngày 31/2, xã Đông họp.", None),
        ("Xã Đông họp bàn trồng rừng.", None),
    ],
)  # fmt: skip
def test_day_of_the_event(lead: str, day: date | None) -> None:
    assert events.event_date([lead], None, PUBLISHED) == day


@pytest.mark.parametrize(
    ("paragraphs", "day"),
    [
        (["Sáng 24/4, xã họp.", "Trong quý I/2024, xã trồng 40 ha rừng.", "Kế hoạch năm 2024 có ba phần."], date(2024, 4, 24)),
        (["Sáng 12/10, xã mừng Ngày hội đọc sách năm 2024."], date(2024, 10, 12)),
        (["Sáng 24/4, xã họp.", "Năm 2024, xã trồng rừng."], None),  # one mention, and not beside the date
        (["Sáng 24/4, xã họp.", "Đến năm 2030, xã có 100 ha; hết năm 2030 thì xong; giai đoạn 2024-2030."], None),
        (["Sáng 24/4, xã họp.", "Nghị định 13/2023/NĐ-CP và Nghị định 45/2023/NĐ-CP đã ban hành."], None),
        (["Sáng 5/1, xã tổng kết.", "Năm 2023, xã trồng 40 ha; năm 2023 có 12 hộ thoát nghèo."], None),  # last year's results
        (["Sáng 5/1, xã tổng kết năm 2023, bàn nhiệm vụ năm 2024.", "Kế hoạch năm 2024 có ba phần."], date(2024, 1, 5)),
        (["Sáng 25/12, xã bàn kế hoạch năm 2025.", "Năm 2024, xã trồng 40 ha; năm 2024 có 12 hộ thoát nghèo."], None),
        (["Sáng 24/4, xã họp."], None),
    ],
)  # fmt: skip
def test_year_of_the_event_without_a_day_of_publication(paragraphs: list[str], day: date | None) -> None:
    assert events.event_date(paragraphs) == day


@given(st.lists(st.text(), max_size=4), st.none() | st.dates(min_value=date(1900, 1, 1)))
def test_no_text_breaks_the_reading_of_events(paragraphs: list[str], published: date | None) -> None:
    assert (
        events.event_date(paragraphs, None, published) is None
        or published is not None
        or any(map(str.strip, paragraphs))
    )


# ------------------------------------------------------------------------------------------------- publisher


@pytest.mark.parametrize(
    ("rows", "publisher"),
    [
        (["CHÀO MỪNG BẠN ĐẾN VỚI CỔNG THÔNG TIN ĐIỆN TỬ UBND HUYỆN SÔNG LAM", "Xã Đông mở thư viện", "1/2/2024", LEAD], "Cổng thông tin điện tử UBND huyện Sông Lam"),
        (["Xã Đông mở thư viện", "1/2/2024", LEAD, BODY, "Cổng TTĐT tỉnh (tổng hợp)", "Từ khóa:", "BẢN ĐỒ TỈNH SÔNG LAM"], "Cổng TTĐT tỉnh Sông Lam"),
        (["Xã Đông mở thư viện", "1/2/2024", LEAD, BODY, "Cổng TTĐT tỉnh (tổng hợp)", "Từ khóa:"], "Cổng TTĐT tỉnh"),
        (["Xã Đông mở thư viện", "1/2/2024", LEAD, BODY, "© 2024 Bản tin Sông Lam. Giữ mọi quyền"], "Bản tin Sông Lam"),
        (["Xã Đông mở thư viện", "1/2/2024", LEAD, BODY, "Cơ quan chủ quản: UBND huyện Sông Lam"], "UBND huyện Sông Lam"),
        (["Xã Đông mở thư viện", "1/2/2024", LEAD, BODY, "Theo TTXVN"], None),
        (["Xã Đông mở thư viện", "Cổng thông tin điện tử tỉnh Sông Lam đạt giải nhất cuộc thi.", LEAD, BODY], None),
        (["Xã Đông mở thư viện", LEAD, BODY], None),
    ],
)  # fmt: skip
def test_publisher(rows: list[str], publisher: str | None) -> None:
    assert facts(*rows).publisher == publisher


# ------------------------------------------------------------------------------------------------- html


def page(head: str, body: str = "") -> Facts:
    html = f"<html><head>{head}</head><body><div class='date'>Thứ hai, 03/06/2024</div>{body}<p>{LEAD}</p><p>{BODY}</p></body></html>"
    return webpage.read(html)[1]


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ('<meta property="og:title" content="Xã Đông mở thư viện"><title>Khác</title>', "", "Xã Đông mở thư viện"),
        ("<title>Xã Đông mở thư viện | Báo Sông Lam</title>", "<h1>Xã Đông mở thư viện</h1>", "Xã Đông mở thư viện"),
        ('<title>Xã Đông mở thư viện - Báo Sông Lam</title><meta property="og:site_name" content="Báo Sông Lam">', "", "Xã Đông mở thư viện"),
        ("<title>Cổng thông tin điện tử huyện Sông Lam</title>", "<h1>Xã Đông mở thư viện</h1>", "Xã Đông mở thư viện"),
        ('<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Xã Đông mở thư viện"}</script>', "", "Xã Đông mở thư viện"),
        ("", "", None),
    ],
)  # fmt: skip
def test_title_of_html(head: str, body: str, title: str | None) -> None:
    assert page(head, body).title == title


@pytest.mark.parametrize(
    ("head", "body", "day"),
    [
        ('<meta property="article:published_time" content="2024-05-21T08:00:00+07:00">', "", date(2024, 5, 21)),
        ('<script type="application/ld+json">{"@graph": [{"datePublished": "2024-05-21"}]}</script>', "", date(2024, 5, 21)),
        ('<script type="application/ld+json">{"broken": </script>', "", None),
        ("", '<time itemprop="datePublished" datetime="2024-05-21">hôm kia</time>', date(2024, 5, 21)),
        ("", "<h1>Xã Đông mở thư viện</h1><div>21/05/2024 - 08:00</div>", date(2024, 5, 21)),
        ("", "<h1>Xã Đông mở thư viện</h1>", None),  # the clock over it is none
    ],
)  # fmt: skip
def test_publication_of_html(head: str, body: str, day: date | None) -> None:
    assert page(head, body).published == day


def test_publisher_and_address_of_html() -> None:
    found = page(
        '<meta property="og:site_name" content="Báo Sông Lam"><link rel="canonical" href="https://example.vn/a.html">'
    )
    assert (found.publisher, found.url) == ("Báo Sông Lam", "https://example.vn/a.html")
    named = page(
        '<script type="application/ld+json">[{"publisher": {"name": "Báo Sông Lam"}}]</script><link rel="canonical" href="/a.html">'
    )
    assert (named.publisher, named.url) == ("Báo Sông Lam", None)
