import re

import numpy as np
import pytest
from lxml import etree

from eval import plots
from eval.report.say import Say

SAY = Say("vi")
HOSTILE = '</text><script>window.pwned=1</script> $\\frac{x}$ "onload=" 日本 😀 \u0111'


def bars(name="Liệt kê", **more):
    return plots.bars([plots.Bar(name, 0.5, 0.25, 0.75, "2/4")], alt=more.get("alt", "hai trong bốn"), percent=SAY.tick)


def risk(points=((0.5, 0.0), (1.0, 0.25)), shipped=(0.5, 0.0)):
    return plots.risk_coverage(points, alt="a", percent=SAY.tick, names=("ngang", "dọc", "ngưỡng"), shipped=shipped)


DOTS = (plots.Dot(0.1, 0.0, 3), plots.Dot(0.9, 1.0, 12))


def reliability(dots=DOTS, threshold=0.2):
    return plots.reliability(dots, alt="a", percent=SAY.tick, names=("nói", "thật", "ngưỡng"), threshold=threshold)


def latency(ms=(1.0, 2.0, 3.0)):
    return plots.latency(ms, alt="a", whole=SAY.short, names=("ms", "số câu"), marks=[("p50", 2.0)])


def words(svg):
    return [text.text for text in etree.fromstring(svg).iter("text")]


def boxes(svg, colour):
    """(left, top, right, bottom) of every shape filled with the colour."""
    found = []
    for path in etree.fromstring(svg).iter("path"):
        if f"fill: var(--{colour})" in path.get("style", ""):
            numbers = np.array(re.findall(r"-?[\d.]+", path.get("d")), dtype=float).reshape(-1, 2)
            found.append((*numbers.min(axis=0), *numbers.max(axis=0)))
    return found


@pytest.mark.parametrize("draw", [bars, risk, reliability, latency])
def test_a_plot_is_the_same_twice_and_needs_nothing_from_outside(draw):
    svg = draw()
    assert svg == draw()
    assert svg.startswith('<svg class="plot"')
    assert not re.search(r"https?:|xlink|<style|<!DOCTYPE|<\?xml|font-family|<metadata|#0[0-9]0", svg)
    assert set(re.findall(r"#[0-9a-f]{6}", svg)) == set()
    assert set(re.findall(r"var\(--(\w+)\)", svg)) <= {"ink", "soft", "line", "accent", "tint"}
    root = etree.fromstring(svg)
    assert root.get("role") == "img"
    assert root.get("aria-label")
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert {use.get("href") for use in root.iter("use")} <= {f"#{id}" for id in ids}


def test_a_bar_is_as_long_as_its_share():
    (track,) = boxes(bars(), "tint")
    (bar,) = boxes(bars(), "accent")
    assert (bar[2] - bar[0]) / (track[2] - track[0]) == pytest.approx(0.5)
    assert bar[0] == track[0]
    assert words(bars())[-3:] == ["Liệt kê", "50%", "2/4"]


def test_columns_are_as_high_as_their_counts():
    columns = boxes(latency([1.0] * 3 + [9.0] * 6), "accent")
    heights = sorted(bottom - top for _, top, _, bottom in columns if bottom - top > 0)
    assert len(heights) == 2
    assert heights[1] == pytest.approx(2 * heights[0])


def test_what_is_far_out_stands_in_the_last_column():
    ms = [10.0] * 500 + [5000.0]
    assert plots.reach(ms) == 11.0
    last = max(boxes(latency(ms), "accent"), key=lambda box: box[0])
    assert last[3] > last[1]


@pytest.mark.parametrize("text", [HOSTILE, "$", "{x} %s", "n" * 200, ""])
def test_names_are_text_whatever_they_hold(text):
    svg = bars(text, alt=text)
    assert text[: plots.LABEL - 1] in words(svg)[-3]
    assert etree.fromstring(svg).get("aria-label") == text
    assert "<script" not in svg


def test_little_is_drawn_too():
    for svg in (risk([(1.0, 0.0)], None), reliability([], None), latency([]), latency([5.0])):
        etree.fromstring(svg)
    assert "ngưỡng" in words(risk())
    assert "ngưỡng" not in words(risk(shipped=None))


def test_a_persons_own_matplotlib_settings_change_nothing():
    import matplotlib

    with matplotlib.rc_context({"axes.edgecolor": "red", "svg.fonttype": "path", "axes.spines.top": True}):
        odd = bars()
    assert odd == bars()
