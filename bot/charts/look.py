"""Colours, sizes and kinds of lettering that all pictures share.

Every picture is a light card in a blue-grey frame, so that it has an edge in a white chat and in a black one. Blue and
orange keep apart for every kind of colour blindness, and nothing is told by colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass

WIDTH = 1080
FRAME = 18
LEFT = 74
RIGHT = WIDTH - LEFT
INNER = RIGHT - LEFT
BOTTOM = 62
"""Pixels between the last line and the lower end of the picture."""

FRAME_COLOUR = "#B9CDD8"
CARD = "#FDFCF9"
INK = "#17242F"
MUTED = "#51606D"
HAIR = "#DBE3E8"
AXIS = "#BCCAD3"
TRACK = "#E4EAEE"
PANEL = "#EFF4F7"

CALM = "#1F7A99"
CALM_DEEP = "#0F5873"
CALM_TINT = "#E0F0F5"
CALM_AREA = "#D3E9F1"
CALM_BAND = "#A9D5E3"
QUIET = "#7E98A8"
ALERT = "#D9600A"
ALERT_DEEP = "#A94400"
ALERT_TINT = "#FDEEDF"
ALERT_HATCH = "#F4D2B1"
ALERT_BAND = "#F6BE8C"


@dataclass(frozen=True)
class Lettering:
    """A kind of lettering: its weight as the font file calls it, and its size in pixels."""

    weight: str
    size: int

    @property
    def height(self) -> int:
        """Pixels from one line to the next."""
        return round(self.size * 1.28)


TITLE = Lettering("ExtraBold", 52)
SUBTITLE = Lettering("Medium", 34)
SECTION = Lettering("ExtraBold", 38)
LABEL = Lettering("Bold", 36)
LABEL_STRONG = Lettering("ExtraBold", 36)
VALUE = Lettering("ExtraBold", 40)
NOTE = Lettering("Medium", 33)
CHIP = Lettering("Bold", 34)
SMALL = Lettering("Medium", 31)
SMALL_STRONG = Lettering("Bold", 31)
TOTAL = Lettering("ExtraBold", 92)
PANEL_VALUE = Lettering("ExtraBold", 58)
