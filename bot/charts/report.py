"""A report for the bot's owner: the days as stacked columns with their legend, below them the panels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from bot.charts.columns import PARTS, paint, stack
from bot.charts.heading import footing, heading
from bot.charts.lettering import clean
from bot.charts.look import AXIS, CALM_DEEP, CARD, HAIR, INK, INNER, LEFT, MUTED, RIGHT, SECTION, SMALL, SMALL_STRONG
from bot.charts.panels import NOTHING, empty_below, panel_below
from bot.charts.scale import Scale, guarded, steps, written
from bot.charts.sketch import Sketch
from bot.charts.specs import DayBar, ReportSpec

_HUGE = 10**12  # larger counts are drawn as this
_MOST_PANELS = 8  # so that no report is higher than Telegram takes
_AFTER = 44  # below a section
_SWATCH = 30
_BESIDE = 13  # between swatch, label and number
_APART = 36  # between two columns of the legend
_LEGEND_ROW = SMALL.height + 10
_TALL = 330
_ROOM = 48  # above the highest column, for its total
_EMPTY = 150
_TICKS = 5
_TICKS_TAKE = INNER / 3  # the most that the numbers of the y axis may take
_ALL_TOTALS = 10  # up to so many days every total is written, of more only the highest
_EVERY = (1, 2, 5, 10, 15, 30)  # which days have a label: all, every second ...
_LABEL = 100  # pixels that a label should have at least
_FREE = 14  # between two labels
_COLUMN = (0.7, 96)  # a column's breadth: this share of its day's, and no more pixels than this


@dataclass(frozen=True)
class _Entry:
    """One part in the legend, and how many pixels it takes."""

    label: str
    number: str
    wide: float


@dataclass(frozen=True)
class _Days:
    """The days with their counts (none below 0, none without a part) and where they lie on the x axis.

    The axis may begin before the first day (`left`), and end after the last one (`right`).
    """

    days: tuple[DayBar, ...]
    counts: list[list[int]]
    axis: float
    left: float
    right: float

    @property
    def slot(self) -> float:
        """Pixels of one day."""
        return (self.right - self.left) / max(1, len(self.days))

    @property
    def every(self) -> int:
        """How many days go to one label."""
        return next((days for days in _EVERY if days * self.slot >= _LABEL), len(self.days))

    def middle(self, index: int) -> float:
        """The middle of a day's column."""
        return self.left + (index + 0.5) * self.slot


def sketch_report(spec: ReportSpec) -> tuple[Sketch, float]:
    """The sketch and its height."""
    sketch = Sketch()
    y = heading(sketch, spec.title, spec.period) - 4
    y = _days(sketch, spec, y)
    for panel in spec.panels[:_MOST_PANELS]:
        y = panel_below(sketch, panel, y + _AFTER)
    return sketch, footing(sketch, spec.footer, y + 14)


def _days(sketch: Sketch, spec: ReportSpec, y: float) -> float:
    """The section of the days, from y down; returns where it ends."""
    parts = spec.parts[:PARTS]
    counts = [[max(0, min(_HUGE, count)) for count in day.counts[: len(parts)]] for day in spec.days]
    y = sketch.paragraph(spec.days_title, (LEFT, y), SECTION, width=INNER) + 10
    y = _legend(sketch, parts, counts, y)
    if not any(map(any, counts)):
        return empty_below(sketch, spec.days_empty, y + 14, _EMPTY)
    totals = [sum(day) for day in counts]
    up = Scale(0, guarded(max(totals)), y + _ROOM + _TALL, y + _ROOM)
    left = _axis(sketch, up)
    days = _Days(spec.days, counts, left, left, RIGHT)
    if days.every > 1:
        # Room for the labels of the outer days, whose columns are narrower than those.
        days = replace(days, left=left + 20, right=RIGHT - 30)
    tops = _columns(sketch, days, up)
    _totals(sketch, days, totals, tops)
    return _labels(sketch, days, up.start)


