"""What paid clicks bring and cost: interval arithmetic over what a person knows only within a range, or not at all."""

from __future__ import annotations

import math
from collections.abc import Iterable

from bot.checklists.money import IDR, USD, Amount
from bot.checklists.result import Promotion, Span

Range = tuple[Amount, Amount]


def promotion_of(
    price: Range | None,
    cost: Range | None,
    orders: tuple[float, float] | None,
    click: Range | None,
    rate: float | None,
) -> Promotion:
    """The arithmetic of a promotion; `orders` are orders a click (0-1), `rate` is rupiah for one dollar.

    Everything is in dollars where there is a rate. Without one, rupiah alone stay rupiah; beside dollars they are left
    out as unknown, and `unconverted` says so. None is unknown and what hangs on it stays None, but for one case: of a
    price without a cost it is known that the cost lies between nothing and the price, so the profit does too.
    """
    given = [money for money in (price, cost, click) if money]
    currency = USD if rate is not None else _currency(given)
    prices, costs, clicks = (_span(money, currency, rate) for money in (price, cost, click))
    profit = _profit(prices, costs)
    share = Span(*orders) if orders else None
    return Promotion(
        currency=currency,
        price=prices,
        cost=costs,
        profit=profit,
        orders=share,
        click=clicks,
        break_even=_times(profit, share) if profit and share else None,
        per_100=_per_100(profit, share, clicks) if profit and share and clicks else None,
        clicks=Span(_per_order(1.0, share.high), _per_order(1.0, share.low)) if share else None,
        affordable=_affordable(profit, clicks) if profit and clicks else None,
        needed=_needed(clicks, share) if clicks and share else None,
        unconverted=rate is None and any(end.currency != currency for money in given for end in money),
    )


def _currency(given: Iterable[Range]) -> str:
    """The currency to reckon in without a rate: rupiah where all is in rupiah."""
    return IDR if {end.currency for money in given for end in money} == {IDR} else USD


def _span(money: Range | None, currency: str, rate: float | None) -> Span | None:
    """A range of money as a span in one currency; None where it cannot be converted."""
    if money is None:
        return None
    if any(end.currency != currency for end in money) and rate is None:
        return None
    low, high = sorted(end.value if end.currency == currency else end.value / (rate or 1) for end in money)
    return Span(low, high)


def _profit(price: Span | None, cost: Span | None) -> Span | None:
    if price is None:
        return None
    return Span(price.low - cost.high, price.high - cost.low) if cost else Span(0.0, price.high)


def _times(profit: Span, orders: Span) -> Span:
    products = [gain * share for gain in (profit.low, profit.high) for share in (orders.low, orders.high)]
    return Span(min(products), max(products))


def _per_100(profit: Span, orders: Span, click: Span) -> Span:
    gain = _times(profit, orders)
    return Span(100 * gain.low - 100 * click.high, 100 * gain.high - 100 * click.low)


def _affordable(profit: Span, click: Span) -> Span:
    """How many clicks the profit of one order pays: none where there is a loss, any number where they are free."""

    def pays(gain: float, each: float) -> float:
        if gain < 0:
            return 0.0
        return gain / each if each else math.inf

    return Span(pays(profit.low, click.high), pays(profit.high, click.low))


def _needed(click: Span, orders: Span) -> Span:
    return Span(_per_order(click.low, orders.high), _per_order(click.high, orders.low))


def _per_order(each: float, orders: float) -> float:
    """A cost of each click by the order: infinite where no order comes and the clicks are not free."""
    if not each:
        return 0.0
    return each / orders if orders else math.inf
