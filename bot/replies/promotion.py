"""The arithmetic of paid promotion in words; what is not known shows as a range, or as what would be needed."""

from __future__ import annotations

import math
from collections.abc import Callable

from bot.checklists.money import Amount, worded
from bot.checklists.result import Promotion, Span
from bot.content.library import Library
from bot.replies.reply import fill

EXAMPLES = (10, 30, 100)  # clicks an order takes, where neither that nor the cost of a click is known


class PromotionText:
    """Words a Promotion."""

    def __init__(self, library: Library) -> None:
        self._texts = library.texts.result

    def lines(self, found: Promotion) -> str:
        """Every figure that can be told, a line each, as HTML."""
        texts = self._texts
        lines = [texts.promotion, self._profit(found)]
        if found.clicks and math.isinf(found.clicks.low):
            lines.append(texts.no_orders)
        elif found.clicks:
            lines.append(fill(texts.clicks, clicks=self.count(found.clicks)))
        if found.break_even:
            lines.append(self._break_even(found.break_even, found.currency))
        elif found.affordable and math.isinf(found.affordable.low):
            lines.append(texts.free_clicks)
        elif found.affordable:
            lines.append(fill(texts.affordable, clicks=self.count(found.affordable)))
        elif found.profit and found.profit.high > 0:
            lines += self._examples(found.profit, found.currency)
        if found.per_100:
            lines.append(fill(texts.per_100, amount=self.money(found.per_100, found.currency)))
        if found.unconverted:
            lines.append(texts.unconverted)
        return "\n".join(line for line in lines if line)

    def _profit(self, found: Promotion) -> str:
        if found.profit:
            if found.profit.high <= 0:
                return self._texts.loss
            return fill(self._texts.profit, amount=self.money(found.profit, found.currency))
        if found.needed and math.isfinite(found.needed.low):
            return fill(self._texts.profit_needed, amount=self.money(found.needed, found.currency))
        return self._texts.profit_unknown

    def _break_even(self, span: Span, currency: str) -> str:
        """No price of a click evens a loss."""
        if span.high <= 0:
            return ""
        return fill(self._texts.break_even, amount=self.money(Span(max(0.0, span.low), span.high), currency))

    def _examples(self, profit: Span, currency: str) -> list[str]:
        """What a click may cost at most, for some numbers of clicks an order."""
        lines = [self._texts.examples]
        for clicks in EXAMPLES:
            amount = self.money(Span(profit.low / clicks, profit.high / clicks), currency)
            lines.append(fill(self._texts.example, clicks=clicks, amount=amount))
        return lines

    def money(self, span: Span, currency: str) -> str:
        """A sum, or from where to where it may lie."""
        return self._between(span, lambda value: _signed(value, currency))

    def count(self, span: Span) -> str:
        """A number of clicks."""
        return self._between(span, lambda value: f"{math.ceil(value - 1e-9)}")

    def _between(self, span: Span, said: Callable[[float], str]) -> str:
        if not math.isfinite(span.high):
            return fill(self._texts.at_least, low=said(span.low))
        low, high = said(span.low), said(span.high)
        return low if low == high else fill(self._texts.span, low=low, high=high)


def _signed(value: float, currency: str) -> str:
    said = worded(Amount(abs(value), currency))
    return f"-{said}" if value < 0 else said
