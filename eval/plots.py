"""The pictures of the report: numbers in, one inline SVG out (see `eval/drawing.py`). What is named is the caller's business."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from eval.drawing import ACCENT, INK, SOFT, TINT, drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH = 400  # CSS pixels
HEIGHT = 272
LABEL = 22  # characters of a bar's name that fit beside it

Say = Callable[[float], str]  # how a number is written in the reader's language


@dataclass(frozen=True, slots=True)
class Bar:
    """A share in 0..1 with its interval, and what is written beside it ("45/50")."""

    name: str
    share: float
    low: float
    high: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """Questions of about one confidence: its mean, the share of them that is right, how many they are."""

    confidence: float
    share: float
    count: int


def bars(rows: Sequence[Bar], *, alt: str, percent: Say) -> str:
    """One bar a row, first on top, with its interval as a whisker."""
    height = 26 * len(rows) + 34
    with drawing(WIDTH, height) as (draw, finish):
        axes: Axes = draw(142, 8, 150, 26 * len(rows))
        places = np.arange(len(rows))
        axes.barh(places, [1.0] * len(rows), height=0.5, color=TINT)
        axes.barh(places, [row.share for row in rows], height=0.5, color=ACCENT, alpha=0.4, linewidth=0)
        axes.hlines(places, [row.low for row in rows], [row.high for row in rows], color=INK, linewidth=1.2)
        for place, row in enumerate(rows):
            axes.vlines(row.share, place - 0.25, place + 0.25, color=ACCENT, linewidth=3)
            for bound in (row.low, row.high):
                axes.vlines(bound, place - 0.14, place + 0.14, color=INK, linewidth=1.2)
            axes.text(-0.05, place, _short(row.name), ha="right", va="center", color=INK, fontsize=12)
            axes.text(1.29, place, percent(row.share), ha="right", va="center", color=INK, fontsize=12)
            axes.text(1.67, place, row.note, ha="right", va="center", color=SOFT, fontsize=11)
        axes.set(xlim=(0, 1), ylim=(len(rows) - 0.5, -0.5), yticks=[])
        _percent_axis(axes.xaxis, percent)
        return finish("bars", alt)


def risk_coverage(
    points: Sequence[tuple[float, float]],
    *,
    alt: str,
    percent: Say,
    names: tuple[str, str, str],
    shipped: tuple[float, float] | None = None,
) -> str:
    """The share of wrong answers among the surest questions, for every share of questions answered.

    Args:
        points: (coverage, risk), both in 0..1, by rising coverage.
        names: of the x axis, of the y axis, of the point `shipped`.
        shipped: where the threshold of silence stands.
    """
    with drawing(WIDTH, HEIGHT) as (draw, finish):
        axes: Axes = draw(58, 12, 332, 208)
        coverage, risk = [point[0] for point in points], [point[1] for point in points]
        top = max([0.1, *risk, *(shipped[1:] if shipped else ())]) * 1.2
        axes.fill_between(coverage, risk, color=TINT, linewidth=0)
        axes.plot(coverage, risk, color=ACCENT, linewidth=2, solid_joinstyle="round")
        if shipped:
            axes.plot(*shipped, marker="o", markersize=8, color=INK, linestyle="none")
            left = shipped[0] > 0.5
            axes.annotate(
                names[2],
                shipped,
                xytext=(-10 if left else 10, 8),
                textcoords="offset points",
                ha="right" if left else "left",
                color=INK,
                fontsize=12,
            )
        axes.set(xlim=(0, 1), ylim=(0, min(top, 1.05)))
        _percent_axis(axes.xaxis, percent)
        _even_axis(axes, percent)
        _titles(axes, *names[:2])
        return finish("risk", alt)


def reliability(
    dots: Sequence[Dot], *, alt: str, percent: Say, names: tuple[str, str, str], threshold: float | None = None
) -> str:
    """The share that is right for every confidence, larger dots for more questions; on the diagonal both are equal.

    Args:
        names: of the x axis, of the y axis, of the threshold.
        threshold: the confidence below which the program is silent.
    """
    with drawing(WIDTH, HEIGHT) as (draw, finish):
        axes: Axes = draw(58, 12, 332, 208)
        axes.plot([0, 1], [0, 1], color=SOFT, linewidth=1.2, linestyle=(0, (4, 4)))
        if threshold is not None:
            axes.axvline(threshold, color=SOFT, linewidth=1)
            left = threshold > 0.6
            axes.text(
                threshold + (-0.012 if left else 0.012), 1.02, names[2], ha="right" if left else "left", va="top",
                color=SOFT, fontsize=11,
            )  # fmt: skip
        most = max([1, *(each.count for each in dots)])
        filled = [each for each in dots if each.count]
        axes.vlines(
            [each.confidence for each in filled],
            [min(each.confidence, each.share) for each in filled],
            [max(each.confidence, each.share) for each in filled],
            color=ACCENT,
            linewidth=1.4,
        )
        for each in filled:
            size = 5 + 13 * (each.count / most) ** 0.5
            axes.plot(
                each.confidence, each.share, marker="o", markersize=size, color=ACCENT, markeredgewidth=0, clip_on=False
            )
        axes.set(xlim=(0, 1), ylim=(-0.04, 1.06))
        _percent_axis(axes.xaxis, percent)
        _percent_axis(axes.yaxis, percent)
        _titles(axes, *names[:2])
        return finish("reliability", alt)


def latency(
    ms: Sequence[float], *, alt: str, whole: Say, names: tuple[str, str], marks: Sequence[tuple[str, float]] = ()
) -> str:
    """How many questions took how long; what took longer than the axis reaches stands in the last column.

    Args:
        ms: milliseconds, one a question, none negative.
        names: of the x axis, of the y axis.
        marks: (name, milliseconds) of the lines drawn through the columns.
    """
    with drawing(WIDTH, HEIGHT) as (draw, finish):
        axes: Axes = draw(58, 12, 332, 208)
        end = reach(ms)
        counts, edges = np.histogram(np.clip(ms, 0, end), bins=30, range=(0, end))
        axes.bar(edges[:-1], counts, width=np.diff(edges) * 0.9, align="edge", color=ACCENT)
        high = max(1, int(counts.max())) * 1.18
        for place, (name, value) in enumerate(marks):
            at = min(value, end)
            top = 1 - (4 + 15 * place) / 208  # below the names of the lines before, which it would strike through
            axes.axvline(at, ymax=top, color=INK, linewidth=1.2, linestyle=(0, (3, 3)))
            left = at > 0.75 * end
            axes.annotate(
                name,
                (at, high),
                xytext=(-5 if left else 5, -4 - 15 * place),
                textcoords="offset points",
                ha="right" if left else "left",
                va="top",
                color=INK,
                fontsize=12,
            )
        axes.set(xlim=(0, end), ylim=(0, high))
        _even_axis(axes, whole, whole=True)
        axes.set_xticks(ticks := _ticks(end), [whole(tick) for tick in ticks])
        _titles(axes, *names)
        return finish("latency", alt)


def reach(ms: Sequence[float]) -> float:
    """How far the axis of times goes: the 99th percentile and a little more, but all of them when none is far out.

    >>> reach([10.0] * 500 + [5000.0]), reach([10.0, 12.0]), reach([])
    (11.0, 13.2, 1.0)
    """
    if not len(ms):
        return 1.0
    near, far = float(np.percentile(ms, 99)), float(np.max(ms))
    return max(1e-3, round((far if far <= 1.5 * near else near) * 1.1, 3))


def _percent_axis(axis: Any, percent: Say) -> None:
    axis.set_ticks(ticks := [0, 0.25, 0.5, 0.75, 1], [percent(tick) for tick in ticks])
    if axis.axis_name == "y":
        axis.grid(True)


def _even_axis(axes: "Axes", say: Say, *, whole: bool = False) -> None:
    """Ticks at round numbers on the y axis, with lines across."""
    ticks = _ticks(axes.get_ylim()[1], whole=whole)
    axes.set_yticks(ticks, [say(tick) for tick in ticks])
    axes.yaxis.grid(True)


def _ticks(end: float, *, whole: bool = False) -> list[float]:
    """Round numbers from 0 to at most `end`, three to six of them where they may be broken.

    >>> _ticks(0.3), _ticks(2.4, whole=True)
    ([0.0, 0.1, 0.2, 0.3], [0.0, 1.0, 2.0])
    """
    magnitude = 10.0 ** np.floor(np.log10(end / 5))
    step = next(factor * magnitude for factor in (1, 2, 5, 10) if factor * magnitude >= end / 5 * 0.999)
    step = max(1.0, step) if whole else step
    return [round(float(tick), 6) for tick in np.arange(0, end * 1.0001, step)]


def _titles(axes: "Axes", across: str, up: str) -> None:
    axes.set_xlabel(across, labelpad=6)
    axes.set_ylabel(up, labelpad=8)


def _short(name: str) -> str:
    """
    >>> _short("n" * 40)
    'nnnnnnnnnnnnnnnnnnnnn…'
    """
    return name if len(name) <= LABEL else name[: LABEL - 1] + "…"
