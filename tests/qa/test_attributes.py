import pytest

from qa.attributes import lacks_attribute, meetings, names_unknown_meeting
from qa.question import Question


def asked(text: str, language: str = "vi") -> Question:
    return Question(text, text, language)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "without", "held"),
    [
        ("Luật Thư viện có hiệu lực khi nào?", "Luật Thư viện được thông qua ngày 6/2.", "Luật có hiệu lực từ 1/7."),
        ("luat thu vien co hieu luc tu ngay nao", "Luật Thư viện họp ngày 6/2.", "Luật áp dụng từ ngày 1/7."),
        ("When did the law come into force?", "The law was passed in May.", "The law took effect in July."),
        ("Số điện thoại của thư viện là gì?", "Thư viện mở cửa 8 giờ.", "Liên hệ 024 3825 5397."),
        ("Đường dây nóng là số mấy?", "Có 7 thư viện.", "Gọi 1900 1234 khi cần."),
        ("Email của thư viện?", "Thư viện ở Huế.", "Viết về thuvien@vi.du."),
        ("Trang này có bao nhiêu lượt truy cập?", "Có 07 doanh nghiệp.", "Đã có 5 triệu lượt truy cập."),
        ("Ai chịu trách nhiệm xuất bản trang này?", "Bài viết do bạn đọc gửi.", "Chịu trách nhiệm: Ban biên tập."),
        ("Tòa soạn ở đâu?", "Trang của huyện đăng ngày 7/2.", "Tòa soạn: 12 phố Dài."),
        ("Ai là quản trị viên của trang?", "Chủ tịch dự họp.", "Quản trị trang là phòng Văn hóa."),
        ("Giá vàng hôm nay bao nhiêu?", "Giá trị xuất khẩu đạt 3 tỷ USD.", "Giá vàng tăng lên 90 triệu đồng."),
        ("Anh ấy quê ở đâu?", "Anh ấy dự họp ở Huế.", "Anh ấy sinh ra ở Huế."),
        ("Bà ấy sinh năm nào?", "Bà ấy dự họp năm 2024.", "Bà ấy (SN 1982) dự họp."),
        ("Cho em xin sđt của thư viện", "Thư viện có 12 phòng.", "Liên hệ: 024 3825 5397."),
        ("Phải nộp hồ sơ tại địa chỉ nào?", "Đã cấp 897.339 thẻ.", "Nộp tại số 12 đường Dài."),
        ("Lương trung bình mỗi tháng là bao nhiêu?", "Có 51 nghìn doanh nghiệp.", "Lương trung bình là 9 triệu đồng."),
        ("Ai ký ban hành quyết định này?", "Quyết định nêu hai việc.", "Bộ trưởng đã ký quyết định."),
        ("Luật được thông qua ngày nào?", "Luật được bàn ngày 6/2.", "Quốc hội thông qua luật ngày 6/2."),
        ("Xây nhà hết bao nhiêu tiền?", "Nhà hoạt động từ năm 2025.", "Nhà xây hết 3 tỷ đồng."),
        ("Nhà nước chi bao nhiêu tiền cho việc này?", "Mỗi năm tiết kiệm 3 tỷ đồng.", "Ngân sách cấp 3 tỷ đồng."),
        ("Who holds the copyright?", "The page was printed.", "Copyright: the library."),
    ],
)
def test_a_sentence_must_speak_of_what_is_asked_for_by_name(question: str, without: str, held: str) -> None:
    language = "en" if question.startswith("Wh") else "vi"
    assert lacks_attribute(asked(question, language), without)
    assert not lacks_attribute(asked(question, language), held)


@pytest.mark.parametrize(
    "question",
    [
        "Thư viện mở cửa lúc mấy giờ?",
        "Hiệu lực của thuốc là gì?",
        "Ai quản lý kho?",
        "Đó là nghị quyết số mấy?",
        "Cổng quốc gia có bao nhiêu tài khoản?",
        "Gia Viễn có bao nhiêu xã?",
        "Số lượng sách là bao nhiêu?",
        "Bạn đọc đánh giá thế nào?",
        "Mỗi năm đỡ tốn bao nhiêu tiền?",
    ],
)
def test_other_questions_lack_no_attribute(question: str) -> None:
    assert not lacks_attribute(asked(question), "Một câu bất kỳ.")


def test_meetings_by_number() -> None:
    assert meetings("Phiên họp lần thứ tám và hội nghị toàn quốc lần thứ 3") == {8, 3}
    assert meetings("Đại hội lần thứ XIII; the second congress") == {"xiii", 2}
    assert meetings("Xếp thứ 6, hạng 7, bài học thứ hai") == frozenset()


def test_a_meeting_that_no_article_names_is_unknown() -> None:
    eighth, other = "Phiên họp thứ 8 diễn ra ngày 24/4.", "Cuộc họp ngày 24/4."
    assert names_unknown_meeting(asked("Phiên họp thứ 9 diễn ra khi nào?"), [eighth, other])
    assert not names_unknown_meeting(asked("Phiên họp thứ tám diễn ra khi nào?"), [other, eighth])
    assert not names_unknown_meeting(asked("Phiên họp diễn ra khi nào?"), [eighth])
    assert names_unknown_meeting(asked("When was the 9th session held?", "en"), ["the eighth session"])
