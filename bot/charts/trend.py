"""Small panels, one an area, each with its line over the dates, its last value and the change."""

from __future__ import annotations

from bot.charts.heading import footing, heading
from bot.charts.lettering import clean
from bot.charts.look import (
    ALERT,
    ALERT_DEEP,
    ALERT_TINT,
    AXIS,
    CALM,
    CALM_AREA,
    CALM_DEEP,
    CALM_TINT,
    HAIR,
    INK,
    INNER,
    LABEL,
    LEFT,
    MUTED,
    PANEL,
    PANEL_VALUE,
    SMALL,
    SMALL_STRONG,
)
from bot.charts.scale import Scale, percent
from bot.charts.sketch import Box, Sketch
from bot.charts.specs import Series, Trend

_GAP = 24
_WIDE = (INNER + 48 - _GAP) / 2
_START = LEFT - 24  # panels reach a little into the margin: their words line up with the title's
_PAD = 24
_PLOT = 150
_NOTHING = "–"


def sketch_trend(spec: Trend) -> tuple[Sketch, float]:
    """The sketch and its height."""
    sketch = Sketch()
    y = heading(sketch, spec.title, spec.subtitle) - 6
    room = _WIDE - 2 * _PAD
    for first in range(0, len(spec.series), 2):
        pair = spec.series[first : first + 2]
        lines = max(len(sketch.letters.wrap(series.label, LABEL, room, 2)) for series in pair)
        bottom = y + _PAD + lines * LABEL.height + 86 + _PLOT + 28 + SMALL.height + 12
        for column, series in enumerate(pair):
            left = _START + column * (_WIDE + _GAP)
            _panel(sketch, spec, series, (left, y, left + _WIDE, bottom))
        y = bottom + _GAP
    return sketch, footing(sketch, spec.footer, y - 12)


def _panel(sketch: Sketch, spec: Trend, series: Series, box: Box) -> None:
    left, top, right, bottom = box
    sketch.rounded(box, 28, PANEL)
    sketch.paragraph(series.label, (left + _PAD, top + _PAD - 8), LABEL, width=_WIDE - 2 * _PAD)
    plot = bottom - 12 - SMALL.height - 28 - _PLOT
    known = [percent(value) for value in series.values if value is not None]
    value = str(known[-1]) if known else _NOTHING
    width = sketch.write(value, (left + _PAD, plot - 58), PANEL_VALUE, centred=True)
    _change(sketch, series, spec.more_is_better, (left + _PAD + width + 22, plot - 58), right - _PAD)
    _lines(sketch, series, (left + _PAD, plot, right - _PAD, plot + _PLOT))
    _dates(sketch, spec.dates, left + _PAD, right - _PAD, plot + _PLOT + 20)


def _change(sketch: Sketch, series: Series, more_is_better: bool, at: tuple[float, float], right: float) -> None:
    """A pill: which way (an arrow's head, or a bar), by how much; its colour says whether that is good."""
    x, y = at
    known = [percent(value) for value in series.values if value is not None]
    text = sketch.letters.shorten(clean(series.change), SMALL_STRONG, right - x - 84)
    if len(known) < 2 or not text:
        return
    move = known[-1] - known[-2]
    tint, ink, fill = HAIR, INK, MUTED
    if move:
        good = (move > 0) == more_is_better
        tint, ink, fill = (CALM_TINT, CALM_DEEP, CALM) if good else (ALERT_TINT, ALERT_DEEP, ALERT)
    width = sketch.letters.width(text, SMALL_STRONG)
    sketch.rounded((x, y - 28, x + width + 80, y + 28), 28, tint)
    way = 11 * ((move < 0) - (move > 0))
    if way:
        sketch.polygon([(x + 22, y - way), (x + 48, y - way), (x + 35, y + way)], fill)
    else:
        sketch.rounded((x + 22, y - 3, x + 48, y + 3), 3, fill)
    sketch.write(text, (x + 58, y), SMALL_STRONG, ink, centred=True)


def _lines(sketch: Sketch, series: Series, box: Box) -> None:
    left, top, right, bottom = box
    up = Scale(0, 100, bottom, top)
    for level in (0, 50, 100):
        sketch.rounded((left, up(level) - 1, right, up(level) + 1), 0, HAIR if level else AXIS)
    across = Scale(0, max(1, len(series.values) - 1), left + 14, right - 14)
    dots = [(across(index), up(percent(value))) for index, value in enumerate(series.values) if value is not None]
    if not dots:
        return
    sketch.polygon([(dots[0][0], bottom), *dots, (dots[-1][0], bottom)], CALM_AREA)
    sketch.stroke(dots, CALM, 7)
    for dot in dots[:-1]:
        sketch.disc(dot, 8, CALM)
    sketch.disc(dots[-1], 15, CALM_DEEP)
    sketch.disc(dots[-1], 7, "#FFFFFF")


def _dates(sketch: Sketch, dates: tuple[str, ...], left: float, right: float, y: float) -> None:
    """The first and the last."""
    half = (right - left) / 2 - 10
    ends = [sketch.letters.shorten(clean(date), SMALL, half) for date in (dates[:1] + dates[1:][-1:])]
    for text, x, anchor in zip(ends, (left, right), ("left", "right"), strict=False):
        sketch.write(text, (x, y), SMALL, MUTED, anchor)
