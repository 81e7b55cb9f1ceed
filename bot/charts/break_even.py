"""Gain and loss over a price: a line or a band that crosses zero, with its grounds and its two axes."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite, isnan

from bot.charts.heading import footing, heading
from bot.charts.lettering import clean
from bot.charts.look import (
    ALERT_BAND,
    ALERT_DEEP,
    ALERT_HATCH,
    ALERT_TINT,
    CALM_BAND,
    CALM_DEEP,
    CALM_TINT,
    CARD,
    INK,
    INNER,
    LEFT,
    MUTED,
    RIGHT,
    SMALL,
    SMALL_STRONG,
)
from bot.charts.places import ROW, Plot, mark_crossing, mark_own
from bot.charts.scale import Scale, places, spread, steps, written
from bot.charts.sketch import Point, Sketch, above_and_below
from bot.charts.specs import BreakEven

_TALL = 560
_AIR = 0.14  # of the range, left free above and below
_HATCH = 24  # pixels between two hatching lines
_TICKS_TAKE = INNER / 3  # the most that the numbers of the y axis may take
_NEAR = 4  # a place further than this many times the range is not drawn to scale


def sketch_break_even(spec: BreakEven) -> tuple[Sketch, float]:
    """The sketch and its height."""
    sketch = Sketch()
    y = heading(sketch, spec.title, spec.subtitle)
    plot = _plot(sketch, spec, y + ROW * ((spec.own is not None) + (spec.crossing is not None)))
    _grounds(sketch, plot)
    _axes(sketch, plot, clean(spec.x_unit), clean(spec.y_unit))
    _curves(sketch, plot)
    if spec.own is not None:
        mark_own(sketch, plot, spec.own, spec.own_label, y)
    if spec.crossing is not None:
        mark_crossing(sketch, plot, spec, spec.crossing, plot.y.end - ROW)
    # Last: their pills lie over whatever line passes there.
    _ground_labels(sketch, plot, spec)
    below = plot.y.start + 30 + SMALL.height
    for way, label in (("→", spec.x_label), ("↑", spec.y_label)):
        if clean(label):
            sketch.write(way, (LEFT + 15, below), SMALL_STRONG, MUTED, "middle")
            below = sketch.paragraph(label, (LEFT + 46, below), SMALL_STRONG, width=INNER - 46) + 2
    return sketch, footing(sketch, spec.footer, below)


def _plot(sketch: Sketch, spec: BreakEven, top: float) -> Plot:
    low, high = spread(y for _, y in (*spec.low, *spec.high))
    air = (high - low) * _AIR
    up = Scale(low - air, high + air, top + _TALL, top)
    widest = max(sketch.letters.width(text, SMALL) for _, text in _ticks(up, clean(spec.y_unit), 5))
    left, right = spread(x for x, _ in (*spec.low, *spec.high))
    near = [x for x in (*(spec.own or ()), *(spec.crossing or ())) if left <= x <= right * _NEAR]
    across = Scale(left, max([right, *near]), LEFT + min(widest, _TICKS_TAKE) + 28, RIGHT)
    return Plot(across, up, _placed(spec.low, across, up), _placed(spec.high, across, up))


def _ticks(scale: Scale, unit: str, about: int) -> list[tuple[float, str]]:
    numbers = steps(scale.low, scale.high, about)
    decimals = places(numbers)
    return [(number, written(number, unit, decimals)) for number in numbers]


def _placed(points: Sequence[Point], across: Scale, up: Scale) -> list[Point]:
    known = sorted((x, y) for x, y in points if isfinite(x) and not isnan(y))
    return [(across(x), up(y)) for x, y in known]


def _grounds(sketch: Sketch, plot: Plot) -> None:
    """Gain above zero; loss below it, hatched, so that it is another ground without colours too."""
    left, right, zero, bottom = plot.x.start, plot.x.end, plot.zero, plot.y.start
    sketch.rounded((left, plot.y.end, right, zero), 0, CALM_TINT)
    sketch.rounded((left, zero, right, bottom), 0, ALERT_TINT)
    tall = bottom - zero
    for start in range(int(left - tall), int(right), _HATCH):
        # From the lower left to the upper right, cut where the ground ends.
        before, after = max(0.0, left - start), min(tall, right - start)
        if after > before:
            sketch.stroke([(start + before, bottom - before), (start + after, bottom - after)], ALERT_HATCH, 2)


def _axes(sketch: Sketch, plot: Plot, x_unit: str, y_unit: str) -> None:
    left, right, bottom = plot.x.start, plot.x.end, plot.y.start
    for step, number in _ticks(plot.y, y_unit, 5):
        text = sketch.letters.shorten(number, SMALL, _TICKS_TAKE)
        y = max(plot.y.end + 16, min(bottom - 16, plot.y(step)))
        sketch.write(text, (left - 24, y), SMALL, MUTED, "right", centred=True)
    free = left - 30
    for step, number in _ticks(plot.x, x_unit, 4):
        text = sketch.letters.shorten(number, SMALL, right - left)
        width = sketch.letters.width(text, SMALL)
        x = max(left + width / 2, min(right - width / 2, plot.x(step)))
        sketch.rounded((plot.x(step) - 1.5, bottom, plot.x(step) + 1.5, bottom + 9), 0, MUTED)
        if x - width / 2 > free:
            sketch.write(text, (x, bottom + 12), SMALL, MUTED, "middle")
            free = x + width / 2 + 24


def _curves(sketch: Sketch, plot: Plot) -> None:
    gain, loss = above_and_below([*plot.high, *reversed(plot.low)], plot.zero)
    sketch.polygon(gain, CALM_BAND)
    sketch.polygon(loss, ALERT_BAND)
    sketch.stroke([(plot.x.start, plot.zero), (plot.x.end, plot.zero)], INK, 4)
    for path in (plot.low, plot.high):
        sketch.stroke(path, INK, 6)


def _ground_labels(sketch: Sketch, plot: Plot, spec: BreakEven) -> None:
    """In the corners that the line leaves free."""
    rises = bool(plot.high) and plot.high[0][1] > plot.high[-1][1]
    tops = (
        (spec.gain_label, CALM_DEEP, plot.y.end + min(16, (plot.zero - plot.y.end - 50) / 2), rises),
        (spec.loss_label, ALERT_DEEP, plot.y.start - 50 - min(16, (plot.y.start - plot.zero - 50) / 2), not rises),
    )
    for label, colour, top, left in tops:
        text = sketch.letters.shorten(clean(label), SMALL_STRONG, (plot.x.end - plot.x.start) / 2)
        width = sketch.letters.width(text, SMALL_STRONG) + 40
        x = plot.x.start + 16 if left else plot.x.end - 16 - width
        if text:
            sketch.rounded((x, top, x + width, top + 50), 25, CARD)
            sketch.write(text, (x + 20, top + 25), SMALL_STRONG, colour, centred=True)
