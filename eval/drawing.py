"""A drawing of matplotlib as a part of a page: an inline SVG whose colours are CSS variables and whose words are text.

Matplotlib is told colours that stand for the page's variables (`--ink`, `--soft`, `--line`, `--accent`, `--tint`): so a
drawing follows the page into the dark and onto paper. The same drawing gives the same bytes. One unit is one CSS pixel
at its natural size. What was read to make it (fonts, settings) comes with matplotlib, nothing from the machine.
"""

import io
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from lxml import etree

INK, SOFT, LINE, ACCENT, TINT = "#010101", "#020202", "#030303", "#040404", "#050505"
_VARIABLES = {INK: "ink", SOFT: "soft", LINE: "line", ACCENT: "accent", TINT: "tint"}


@contextmanager
def drawing(width: float, height: float) -> Iterator[tuple[Callable[..., Any], Callable[[str, str], str]]]:
    """Axes placed by pixels from the top left, and the end of the drawing: its SVG."""
    import matplotlib
    from matplotlib.figure import Figure

    settings: dict[str, Any] = {
        "svg.fonttype": "none",
        "svg.hashsalt": "hoidap",
        "text.parse_math": False,
        "font.family": ["DejaVu Sans"],  # comes with matplotlib: texts are measured the same everywhere
        "axes.edgecolor": LINE,
        "axes.labelcolor": SOFT,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.spines.left": False,
        "axes.axisbelow": True,
        "axes.grid.axis": "y",
        "grid.color": LINE,
        "grid.linewidth": 1,
        "xtick.color": LINE,
        "xtick.labelcolor": SOFT,
        "ytick.left": False,
        "ytick.labelcolor": SOFT,
        "axes.labelsize": 11.5,
        "xtick.labelsize": 11,
        "ytick.labelsize": 11,
        "xtick.major.size": 4,
    }
    # the defaults, not what a person's matplotlibrc says
    chosen: Any = {**dict(matplotlib.rcParamsDefault), "backend": matplotlib.rcParams["backend"], **settings}
    with matplotlib.rc_context(chosen):
        figure = Figure(figsize=(width / 72, height / 72), dpi=72)

        def draw(left: float, top: float, wide: float, high: float) -> Any:
            return figure.add_axes((left / width, 1 - (top + high) / height, wide / width, high / height))

        def finish(name: str, alt: str) -> str:
            written = io.BytesIO()
            with warnings.catch_warnings():
                # the browser has the letters that the font of the measuring lacks
                warnings.filterwarnings("ignore", message="Glyph .* missing from font")
                metadata = dict.fromkeys(("Date", "Creator", "Format", "Type"))
                figure.savefig(written, format="svg", transparent=True, metadata=metadata)
            return _inline(written.getvalue(), name, alt)

        yield draw, finish


def _inline(svg: bytes, name: str, alt: str) -> str:
    """An SVG file as a part of a page: no namespaces, no ids but those referred to (and those of this plot alone)."""
    root: Any = etree.fromstring(svg)
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        element.tag = etree.QName(element).localname
        for key in list(element.attrib):
            if key.endswith("}href"):
                element.set("href", element.attrib.pop(key))
    for element in [*root.iter("style"), *root.iter("metadata")]:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    used = {
        value[value.index("#") + 1 :].rstrip(")")
        for element in root.iter()
        for key, value in element.attrib.items()
        if key in ("href", "clip-path")
    }
    for element in root.iter():
        _plain(element, used, name)
    width, height = (root.get("viewBox") or "").split()[2:]
    root.attrib.clear()
    for key, value in {
        "class": "plot",
        "viewBox": f"0 0 {width} {height}",
        "role": "img",
        "aria-label": alt,
    }.items():
        root.set(key, value)
    etree.cleanup_namespaces(root)
    return str(etree.tostring(root, encoding="unicode")).strip()


def _plain(element: Any, used: set[str], name: str) -> None:
    attributes = element.attrib
    if "id" in attributes:
        own = attributes.pop("id")
        if own in used:
            attributes["id"] = f"{name}-{own}"
    for key in ("href", "clip-path"):
        if key in attributes:
            attributes[key] = attributes[key].replace("#", f"#{name}-")
    if "d" in attributes:
        attributes["d"] = " ".join(attributes["d"].split())
    if attributes.get("transform", "").startswith("rotate(-0 "):
        del attributes["transform"]
    if "style" in attributes:
        parts = [part.strip() for part in attributes["style"].split(";")]
        style = "; ".join(part for part in parts if part and not part.startswith("font-family"))
        for colour, variable in _VARIABLES.items():
            style = style.replace(colour, f"var(--{variable})")
        attributes["style"] = style
    if element.tag != "text" and not (element.text or "").strip():
        element.text = None
    element.tail = None
