"""Every word that a person reads on a screen, in Vietnamese and in English. No logic but the form of dates and numbers.

Why there is no answer is worded in `qa.answer.WORDS`, for the command line and the JSON as well.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from corpus.errors import Language
from qa.types import Level


@dataclass(frozen=True, slots=True)
class Texts:
    """The words of one language. Names in braces are filled with `str.format`."""

    language: Language
    other: Language
    other_name: str
    tagline: str
    welcome: str
    question: str
    question_placeholder: str
    send: str
    limits: str
    since: str
    until: str
    limit_source: str
    day_hint: str
    source_hint: str
    edit: str
    clear: str
    examples_label: str
    examples: tuple[str, ...]
    conversation: str
    sources: str
    sources_hint: str
    holdings: str
    understood: str
    low_confidence: str
    nearest: str
    nothing_near: str
    levels: Mapping[Level, str]
    level_precision: str
    context: str
    also_in: str
    open_source: str
    published: str
    event: str
    publisher: str
    file: str
    original: str
    back: str
    stale_span: str
    no_document: str
    no_document_hint: str
    no_page: str
    no_page_hint: str
    feedback: str
    up: str
    down: str
    thanks: str
    ask_reason: str
    send_reason: str
    fault: str
    feedback_fault: str

    def day(self, day: date) -> str:
        """The date as people write it.

        >>> VI.day(date(2025, 2, 7)), EN.day(date(2025, 2, 7))
        ('07/02/2025', '7 February 2025')
        """
        return day.strftime("%d/%m/%Y") if self.language == "vi" else f"{day.day} {MONTHS[day.month - 1]} {day.year}"

    def number(self, number: int) -> str:
        """The number with its thousands set apart.

        >>> VI.number(12345), EN.number(12345)
        ('12.345', '12,345')
        """
        grouped = f"{number:,}"
        return grouped.replace(",", ".") if self.language == "vi" else grouped


MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

VI: Final = Texts(
    language="vi",
    other="en",
    other_name="English",
    tagline="Trả lời bằng nguyên văn trong tài liệu, câu nào cũng dẫn nguồn.",
    welcome="Bạn muốn biết điều gì trong tài liệu?",
    question="Câu hỏi",
    question_placeholder="Nhập câu hỏi của bạn…",
    send="Gửi",
    limits="Chỉ tìm trong một phần tài liệu",
    since="Từ ngày",
    until="Đến ngày",
    limit_source="Đường dẫn có chữ",
    day_hint="31/5/2024",
    source_hint="ví dụ: tin-tuc",
    edit="Sửa câu đã hiểu",
    clear="Cuộc trò chuyện mới",
    examples_label="Câu hỏi gợi ý",
    examples=(
        "Năm 2024 Việt Nam xếp thứ mấy về Chính phủ điện tử?",
        "Ba đột phá chiến lược số gồm những gì?",
        "Đề án 06 giúp tiết kiệm bao nhiêu tiền?",
        "Ngày Chuyển đổi số quốc gia là ngày nào?",
    ),
    conversation="Cuộc trò chuyện",
    sources="Nguồn trích dẫn",
    sources_hint="Mỗi số [1], [2]… trong câu trả lời ứng với một nguồn ở đây: câu trích được tô sáng trong đoạn văn của nó, kèm liên kết mở toàn bài.",
    holdings="Kho tài liệu hiện có {articles} bài.",
    understood="Đã hiểu là: {question}",
    low_confidence="Độ tin cậy thấp: hãy mở nguồn để kiểm tra trước khi dùng.",
    nearest="Những đoạn gần nhất",
    nothing_near="Không có đoạn nào đủ gần câu hỏi để gợi ý.",
    levels={
        "high": "Độ tin cậy: cao",
        "medium": "Độ tin cậy: trung bình",
        "low": "Độ tin cậy: thấp",
        "none": "Độ tin cậy: không đủ căn cứ",
    },
    level_precision="Khi đo thử, {percent} câu trả lời ở mức này là đúng.",
    context="Ngữ cảnh",
    also_in="Cũng có trong: ",
    open_source="Mở toàn bài tại câu này",
    published="Ngày đăng",
    event="Ngày diễn ra",
    publisher="Nơi đăng",
    file="Tệp",
    original="Trang gốc",
    back="Về trang hỏi đáp",
    stale_span="Đoạn trích trong liên kết không còn khớp với bài này; dưới đây là toàn bài.",
    no_document="Không có tài liệu này",
    no_document_hint="Tài liệu có thể đã được gỡ hoặc đổi tên. Hãy quay lại trang hỏi đáp và hỏi lại để lấy liên kết mới.",
    no_page="Không có trang này",
    no_page_hint="Hãy kiểm tra lại địa chỉ, hoặc quay về trang hỏi đáp.",
    feedback="Câu trả lời này có đúng không?",
    up="Đúng",
    down="Chưa đúng",
    thanks="Đã ghi nhận. Cảm ơn bạn.",
    ask_reason="Đã ghi nhận. Sai ở đâu?",
    send_reason="Gửi góp ý",
    fault="Đã có lỗi khi trả lời câu hỏi này. Hãy thử lại; nếu vẫn lỗi, hãy báo cho người quản trị.",
    feedback_fault="Chưa ghi được đánh giá. Hãy thử lại sau.",
)

EN: Final = Texts(
    language="en",
    other="vi",
    other_name="Tiếng Việt",
    tagline="Answers in the documents' own words, every sentence with its source.",
    welcome="What would you like to know from the documents?",
    question="Question",
    question_placeholder="Type your question…",
    send="Send",
    limits="Look in some documents only",
    since="From",
    until="To",
    limit_source="Path contains",
    day_hint="2024-05-31",
    source_hint="for example: news",
    edit="Edit what was understood",
    clear="New conversation",
    examples_label="Questions to start with",
    examples=(
        "Where did Vietnam rank in e-government in 2024?",
        "What are the three digital strategic breakthroughs?",
        "How much money does Project 06 save?",
        "When is the National Digital Transformation Day?",
    ),
    conversation="Conversation",
    sources="Sources",
    sources_hint="Each number [1], [2]… in an answer stands for a source here: the quoted sentence highlighted inside its paragraph, with a link that opens the whole article.",
    holdings="The library holds {articles} articles.",
    understood="Understood as: {question}",
    low_confidence="Low confidence: open the source and check before you use this.",
    nearest="The nearest passages",
    nothing_near="No passage is near enough to the question to suggest.",
    levels={
        "high": "Confidence: high",
        "medium": "Confidence: medium",
        "low": "Confidence: low",
        "none": "Confidence: not enough support",
    },
    level_precision="When measured, {percent} of the answers of this level were right.",
    context="Context",
    also_in="Also in: ",
    open_source="Open the whole article at this sentence",
    published="Published",
    event="Event",
    publisher="Publisher",
    file="File",
    original="Original page",
    back="Back to the chat",
    stale_span="The quotation in this link no longer matches the article; the whole article follows.",
    no_document="There is no such document",
    no_document_hint="It may have been removed or renamed. Go back to the chat and ask again for a fresh link.",
    no_page="There is no such page",
    no_page_hint="Check the address, or go back to the chat.",
    feedback="Is this answer right?",
    up="Right",
    down="Not right",
    thanks="Noted. Thank you.",
    ask_reason="Noted. What is wrong?",
    send_reason="Send",
    fault="Something went wrong while answering. Try again; if it keeps failing, tell the administrator.",
    feedback_fault="The verdict could not be kept. Try again later.",
)

TEXTS: Final[Mapping[Language, Texts]] = {"vi": VI, "en": EN}

# What Gradio itself says on the page, under its own keys.
GRADIO_VI: Final[Mapping[str, str]] = {
    "chatbot.retry": "Hỏi lại",
    "chatbot.undo": "Hoàn tác",
    "chatbot.like": "Thích",
    "chatbot.dislike": "Không thích",
    "chatbot.clear": "Xóa hội thoại",
    "chatbot.copy_message": "Chép tin nhắn",
    "chatbot.copied_message": "Đã chép",
    "common.error": "Lỗi",
    "common.loading": "Đang tải",
    "common.clear": "Xóa",
    "common.submit": "Gửi",
    "common.cancel": "Hủy",
    "common.copy": "Chép",
}
