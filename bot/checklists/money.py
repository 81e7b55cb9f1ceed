"""What people mean by the figures they type: months of income, a price or a range, a rate, orders of clicks.

Figures that are no money (counts, years, list numbers) are left out, and a unit at the end of a row counts for the
figures before it. What stays ambiguous is an AmountError: nothing is guessed.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.checklists.figures import (
    IDR,
    JOINT,
    MILLION,
    MONTH,
    MONTHS,
    USD,
    AmountError,
    Figure,
    Reason,
    figures_of,
    refuse,
    tidy,
)
from bot.checklists.orders import read_orders

__all__ = [
    "IDR", "MOST_AMOUNTS", "USD", "Amount", "AmountError", "Reason",
    "read_amounts", "read_orders", "read_range", "read_rate", "worded",
]  # fmt: skip

MOST_AMOUNTS = 24
_SMALL = 1000  # a bare number below it lacks its unit
_SMALL_RUPIAH = 100  # "Rp 5" is short for something else
_MOST_BARE_DOLLARS = 10_000  # a larger bare number is rupiah even where dollars are expected
_LARGEST = {IDR: 1e12, USD: 1e8}
_LOWEST_RATE, _HIGHEST_RATE = 1_000, 1_000_000
_LEAST_SAID_RATE, _MOST_SAID_RATE = 5_000, 50_000  # "rate" may also be what somebody charges
_RATE_WORD = re.compile(
    r"(?<![a-z])(?:(?P<kurs>kurs)|rate)(?:nya)?(?![a-z])[^0-9a-z]*"
    r"(?:(?:usd|dolar|dollar|sekarang|hari ini|sekitar|kira-kira|pakai|pake|di|ke|rupiah|idr)(?![a-z])[^0-9a-z]*)*$"
)
_BETWEEN = re.compile(rf"{MONTH}|dan|atau|sampai|sampe|hingga|lalu|terus|trus|kemudian|sd?|d|ke|to|bulan|bln|and|or")
_LABEL = re.compile(r"bulan|bln|minggu|mgg|ke|no|nomor|x|kali|tahun|thn|#")
_EACH = {"per", "tiap", "setiap"}
_COUNTED = re.compile(
    r"\s*(?:%|(?:persen|bulan|bln|minggu|mgg|hari|hr|tahun|thn|th|x|kali|klien|client|order(?:an)?|pesanan|pro[jy]ek|"
    r"project|gig|orang|jam|foto|gambar|file|akun|situs|platform|klik)(?![a-z]))"
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_DATED = re.compile(rf"\s*(?:{MONTH})[\s:=-]*")


@dataclass(frozen=True)
class Amount:
    """A sum of money; `currency` is "IDR" or "USD"."""

    value: float
    currency: str


def read_amounts(text: str, *, default: str | None = None) -> tuple[Amount, ...]:
    """Every amount of a message, in order; `default` is the currency ("IDR", "USD") expected where none is written.

    A bare number from 1,000 up is rupiah; where dollars are expected it is ambiguous up to 10,000. A smaller one has
    the unit of the next figure of its row; without any it is dollars where expected, else ambiguous. An exchange rate
    is left out. At most 24. Raises AmountError, also for a range among other amounts.
    """
    clean = tidy(text)
    found = _joined(clean, _money(clean, _without_rate(clean, tuple(figures_of(clean)))))
    if not found:
        refuse(Reason.NOTHING)
    if len(found) > MOST_AMOUNTS:
        refuse(Reason.TOO_MANY)
    if _mixes_ranges(clean, found):
        refuse(Reason.UNREADABLE)
    found = _with_units(clean, found)
    if default == USD and all(figure.bare for figure in found) and any(map(_may_be_either, found)):
        refuse(Reason.UNIT_MISSING)
    expected = _expected(found, default)
    return tuple(_amount(figure, expected) for figure in found)


def read_range(text: str, *, default: str | None = None) -> tuple[Amount, Amount]:
    """The lower and the upper end of one amount or of a range, in one currency; raises AmountError."""
    amounts = read_amounts(text, default=default)
    if len(amounts) > 2:
        refuse(Reason.TOO_MANY)
    low, high = sorted((amounts[0], amounts[-1]), key=lambda amount: amount.value)
    if low.currency != high.currency:
        refuse(Reason.CURRENCY)
    return low, high


def read_rate(text: str) -> float:
    """What one dollar costs in rupiah; raises AmountError, also where that is no possible rate."""
    found = tuple(figures_of(tidy(text)))
    rates = [figure for figure in found if figure.value != 1]
    if len(rates) > 1:
        rates = [figure for figure in rates if not _YEAR.fullmatch(figure.written)]
    if not found:
        refuse(Reason.NOTHING)
    if len(rates) > 1:
        refuse(Reason.TOO_MANY)
    rate = rates[0].value if rates else 1.0
    if not _LOWEST_RATE <= rate <= _HIGHEST_RATE:
        refuse(Reason.UNIT_MISSING if rates and rates[0].unit is None and 1 < rate < _SMALL else Reason.IMPLAUSIBLE)
    return rate


def worded(amount: Amount) -> str:
    """A sum in short Indonesian writing: "Rp 4,25 juta", "Rp 750 ribu", "$0,25", "-$3,50"."""
    sign = "-" if amount.value < 0 else ""
    symbol = "$" if amount.currency == USD else "Rp "
    value = abs(amount.value)
    if math.isinf(value):
        return f"{sign}{symbol}∞"
    return sign + symbol + (_dollars(value) if amount.currency == USD else _rupiah(value))


def _without_rate(text: str, found: Sequence[Figure]) -> Sequence[Figure]:
    """The figures without what a dollar costs: "$300 $250 kurs 16rb", "kurs $1 = 16.000"."""
    kept: list[Figure] = []
    end, of_one = 0, False
    for figure in found:
        word = _RATE_WORD.search(text, end, figure.start)
        price_of_one, of_one = of_one, word is not None and figure.value == 1
        if not (price_of_one or of_one or (word and _is_rate(word, figure, len(found)))):
            kept.append(figure)
        end = figure.end
    return kept


def _is_rate(word: re.Match[str], figure: Figure, figures: int) -> bool:
    return bool(word["kurs"]) or (figures > 1 and _LEAST_SAID_RATE <= figure.value <= _MOST_SAID_RATE)


def _mixes_ranges(text: str, found: Sequence[Figure]) -> bool:
    """Whether a range stands among other amounts ("4-5jt 6jt"); a row of dashes throughout is a list."""
    linked = {JOINT.fullmatch(text, one.end, other.start) is not None for one, other in pairwise(found)}
    return len(linked) == 2


def _may_be_either(figure: Figure) -> bool:
    """Whether a bare number may be dollars as well as rupiah."""
    return _SMALL <= figure.value <= _MOST_BARE_DOLLARS


def _money(text: str, found: Sequence[Figure]) -> list[Figure]:
    """The figures without counts, years and list numbers."""
    around = zip((None, *found), found, (*found[1:], None), strict=False)
    some_written = any(not figure.bare for figure in found)
    return [
        figure
        for before, figure, after in around
        if not figure.bare
        or not (
            _COUNTED.match(text, figure.end)
            or _is_year(text, before, figure, after, some_written)
            or _is_label(text, before, figure, after)
        )
    ]


def _is_year(text: str, before: Figure | None, figure: Figure, after: Figure | None, some_written: bool) -> bool:
    if not _YEAR.fullmatch(figure.written):
        return False
    if _words_before(text, before, figure)[-1:] in ([month] for month in (*MONTHS, "tahun", "thn")):
        return True
    linked = (before and JOINT.fullmatch(text, before.end, figure.start)) or (
        after and JOINT.fullmatch(text, figure.end, after.start)
    )
    return some_written and not linked


def _is_label(text: str, before: Figure | None, figure: Figure, after: Figure | None) -> bool:
    """Whether a figure only numbers or dates another: "bulan 1: 4jt", "1. 4jt", "jan 24 4jt", "1 jan 4jt"."""
    gap = text[figure.end : after.start] if after else ""
    if not figure.written.isdigit() or figure.number > 31 or gap == "-":
        return False
    words = _words_before(text, before, figure)
    counted = before and before.bare and len(words) == 1 and _COUNTED.match(text, before.end)  # "3 bulan 4 5 6 jt"
    if words and _LABEL.fullmatch(words[-1]) and not _EACH & set(words) and not counted:
        return True
    if after is None:
        return False
    if re.fullmatch(r"\s*[:=]\s*|[.)]\s*", gap):
        return True
    of_month = bool(words) and words[-1] in MONTHS
    return not after.bare and (gap.isspace() if of_month else _DATED.fullmatch(gap) is not None)


def _words_before(text: str, before: Figure | None, figure: Figure) -> list[str]:
    """The last two words or marks, dashes aside, between a figure and the one before it."""
    return re.findall(r"[a-z]+|[^a-z\s-]", text[before.end if before else 0 : figure.start])[-2:]


def _joined(text: str, found: list[Figure]) -> list[Figure]:
    """Millions with the thousands that belong to them ("2 juta 500 ribu"), where all of a message are written so."""
    millions, thousands = found[::2], found[1::2]
    if len(millions) != len(thousands):
        return found
    pairs = list(zip(millions, thousands, strict=True))
    if not all(_is_sum(text, *pair) for pair in pairs):
        return found
    return [
        replace(big, number=big.number + small.number / 1000, end=small.end, currency=big.currency or small.currency)
        for big, small in pairs
    ]


def _is_sum(text: str, big: Figure, small: Figure) -> bool:
    fits = big.unit == MILLION and small.unit == 1e3 and small.number < _SMALL and big.number.is_integer()
    return fits and text[big.end : small.start].strip(" ") == ""


def _with_units(text: str, found: list[Figure]) -> list[Figure]:
    """The figures, each bare one with the unit and the currency of the next in its row."""
    result: list[Figure] = []
    for figure in reversed(found):
        follower = result[-1] if result else None
        if follower and _shares(text, figure, follower):
            result.append(replace(figure, unit=follower.unit, currency=figure.currency or follower.currency))
        else:
            result.append(figure)
    return result[::-1]


def _shares(text: str, figure: Figure, follower: Figure) -> bool:
    """Whether a figure has the unit and currency of its follower."""
    if not figure.number or figure.unit or follower.bare:
        return False
    if figure.currency and (USD in (figure.currency, follower.currency) or figure.number >= _SMALL_RUPIAH):
        return False
    gap = text[figure.end : follower.start]
    if not all(map(_BETWEEN.fullmatch, re.findall(r"[a-z]+", gap))):
        return False
    most = _SMALL if follower.unit or follower.currency == IDR else _MOST_BARE_DOLLARS
    return figure.number < most or JOINT.fullmatch(gap) is not None


def _expected(found: Sequence[Figure], default: str | None) -> str | None:
    """The currency of what has none written: that of all the others where they agree, else the default."""
    written = {figure.currency or IDR for figure in found if not figure.bare}
    return written.pop() if len(written) == 1 else default


def _amount(figure: Figure, expected: str | None) -> Amount:
    value = figure.value
    currency = figure.currency or IDR
    if figure.bare and expected == USD and value <= _MOST_BARE_DOLLARS:
        currency = USD
    if currency == IDR and figure.unit is None and 0 < value < (_SMALL_RUPIAH if figure.currency else _SMALL):
        refuse(Reason.UNIT_MISSING)
    if value > _LARGEST[currency]:
        refuse(Reason.TOO_LARGE)
    return Amount(value, currency)


def _rupiah(value: float) -> str:
    for size, name in ((1e12, "triliun"), (1e9, "miliar"), (MILLION, "juta")):
        if round(value / size, 2) >= 1:
            return f"{_dotted(f'{value / size:,.2f}'.rstrip('0').rstrip('.'))} {name}"
    whole = round(value)
    return f"{whole // 1000} ribu" if whole >= 1000 and whole % 1000 == 0 else _dotted(f"{whole:,}")


def _dollars(value: float) -> str:
    decimals = 2 if value >= 1 else 3 if value >= 0.1 else 4
    whole, _, fraction = f"{value:,.{decimals}f}".partition(".")
    fraction = fraction.rstrip("0")
    return _dotted(f"{whole}.{fraction:0<2}" if fraction else whole)


def _dotted(digits: str) -> str:
    """Digits with dots for thousands and a comma for the fraction, as Indonesians write them."""
    return digits.translate(str.maketrans(",.", ".,"))
