"""The pinned numbers of a gate: a JSON file that says of which questions, documents and models they are.

{"gold": "bundled.jsonl", "docs": "../../corpus/articles",       paths relative to the file; docs null: a home's documents
 "digests": {"gold": …, "corpus": …, "models": {…}},
 "floors": {"answerable": 0.86, …}, "ceilings": {"crashed": 0, …}}
"""

import json
import math
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter, ValidationError

from corpus.errors import BadInput
from eval.files import replaced
from eval.saved import Digests

PLACES = 4  # decimals that are pinned; a floor is cut down to them, a ceiling up


@dataclass(frozen=True, slots=True)
class Floors:
    """What a run must reach.

    Attributes:
        gold, docs: the questions' file and the documents' folder, relative to the file that says so; docs None: those of a home.
        digests: of the run that was pinned.
        floors: the least value of each metric; `ceilings`: the greatest.
    """

    gold: str
    digests: Digests
    docs: str | None = None
    floors: Mapping[str, float] = field(default_factory=dict)
    ceilings: Mapping[str, float] = field(default_factory=dict)

    __pydantic_config__ = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class Change:
    """A bound that was pinned anew: `before` None where there was none."""

    metric: str
    before: float | None
    after: float


_FORM = TypeAdapter(Floors)


def read_floors(path: Path) -> Floors:
    """The pinned numbers. Raises `BadInput` naming the file and the field."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadInput(
            vi=f"Không đọc được tệp điểm sàn {path} ({error.strerror}). Hãy kiểm tra đường dẫn, hoặc tạo tệp bằng --pin.",
            en=f"Cannot read the floors file {path} ({error.strerror}). Check the path, or make the file with --pin.",
        ) from error
    try:
        held = _FORM.validate_json(data, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        at = ".".join(str(part) for part in first["loc"])
        raise BadInput(
            vi=f"{path}, trường {at!r}: không đúng dạng của tệp điểm sàn ({first['msg']}). Hãy sửa lại, hoặc ghim lại bằng --pin.",
            en=f"{path}, field {at!r}: not what a floors file holds ({first['msg']}). Mend it, or pin anew with --pin.",
        ) from error
    for name, bound in (*held.floors.items(), *held.ceilings.items()):
        if not math.isfinite(bound):
            raise BadInput(
                vi=f"{path}, {name!r}: {bound} không phải một con số so sánh được. Hãy sửa lại.",
                en=f"{path}, {name!r}: {bound} is no number to compare with. Mend it.",
            )
    return held


def write_floors(path: Path, floors: Floors) -> None:
    """Write the file, beside and renamed. Raises `BadInput` where it cannot be written."""
    value = {
        "gold": floors.gold,
        "docs": floors.docs,
        "digests": asdict(floors.digests),
        "floors": dict(floors.floors),
        "ceilings": dict(floors.ceilings),
    }
    try:
        replaced(path, json.dumps(value, ensure_ascii=False, indent=2) + "\n")
    except OSError as error:
        raise BadInput(
            vi=f"Không ghi được {path} ({error.strerror}). Hãy chọn một tệp khác.",
            en=f"{path} cannot be written ({error.strerror}). Choose another file.",
        ) from error


def relative(path: Path, to: Path) -> str:
    """`path` as the file `to` names it, with forward slashes.

    >>> relative(Path("/a/docs"), Path("/a/gold/floors.json"))
    '../docs'
    """
    return Path(os.path.relpath(path.resolve(), to.resolve().parent)).as_posix()


def pinned(
    held: Mapping[str, float], measured: Mapping[str, float], slack: float, *, lower: bool, ceiling: bool = False
) -> tuple[dict[str, float], list[Change]]:
    """The bounds after pinning `measured`, looser by `slack`, and those that moved; none gets looser unless `lower`.

    >>> pinned({"hit1": 0.8, "hit3": 0.9}, {"hit1": 0.85, "hit3": 0.85}, 0.0, lower=False)
    ({'hit1': 0.85, 'hit3': 0.9}, [Change(metric='hit1', before=0.8, after=0.85)])
    >>> pinned({}, {"citations_per_answer": 1.72041}, 0.1, lower=False, ceiling=True)
    ({'citations_per_answer': 1.8205}, [Change(metric='citations_per_answer', before=None, after=1.8205)])
    """
    bounds, changes = dict(held), []
    for name, value in measured.items():
        bound = -_cut(-value - slack) + 0.0 if ceiling else _cut(value - slack)
        before = held.get(name)
        tighter = before is None or (bound < before if ceiling else bound > before)
        if bound != before and (tighter or lower):
            bounds[name] = bound
            changes.append(Change(name, before, bound))
    return bounds, changes


def _cut(value: float) -> float:
    """Down to `PLACES` decimals, a hair of rounding forgiven.

    >>> _cut(0.86799999999999999), _cut(0.86794), _cut(2 / 3)
    (0.868, 0.8679, 0.6666)
    """
    scale = 10.0**PLACES
    return math.floor(value * scale + 1e-6) / scale