def _legend(sketch: Sketch, parts: Sequence[str], counts: list[list[int]], y: float) -> float:
    """What each part looks like, and how many it has in all; as few rows as can be, in columns."""
    entries = [_entry(sketch, name, _total(counts, part)) for part, name in enumerate(parts)]
    if not entries:
        return y
    columns = _in_columns([entry.wide for entry in entries])
    per_row = len(columns)
    for part, entry in enumerate(entries):
        x, middle = columns[part % per_row], y + (part // per_row) * _LEGEND_ROW + SMALL.height / 2
        paint(sketch, part, (x, middle - _SWATCH / 2, x + _SWATCH, middle + _SWATCH / 2))
        sketch.write(entry.label, (x + _SWATCH + _BESIDE, middle), SMALL, MUTED, centred=True)
        sketch.write(entry.number, (x + entry.wide, middle), SMALL_STRONG, INK, "right", centred=True)
    return y + ceil(len(entries) / per_row) * _LEGEND_ROW + 4


def _total(counts: list[list[int]], part: int) -> int:
    return sum(day[part] for day in counts if part < len(day))


def _entry(sketch: Sketch, name: str, total: int) -> _Entry:
    number = sketch.letters.shorten(written(total, ""), SMALL_STRONG, INNER / 3)
    beside = _SWATCH + 2 * _BESIDE + sketch.letters.width(number, SMALL_STRONG)
    label = sketch.letters.shorten(clean(name) or NOTHING, SMALL, INNER - beside)
    return _Entry(label, number, beside + sketch.letters.width(label, SMALL))


def _in_columns(wide: list[float]) -> list[float]:
    """The left ends of as many columns as fit, so that the rows are of like length."""
    for rows in range(1, len(wide)):
        per_row = ceil(len(wide) / rows)
        widest = [max(wide[column::per_row]) for column in range(per_row)]
        if sum(widest) + _APART * (per_row - 1) <= INNER:
            return [LEFT + sum(widest[:column]) + _APART * column for column in range(per_row)]
    return [float(LEFT)]


def _axis(sketch: Sketch, up: Scale) -> float:
    """Round numbers with a line each; returns where the columns may begin."""
    ticks = [number for number in steps(0, up.high, _TICKS) if float(number).is_integer()]
    texts = [sketch.letters.shorten(written(number, ""), SMALL, _TICKS_TAKE) for number in ticks]
    left = LEFT + max(sketch.letters.width(text, SMALL) for text in texts) + 20
    for number, text in zip(ticks, texts, strict=True):
        sketch.rounded((left, up(number) - 1, RIGHT, up(number) + 1), 0, HAIR)
        sketch.write(text, (left - 20, up(number)), SMALL, MUTED, "right", centred=True)
    return left


def _columns(sketch: Sketch, days: _Days, up: Scale) -> list[float]:
    """The columns on the axis; returns their upper ends."""
    share, most = _COLUMN
    half = min(most, days.slot * share) / 2
    tops = [
        stack(sketch, counts, (round(days.middle(index) - half), round(days.middle(index) + half)), up)
        for index, counts in enumerate(days.counts)
    ]
    sketch.rounded((days.axis, up.start - 1.5, RIGHT, up.start + 1.5), 0, AXIS)
    return tops


def _totals(sketch: Sketch, days: _Days, totals: list[int], tops: list[float]) -> None:
    """Above the columns, as many as stand clear of each other."""
    highest = max(range(len(totals)), key=lambda index: totals[index])
    # The highest first: where not all fit, it is the one that must.
    telling = [highest, *(index for index in reversed(range(len(totals))) if index != highest)]
    taken: list[tuple[float, float]] = []
    for index in telling if len(totals) <= _ALL_TOTALS else telling[:1]:
        text = sketch.letters.shorten(written(totals[index], ""), SMALL_STRONG, INNER / 3)
        reach = sketch.letters.width(text, SMALL_STRONG) / 2
        x = max(days.axis + reach, min(RIGHT - reach, days.middle(index)))
        if all(x + reach + 6 < start or x - reach - 6 > end for start, end in taken):
            taken.append((x - reach, x + reach))
            colour = CALM_DEEP if totals[index] else MUTED
            sketch.write(text, (x, tops[index] - 22), SMALL_STRONG, colour, "middle", centred=True, halo=CARD)


def _labels(sketch: Sketch, days: _Days, y: float) -> float:
    """Under every so many days, the last one among them; returns where they end."""
    every, lines, free = days.every, 0, float(RIGHT)
    for index in range(len(days.days) - 1, -1, -every):
        found = sketch.letters.wrap(days.days[index].label, SMALL, every * days.slot - _FREE, 2)
        reach = max((sketch.letters.width(text, SMALL) for text in found), default=0) / 2
        last, x = free == RIGHT, days.middle(index)
        if every > 1:
            sketch.rounded((x - 1.5, y, x + 1.5, y + 9), 0, MUTED)
        x = min(x, RIGHT - reach) if last else x
        if last or x + reach <= free:
            for line, text in enumerate(found):
                sketch.write(text, (x, y + 14 + line * SMALL.height), SMALL, MUTED, "middle")
            lines, free = max(lines, len(found)), x - reach - _FREE / 2
    return y + 14 + lines * SMALL.height
