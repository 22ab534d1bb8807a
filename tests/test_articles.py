"""The bundled articles: complete, in both languages, and in our own words."""

import re
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.read import read_article

FOLDER = Path(__file__).parent.parent / "corpus" / "articles"
FILES = sorted(FOLDER.glob("*.md"), key=lambda path: path.name)
RUN = 14  # words that no article may have in common with a page, one after another
# Names that have only one wording: a scheme, a motto, the theme of 2025, an article, a resolution, a strategy.
OFFICIAL = (
    "Phát triển ứng dụng dữ liệu về dân cư, định danh và xác thực điện tử phục vụ chuyển đổi số quốc gia giai đoạn 2022 - 2025, tầm nhìn đến năm 2030",
    "5 vấn đề, 4 xuyên suốt, 3 giá trị, 2 nhận thức, 1 quyết tâm",
    "Chuyển đổi số toàn diện để phát triển kinh tế số, tạo ra động lực mới cho tăng trưởng kinh tế",
    "Chuyển đổi số - động lực quan trọng phát triển lực lượng sản xuất, hoàn thiện quan hệ sản xuất đưa đất nước bước vào kỷ nguyên mới",
    "đột phá phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số quốc gia",
    "Chiến lược phát triển ngành công nghiệp bán dẫn Việt Nam đến năm 2030",
)


def parts(path: Path) -> tuple[dict[str, Any], str]:
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(front), body


def words(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFC", text).lower())


def runs(text: str, size: int = RUN) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[i : i + size]) for i in range(len(found) - size + 1)}


def unquoted(text: str) -> str:
    for name in OFFICIAL:
        text = text.replace(name, " § ")
    return re.sub(r"“[^”]*”|\"[^\"]*\"", " § ", text)


def test_there_are_enough_in_each_language() -> None:
    languages = [parts(path)[0]["lang"] for path in FILES]
    assert languages.count("vi") >= 12
    assert languages.count("en") >= 2
    assert set(languages) == {"vi", "en"}
    assert len({parts(path)[0]["title"] for path in FILES}) == len(FILES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_names_title_date_and_the_pages_it_restates(path: Path) -> None:
    front, body = parts(path)
    assert isinstance(front["title"], str)
    assert isinstance(front["date"], date)
    assert front["publisher"]
    assert front["restates"]
    for page in front["restates"]:
        assert page["title"]
        assert page.keys() <= {"publisher", "title", "date"}
        assert isinstance(page.get("date", date.today()), date)
    assert len(words(body)) > 200


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_is_composed_text_without_invisible_characters(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert not [
        char
        for char in text
        if char != "\n" and unicodedata.category(char) in {"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"}
    ]
    assert "\r" not in text


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_is_read_with_its_front_matter(path: Path) -> None:
    front, body = parts(path)
    article = read_article(path, path.name)
    assert (article.title, article.published, article.publisher) == (front["title"], front["date"], front["publisher"])
    assert article.event == front.get("event", article.event)
    assert "restates" not in article.text
    assert "---" not in article.text
    assert "##" not in article.text
    assert set(words(article.text)) >= set(words(re.sub(r"[#*|\-]", " ", body.split("\n## ", 1)[-1]))[:100]) - {"lang"}


def test_the_official_names_stand_in_quotation_marks() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in FILES)
    for name in OFFICIAL:
        assert f"“{name}" in text or f'"{name}' in text, name


def test_together_they_restate_all_five_pages(shared: Path) -> None:
    import json

    pages = json.loads((shared / "gold" / "seeds-metadata.json").read_text(encoding="utf-8"))
    titles = {page["title"] for path in FILES for page in parts(path)[0]["restates"]}
    assert titles >= {page["title"] for page in pages if page["title"]}
    assert len(titles) == len(pages)


def test_no_sentence_of_the_pages_is_copied(shared: Path) -> None:
    pages = sorted((shared / "seeds").glob("*.txt"))
    assert len(pages) == 5
    theirs = set().union(*(runs(unquoted(path.read_text(encoding="utf-8-sig"))) for path in pages))
    theirs |= set().union(*(runs(path.read_text(encoding="utf-8-sig")) for path in pages))
    for path in FILES:
        assert not [" ".join(run) for run in runs(unquoted(parts(path)[1])) & theirs], path.name


def test_the_search_for_copies_would_find_one() -> None:
    page = "Một hai ba bốn năm sáu bảy tám chín mười mười một mười hai mười ba."
    assert runs(f"Mở đầu. {page.upper()} Hết.") & runs(page)
    assert not runs("“" + page + "”") & runs(unquoted(f"Mở “{page}” hết"))
