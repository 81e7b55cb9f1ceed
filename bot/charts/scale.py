"""From numbers to pixels: guarded ranges, round steps for an axis, and how its numbers are written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, isfinite, isnan, log10

_HUGE = 1e15  # larger numbers are drawn as this: no sum of two overflows
_TINY = 1e-9
_WRITTEN_FROM, _WRITTEN_OUT = 1e-4, 1e9  # what is smaller or larger is written with an exponent


def guarded(number: float) -> float:
    """The number within +-1e15, 0 for not-a-number."""
    return 0.0 if isnan(number) else max(-_HUGE, min(_HUGE, float(number)))


def finite(numbers: Iterable[float]) -> list[float]:
    """Those that can be drawn."""
    return [guarded(number) for number in numbers if isfinite(number)]


def percent(value: int) -> int:
    """The value within 0-100."""
    return max(0, min(100, value))


@dataclass(frozen=True)
class Scale:
    """Numbers from `low` to `high` laid over pixels from `start` to `end`; what is outside is drawn at the edge."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, number: float) -> float:
        """The pixel."""
        share = (guarded(number) - self.low) / (self.high - self.low)
        return self.start + max(0.0, min(1.0, share)) * (self.end - self.start)


def spread(numbers: Iterable[float]) -> tuple[float, float]:
    """The range that holds 0 and all finite numbers, never empty."""
    known = [0.0, *finite(numbers)]
    low, high = min(known), max(known)
    return (low, high) if high - low > _TINY else (low, low + 1.0)


def steps(low: float, high: float, about: int) -> list[float]:
    """Round numbers within the range, 0 among them where it lies there, roughly as many as asked for."""
    rough = (high - low) / about
    power = 10.0 ** floor(log10(rough))
    step = next((m * power for m in (1, 2, 2.5, 5, 10) if m * power >= rough * 0.999), 10 * power)
    return [index * step for index in range(ceil(low / step - 1e-6), floor(high / step + 1e-6) + 1)]


def places(numbers: Iterable[float]) -> int:
    """How many decimals all of them need: none, or two to four as amounts of money have them."""
    kept = [len(f"{abs(number) % 1:.4f}".rstrip("0")) - 2 for number in numbers]
    most = max(kept, default=0)
    return max(2, most) if most > 0 else 0


def written(number: float, unit: str, decimals: int = 0) -> str:
    """The number as Indonesian writes it (1.500,25), its unit before it; a symbol such as $ stands close."""
    size = abs(number)
    if size >= _WRITTEN_OUT or 0 < size < _WRITTEN_FROM:
        digits = f"{size:.1e}".replace(".", ",")
    else:
        digits = f"{size:,.{decimals}f}".translate(str.maketrans(",.", ".,"))
    gap = " " if unit[-1:].isalnum() else ""
    return f"{'−' if number < 0 else ''}{unit}{gap}{digits}"
