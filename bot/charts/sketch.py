"""A picture before it is painted: marks and words are collected first, because its height is known last."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from math import cos, hypot, radians, sin

from PIL import Image, ImageDraw

from bot.charts.lettering import Letters
from bot.charts.look import CARD, FRAME, FRAME_COLOUR, INK, WIDTH, Lettering

Point = tuple[float, float]
Box = tuple[float, float, float, float]
Mark = Callable[[ImageDraw.ImageDraw], None]

_FINER = (
    2  # marks are painted this many times as large, then reduced: Pillow smooths no edges; 3 takes twice the memory
)
_CARD_RADIUS = 40
_LARGEST = 190_000  # bytes; larger pictures get a palette
_COLOURS = 256
_HALO = 5
_ANCHORS = {"left": 0.0, "middle": 0.5, "right": 1.0}
_BASE = 0.98  # from a line's upper end to what letters stand on, as a share of their size
_CAPITAL = 0.36  # half a capital's height


@dataclass(frozen=True)
class Words:
    """One line of text; x is its left end, `base` what its letters stand on."""

    text: str
    style: Lettering
    colour: str
    x: float
    base: float
    width: float
    halo: str | None = None
    """The colour of an edge that keeps them apart from a line behind."""


class Sketch:
    """Collects marks (below) and words (above); all measures in pixels of the finished picture."""

    def __init__(self) -> None:
        self.letters = Letters()
        self.words: list[Words] = []
        self._marks: list[Mark] = []

    def rounded(self, box: Box, radius: float, fill: str | None, outline: str | None = None, width: int = 0) -> None:
        """A rectangle with round corners; one that has no breadth is left out."""
        left, top, right, bottom = (_FINER * end for end in box)
        if right - left < 1 or bottom - top < 1:
            return
        corners = min(radius * _FINER, (right - left) / 2, (bottom - top) / 2)
        ends = (left, top, right - 1, bottom - 1)
        self._marks.append(
            lambda pen: pen.rounded_rectangle(ends, corners, fill=fill, outline=outline, width=width * _FINER)
        )

    def polygon(self, points: Sequence[Point], fill: str) -> None:
        """A filled shape."""
        corners = [(x * _FINER, y * _FINER) for x, y in points]
        if len(corners) > 2:
            self._marks.append(lambda pen: pen.polygon(corners, fill=fill))

    def disc(self, middle: Point, radius: float, fill: str) -> None:
        """A filled circle."""
        x, y = middle
        self.rounded((x - radius, y - radius, x + radius, y + radius), radius, fill)

    def stroke(self, points: Sequence[Point], colour: str, width: float) -> None:
        """A line through the points with round ends."""
        path = [(x * _FINER, y * _FINER) for x, y in points]
        if len(path) > 1:
            self._marks.append(lambda pen: pen.line(path, fill=colour, width=round(width * _FINER), joint="curve"))
            self.disc(points[0], width / 2, colour)
            self.disc(points[-1], width / 2, colour)

    def dashes(self, start: Point, end: Point, colour: str, width: float) -> None:
        """A broken line."""
        (x, y), (right, bottom) = start, end
        length = hypot(right - x, bottom - y)
        steps = [(i * 18, min(i * 18 + 10, length)) for i in range(int(length // 18) + 1)] if length else []
        for begin, stop in steps:
            across, down = (right - x) / length, (bottom - y) / length
            self.stroke([(x + across * begin, y + down * begin), (x + across * stop, y + down * stop)], colour, width)

    def ring(self, middle: Point, radius: float, width: float, share: float, colours: tuple[str, str]) -> None:
        """A ring (track and arc colours) filled from the top clockwise by a share of 0-1, with round ends."""
        x, y = middle
        track, colour = colours
        box = tuple(_FINER * end for end in (x - radius, y - radius, x + radius, y + radius))
        turn = 360 * share
        breadth = round(width * _FINER)
        self._marks.append(lambda pen: pen.arc(box, 0, 360, fill=track, width=breadth))
        if share > 0:
            self._marks.append(lambda pen: pen.arc(box, -90, turn - 90, fill=colour, width=breadth))
            for angle in (radians(-90), radians(turn - 90)):
                along = radius - width / 2
                self.disc((x + along * cos(angle), y + along * sin(angle)), width / 2, colour)

    def write(
        self,
        text: str,
        at: Point,
        style: Lettering,
        colour: str = INK,
        anchor: str = "left",
        *,
        centred: bool = False,
        halo: str | None = None,
    ) -> float:
        """One line from the point (its upper end, or its middle if `centred`), unwrapped; returns its width."""
        x, y = at
        width = self.letters.width(text, style)
        base = y + style.size * (_CAPITAL if centred else _BASE)
        if text:
            self.words.append(Words(text, style, colour, x - width * _ANCHORS[anchor], base, width, halo))
        return width

    def paragraph(
        self, text: str, at: Point, style: Lettering, colour: str = INK, *, width: float, most: int = 2
    ) -> float:
        """Wrapped lines from the point down; returns where the next line would be."""
        x, y = at
        for line in self.letters.wrap(text, style, width, most):
            self.write(line, (x, y), style, colour)
            y += style.height
        return y

    def png(self, height: float) -> bytes:
        """The painted picture, as high as given."""
        size = (WIDTH * _FINER, round(height) * _FINER)
        image = Image.new("RGB", size, FRAME_COLOUR)
        pen = ImageDraw.Draw(image)
        inset = FRAME * _FINER
        pen.rounded_rectangle(
            (inset, inset, size[0] - inset - 1, size[1] - inset - 1), _CARD_RADIUS * _FINER, fill=CARD
        )
        for mark in self._marks:
            mark(pen)
        image = image.reduce(_FINER)
        pen = ImageDraw.Draw(image)
        for words in self.words:
            font, at = self.letters.font(words.style), (words.x, words.base)
            if words.halo:
                pen.text(at, words.text, words.halo, font, anchor="ls", stroke_width=_HALO, stroke_fill=words.halo)
            pen.text(at, words.text, words.colour, font, anchor="ls")
        return _encoded(image)


def _encoded(image: Image.Image) -> bytes:
    picture = _pressed(image)
    if len(picture) > _LARGEST:
        # Less than half as large, but tints that are close become one.
        picture = _pressed(image.quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE))
    return picture


def _pressed(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "PNG", compress_level=6)
    return out.getvalue()


def above_and_below(points: Sequence[Point], level: float) -> tuple[list[Point], list[Point]]:
    """A closed shape cut along a horizontal line: what has smaller y (higher up), what has larger y."""
    parts: tuple[list[Point], list[Point]] = ([], [])
    for (x, y), (next_x, next_y) in pairwise([*points, *points[:1]]):
        if y <= level:
            parts[0].append((x, y))
        if y >= level:
            parts[1].append((x, y))
        if (y - level) * (next_y - level) < 0:
            cut = (x + (next_x - x) * (level - y) / (next_y - y), level)
            parts[0].append(cut)
            parts[1].append(cut)
    return parts
