"""Names of people: whether a sentence gives one where the holder of an office is asked for."""

import re

from corpus.letters import UPPER
from corpus.vietnamese import fold, may_be_syllable, tokens
from qa.question import NAME, Question

# Family names that nearly all Vietnamese bear; those of the ethnic minorities with the syllables that open them.
SURNAMES = frozenset(
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đào Đoàn Vương Trịnh Trương Đinh Lâm Phùng Mai Tô Hà Tạ "
    "Lương Lưu Thái Châu Quách Chu Cao Thân Lại Kiều Tống Doãn Triệu Nghiêm Mạc La Giang Khổng Ung Cù Bạch Đàm Đồng "
    "Hứa Viên Vi Lò Quàng Cầm Giàng Thào Sùng Lù Điểu Thạch Sơn Danh Kim Siu Rơ Y H' K' Ksor Nay Rah Bế Nông Hầu Cứ Lầu Lường "
    "Âu Ngụy Nhữ Phí Thiều Ninh Trà Khuất Lã Mã Vừ Ma Ngọ Chẩu Sầm Kha Cấn Đậu Biện Thiệu Hồng Tôn Từ".split()
)
# Places that open like a person's name.
_PLACES = re.compile(
    r"(?:Hà (?:Nội|Nam|Giang|Tĩnh|Tây|Đông|Tiên|Lan)|Cao (?:Bằng|Lãnh)|Lâm (?:Đồng|Thao|Hà)|Thái (?:Bình|Nguyên|Lan)|"
    r"Ninh (?:Bình|Thuận|Hòa)|Sơn (?:La|Tây|Trà|Dương)|Châu (?:Âu|Á|Phi|Mỹ|Đốc)|Kim (?:Sơn|Bôi|Thành)|Trà Vinh|"
    r"Hồ (?:Tây|Gươm|Hoàn Kiếm)|Giang Tô|Đồng (?:Nai|Tháp|Hới|Văn|Xoài)|Mai (?:Châu|Sơn)|Phan (?:Thiết|Rang)|"
    r"Từ (?:Sơn|Liêm)|Dương Kinh|Hoàng (?:Mai|Sa|Hóa)|Mã Lai|Sầm Sơn|Triệu (?:Phong|Sơn)|Hồng (?:Kông|Lĩnh))\b"
)
_OFFICES = (
    r"chu tich|bi thu|bo truong|thu truong|giam doc|tong giam doc|cuc truong|vu truong|truong phong|truong ban|thu tuong|"
    r"uy vien|hieu truong|chanh van phong|phat ngon vien|nguoi phat ngon|quan tri vien|bien tap vien|tong bien tap"
)
_ROLE = rf"(?:nu |vi |nguoi |tan |cuu |quyen )?(?:pho )?(?:{_OFFICES})"
_HOLDER_WANTED = re.compile(
    rf"^\W*{_ROLE}\b.*\b(?:ten (?:la )?gi|la ai)\W*$|^\W*ai (?:la|lam|giu chuc|dang la) {_ROLE}\b"
)
# "Phó Chủ tịch huyện nào", "Bộ trưởng Bộ Y tế nào"; not "Thủ tướng dẫn nghị quyết nào".
_WHICH_HOLDER = re.compile(rf"^\W*(?:(?:cac|nhung|hai|ba|bon|\d) )?(?:vi )?{_ROLE}(?P<of>(?: \w+){{0,6}}) nao\b")
_BODIES = frozenset(
    "tinh huyen xa thi tran phuong quan thanh pho bo nganh cua va thuong truc uy ban nhan dan hoi dong so tp".split()
)
_TITLED = re.compile(
    rf"\b(?:[ÔôBb](?:ng|à)|[Aa]nh|[Cc]hị|[Đđ]ồng chí|đ/c|[Bb]ác sĩ|[Tt]iến sĩ|[Gg]iáo sư)\s+([{UPPER}]\w+)"
)
_HELD = re.compile(rf"\b(?:Thủ tướng|Tổng thống|Chủ tịch|Bộ trưởng|Bí thư|Giám đốc)\s+([{UPPER}]\w+)")


def people(text: str) -> list[str]:
    """The names of people in a Vietnamese text: two syllables or more after a family name, a foreign name, or what a title precedes.

    >>> people("Sáng 6/2, Phó Thủ tướng Nguyễn Hòa Bình và ông Tim họp ở Hà Nội với Bill Gates.")
    ['Nguyễn Hòa Bình', 'Bill Gates', 'Tim']
    """
    runs = [run for match in NAME.finditer(text) if (run := _name(match[0]))]
    alone = [*_TITLED.findall(text), *filter(_foreign, _HELD.findall(text))]
    return list(dict.fromkeys([*runs, *(name for name in alone if not any(name in run for run in runs))]))


def _foreign(word: str) -> bool:
    return word.isalpha() and not word.isupper() and not may_be_syllable(word)


def _name(run: str) -> str | None:
    """The part of a run of capitalised words that names a person."""
    if _PLACES.match(run):
        return None
    words = run.split()
    for place, word in enumerate(words[:-1]):
        if word in SURNAMES and not _PLACES.match(" ".join(words[place:])):
            return " ".join(words[place:])
    return run if any(map(_foreign, words)) else None


_HOLDER_WANTED_ENGLISH = re.compile(
    r"^\W*(?:who (?:is|was|are|were)|what (?:is|was) the name of) (?:the )?(?:\w+ ){0,2}?(?:prime minister|minister|chairman|chairwoman|secretary|director)\b"
)


def asks_holder(question: Question) -> bool:
    """Whether the holder of an office is asked for.

    >>> asks_holder(Question("Giám đốc Sở tên là gì?", "", "vi")), asks_holder(Question("Ai gặp Giám đốc Sở?", "", "vi"))
    (True, False)
    >>> asks_holder(Question("Thủ tướng dẫn nghị quyết nào?", "", "vi"))
    False
    """
    if question.language == "en":
        return _HOLDER_WANTED_ENGLISH.search(question.folded) is not None
    which = _WHICH_HOLDER.search(question.folded)
    if which:
        of = question.text[which.start("of") : which.end("of")].split()
        return all(word[:1].isupper() or fold(word).lower() in _BODIES for word in of)
    other = question.kind in {"number", "date", "place", "reason", "manner"}
    return not other and _HOLDER_WANTED.search(question.folded) is not None


def lacks_person(question: Question, sentence: str) -> bool:
    """Whether the holder of an office is asked for and the sentence names nobody but whom the question does.

    >>> asked = Question("Giám đốc Sở tên là gì?", "Giám đốc Sở tên là gì?", "vi")
    >>> lacks_person(asked, "Giám đốc Sở dự họp."), lacks_person(asked, "Giám đốc Sở Tống Thị Hoa dự họp.")
    (True, False)
    """
    if not asks_holder(question):
        return False
    own = {fold(token) for token in tokens(question.text)}
    return all({fold(token) for token in tokens(name)} <= own for name in people(sentence))
