"""What a question wants defined, and the sentences that say what it is."""

import re
from functools import lru_cache

from corpus.vietnamese import fold, tokens
from qa.question import Question

_SHORT = re.compile(r"\b[A-ZĐƯ][A-ZĐƯ0-9&]{1,9}\b")
_ASKED = re.compile(
    r"^(?:trong [^,]+, )?(.+?),? (?:co )?(?:ten (?:day du )?|nghia |duoc hieu )?la (?:\w+ ){0,2}?(?:gi|ai)\b(?! (?:cho|cua|voi|de) )"
)
_ASKED_ENGLISH = re.compile(r"^what (?:is|are|was|were) (?:a |an |the )?(.+?)\??$|^what does (.+?) (?:mean|stand for)")
_CORE = re.compile(r" (?:cua|do|o|tai|thuoc|ma|theo|in|of|for) ")
_NUMBER = re.compile(r"^(?:(?:\d{1,2}|[a-zđ])[.)]|(?:A|An|The)\b)\s+")
_SAYS = re.compile(
    r"\b(?:(?:co )?ten day du(?: la)?|co ten(?: goi)?(?: la)?|nghia la|duoc hieu la|duoc dinh nghia la|(?:con )?(?:duoc )?goi la|la|"
    r"stands for|means|is|are|was|were)\s+(?!(?:bao|gi|ai|khong|do|vi|de|not|mot trong|one of|in)\b)(?=[^\d\s])|:\s+(?=[“\"‘«])"
)
SHORTEST, LONGEST = 2, 9  # syllables of what is defined
BETWEEN = 8  # syllables that may stand between it and a verb that says what it is


def defines(question: Question, sentence: str) -> bool:
    """Whether the sentence says what the question asks for the meaning of: it writes an abbreviation out, "trạm phát sóng (BTS)", or
    opens with what is asked about and goes on with "là", "có tên là" or a quotation.

    >>> asked = Question("Trạm BTS là loại trạm gì?", "Trạm BTS là loại trạm gì?", "vi")
    >>> defines(asked, "Có 2.323 trạm phát sóng di động mặt đất (BTS)."), defines(asked, "Có 2.323 trạm BTS.")
    (True, False)
    >>> asked = Question("Chương trình 12 là gì?", "Chương trình 12 là gì?", "vi")
    >>> defines(asked, "Chương trình 12 có tên đầy đủ là “Sách cho mọi nhà”."), defines(asked, "Chương trình 12 kết thúc năm 2030.")
    (True, False)
    """
    if question.kind != "definition":
        return False
    for short in _SHORT.findall(question.text):
        if f"({short})" in sentence or re.search(rf"\b{re.escape(short)} \([^\W\d]", sentence):
            return True
    wanted = subject(question)
    return bool(wanted) and (_opens(sentence, wanted) or _named_in_brackets(sentence, wanted))


@lru_cache(maxsize=64)
def subject(question: Question) -> tuple[str, ...]:
    """The folded syllables of what a question wants defined; () where it is not plain, too short or too long to tell."""
    low = fold(question.spelled).lower()
    found = _ASKED_ENGLISH.search(low) if question.language == "en" else _ASKED.search(low)
    words = tuple(tokens(_CORE.split(next(filter(None, found.groups())))[0])) if found else ()
    return words if SHORTEST <= len(words) <= LONGEST else ()


def _named_in_brackets(sentence: str, wanted: tuple[str, ...]) -> bool:
    """Whether brackets give the subject as the short name of what stands before: "… (Đề án 06)", "… (gọi tắt là Đề án 06)"."""
    name = r"\W+".join(map(re.escape, wanted))
    return re.search(rf"\w \((?:\w+ ){{0,5}}(?:la |: )?[“\"]?{name}[”\"]?\)", fold(sentence).lower()) is not None


def _opens(sentence: str, wanted: tuple[str, ...]) -> bool:
    text = _NUMBER.sub("", sentence)
    says = _SAYS.search(fold(text).lower())
    if says is None:
        return False
    before = _written_out([fold(token) for token in tokens(text[: says.start()])], wanted)
    near = says[0].startswith(":") or len(before) <= len(wanted) + BETWEEN
    return near and before[:1] == [wanted[0]] and set(wanted) <= set(before)


def _written_out(told: list[str], wanted: tuple[str, ...]) -> list[str]:
    """The syllables, each abbreviation of syllables that are wanted in a row replaced by these: "cds" is "chuyen doi so"."""
    found: list[str] = []
    for word in told:
        size = len(word)
        row = next(
            (
                wanted[n : n + size]
                for n in range(len(wanted) - size + 1)
                if size > 1 and "".join(part[0] for part in wanted[n : n + size]) == word
            ),
            (word,),
        )
        found.extend(row)
    return found
