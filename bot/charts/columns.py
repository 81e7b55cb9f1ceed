"""Stacked columns: what each part looks like, by colour, lightness and pattern, and how a day's counts are stacked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.charts.look import ALERT, ALERT_TINT, CALM_BAND, CALM_DEEP, CARD, INK, QUIET, TRACK
from bot.charts.scale import Scale
from bot.charts.sketch import Box, Sketch, above_and_below

_ROUND = 4
_LEAST = 8  # pixels of the smallest count that is not zero, the gap below it among them
_GAP = 2
_TURN = 16  # pixels from one hatching line to the next
_LINE = 4  # its breadth, and that of a stripe
_STRIPE = 12  # pixels from one stripe to the next
_RIM = 7  # left free below the first stripe and above the last


@dataclass(frozen=True)
class _Fill:
    colour: str
    pattern: str = ""
    ink: str = ""


_FILLS = (
    _Fill(CALM_DEEP),
    _Fill(CALM_BAND),
    _Fill(ALERT, "hatched", ALERT_TINT),
    _Fill(QUIET, "striped", CARD),
    _Fill(TRACK, "outlined", INK),
    _Fill("#FFC83D", "hatched", INK),
)

PARTS = len(_FILLS)
"""How many parts can be told apart."""


def paint(sketch: Sketch, part: int, box: Box) -> None:
    """A box that looks as the part (0-5) does."""
    fill = _FILLS[part]
    outlined = fill.pattern == "outlined"
    sketch.rounded(box, _ROUND, fill.colour, fill.ink if outlined else None, 2 if outlined else 0)
    if fill.pattern == "hatched":
        _hatch(sketch, box, fill.ink)
    elif fill.pattern == "striped":
        _stripe(sketch, box, fill.ink)


def _hatch(sketch: Sketch, box: Box, colour: str) -> None:
    """Rising lines, cut at the ends of the box."""
    left, top, right, bottom = box
    wide = right - left
    for turn in range(int(top // _TURN), int((bottom + wide) // _TURN) + 1):
        low = float(turn * _TURN)
        line = [(left, low), (right, low - wide), (right, low - wide + _LINE), (left, low + _LINE)]
        within, _ = above_and_below(line, bottom)
        _, within = above_and_below(within, top) if within else ([], [])
        sketch.polygon(within, colour)


def _stripe(sketch: Sketch, box: Box, colour: str) -> None:
    left, top, right, bottom = box
    y = bottom - _RIM
    while y - _LINE >= top + _RIM:
        sketch.rounded((left, y - _LINE, right, y), 0, colour)
        y -= _STRIPE


def stack(sketch: Sketch, counts: Sequence[int], ends: tuple[float, float], up: Scale) -> float:
    """A day's column between its left and right end, the first count lowest; returns its upper end.

    A count that is not zero can always be seen: the largest gives it the pixels that it lacks.
    """
    left, right = ends
    y = up.start
    for part, tall in enumerate(_heights(counts, up)):
        if tall:
            paint(sketch, part, (left, y - tall, right, y if y == up.start else y - _GAP))
            y -= tall
    return y


def _heights(counts: Sequence[int], up: Scale) -> list[float]:
    """Pixels of each count, its gap among them; their sum is the sum's, or more where that is too little for all."""
    heights = [max(float(_LEAST), up.start - up(count)) if count > 0 else 0.0 for count in counts]
    if any(heights):
        whole = max(up.start - up(sum(counts)), sum(1 for tall in heights if tall) * float(_LEAST))
        largest = heights.index(max(heights))
        heights[largest] = max(float(_LEAST), heights[largest] + whole - sum(heights))
    return heights
