"""Amounts over time: a line from zero, its average as a broken line, the telling values written at their points."""

from __future__ import annotations

from math import isfinite

from bot.charts.lettering import clean
from bot.charts.look import (
    AXIS,
    CALM,
    CALM_DEEP,
    CALM_TINT,
    CARD,
    HAIR,
    INNER,
    LEFT,
    MUTED,
    QUIET,
    RIGHT,
    SECTION,
    SMALL,
    SMALL_STRONG,
    Lettering,
)
from bot.charts.scale import Scale, spread
from bot.charts.sketch import Box, Point, Sketch
from bot.charts.specs import Line

_TALL = 250
_ROOM = 62  # above the highest point, for its value
_SIDE = 60  # beside the outer points, for their labels
_ASIDE = 36  # from a point to the middle of its value
_FREE = 14  # between two labels
_ALL_VALUES = 5  # up to so many points every value is written


def line_below(sketch: Sketch, line: Line, y: float) -> float:
    """The section with its title from y down; returns where it ends."""
    sketch.rounded((LEFT, y, RIGHT, y + 2), 0, HAIR)
    y = _head(sketch, line, y + 30)
    known = [index for index, point in enumerate(line.points) if isfinite(point)]
    if not known:
        return y + 16
    low, high = spread([*line.points, *([] if line.average is None else [line.average])])
    up = Scale(low, high, y + _ROOM + _TALL, y + _ROOM)
    across = Scale(0, max(1, len(line.points) - 1), LEFT + _SIDE, RIGHT - _SIDE)
    alone = len(line.points) == 1
    dots = {index: ((LEFT + RIGHT) / 2 if alone else across(index), up(line.points[index])) for index in known}
    _curve(sketch, list(dots.values()), up(0))
    if line.average is not None and isfinite(line.average):
        sketch.dashes((LEFT, up(line.average)), (RIGHT, up(line.average)), QUIET, 4)
    for dot in dots.values():
        sketch.disc(dot, 12, CALM)
        sketch.disc(dot, 6, CARD)
    _values(sketch, line, dots, up.start)
    return _labels(sketch, line, dots, y + _ROOM + _TALL + 18) + 34


def _head(sketch: Sketch, line: Line, y: float) -> float:
    """Title, and under it what the broken line is."""
    y = sketch.paragraph(line.title, (LEFT, y), SECTION, width=INNER)
    label = "".join(sketch.letters.wrap(line.average_label, SMALL, INNER - 80, 1))
    if line.average is None or not isfinite(line.average) or not label:
        return y
    sketch.dashes((LEFT + 2, y + 26), (LEFT + 48, y + 26), QUIET, 4)
    sketch.write(label, (LEFT + 66, y + 26), SMALL, MUTED, centred=True)
    return y + SMALL.height


def _curve(sketch: Sketch, dots: list[Point], zero: float) -> None:
    sketch.polygon([(dots[0][0], zero), *dots, (dots[-1][0], zero)], CALM_TINT)
    sketch.rounded((LEFT, zero - 1.5, RIGHT, zero + 1.5), 0, AXIS)
    sketch.stroke(dots, CALM, 7)


def _telling(line: Line, known: list[int]) -> list[int]:
    """The points whose values are written, the most telling first."""
    lowest = min(known, key=lambda index: line.points[index])
    highest = max(known, key=lambda index: line.points[index])
    first = [known[-1], highest, lowest, known[0]]
    return list(dict.fromkeys([*first, *known] if len(known) <= _ALL_VALUES else first))


def _aside(line: Line, dots: dict[int, Point], index: int, bottom: float) -> float:
    """How far below its point (above it where negative) a value stands clear of the line: below where that dips."""
    known = list(dots)
    place = known.index(index)
    beside = [line.points[other] for other in known[max(0, place - 1) : place + 2] if other != index]
    dips = bool(beside) and all(line.points[index] < other for other in beside)
    return _ASIDE if dips and dots[index][1] + 2 * _ASIDE < bottom else -_ASIDE


def _values(sketch: Sketch, line: Line, dots: dict[int, Point], bottom: float) -> None:
    taken: list[Box] = []
    for index in _telling(line, list(dots)):
        text = clean(line.value_labels[index]) if index < len(line.value_labels) else ""
        text = sketch.letters.shorten(text, SMALL_STRONG, INNER / 3)
        x, y = dots[index]
        width = sketch.letters.width(text, SMALL_STRONG)
        x = max(LEFT + width / 2, min(RIGHT - width / 2, x))
        y += _aside(line, dots, index, bottom)
        box = (x - width / 2 - 8, y - 20, x + width / 2 + 8, y + 20)
        if text and not any(_meet(box, other) for other in taken):
            taken.append(box)
            sketch.write(text, (x, y), SMALL_STRONG, CALM_DEEP, "middle", centred=True, halo=CARD)


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _labels(sketch: Sketch, line: Line, dots: dict[int, Point], y: float) -> float:
    """As many of the points' labels as stand clear of each other, the first always among them."""
    style: Lettering = SMALL
    free = float(LEFT - _FREE)
    for index, (x, _) in dots.items():
        text = clean(line.labels[index]) if index < len(line.labels) else ""
        text = sketch.letters.shorten(text, style, 2 * _SIDE + 2 * (x - LEFT - _SIDE if len(dots) == 1 else 0))
        width = sketch.letters.width(text, style)
        if text and x - width / 2 >= free + _FREE and x + width / 2 <= RIGHT:
            sketch.write(text, (x, y), style, MUTED, "middle")
            free = x + width / 2
    return y + style.height
