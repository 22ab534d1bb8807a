"""What `eval.speed` and `eval.peers` measured, as Markdown tables: for the terminal, and for the README beside the results."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.report.text import number, table

BEGIN, END = "<!-- measured: written by eval.speed and eval.peers -->", "<!-- measured: end -->"
SIZE_COLUMNS = (
    # header, where it stands in a size's results, decimal places
    ("index s", ("index", "seconds"), 1),
    ("passages/s", ("index", "passages_per_s"), 0),
    ("ask p50 ms", ("ask", "ask_ms", "p50"), 1),
    ("p95", ("ask", "ask_ms", "p95"), 1),
    ("p99", ("ask", "ask_ms", "p99"), 1),
    ("questions/s", ("ask", "per_second"), 1),
    ("at once", ("ask", "at_once", "per_second"), 1),
    ("cold start ms", ("cold_ms", "p50"), 0),
    ("asking MiB", ("ask", "memory_mb", "asked"), 0),
    ("indexing MiB", ("index", "peak_mb"), 0),
    ("disk MiB", ("index", "disk_mb"), 0),
)
RATIOS = (
    ("time of a question", "ratio"),
    ("indexing time", "index_ratio"),
    ("memory", "memory_ratio"),
    ("start", "start_ratio"),
)
KINDS = {"ask": "a whole answer", "search": "ten passages", "words": "ten passages by words alone"}


def speed_text(results: Mapping[str, Any]) -> str:
    """Everything in the results, as Markdown without headings above the third level."""
    sizes = [results["sizes"][name] for name in sorted(results.get("sizes", {}), key=int)]
    lines: list[str] = []
    if sizes:
        lines += ["### By number of passages", "", *_configurations(sizes), "", *sizes_table(sizes), ""]
        lines += ["### Where a question's time goes", "", *shares_table(sizes), ""]
    for name in sorted(results.get("peers", {}), key=int):
        lines += [f"### Beside others, {int(name):,} passages", "", *peers_lines(results["peers"][name]), ""]
    return "\n".join(lines).rstrip() or "Nothing was measured yet."


def sizes_table(sizes: Sequence[Mapping[str, Any]]) -> list[str]:
    """One row a size."""
    rows = [
        [f"{size['key']['passages']:,}", *(number(_at(size, path), "en", places) for _, path, places in SIZE_COLUMNS)]
        for size in sizes
    ]
    return table(["passages", *(header for header, _, _ in SIZE_COLUMNS)], rows)


def shares_table(sizes: Sequence[Mapping[str, Any]]) -> list[str]:
    """One row a part, one column a size, in per cent of a question's time."""
    parts = list(dict.fromkeys(part for size in sizes for part in size["ask"]["shares"]))
    rows = [[part, *(f"{size['ask']['shares'].get(part, 0.0):.1%}" for size in sizes)] for part in parts]
    return table(["part", *(f"{size['key']['passages']:,}" for size in sizes)], rows)


def peers_lines(compared: Mapping[str, Any]) -> list[str]:
    """Ratios, theirs / ours, and what was left out, with the reason."""
    entries = compared["entries"].values()
    rows, notes = [], []
    for entry in entries:
        if entry["status"] != "measured":
            notes.append(f"- **{entry['title']}**: left out, it {entry['why']}")
            continue
        low, high = (number(entry[bound], "en", 2) for bound in ("ratio_low", "ratio_high"))
        others = [number(entry[field], "en", 2) for _, field in RATIOS[1:]]
        rows.append(
            [entry["title"], KINDS[entry["kind"]], f"{number(entry['ratio'], 'en', 2)} [{low}; {high}]", *others]
        )
        used = ", ".join(f"{name} {version}" for name, version in entry["versions"].items())
        encoded = entry["index"].get("encoded")
        sampled = f"; encoder timed on {encoded:,} passages" if encoded else ""
        notes.append(f"- **{entry['title']}**: {entry['what']} ({used}{sampled})")
    key = compared["key"]
    lines = [
        f"{compared['at'][:10]}; {_machine(compared['machine'])}; {key['threads']} threads each; {key['rounds']} rounds of {key['questions']} "
        f"questions; program {key['code']}. Theirs / ours: above 1, ours is faster or smaller. Median of the rounds, in brackets the "
        "lowest and the highest; the other columns were measured once.",
        "",
    ]
    if rows:
        lines += [*table(["theirs / ours", "what is compared", *(name for name, _ in RATIOS)], rows), ""]
    notes += [f"- model `{name}`: {what}" for name, what in compared.get("models", {}).items()]
    return [*lines, *notes]


def write_readme(path: Path, results: Mapping[str, Any]) -> None:
    """Put the tables between the two marks of the file; at its end where it has none."""
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    gap = "" if not before or before.endswith("\n\n") else "\n" if before.endswith("\n") else "\n\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{before}{gap}{BEGIN}\n\n{speed_text(results)}\n\n{END}{after or chr(10)}", encoding="utf-8")


def _configurations(sizes: Sequence[Mapping[str, Any]]) -> list[str]:
    """The machine and the versions, once for all sizes that share them."""
    found: dict[str, list[str]] = {}
    for size in sizes:
        used = ", ".join(f"{name} {version}" for name, version in size["versions"].items())
        where = (
            f"{_machine(size['machine'])}; {used}; {size['key']['questions']} questions, program {size['key']['code']}"
        )
        found.setdefault(where, []).append(f"{size['key']['passages']:,} ({size['at'][:10]})")
    return [f"- {', '.join(names)}: {where}" for where, names in found.items()]


def _machine(where: Mapping[str, Any]) -> str:
    return f"{where['cores']} cores ({where['processor']}), {where['memory_gb']} GiB, Python {where['python']}, {where['system']}"


def _at(results: Mapping[str, Any], path: Sequence[str]) -> float | None:
    value: Any = results
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return None if value is None else float(value)
