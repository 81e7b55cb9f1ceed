"""Sections of a report, one under the other: a title and rows, each row a bar with its label on it.

The label lies on the bar, not above it: Telegram makes high pictures smaller, so rows may not take much height.
"""

from __future__ import annotations

from bot.charts.lettering import clean
from bot.charts.look import (
    AXIS,
    CALM,
    CALM_BAND,
    CHIP,
    HAIR,
    INK,
    INNER,
    LEFT,
    MUTED,
    NOTE,
    PANEL,
    RIGHT,
    SECTION,
    TRACK,
    Lettering,
)
from bot.charts.sketch import Sketch
from bot.charts.specs import Panel, PanelBar

NOTHING = "–"
"""Stands where a text has no letter that can be drawn."""

_MOST = 8  # bars of one panel
_TALL = 54
_GAP = 10  # between two rows
_ROUND = 12
_EDGE = 8  # the dark left end of a bar
_LEAST = 17  # pixels of the shortest bar that is not zero
_PAD = 26  # before a label, from the bar's left end
_AIR = 26  # between the bars and their texts
_TEXTS_TAKE = INNER * 0.36  # the most that the texts beside the bars may take
_ABSENT = "\ue000"  # no font has it: how it looks is how every missing letter looks


def panel_below(sketch: Sketch, panel: Panel, y: float) -> float:
    """The section under a hairline, from y down; returns where it ends."""
    sketch.rounded((LEFT, y, RIGHT, y + 2), 0, HAIR)
    y = sketch.paragraph(panel.title, (LEFT, y + 26), SECTION, width=INNER) + 14
    bars = panel.bars[:_MOST]
    if not bars:
        return empty_below(sketch, panel.empty, y, _TALL + 22)
    texts = [sketch.letters.shorten(clean(bar.text), CHIP, _TEXTS_TAKE) for bar in bars]
    right = RIGHT - max(sketch.letters.width(text, CHIP) for text in texts) - _AIR
    largest = max(bar.value for bar in bars)
    for bar, text in zip(bars, texts, strict=True):
        _bar(sketch, bar, _share(bar, largest), y, right)
        sketch.write(text, (RIGHT, y + _TALL / 2), CHIP, INK, "right", centred=True)
        y += _TALL + _GAP
    return y - _GAP


def empty_below(sketch: Sketch, text: str, y: float, tall: float) -> float:
    """A pale field that says why nothing stands there; returns where it ends."""
    sketch.rounded((LEFT, y, RIGHT, y + tall), 20, PANEL)
    shown = "".join(sketch.letters.wrap(text, NOTE, INNER - 2 * _PAD, 1)) or NOTHING
    sketch.write(shown, ((LEFT + RIGHT) / 2, y + tall / 2), NOTE, MUTED, "middle", centred=True)
    return y + tall


def _share(bar: PanelBar, largest: int) -> float:
    """How much of the full length the bar takes, 0-1."""
    whole = bar.of if bar.of > 0 else largest
    return max(0, min(whole, bar.value)) / whole if whole > 0 else 0.0


def _bar(sketch: Sketch, bar: PanelBar, share: float, y: float, right: float) -> None:
    bottom = y + _TALL
    if bar.of > 0:
        sketch.rounded((LEFT, y, right, bottom), _ROUND, TRACK)
    if share:
        end = LEFT + max(_LEAST, (right - LEFT) * share)
        sketch.rounded((LEFT, y, end, bottom), _ROUND, CALM_BAND)
    sketch.rounded((LEFT, y, LEFT + _EDGE, bottom), _EDGE / 2, CALM if share else AXIS)
    label = sketch.letters.shorten(_drawable(sketch, bar.label, NOTE), NOTE, right - LEFT - _PAD - 12)
    sketch.write(label, (LEFT + _PAD, y + _TALL / 2), NOTE, INK, centred=True)


def _drawable(sketch: Sketch, text: str, style: Lettering) -> str:
    """The text without letters that the font lacks: labels may be what people typed, in any alphabet."""
    font = sketch.letters.font(style)
    absent = bytes(font.getmask(_ABSENT))
    cleaned = clean(text)
    known = {letter for letter in set(cleaned) if letter == " " or bytes(font.getmask(letter)) != absent}
    return clean("".join(letter for letter in cleaned if letter in known)) or NOTHING
