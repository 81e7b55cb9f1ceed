"""Dates and hours as people in Indonesia read them. Indonesia has three zones and no summer time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from bot.content.library import Library

ZONES = {"WIB": 7, "WITA": 8, "WIT": 9}
"""Hours ahead of UTC; the first is Asia/Jakarta."""


def zone(name: str) -> timezone:
    """One of the three zones; raises KeyError."""
    return timezone(timedelta(hours=ZONES[name]), name)


def local(at: float, name: str = "WIB") -> datetime:
    """Seconds since 1970 as a date and time in one of the zones."""
    return datetime.fromtimestamp(at, UTC).astimezone(zone(name))


class Dates:
    """Words dates with the names in `texts.yaml`."""

    def __init__(self, library: Library) -> None:
        self._months = library.texts.personal.months
        self._days = library.texts.personal.days
        self._today = library.texts.personal.today

    def day(self, at: float) -> str:
        """A day such as "12 Nov"; with its year where that is not this one's."""
        date = local(at)
        said = f"{date.day} {self._months[date.month - 1]}"
        return said if date.year == datetime.now(UTC).year else f"{said} {date.year}"

    def since(self, at: float) -> str:
        """A day as the start of a change: its date, or a word for today."""
        return self._today if local(at).date() == datetime.now(zone("WIB")).date() else self.day(at)

    def weekday(self, number: int) -> str:
        """A weekday's name; Monday is 0."""
        return self._days[number]
