"""A result as it is kept for later: the scores, not the answers."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.checklists.result import Result, Span

_VERSION = 1


@dataclass(frozen=True)
class Past:
    """What is known of an earlier result: scores by area, the total, what 100 clicks bring."""

    at: float  # seconds since 1970
    door: str | None
    total: int | None
    areas: Mapping[str, int]
    per_100: Span | None = None
    currency: str = ""


def kept(result: Result) -> str:
    """A result as JSON."""
    per_100 = result.promotion.per_100 if result.promotion else None
    found: dict[str, Any] = {
        "v": _VERSION,
        "door": result.door,
        "total": result.total,
        "areas": {one.area.id: one.score for one in result.areas},
    }
    if per_100 and result.promotion:
        found["per_100"] = [_finite(per_100.low), _finite(per_100.high)]
        found["currency"] = result.promotion.currency
    return json.dumps(found)


def read_past(text: str, at: float) -> Past | None:
    """The result behind its JSON, or None where that is of a version that is not known here."""
    try:
        found = json.loads(text)
        if found["v"] != _VERSION:
            return None
        bounds = found.get("per_100")
        per_100 = Span(_endless(bounds[0], -math.inf), _endless(bounds[1], math.inf)) if bounds else None
        areas = {str(name): int(score) for name, score in found["areas"].items()}
        return Past(at, found.get("door"), found.get("total"), areas, per_100, str(found.get("currency", "")))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        return None


def _finite(number: float) -> float | None:
    return number if math.isfinite(number) else None


def _endless(number: float | None, end: float) -> float:
    return end if number is None else float(number)
