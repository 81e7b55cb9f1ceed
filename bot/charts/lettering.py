"""Measuring, wrapping and shortening of words; the font is Manrope (SIL OFL), from the package font-manrope."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from importlib.resources import files
from io import BytesIO

from PIL import ImageFont

from bot.charts.look import Lettering

ELLIPSIS = "…"
_LONGEST = 400  # letters of a text that are looked at; more never fit
_WORTH = 0.6  # a text is cut between words where that keeps this share of what fits
_NARROWER = (0.6, 0.7, 0.8, 0.9)  # shares of the width at which lines are tried, so that no word is left alone


@lru_cache
def _font_file(weight: str) -> bytes:
    return files("font_manrope").joinpath("files", f"Manrope-{weight}.ttf").read_bytes()


def clean(text: str) -> str:
    """The text on one line, without what no font has letters for (controls, emoji, lone surrogates)."""
    shown = "".join(
        " " if letter.isspace() else letter
        for letter in unicodedata.normalize("NFC", text[: 2 * _LONGEST])
        if letter.isspace() or (ord(letter) <= 0xFFFF and unicodedata.category(letter)[0] not in "CM")
    )
    return " ".join(shown.split())[:_LONGEST]


class Letters:
    """The fonts of one picture; every picture has its own, so that threads share none."""

    def __init__(self) -> None:
        self._fonts: dict[Lettering, ImageFont.FreeTypeFont] = {}

    def font(self, style: Lettering) -> ImageFont.FreeTypeFont:
        """The font of a style."""
        if style not in self._fonts:
            # The basic layout is the same on every machine; Indonesian needs no other.
            file = BytesIO(_font_file(style.weight))
            self._fonts[style] = ImageFont.truetype(file, style.size, layout_engine=ImageFont.Layout.BASIC)
        return self._fonts[style]

    def width(self, text: str, style: Lettering) -> float:
        """Pixels from the first letter's left to the last one's right."""
        return self.font(style).getlength(text)

    def shorten(self, text: str, style: Lettering, width: float) -> str:
        """The text, or as much of its beginning as fits before an ellipsis; nothing where not even that fits."""
        if self.width(text, style) <= width:
            return text
        kept = self._fitting(text, style, width - self.width(ELLIPSIS, style))
        space = text.rfind(" ", 0, kept + 1)
        kept = space if space > kept * _WORTH else kept
        shortened = text[:kept].rstrip(" ,.;:-–(") + ELLIPSIS
        return shortened if self.width(shortened, style) <= width else ""

    def wrap(self, text: str, style: Lettering, width: float, most: int) -> tuple[str, ...]:
        """The cleaned text on at most `most` lines of like length, the last one shortened; none for an empty text."""
        lines = self._filled(text, style, width, most)
        if len(lines) < 2 or lines[-1].endswith(ELLIPSIS):
            return lines
        for share in _NARROWER:
            narrower = self._filled(text, style, width * share, len(lines))
            if not narrower[-1].endswith(ELLIPSIS):
                return narrower
        return lines

    def _filled(self, text: str, style: Lettering, width: float, most: int) -> tuple[str, ...]:
        """Every line as full as can be."""
        rest = clean(text)
        lines: list[str] = []
        while rest and len(lines) < most - 1 and self.width(rest, style) > width:
            kept = max(1, self._fitting(rest, style, width))
            space = rest.rfind(" ", 0, kept + 1)
            kept = space if space > 0 else kept
            lines.append(rest[:kept].rstrip())
            rest = rest[kept:].lstrip()
        last = self.shorten(rest, style, width)
        return (*lines, last) if last else tuple(lines)

    def _fitting(self, text: str, style: Lettering, width: float) -> int:
        """How many letters of the text's beginning fit."""
        least, most = 0, len(text)
        while least < most:
            middle = (least + most + 1) // 2
            least, most = (middle, most) if self.width(text[:middle], style) <= width else (least, middle - 1)
        return least
