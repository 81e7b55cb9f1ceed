"""What is to be seen on a picture: plain, hashable specifications that hold every word of it."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

DRAWING = 2
"""Raised when the same specification comes to look different, so that kept pictures are drawn again."""

_KEY_BYTES = 16


class _Keyed:
    """Has a key that stands for the picture."""

    def key(self) -> str:
        """32 hex digits, the same for the same picture in every process and on every machine."""
        return blake2b(f"{DRAWING}:{self!r}".encode("utf-8", "backslashreplace"), digest_size=_KEY_BYTES).hexdigest()


@dataclass(frozen=True)
class Bar:
    """One area of a result: `value` is 0-100, `note` how it reads, `strong` asks for the eye."""

    label: str
    value: int
    note: str = ""
    strong: bool = False


@dataclass(frozen=True)
class Line:
    """Amounts over time, oldest first, scaled by the caller.

    `labels` stand under the points, `value_labels` at them (where there are many: at the first, last, lowest and
    highest). Points that are not finite are left out.
    """

    title: str
    points: tuple[float, ...]
    labels: tuple[str, ...]
    average: float | None
    average_label: str = ""
    value_labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bars(_Keyed):
    """A score for each area, perhaps with a total (0-100) above and a line of amounts below."""

    title: str
    subtitle: str
    bars: tuple[Bar, ...]
    more_is_better: bool
    total: int | None = None
    total_label: str = ""
    line: Line | None = None
    footer: str = ""


@dataclass(frozen=True)
class Series:
    """One area's values (0-100; None where it was not asked), and how the change of the last one reads.

    `change` holds no arrow: that is drawn, from the last two values.
    """

    label: str
    values: tuple[int | None, ...]
    change: str = ""


@dataclass(frozen=True)
class Trend(_Keyed):
    """The same areas on several dates, oldest first; every series has a value for each date."""

    title: str
    subtitle: str
    dates: tuple[str, ...]
    series: tuple[Series, ...]
    more_is_better: bool
    footer: str = ""


@dataclass(frozen=True)
class BreakEven(_Keyed):
    """Gain or loss (y) over a price (x), as a line (`low` equals `high`) or a band between two lines.

    `crossing` is where it breaks even and `own` where the person stands, both spans on the x axis (two equal numbers
    for a point; the higher may be infinite). `x_unit` and `y_unit` stand before the numbers on the axes.
    """

    title: str
    subtitle: str
    x_label: str
    y_label: str
    low: tuple[tuple[float, float], ...]
    high: tuple[tuple[float, float], ...]
    crossing: tuple[float, float] | None
    crossing_label: str
    own: tuple[float, float] | None
    own_label: str
    x_unit: str
    y_unit: str
    gain_label: str
    loss_label: str
    footer: str = ""


@dataclass(frozen=True)
class DayBar:
    """One day of a report; `counts` in the order of the report's parts, those without a part left out."""

    label: str
    counts: tuple[int, ...]


@dataclass(frozen=True)
class PanelBar:
    """One row of a panel: `text` stands beside the bar and says what the bar only shows.

    Where `of` is above 0 the bar fills `value` of `of`, else it is scaled to the largest value of its panel.
    """

    label: str
    value: int
    text: str
    of: int = 0


@dataclass(frozen=True)
class Panel:
    """A section of a report, up to 8 bars (more are left out); `empty` is said where there is none."""

    title: str
    bars: tuple[PanelBar, ...]
    empty: str


@dataclass(frozen=True)
class ReportSpec(_Keyed):
    """How often it happened each day (oldest first, 7 or 30 of them), stacked by up to 6 parts; below, up to 8 panels.

    `days_empty` is said where every day is zero, or there is none. Four full panels make a picture 2.5 times as high
    as it is wide; chats show a higher one smaller, so the fewer the better.
    """

    title: str
    period: str
    parts: tuple[str, ...]
    days: tuple[DayBar, ...]
    days_title: str
    panels: tuple[Panel, ...]
    days_empty: str = ""
    footer: str = ""


Spec = Bars | Trend | BreakEven | ReportSpec
