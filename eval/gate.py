"""A run against the numbers that were pinned for it: which metric holds, which fell, by how much.

What a metric says nothing about (a set without enumerations has none that are complete) falls short of whatever is pinned for it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from corpus.errors import BadInput, Language
from eval import calibration, metrics
from eval.floors import Change, Floors, pinned
from eval.measures import MEASURES, values
from eval.report.text import number, table
from eval.saved import Digests, Saved

FLOORS = (
    "answerable", "unanswerable", "overall", "verbatim", "hit1", "hit3", "recall@10", "ndcg@10", "citation_precision",
    "complete", "auroc",
)  # fmt: skip
CEILINGS = ("crashed", "citations_per_answer")
EXACT = "verbatim"
HAIR = 1e-9  # what rounding may take off a number

OWN: dict[str, dict[Language, str]] = {
    "auroc": {
        "vi": "Độ tin cậy xếp câu đúng trên câu sai (AUROC)",
        "en": "AUROC of the confidence, right over wrong",
    },
    "crashed": {"vi": "Câu hỏi bị lỗi khi chạy", "en": "Questions that crashed"},
}
WORDS: dict[str, dict[Language, str]] = {
    "metric": {"vi": "Thước đo", "en": "Metric"},
    "value": {"vi": "Giá trị", "en": "Value"},
    "bound": {"vi": "Sàn / trần", "en": "Floor / ceiling"},
    "margin": {"vi": "Còn dư", "en": "Margin"},
    "verdict": {"vi": "Kết quả", "en": "Verdict"},
    "ok": {"vi": "đạt", "en": "ok"},
    "short": {"vi": "HỤT", "en": "FALLS SHORT"},
}


@dataclass(frozen=True, slots=True)
class Check:
    """One metric held against its bound; `value` None where the set has no question of that metric."""

    metric: str
    value: float | None
    bound: float
    ceiling: bool = False

    @property
    def margin(self) -> float | None:
        """How much better than the bound, below 0 where it falls short.

        >>> Check("hit1", 0.75, 0.5).margin, Check("crashed", 2, 0, ceiling=True).margin
        (0.25, -2)
        """
        if self.value is None:
            return None
        return self.bound - self.value if self.ceiling else self.value - self.bound

    @property
    def ok(self) -> bool:
        return self.margin is not None and self.margin >= -HAIR

    def to_json(self) -> dict[str, Any]:
        return {
            "metric": self.metric,
            "value": self.value,
            "bound": self.bound,
            "kind": "ceiling" if self.ceiling else "floor",
            "margin": self.margin,
            "ok": self.ok,
        }


def numbers(records: Sequence[Saved]) -> dict[str, float | None]:
    """Every metric that can be pinned, of these records; None where nothing can be said.

    >>> found = numbers([Saved("q1", "vi", "?", "factoid", right=True, hit1=True), Saved("q2", "vi", "?", "factoid", hit1=False, error="X: y")])
    >>> found["answerable"], found["hit1"], found["crashed"], found["complete"]
    (0.5, 0.5, 1.0, None)
    """
    found: dict[str, float | None] = {name: metrics.mean(held.values()) for name, held in values(records).items()}
    quotes = [citation.verbatim for record in records for citation in record.citations]
    found["verbatim"] = metrics.mean(quotes)
    found["auroc"] = calibration.auroc(
        [record.confidence for record in records], [record.forced_right for record in records]
    )
    found["crashed"] = float(sum(record.error is not None for record in records))
    return found


def check(floors: Floors, found: Mapping[str, float | None]) -> list[Check]:
    """Every pinned metric against its bound.

    Raises `BadInput` for a metric that nobody measures, and where nothing is pinned.
    """
    for name in (*floors.floors, *floors.ceilings):
        if name not in found:
            known = ", ".join(found)
            raise BadInput(
                vi=f"Tệp điểm sàn ghi thước đo {name!r} không có trong chương trình. Hãy dùng một trong: {known}.",
                en=f"The floors file pins {name!r}, which nothing measures. Use one of: {known}.",
            )
    if not floors.floors and not floors.ceilings:
        raise BadInput(
            vi="Tệp điểm sàn chưa ghim con số nào. Hãy chạy lại với --pin.",
            en="The floors file pins no number. Run again with --pin.",
        )
    return [
        *(Check(name, found[name], bound) for name, bound in floors.floors.items()),
        *(Check(name, found[name], bound, ceiling=True) for name, bound in floors.ceilings.items()),
    ]


def same_questions(floors: Floors, digest: str, gold: str) -> None:
    """Raises `BadInput` where `digest`, of the questions' file named `gold`, is not the pinned one."""
    if digest != floors.digests.gold:
        raise BadInput(
            vi=f"Bộ câu hỏi {gold} đã khác lúc ghim điểm sàn nên không so sánh được các con số. Hãy ghim lại bằng --pin.",
            en=f"The questions of {gold} are not those that the floors were pinned for, so the numbers cannot be compared. Pin anew with --pin.",
        )


def same_documents(floors: Floors, digest: str) -> None:
    """Raises `BadInput` where `digest`, of the documents, is not the pinned one."""
    if digest != floors.digests.corpus:
        raise BadInput(
            vi="Tài liệu đã khác lúc ghim điểm sàn nên không so sánh được các con số. Hãy ghim lại bằng --pin.",
            en="The documents are not those that the floors were pinned for, so the numbers cannot be compared. Pin anew with --pin.",
        )


def other_models(floors: Floors, digests: Digests) -> list[str]:
    """The models that are not the pinned ones: the floors hold for them all the same."""
    held, used = floors.digests.models, digests.models
    return [name for name in sorted({*held, *used}) if held.get(name) != used.get(name)]


def pin(
    floors: Floors, digests: Digests, found: Mapping[str, float | None], slack: float, *, lower: bool
) -> tuple[Floors, list[Change]]:
    """The floors with what was just measured, looser by `slack`, and what moved; none gets looser unless `lower`.

    Metrics that the file pins already stay pinned; the usual ones are added. Crashes and quotes that are not verbatim are never allowed for: the
    ceiling of the one is 0, the floor of the other 1.
    """
    least = {
        name: value
        for name in dict.fromkeys((*FLOORS, *floors.floors))
        if name != EXACT and (value := found.get(name)) is not None
    }
    most = {
        name: value
        for name in dict.fromkeys((*CEILINGS, *floors.ceilings))
        if name != "crashed" and (value := found.get(name)) is not None
    }
    bounds, rose = pinned({**floors.floors, EXACT: 1.0}, least, slack, lower=lower)
    ceilings, fell = pinned({"crashed": 0.0, **floors.ceilings}, most, slack, lower=lower, ceiling=True)
    return replace(floors, digests=digests, floors=bounds, ceilings=ceilings), [*rose, *fell]


def gate_text(checks: Sequence[Check], models: Sequence[str], language: Language = "vi") -> str:
    """One line a metric, and what the whole comes to."""
    heads = [WORDS[word][language] for word in ("metric", "value", "bound", "margin", "verdict")]
    rows = [
        [
            f"{each.metric} ({label(each.metric, language)})",
            number(each.value, language, 4),
            f"{'≤' if each.ceiling else '≥'} {number(each.bound, language, 4)}",
            _signed(each.margin, language),
            WORDS["ok" if each.ok else "short"][language],
        ]
        for each in checks
    ]
    lines = table(heads, rows)
    if models:
        named = ", ".join(models)
        lines += [
            "",
            _say(
                language,
                f"Mô hình khác lúc ghim: {named}; điểm sàn vẫn giữ nguyên.",
                f"Other models than were pinned: {named}; the floors hold all the same.",
            ),
        ]
    fallen = [each.metric for each in checks if not each.ok]
    if fallen:
        named = ", ".join(fallen)
        lines += ["", _say(language, f"KHÔNG ĐẠT: {named}.", f"FAILED: {named}.")]
    else:
        lines += ["", _say(language, f"ĐẠT: cả {len(checks)} thước đo.", f"PASSED: all {len(checks)} metrics.")]
    return "\n".join(lines)


def pin_text(changes: Sequence[Change], ceilings: Mapping[str, float], language: Language = "vi") -> str:
    """What pinning moved, one line each; what got looser is named as such."""
    lines = []
    for change in changes:
        before, after = (number(value, language, 4) for value in (change.before, change.after))
        if change.before is None:
            lines.append(_say(language, f"ghim {change.metric}: {after}", f"pinned {change.metric}: {after}"))
        elif (change.after > change.before) == (change.metric in ceilings):
            lines.append(
                _say(
                    language,
                    f"NỚI LỎNG {change.metric}: từ {before} thành {after}",
                    f"LOOSENED {change.metric}: from {before} to {after}",
                )
            )
        else:
            lines.append(
                _say(
                    language,
                    f"siết {change.metric}: từ {before} thành {after}",
                    f"tightened {change.metric}: from {before} to {after}",
                )
            )
    return "\n".join(lines) or _say(language, "không số nào thay đổi", "no number changed")


def label(metric: str, language: Language = "vi") -> str:
    """What a metric is called."""
    return OWN[metric][language] if metric in OWN else MEASURES[metric].name(language)


def _signed(margin: float | None, language: Language) -> str:
    sign = "+" if margin is not None and margin >= 0 else ""
    return sign + number(margin, language, 4)


def _say(language: Language, vi: str, en: str) -> str:
    return en if language == "en" else vi
