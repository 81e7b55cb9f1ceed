"""The upper and lower ends of every picture: title, subtitle, total, footer."""

from __future__ import annotations

from bot.charts.look import (
    BOTTOM,
    CALM,
    CALM_DEEP,
    CALM_TINT,
    CHIP,
    FRAME,
    HAIR,
    INNER,
    LEFT,
    MUTED,
    RIGHT,
    SMALL,
    SUBTITLE,
    TITLE,
    TOTAL,
    TRACK,
)
from bot.charts.scale import percent
from bot.charts.sketch import Sketch

_TOP = FRAME + 44
_RING = 116  # its outer radius
_AFTER = 40  # below the heading


def heading(sketch: Sketch, title: str, subtitle: str, total: int | None = None, total_label: str = "") -> float:
    """Title and subtitle, beside them the total in a ring; returns where the picture goes on."""
    width = INNER if total is None else INNER - 2 * _RING - 36
    y = sketch.paragraph(title, (LEFT, _TOP), TITLE, width=width)
    y = sketch.paragraph(subtitle, (LEFT, y + 8), SUBTITLE, MUTED, width=width)
    if total is None:
        return y + _AFTER
    y = _chip(sketch, total_label, y + 18, width)
    _ring(sketch, percent(total))
    return max(y, _TOP + 2 * _RING + 8) + _AFTER


def _chip(sketch: Sketch, label: str, y: float, width: float) -> float:
    lines = sketch.letters.wrap(label, CHIP, width - 56, 2)
    if not lines:
        return y
    widest = max(sketch.letters.width(line, CHIP) for line in lines)
    bottom = y + len(lines) * CHIP.height + 22
    sketch.rounded((LEFT, y, LEFT + widest + 56, bottom), 34, CALM_TINT)
    for index, line in enumerate(lines):
        sketch.write(line, (LEFT + 28, y + 12 + index * CHIP.height), CHIP, CALM_DEEP)
    return bottom


def _ring(sketch: Sketch, total: int) -> None:
    middle = (RIGHT - _RING, _TOP + 8 + _RING)
    sketch.ring(middle, _RING, 26, total / 100, (TRACK, CALM))
    sketch.write(str(total), (middle[0], middle[1] - 10), TOTAL, anchor="middle", centred=True)
    sketch.write("/100", (middle[0], middle[1] + 50), SMALL, MUTED, anchor="middle", centred=True)


def footing(sketch: Sketch, footer: str, y: float) -> float:
    """The footer under a hairline; returns the height of the picture."""
    if sketch.letters.wrap(footer, SMALL, INNER, 3):
        sketch.rounded((LEFT, y + 14, RIGHT, y + 16), 0, HAIR)
        y = sketch.paragraph(footer, (LEFT, y + 32), SMALL, MUTED, width=INNER, most=3)
    return y + BOTTOM
