"""The plots of the report: which numbers of a run are drawn, what each is called and how it is read."""

from collections.abc import Sequence
from dataclasses import dataclass

from eval import plots
from eval.report.numbers import Group, weakest
from eval.report.say import Say
from eval.report.words import PLOTS
from eval.saved import Run
from eval.score import Scores

MOST = 24  # bars of one plot


@dataclass(frozen=True, slots=True)
class Plot:
    """One drawing (SVG, our own: safe to show), its title and a sentence on how to read it."""

    title: str
    svg: str
    reading: str


def draw(run: Run, scores: Scores, say: Say) -> list[Plot]:
    """The plots that there are numbers for."""
    found: list[Plot] = []
    groups = weakest(scores["by"]["kind"], say)
    confidence = scores["confidence"]
    if groups:
        found.append(_kinds(groups, say))
    if confidence["risk_coverage"] and "beir" not in scores:  # there nothing is answered, so nothing is sure
        points = [
            (float(one["coverage"]), float(one["risk"]), float(one["confidence"]))
            for one in confidence["risk_coverage"]
        ]
        found.append(_risk(points, run.info.threshold, say))
        dots = [
            plots.Dot(one["confidence"], one["right"], one["questions"])
            for one in confidence["reliability"]
            if one["questions"]
        ]
        found.append(_reliability(dots, confidence["ece"], run.info.threshold, say))
    if run.records:
        found.append(_latency([record.ms for record in run.records], scores, say))
    return found


def _kinds(groups: Sequence[Group], say: Say) -> Plot:
    rows = [
        plots.Bar(group.label, group.share, group.low, group.high, f"{group.right}/{group.questions}")
        for group in groups[:MOST]
    ]
    worst, best = (f"{row.name} {say.percent(row.share)}" for row in (rows[0], rows[-1]))
    alt = _word(say, "kinds_alt", worst=worst, best=best)
    return Plot(_word(say, "kinds"), plots.bars(rows, alt=alt, percent=_short(say)), _word(say, "kinds_reading"))


def _risk(points: Sequence[tuple[float, float, float]], threshold: float, say: Say) -> Plot:
    answered = [point for point in points if point[2] >= threshold]
    half = next(point for point in points if point[0] >= 0.5)
    alt = " ".join(
        [_word(say, "risk_alt", all=say.percent(points[-1][1])), _word(say, "risk_alt_half", half=say.percent(half[1]))]
    )
    svg = plots.risk_coverage(
        [point[:2] for point in points],
        alt=alt,
        percent=say.tick,
        names=(_word(say, "coverage"), _word(say, "error"), _word(say, "shipped")),
        shipped=answered[-1][:2] if answered else None,
    )
    return Plot(_word(say, "risk"), svg, _word(say, "risk_reading"))


def _reliability(dots: Sequence[plots.Dot], error: float | None, threshold: float, say: Say) -> Plot:
    svg = plots.reliability(
        dots,
        alt=_word(say, "reliability_alt", count=len(dots), ece=say.percent(error)),
        percent=say.tick,
        names=(_word(say, "predicted"), _word(say, "actual"), _word(say, "threshold")),
        threshold=threshold,
    )
    return Plot(_word(say, "reliability"), svg, _word(say, "reliability_reading"))


def _latency(ms: Sequence[float], scores: Scores, say: Say) -> Plot:
    p50, p95 = (scores["latency_ms"][name] for name in ("p50", "p95"))
    end = plots.reach(ms)
    svg = plots.latency(
        ms,
        alt=_word(say, "latency_alt", p50=say.whole(p50), p95=say.whole(p95)),
        whole=say.short,
        names=(_word(say, "ms"), _word(say, "count")),
        marks=[(f"p50 {say.whole(p50)} ms", p50), (f"p95 {say.whole(p95)} ms", p95)],
    )
    beyond = sum(value > end for value in ms)
    reading = _word(say, "latency_reading")
    if beyond:
        reading += " " + _word(say, "latency_last", count=say.whole(beyond), end=say.whole(end))
    return Plot(_word(say, "latency"), svg, reading)


def _short(say: Say) -> plots.Say:
    return lambda share: say.tick(round(share, 2))


def _word(say: Say, key: str, **values: object) -> str:
    return say.words(PLOTS[key], **values)
