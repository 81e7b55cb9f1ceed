"""A time that a test sets."""

from __future__ import annotations

NOON = 1_772_427_600.0  # 12:00 WIB, seconds since 1970


class Clock:
    """Seconds since 1970, which stand still until they are moved."""

    def __init__(self, now: float = NOON) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now

    def pass_by(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds
