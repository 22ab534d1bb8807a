"""What can be wrong with a gold file: every fault has its sentence in `FAULTS`, in Vietnamese and in English."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from corpus.errors import BadGold, Language

Level = Literal["error", "warning"]

FAULTS: Final[Mapping[str, tuple[str, str]]] = {
    # one row
    "not_json": (
        "không phải JSON ({value}); mỗi dòng cần đúng một đối tượng JSON",
        "not JSON ({value}); each line needs exactly one JSON object",
    ),
    "not_object": ("cần một đối tượng JSON {{…}}, không phải {value}", "needs a JSON object {{…}}, not {value}"),
    "repeated_field": (
        "trường này có hai lần trong một dòng, hãy bỏ một",
        "this field stands twice on one line, drop one",
    ),
    "missing": ("thiếu trường này, hãy thêm vào", "this field is missing, add it"),
    "not_string": ("cần một chuỗi, không phải {value}", "needs a string, not {value}"),
    "not_list": ("cần một danh sách chuỗi, không phải {value}", "needs a list of strings, not {value}"),
    "not_string_item": (
        "mỗi mục của danh sách phải là chuỗi, không phải {value}",
        "each item of the list must be a string, not {value}",
    ),
    "broken_character": (
        "có ký tự hỏng không lưu được vào tệp, hãy gõ lại: {value!r}",
        "holds a broken character that no file can keep, type it again: {value!r}",
    ),
    "blank": ("không được để trống", "must not be blank"),
    "blank_item": ("danh sách có một chuỗi trống, hãy bỏ đi", "the list holds a blank string, drop it"),
    "blank_question": (
        "câu hỏi để trống; chỉ câu không có 'docs' mới được trống",
        "the question is blank; only one without 'docs' may be",
    ),
    "no_answer": (
        "câu có 'docs' cần ít nhất một chuỗi ở 'answers' hoặc 'all_of'",
        "a question with 'docs' needs at least one string in 'answers' or 'all_of'",
    ),
    "answer_without_docs": (
        "câu không có 'docs' (phải từ chối) thì không thể có đáp án; hãy thêm 'docs' hoặc bỏ đáp án",
        "a question without 'docs' (silence is right) cannot have answers; add 'docs' or drop the answers",
    ),
    # a cell of a sheet
    "missing_column": ("bảng không có cột này, hãy thêm vào", "the table has no such column, add it"),
    "repeated_column": ("có hai cột cùng tên {value!r}, hãy bỏ một", "two columns are called {value!r}, drop one"),
    "untitled_cell": (
        "ô này có chữ {value!r} mà cột không có tiêu đề; hãy đặt tiêu đề hoặc xóa ô",
        "this cell holds {value!r} but its column has no title; give it one or clear the cell",
    ),
    "cell_number": (
        "ô chứa số {value}, mà người xem có thể thấy khác; hãy định dạng ô là Văn bản (Text) rồi gõ lại như muốn thấy",
        "the cell holds the number {value}, which may be shown otherwise; format the cell as Text and type what should be seen",
    ),
    "cell_date": (
        "ô chứa ngày giờ {value}, mà mỗi máy hiện một kiểu; hãy định dạng ô là Văn bản (Text) rồi gõ lại như muốn thấy",
        "the cell holds the date or time {value}, which is shown differently everywhere; format it as Text and type what should be seen",
    ),
    "cell_truth": (
        "ô chứa giá trị đúng/sai {value}; hãy định dạng ô là Văn bản (Text) rồi gõ lại",
        "the cell holds the truth value {value}; format it as Text and type it again",
    ),
    "cell_formula": (
        "ô chứa công thức {value}; hãy dán thành giá trị, hoặc định dạng ô là Văn bản (Text) rồi gõ lại",
        "the cell holds the formula {value}; paste it as a value, or format the cell as Text and type it again",
    ),
    "cell_error": ("ô chứa lỗi {value}; hãy sửa hoặc xóa", "the cell holds the error {value}; mend or clear it"),
    # several rows
    "repeated_id": (
        "mã này đã dùng ở dòng {value}; mỗi câu hỏi cần một mã riêng",
        "this id is used already on line {value}; each question needs its own",
    ),
    "contradiction": (
        "chứa một chuỗi bị ghi ở 'wrong': {value!r}; hãy bỏ một trong hai",
        "holds a string listed in 'wrong': {value!r}; drop one of the two",
    ),
    "conflict": (
        "câu này đã hỏi ở dòng {value} với đáp án khác; hãy giữ một câu",
        "the same question stands on line {value} with other answers; keep one",
    ),
    "repeated_question": (
        "câu này đã hỏi y như vậy ở dòng {value}; hãy bỏ một",
        "the same question stands on line {value} with the same answers; drop one",
    ),
    # what a check finds
    "language": ("chỉ có 'vi' và 'en', không có {value!r}", "is 'vi' or 'en', not {value!r}"),
    "spaces": ("có khoảng trắng thừa ở đầu hoặc cuối: {value!r}", "has white space at its ends: {value!r}"),
    "not_in_evidence": (
        "không đứng trong câu nào ghi ở 'evidence': {value!r}",
        "stands in no string listed in 'evidence': {value!r}",
    ),
    "alternative_not_in_evidence": (
        "cách trả lời này không đứng trong câu nào ghi ở 'evidence' (cách khác thì có): {value!r}",
        "this alternative stands in no string listed in 'evidence' (another one does): {value!r}",
    ),
    "unknown_doc": ("không có tài liệu nào tên là {value!r}", "there is no document named {value!r}"),
    "not_in_docs": (
        "không đứng trong tài liệu nào ghi ở 'docs': {value!r}",
        "stands in no document named in 'docs': {value!r}",
    ),
    "not_in_sentence": (
        "đứng trong tài liệu nhưng không nằm trọn trong một câu nào, nên không câu trích nào chứa được: {value!r}",
        "stands in a document but in no single sentence, so that no quote can hold it: {value!r}",
    ),
}
WARNINGS: Final = frozenset({"repeated_question", "alternative_not_in_evidence"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands.

    Attributes:
        line: counted from 1; the number of the row that a spreadsheet shows, where it is one.
        sheet: of an .xlsx file.
        titles: (field, title of its column) where the two differ.
    """

    path: Path
    line: int
    sheet: str = ""
    titles: tuple[tuple[str, str], ...] = ()

    def text(self, language: Language) -> str:
        """
        >>> Place(Path("g.xlsx"), 3, "Sheet1").text("en")
        "g.xlsx, sheet 'Sheet1', line 3"
        """
        sheet, line = ("sheet", "line") if language == "en" else ("trang tính", "dòng")
        return f"{self.path}{f', {sheet} {self.sheet!r}' if self.sheet else ''}, {line} {self.line}"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a gold question that cannot be read or cannot hold.

    Attributes:
        id: of the question, "" where there is none.
        field: "" where the fault is of the whole row.
        what: a key of `FAULTS`.
        place: None for questions that come from no file.
    """

    id: str
    field: str
    value: str
    what: str
    place: Place | None = dataclasses.field(default=None, compare=False)

    @property
    def level(self) -> Level:
        return "warning" if self.what in WARNINGS else "error"

    def text(self, language: Language = "vi") -> str:
        """One full sentence on one line."""
        english = language == "en"
        where = [self.place.text(language)] if self.place else []
        if self.id:
            where.append(f"question {self.id!r}" if english else f"câu hỏi {self.id!r}")
        if self.field:
            title = dict(self.place.titles).get(self.field) if self.place else None
            column = f" ({'column' if english else 'cột'} {title!r})" if title else ""
            where.append(f"{'field' if english else 'trường'} {self.field!r}{column}")
        named = ", ".join(where)
        what = FAULTS[self.what][english].format(value=_short(self.value))
        return f"{named if self.place else named[:1].upper() + named[1:]}: {what}."

    def error(self) -> BadGold:
        return BadGold(vi=self.text("vi"), en=self.text("en"))


def _short(text: str) -> str:
    return text if len(text) <= 160 else f"{text[:159]}…"
