"""From a specification to a PNG; safe to call from several threads at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.charts.specs import Bars, ReportSpec, Spec, Trend

if TYPE_CHECKING:
    from bot.charts.sketch import Sketch


def sketch(spec: Spec) -> tuple[Sketch, float]:
    """The marks and words of the picture before it is painted, and its height in pixels."""
    # Imported here: Pillow takes longer to load than a small bot takes to start.
    from bot.charts.bars import sketch_bars
    from bot.charts.break_even import sketch_break_even
    from bot.charts.report import sketch_report
    from bot.charts.trend import sketch_trend

    if isinstance(spec, Bars):
        return sketch_bars(spec)
    if isinstance(spec, Trend):
        return sketch_trend(spec)
    if isinstance(spec, ReportSpec):
        return sketch_report(spec)
    return sketch_break_even(spec)


def draw(spec: Spec) -> bytes:
    """A PNG, 1080 pixels wide and as high as it needs; the same bytes for the same specification."""
    made, height = sketch(spec)
    return made.png(height)
