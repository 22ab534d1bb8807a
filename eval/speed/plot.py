"""What was measured, drawn: how long a question takes as the collection grows, where the time goes, and how others compare."""

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK, ACCENT, SECOND, GRID = "#333333", "#0b6e4f", "#c46a14", "#dddddd"


def plot(results: Mapping[str, Any]) -> str:
    """An SVG with one panel for each thing that was measured; the same numbers give the same bytes."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    sizes = [results["sizes"][name] for name in sorted(results.get("sizes", {}), key=int)]
    compared = [(int(name), results["peers"][name]) for name in sorted(results.get("peers", {}), key=int)]
    measured = [
        (f"{entry['title']} ({passages:,})" if len(compared) > 1 else entry["title"], entry)
        for passages, part in compared
        for entry in part["entries"].values()
        if entry["status"] == "measured"
    ]
    panels = 2 * bool(sizes) + bool(measured)
    with rc_context({"svg.hashsalt": "hoidap", "svg.fonttype": "none", "font.size": 10, "axes.edgecolor": INK}):
        figure = Figure(figsize=(7.5, 0.4 + 3.1 * max(panels, 1)), layout="constrained")
        FigureCanvasSVG(figure)
        axes = iter(figure.subplots(max(panels, 1), 1, squeeze=False)[:, 0])
        if sizes:
            _times(next(axes), sizes)
            _shares(next(axes), sizes)
        if measured:
            _ratios(next(axes), measured)
        if not panels:
            next(axes).text(0.5, 0.5, "Nothing was measured yet.", ha="center")
        text = io.StringIO()
        figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
    return text.getvalue()


def _times(axes: "Axes", sizes: list[Any]) -> None:
    places = [size["key"]["passages"] for size in sizes]
    for name, colour in (("p50", ACCENT), ("p95", SECOND)):
        axes.plot(places, [size["ask"]["ask_ms"][name] for size in sizes], "o-", color=colour, label=name)
    axes.set(xscale="log", xlabel="passages", ylabel="ms", title="One warm question", ylim=(0, None))
    axes.set_xticks(places, [f"{place:,}" for place in places])
    axes.minorticks_off()
    axes.grid(color=GRID)
    axes.legend(frameon=False)


def _shares(axes: "Axes", sizes: list[Any]) -> None:
    from matplotlib import colormaps

    names = [f"{size['key']['passages']:,}" for size in sizes]
    parts = list(dict.fromkeys(part for size in sizes for part in size["ask"]["shares"]))
    left = [0.0] * len(sizes)
    for part, colour in zip(parts, colormaps["tab20"].colors, strict=False):  # type: ignore[attr-defined]
        widths = [100 * size["ask"]["shares"].get(part, 0.0) for size in sizes]
        axes.barh(names, widths, left=left, color=colour, label=part, height=0.6)
        left = [start + width for start, width in zip(left, widths, strict=True)]
    axes.invert_yaxis()
    axes.set(xlabel="% of a question's time", ylabel="passages", title="Where the time goes", xlim=(0, 100))
    axes.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1), fontsize=8)


def _ratios(axes: "Axes", measured: list[tuple[str, Any]]) -> None:
    names = [name for name, _ in measured]
    ratios = [entry["ratio"] for _, entry in measured]
    errors = [
        [entry["ratio"] - entry["ratio_low"] for _, entry in measured],
        [entry["ratio_high"] - entry["ratio"] for _, entry in measured],
    ]
    axes.barh(names, ratios, xerr=errors, color=[ACCENT if ratio >= 1 else SECOND for ratio in ratios], height=0.6)
    axes.axvline(1.0, color=INK, linewidth=1)
    axes.invert_yaxis()
    axes.set(
        xscale="log", xlabel="time of a question, theirs / ours", title="Beside others (right of 1: ours is faster)"
    )
    axes.grid(axis="x", color=GRID)
    axes.set_axisbelow(True)
