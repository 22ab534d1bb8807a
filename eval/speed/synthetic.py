"""Articles in any number, made of the bundled ones: their sentences in another order, names and figures drawn anew.

For measuring time, not quality. The vocabulary is that of the bundled articles and a few names: narrower than that of real documents,
so that a word stands in more passages than it would, and word search has more to do.
"""

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from importlib import resources
from pathlib import Path

from corpus.letters import UPPER
from corpus.passages import PASSAGE_TOKENS, passages, token_count
from corpus.read import read_article
from corpus.split import sentences
from corpus.types import Article
from qa.question import language_of

ARTICLES = Path(str(resources.files("corpus"))) / "articles"
LONGEST = 9  # passages of a made article; the bundled ones have four to six

_FAMILIES = "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Trịnh Đoàn Mai Lương Tạ Cao Lâm".split()
_MIDDLES = "Văn Thị Minh Đức Hữu Quang Thanh Ngọc Xuân Thu Hồng Quốc Gia Bảo Công Anh Tuấn Kim Song Hoài".split()
_GIVENS = "An Bình Chi Dũng Giang Hà Hải Hạnh Hùng Khánh Lan Linh Long Mai Nam Nga Phong Phúc Quân Sơn Tâm Thảo Tiến Trang Tùng Vinh Yến".split()
_PLACES = (
    "An Giang|Bắc Giang|Bắc Kạn|Bắc Ninh|Bến Tre|Bình Dương|Bình Định|Bình Phước|Cà Mau|Cao Bằng|Cần Thơ|Đà Nẵng|Đắk Lắk|Điện Biên|"
    "Đồng Nai|Đồng Tháp|Gia Lai|Hà Giang|Hà Nam|Hà Nội|Hà Tĩnh|Hải Dương|Hải Phòng|Hòa Bình|Hưng Yên|Khánh Hòa|Kiên Giang|Kon Tum|"
    "Lai Châu|Lạng Sơn|Lào Cai|Lâm Đồng|Long An|Nam Định|Nghệ An|Ninh Bình|Ninh Thuận|Phú Thọ|Phú Yên|Quảng Bình|Quảng Nam|Quảng Ngãi|"
    "Quảng Ninh|Quảng Trị|Sóc Trăng|Sơn La|Tây Ninh|Thái Bình|Thái Nguyên|Thanh Hóa|Tiền Giang|Trà Vinh|Tuyên Quang|Vĩnh Long|"
    "Vĩnh Phúc|Yên Bái|Gia Viễn"
).split("|")

_DRAWN = re.compile(
    rf"(?P<day>\b\d{{1,2}}/\d{{1,2}}/\d{{4}}\b)|(?P<month>\b\d{{1,2}}/\d{{4}}\b)|(?P<year>\b(?:19|20)\d\d\b)|(?P<number>\d+)"
    rf"|(?P<place>\b(?:{'|'.join(_PLACES)})\b)|(?P<person>\b(?:{'|'.join(_FAMILIES)})(?: [{UPPER}]\w+){{1,3}})"
)


def bundled() -> list[Article]:
    """The articles that the program brings along, in the order of their names."""
    return [read_article(path, path.name) for path in sorted(ARTICLES.glob("*.md"))]


def made(originals: Sequence[Article], seed: int = 0) -> Iterator[Article]:
    """Endless articles with titles, each of one language and of one to `LONGEST` passages; the seed decides all of them.

    Raises:
        ValueError: the originals hold no sentence.
    """
    pools: dict[str, dict[str, int]] = {}  # sentences and their sizes in tokens, by language
    titles: dict[str, list[str]] = {}
    for article in originals:
        language = language_of(article.text)
        titles.setdefault(language, []).append(article.name)
        for sentence in sentences(article.text):
            if sentence.kind == "sentence":
                text = article[sentence.span]
                pools.setdefault(language, {})[text] = token_count(text)
    if not pools:
        raise ValueError("there is no sentence to make articles of")
    weights = [sum(pool.values()) for pool in pools.values()]
    chance = random.Random(seed)
    place = 0
    while True:
        chosen = chance.choices(list(pools), weights)[0]
        room = chance.randint(1, LONGEST) * PASSAGE_TOKENS
        yield Article(
            source=f"made/{place:07}.txt",
            title=redrawn(chance.choice(titles[chosen]), chance),
            text=_text(pools[chosen], room, chance),
        )
        place += 1


def _text(pool: dict[str, int], room: int, chance: random.Random) -> str:
    """Sentences of the pool, each once, as many as have room (one at least), in paragraphs."""
    paragraphs: list[list[str]] = [[]]
    for sentence in chance.sample(list(pool), len(pool)):
        if paragraphs[0] and pool[sentence] > room:
            break
        if len(paragraphs[-1]) >= chance.randint(2, 5):
            paragraphs.append([])
        paragraphs[-1].append(redrawn(sentence, chance))
        room -= pool[sentence]
    return "\n".join(" ".join(paragraph) for paragraph in paragraphs)


def redrawn(text: str, chance: random.Random) -> str:
    """`text` with other dates, years, figures of as many digits, provinces and people.

    >>> redrawn("Ngày 12/7/2023, Ninh Bình đạt 71,8%.", random.Random(1))
    'Ngày 5/10/1999, Thái Nguyên đạt 36,7%.'
    """

    def draw(found: re.Match[str]) -> str:
        day, month, year = chance.randint(1, 28), chance.randint(1, 12), chance.randint(1995, 2035)
        match found.lastgroup:
            case "day":
                return f"{day}/{month}/{year}"
            case "month":
                return f"{month}/{year}"
            case "year":
                return str(year)
            case "number":
                size = len(found[0])
                return str(chance.randint(10 ** (size - 1), 10**size - 1))
            case "place":
                return chance.choice(_PLACES)
            case _:
                return " ".join(chance.choice(names) for names in (_FAMILIES, _MIDDLES, _GIVENS))

    return _DRAWN.sub(draw, text)


def exactly(articles: Iterable[Article], count: int) -> Iterator[Article]:
    """The first of `articles` that have `count` passages together; the last one is cut at the end of a passage."""
    missing = count
    for article in articles:
        if missing <= 0:
            return
        found = passages(article)
        while len(found) > missing:  # a short tail joins the passage before it, so one cut may leave fewer than wanted
            text = article.text[: found[missing - 1].span.end]
            article = Article(article.source, text, article.title, article.published, article.event, article.publisher)
            found = passages(article)
        missing -= len(found)
        yield article


def collection(originals: Sequence[Article], count: int, seed: int = 0) -> Iterator[Article]:
    """`count` passages: the originals, which hold answers to the questions, and as many made ones as it takes."""

    def both() -> Iterator[Article]:
        yield from originals
        yield from made(originals, seed)

    return exactly(both(), count)
