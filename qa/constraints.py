"""What a question pins down and a sentence fails: another year, quarter or rank, another place or person, no figure where one is asked."""

import re

from corpus.vietnamese import bigrams, fold, tokens
from qa.question import COUNTED, Question

# What a figure is compared with is not what it is about: "tăng 15 bậc so với năm 2022".
_COMPARED = re.compile(
    r"\b(?:so với|so voi|hơn so với|compared (?:with|to)|than in|up on|on the same period of|over the same period of)\b[^,.;)]*",
    re.IGNORECASE,
)
_COUNT_WORDS = re.compile(
    r"\b(?:một|hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|mười|chục|trăm|nghìn|ngàn|triệu|tỷ|tỉ|nửa|đôi|gấp|nhất|nhì|đầu|cuối|ngày|tháng|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|dozen|hundred|thousand|million|billion|half|twice|first|second|third)\b"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def contradicts(question: Question, sentence: str) -> bool:
    """Whether the sentence speaks of another year, or of another number of the same thing, and not of the one asked for.

    >>> asked = Question("Năm 2019 xếp thứ mấy?", "Năm 2019 xếp thứ mấy?", "vi")
    >>> contradicts(asked, "Năm 2021 xếp thứ 3."), contradicts(asked, "Xếp thứ 6, so với năm 2018 thì tăng.")
    (True, False)
    """
    own = _COMPARED.sub(" ", sentence)
    years = frozenset(_YEAR.findall(own))
    if question.years and years and not question.years & years:
        return True
    wanted = {pair for pair in question.number_pairs if not pair[0].isdigit()}
    if not wanted:
        return False
    told = {pair for pair in bigrams([fold(token) for token in tokens(own)]) if COUNTED.search(pair)}
    heads = {pair.rsplit("_", 1)[0] for pair in told}
    return any(pair not in told and pair.rsplit("_", 1)[0] in heads for pair in wanted)


def names_another(question: Question, article: str) -> bool:
    """Whether the question names somebody or something of two syllables or more that the article never mentions.

    Vietnamese questions only: an English one writes the same names in another way.

    >>> asked = Question("Tỉnh Nam Định có gì?", "Tỉnh Nam Định có gì?", "vi")
    >>> names_another(asked, "Tỉnh Ninh Bình có 969 trạm."), names_another(asked, "Tỉnh nam định")
    (True, False)
    """
    if question.language == "en" or question.text.isupper() or not question.full_names:
        return False
    told = f"_{'_'.join(fold(token) for token in tokens(article))}_"
    return any(f"_{'_'.join(name)}_" not in told for name in question.full_names)


def lacks_figure(question: Question, sentence: str) -> bool:
    """Whether a number or a day is asked for and the sentence has none, neither in digits nor in words.

    >>> asked = Question("Có bao nhiêu xã?", "Có bao nhiêu xã?", "vi")
    >>> lacks_figure(asked, "Các xã đã đạt chuẩn."), lacks_figure(asked, "Hai xã đã đạt chuẩn.")
    (True, False)
    """
    if question.kind not in {"number", "date"} or any(char.isdigit() for char in sentence):
        return False
    return not _COUNT_WORDS.search(sentence.lower())
