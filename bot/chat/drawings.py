"""What of a result is drawn, in the words of `texts.yaml`: scores, how they went, a break-even point."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.charts.specs import Bar, Bars, BreakEven, Line, Series, Spec, Trend
from bot.checklists.money import Amount, worded
from bot.checklists.past import Past
from bot.checklists.result import Income, Promotion, Result, Span
from bot.content.checklist import Checklist
from bot.content.library import Library
from bot.replies.dates import Dates
from bot.replies.promotion import PromotionText
from bot.replies.reply import fill
from bot.replies.results import title_of

CAPTION_LIMIT = 1024  # characters (Bot API: sendPhoto)
MOST_DATES = 12
_UNITS = {"USD": "$", "IDR": "Rp "}

Points = tuple[tuple[float, float], ...]


class Drawing(NamedTuple):
    """A picture and the words that say the same, as HTML."""

    spec: Spec
    caption: str


class Drawings:
    """Specifies pictures."""

    def __init__(self, library: Library) -> None:
        self._texts = library.texts.picture
        self._dates = Dates(library)
        self._promotion = PromotionText(library)

    def of(self, checklist: Checklist, result: Result) -> Drawing | None:
        """The picture of a result; None where there is nothing to be drawn."""
        if result.promotion:
            return self._break_even(checklist, result, result.promotion)
        return self._bars(checklist, result) if result.areas else None

    def trend(self, checklist: Checklist, past: Sequence[Past]) -> Drawing | None:
        """How the areas went, oldest first; None where there are not two results."""
        past = past[-MOST_DATES:]
        areas = [area for area in checklist.areas if any(area.id in one.areas for one in past)]
        if len(past) < 2 or not areas:
            return None
        series = []
        said = []
        for area in areas:
            values = tuple(one.areas.get(area.id) for one in past)
            known = [value for value in values if value is not None]
            change = str(abs(known[-1] - known[-2])) if len(known) > 1 else ""
            series.append(Series(area.label, values, change))
            said.append(f"{area.label} {known[0]} → {known[-1]}")
        dates = tuple(self._dates.day(one.at) for one in past)
        spec = Trend(
            checklist.title, self._texts.trend, dates, tuple(series), checklist.more_is_better, self._texts.made_by
        )
        return Drawing(spec, fill(self._texts.caption_trend, title=checklist.title, values=", ".join(said)))

    def _bars(self, checklist: Checklist, result: Result) -> Drawing:
        pressing = {area.id for area, _ in result.plan}
        if not pressing and not checklist.more_is_better:
            most = max(one.score for one in result.areas)
            pressing = {one.area.id for one in result.areas if one.score == most > 0}
        bars = tuple(Bar(one.area.label, one.score, one.level, one.area.id in pressing) for one in result.areas)
        title = title_of(checklist, result)
        spec = Bars(
            title=title,
            subtitle="",
            bars=bars,
            more_is_better=checklist.more_is_better,
            total=result.total,
            total_label=result.total_level,
            line=self._line(result.income) if result.income else None,
            footer=self._texts.made_by,
        )
        values = [f"{bar.label} {bar.value}" for bar in bars]
        if result.total is not None:
            values.insert(0, f"{checklist.total} {result.total}/100")
        caption = fill(self._texts.caption, title=title, values=", ".join(values))
        if result.income:
            months = ", ".join(_money(month, result.income.currency) for month in result.income.months)
            caption += "\n" + fill(self._texts.caption_income, values=months)
        return Drawing(spec, caption)

    def _line(self, income: Income) -> Line:
        return Line(
            title=self._texts.income,
            points=income.months,
            labels=tuple(str(number) for number in range(1, len(income.months) + 1)),
            average=income.average,
            average_label=f"{self._texts.average} {_money(income.average, income.currency)}",
            value_labels=tuple(_money(month, income.currency) for month in income.months),
        )

    def _break_even(self, checklist: Checklist, result: Result, found: Promotion) -> Drawing | None:
        plane = self._over_click(found) or self._over_clicks(found) or self._over_profit(found)
        if plane is None:
            return None
        title, texts, unit = title_of(checklist, result), self._texts, _UNITS[found.currency]
        own = plane.own
        spec = BreakEven(
            title=title,
            subtitle=texts.break_even,
            x_label=plane.x_label,
            y_label=plane.y_label,
            low=plane.low,
            high=plane.high,
            crossing=(max(0.0, plane.crossing.low), plane.crossing.high),
            crossing_label=texts.break_even_at.format(value=plane.value),
            own=(own.low, own.high) if own else None,
            own_label=texts.own.format(value=self._promotion.money(own, found.currency)) if own else "",
            x_unit=unit if plane.x_is_money else "",
            y_unit=unit,
            gain_label=texts.gain,
            loss_label=texts.loss,
            footer=texts.made_by,
        )
        values = f"{texts.break_even}: {plane.value} ({plane.x_label})"
        if own:
            values += f"; {texts.own.format(value=self._promotion.money(own, found.currency))}"
        return Drawing(spec, fill(texts.caption, title=title, values=values))

    def _over_click(self, found: Promotion) -> _Plane | None:
        """What 100 clicks bring, by the cost of a click."""
        even = found.break_even
        if even is None or even.high <= 0:
            return None
        end = 2 * max(even.high, found.click.high if found.click else 0.0)
        return _Plane(
            x_label=self._texts.click_axis,
            y_label=self._texts.per_100_axis,
            low=_straight(100 * even.low, -100, end),
            high=_straight(100 * even.high, -100, end),
            crossing=even,
            value=self._promotion.money(even, found.currency),
            own=found.click,
        )

    def _over_clicks(self, found: Promotion) -> _Plane | None:
        """What an order brings, by the clicks that it takes."""
        most = found.affordable
        if most is None or found.profit is None or found.click is None or not 0 < most.high < math.inf:
            return None
        return _Plane(
            x_label=self._texts.clicks_axis,
            y_label=self._texts.per_order_axis,
            low=_straight(found.profit.low, -found.click.high, 2 * most.high),
            high=_straight(found.profit.high, -found.click.low, 2 * most.high),
            crossing=most,
            value=self._texts.clicks_value.format(clicks=self._promotion.count(most)),
            x_is_money=False,
        )

    def _over_profit(self, found: Promotion) -> _Plane | None:
        """What 100 clicks bring, by the profit of an order."""
        needed = found.needed
        if needed is None or found.orders is None or found.click is None or not 0 < needed.low < math.inf:
            return None
        end = 2 * (needed.high if math.isfinite(needed.high) else 2 * needed.low)
        return _Plane(
            x_label=self._texts.profit_axis,
            y_label=self._texts.per_100_axis,
            low=_straight(-100 * found.click.high, 100 * found.orders.low, end),
            high=_straight(-100 * found.click.low, 100 * found.orders.high, end),
            crossing=needed,
            value=self._promotion.money(needed, found.currency),
        )


@dataclass(frozen=True)
class _Plane:
    """Gain or loss over one of the figures, the others being known."""

    x_label: str
    y_label: str
    low: Points
    high: Points
    crossing: Span
    value: str
    own: Span | None = None
    x_is_money: bool = True


def _straight(start: float, slope: float, end: float) -> Points:
    """A straight line from x = 0 to x = `end`."""
    return ((0.0, start), (end, start + slope * end))


def _money(value: float, currency: str) -> str:
    return worded(Amount(value, currency))
