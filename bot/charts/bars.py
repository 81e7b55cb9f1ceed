"""Horizontal bars, one an area, with the highlighted ones on a tinted panel."""

from __future__ import annotations

from dataclasses import dataclass

from bot.charts.heading import footing, heading
from bot.charts.line import line_below
from bot.charts.look import (
    ALERT,
    ALERT_DEEP,
    ALERT_TINT,
    CALM,
    CALM_DEEP,
    CALM_TINT,
    INK,
    INNER,
    LABEL,
    LABEL_STRONG,
    LEFT,
    MUTED,
    NOTE,
    QUIET,
    RIGHT,
    TRACK,
    VALUE,
)
from bot.charts.scale import percent
from bot.charts.sketch import Sketch
from bot.charts.specs import Bar, Bars

_THICK = 26
_GAP = 34  # between two rows
_VALUE = 102  # kept for "100" and the air before it
_NOTE = 300  # the most a note may take
_OUT = 26  # how far a panel reaches beyond its row


@dataclass(frozen=True)
class _Colours:
    fill: str
    ink: str
    tint: str | None = None


def _colours(bar: Bar, more_is_better: bool) -> _Colours:
    if bar.strong:
        return _Colours(CALM_DEEP, CALM_DEEP, CALM_TINT) if more_is_better else _Colours(ALERT, ALERT_DEEP, ALERT_TINT)
    return _Colours(CALM if more_is_better else QUIET, INK)


def sketch_bars(spec: Bars) -> tuple[Sketch, float]:
    """The sketch and its height."""
    sketch = Sketch()
    y = heading(sketch, spec.title, spec.subtitle, spec.total, spec.total_label)
    for bar in spec.bars:
        y = _row(sketch, bar, _colours(bar, spec.more_is_better), y) + _GAP
    if spec.line is not None:
        y = line_below(sketch, spec.line, y)
    return sketch, footing(sketch, spec.footer, y - _GAP / 2)


def _row(sketch: Sketch, bar: Bar, colours: _Colours, y: float) -> float:
    letters, value = sketch.letters, percent(bar.value)
    note = "".join(letters.wrap(bar.note, NOTE, _NOTE, 1))
    room = INNER - _VALUE - (letters.width(note, NOTE) + 28 if note else 0)
    style = LABEL_STRONG if bar.strong else LABEL
    lines = letters.wrap(bar.label, style, room, 2) or ("",)
    bottom = y + len(lines) * style.height + 12 + _THICK
    if colours.tint:
        sketch.rounded((LEFT - _OUT, y - 14, RIGHT + _OUT, bottom + 20), 26, colours.tint)
    for index, line in enumerate(lines):
        sketch.write(line, (LEFT, y + index * style.height), style, colours.ink)
    base = y + (len(lines) - 1) * style.height
    sketch.write(str(value), (RIGHT, base - 4), VALUE, colours.ink, "right")
    sketch.write(note, (RIGHT - _VALUE, base + 3), NOTE, colours.ink if bar.strong else MUTED, "right")
    _bar(sketch, value, colours.fill, bottom - _THICK, TRACK if not colours.tint else "#FFFFFF")
    return bottom + (6 if colours.tint else 0)


def _bar(sketch: Sketch, value: int, fill: str, y: float, track: str) -> None:
    sketch.rounded((LEFT, y, RIGHT, y + _THICK), _THICK / 2, track)
    if value:
        # The shortest bar is still a disc.
        right = LEFT + max(_THICK, INNER * value / 100)
        sketch.rounded((LEFT, y, right, y + _THICK), _THICK / 2, fill)
