"""What may be trusted of a group's memory as it is kept: what can be read and is not far ahead of its time.

A newer version, a mended row or a clock that was set back may have left anything; it must not silence the bot.
"""

from __future__ import annotations

from typing import Any

_AHEAD = 60.0  # seconds by which another process's clock may be ahead
_LONGEST = 3_600.0  # seconds for which anything is put off
_MOST = 1_000_000  # people who wait for a welcome


def make_sound(kept: dict[str, Any], now: float) -> None:
    """Leave out, in place, what is not of the form that `memory` describes, or lies ahead of its time."""
    latest = now + _AHEAD
    for part in ("told", "unasked", "introduced"):
        if not _is_time(kept.get(part), latest):
            kept.pop(part, None)
    _keep(kept, "said", [at for at in _list(kept.get("said")) if _is_time(at, latest)])
    _keep(kept, "answers", {entry: one for entry, one in _items(kept.get("answers")) if _is_said(one, latest)})
    _keep(kept, "walls", {wall: at for wall, at in _items(kept.get("walls")) if _is_time(at, latest + _LONGEST)})
    _keep(kept, "welcome", {part: one for part, one in _items(kept.get("welcome")) if _welcomes(part, one, latest)})


def _keep(kept: dict[str, Any], part: str, sound: object) -> None:
    if part in kept:
        kept[part] = sound


def _welcomes(part: str, kept: object, latest: float) -> bool:
    match part, kept:
        case "names", list(names):
            return all(isinstance(name, str) for name in names)
        case "messages", list(seen):
            return all(isinstance(message, int) for message in seen)
        case "more", int(number):
            return 0 <= number < _MOST
        case "last", at:
            return _is_time(at, latest)
        case "due", at:
            return _is_time(at, latest + _LONGEST)
    return False


def _is_said(kept: object, latest: float) -> bool:
    match kept:
        case [int(), int(), at]:
            return _is_time(at, latest)
    return False


def _is_time(kept: object, latest: float) -> bool:
    return isinstance(kept, int | float) and not isinstance(kept, bool) and 0 <= kept <= latest


def _list(kept: object) -> list[Any]:
    return kept if isinstance(kept, list) else []


def _items(kept: object) -> list[tuple[str, Any]]:
    return list(kept.items()) if isinstance(kept, dict) else []
