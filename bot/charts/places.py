"""Places on the x axis of a break-even picture: where it breaks even, and where the person stands.

Each is named by a pill in a row of its own above the plot, so that the two names never meet however close the places.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from bot.charts.lettering import clean
from bot.charts.look import CARD, CHIP, INK, LEFT, RIGHT
from bot.charts.scale import Scale, guarded
from bot.charts.sketch import Point, Sketch
from bot.charts.specs import BreakEven

ROW = 78
"""Pixels that one pill takes with the air below it."""

_PILL = 60
_POINT = 10  # a span narrower than this many pixels is drawn as a point
_BESIDE = 40  # two upright lines nearer than this are hard to tell apart
_SIGNAL = "#FFC83D"


@dataclass(frozen=True)
class Plot:
    """How numbers lie on the picture, and the two lines (in pixels; they may be one and the same)."""

    x: Scale
    y: Scale
    low: list[Point]
    high: list[Point]

    @property
    def zero(self) -> float:
        """Where neither gain nor loss is."""
        return self.y(0)

    def ends(self, span: tuple[float, float]) -> tuple[float, float] | None:
        """The span in pixels; None where none of it is on the picture."""
        low, high = sorted(guarded(end) for end in span)
        if high < self.x.low or low > self.x.high:
            return None
        return self.x(low), self.x(high)


def mark_own(sketch: Sketch, plot: Plot, span: tuple[float, float], label: str, y: float) -> None:
    """A dark pill, and a broken line (two for a span) down through the plot, with a dot where it meets the line."""
    ends = plot.ends(span)
    if ends is not None:
        start, stop = ends
        top, bottom = plot.y.end, plot.y.start
        middle = (start + stop) / 2
        sketch.stroke([(middle, y + _PILL), (middle, top)], INK, 4)
        exact = stop - start < _POINT
        for x in (middle,) if exact else ends:
            sketch.dashes((x, top), (x, bottom), INK, 4)
        if not exact:
            sketch.stroke([(start, top), (stop, top)], INK, 10)
        for path in (plot.low, plot.high) if exact else ():
            _dot(sketch, path, middle)
    _pill(sketch, label, ends, y, (INK, CARD, INK))


def _dot(sketch: Sketch, path: list[Point], x: float) -> None:
    """On the line at x."""
    for (left, top), (right, bottom) in pairwise(path):
        if left <= x <= right and left < right:
            middle = (x, top + (bottom - top) * (x - left) / (right - left))
            sketch.disc(middle, 15, INK)
            sketch.disc(middle, 8, CARD)
            return


def mark_crossing(sketch: Sketch, plot: Plot, spec: BreakEven, span: tuple[float, float], y: float) -> None:
    """A bright pill, and a diamond on the zero line (a bar between two for a span)."""
    ends = plot.ends(span)
    own = plot.ends(spec.own) if spec.own else None
    avoid = (*own, sum(own) / 2) if own else ()
    if ends is not None:
        start, stop = ends
        if stop - start < _POINT:
            start = stop = (start + stop) / 2
        zero, stem = plot.zero, _clear(start, stop, avoid)
        sketch.stroke([(stem, y + _PILL), (stem, zero)], INK, 3)
        if start < stop:
            sketch.rounded((start, zero - 9, stop, zero + 9), 9, _SIGNAL, INK, 3)
        ends = (stem, stem)
        for x in sorted({start, stop}):
            _diamond(sketch, (x, zero), 23, INK)
            _diamond(sketch, (x, zero), 17, _SIGNAL)
    _pill(sketch, spec.crossing_label, ends, y, (_SIGNAL, INK, INK))


def _clear(start: float, stop: float, avoid: tuple[float, ...]) -> float:
    """The middle of the span, unless something stands near it: then the end that is further from that."""
    middle = (start + stop) / 2
    if all(abs(middle - other) > _BESIDE for other in avoid):
        return middle
    return max((middle, start, stop), key=lambda x: min(abs(x - other) for other in avoid))


def _diamond(sketch: Sketch, middle: Point, radius: float, fill: str) -> None:
    x, y = middle
    sketch.polygon([(x - radius, y), (x, y - radius), (x + radius, y), (x, y + radius)], fill)


def _pill(
    sketch: Sketch, label: str, ends: tuple[float, float] | None, y: float, colours: tuple[str, str, str]
) -> None:
    """Over the middle of the place, or as near as the margins let it."""
    fill, ink, edge = colours
    text = sketch.letters.shorten(clean(label), CHIP, RIGHT - LEFT - 56)
    width = sketch.letters.width(text, CHIP) + 56
    middle = (LEFT + RIGHT) / 2 if ends is None else sum(ends) / 2
    left = max(LEFT, min(RIGHT - width, middle - width / 2))
    if text:
        sketch.rounded((left, y, left + width, y + _PILL), _PILL / 2, fill, edge, 3)
        sketch.write(text, (left + 28, y + _PILL / 2), CHIP, ink, centred=True)
