import pytest

from corpus.types import Article
from qa.question import read_question
from qa.references import Reference, clauses, names_another_document, of_another_clause, references


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Nghị quyết số 57-NQ/TW ngày 22/12/2024", {Reference("57", "nq", issuer="tw")}),
        ("quyet dinh 749/qd-ttg", {Reference("749", "qd", issuer="ttg")}),
        ("Nghị định 42/2022/NĐ-CP", {Reference("42", "nd", "2022", "cp")}),
        ("Luật 36/2024/QH15", {Reference("36", "qh15", "2024")}),
        ("Chỉ thị số 04/CT-TTg", {Reference("4", "ct", issuer="ttg")}),
        ("QĐ 749, NQ 57", {Reference("749", "qd"), Reference("57", "nq")}),
        ("Resolution No. 57 and Decision 749/QD-TTg", {Reference("57", "nq"), Reference("749", "qd", issuer="ttg")}),
        ("NGHỊ QUYẾT 57-NQ/TW", {Reference("57", "nq", issuer="tw")}),
        ("đứng 71/193, tăng 12,5%, ngày 6/2/2025, 24/7, kế hoạch 2025, nghị quyết 5 năm, 3 quyết định", set()),
        ("Quyết định 10.000 tỷ, báo cáo 6 tháng, quyết định 3 nhóm việc", set()),
    ],
)
def test_documents_are_found_by_their_numbers(text: str, wanted: set[Reference]) -> None:
    assert references(text) == wanted


@pytest.mark.parametrize(
    ("question", "article", "another"),
    [
        ("Nghị quyết 57 nêu mục tiêu gì?", "Theo Nghị quyết số 57-NQ/TW, mục tiêu là …", False),
        ("Nghị quyết 57-NQ/TW nêu mục tiêu gì?", "Nghị quyết 57 nêu …", False),
        ("Nghị quyết 57-NQ/TW nêu gì?", "Nghị quyết 57/NQ-CP nêu …", True),
        ("Quyết định 794/QĐ-TTg do ai ký?", "Quyết định 749/QĐ-TTg do Thủ tướng ký.", True),
        ("quyet dinh 749 do ai ky", "Quyết định số 749/QĐ-TTg do Thủ tướng ký.", False),
        ("Nghị định 42/2022/NĐ-CP nói gì?", "Nghị định 42/2020/NĐ-CP nói …", True),
        ("What does Resolution 57 say?", "Nghị quyết 57-NQ/TW nêu …", False),
        ("Nghị quyết mới nói gì?", "Không có số nào.", False),
    ],
)
def test_an_article_that_never_refers_to_the_document_asked_for_is_doubted(
    question: str, article: str, another: bool
) -> None:
    assert names_another_document(read_question(question, {}), article) is another


LAW = Article(
    "luat.txt",
    "Luật mẫu\n\nĐiều 4. Phạm vi\n\nLuật này áp dụng trên cả nước.\n\nĐiều 5. Trách nhiệm\n\n"
    "Cơ quan phải công khai số liệu, trừ trường hợp nêu ở Điều 4.\n\nĐiều 15. Hiệu lực\n\nLuật có hiệu lực từ năm 2026.",
)


@pytest.mark.parametrize(
    ("question", "sentence", "another"),
    [
        ("Điều 5 quy định gì?", "Cơ quan phải công khai số liệu", False),
        ("Điều 5 quy định gì?", "Luật này áp dụng trên cả nước.", True),
        ("Điều 5 quy định gì?", "Luật có hiệu lực từ năm 2026.", True),
        ("dieu 15 quy dinh gi", "Luật có hiệu lực từ năm 2026.", False),
        ("Điều 4 được nhắc ở đâu?", "Cơ quan phải công khai số liệu, trừ trường hợp nêu ở Điều 4.", False),
        ("Luật có hiệu lực từ năm nào?", "Luật có hiệu lực từ năm 2026.", False),
        ("Điều 5 tỷ đồng là bao nhiêu?", "Luật mẫu", False),
    ],
)
def test_a_sentence_under_another_clause_is_doubted(question: str, sentence: str, another: bool) -> None:
    start = LAW.text.index(sentence)
    assert of_another_clause(read_question(question, {}), LAW, start, start + len(sentence)) is another


def test_clauses_are_those_at_the_start_of_a_line() -> None:
    assert [number for _, number in clauses(LAW.text)] == ["4", "5", "15"]
    assert clauses("Theo Điều 9 của Luật.") == ()
