"""What a group's admins chose, read from and written to the JSON that is kept:

    {"listening": true, "quiet": [22, 6], "welcome": true, "only": [topic, ...], "but": [topic, ...],
     "muted": [[entry, [term, ...]], ...]}

Every part may be missing. Topics are thread ids, 0 is where a message stands in none. Terms are short keys of words:
what people asked is not kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from bot.content.library import short_key
from bot.replies.dates import local

Mute = tuple[str, frozenset[str]]
"""An entry and the terms of the question that it shall not answer; no terms stand for any question."""

HOURS = range(24)
_MOST_MUTED = 200  # questions, the newest
_MOST_TOPICS = 200
_ALIKE = 0.5  # share of terms that two questions have in common if they are the same


@dataclass(frozen=True)
class GroupSettings:
    """A group's settings; what is not set is as a stranger would want it: quiet."""

    listening: bool = False
    quiet: tuple[int, int] | None = None  # hours of WIB, from and to
    welcome: bool = False
    only: frozenset[int] | None = None  # None: every topic
    but: frozenset[int] = frozenset()
    muted: tuple[Mute, ...] = ()

    @classmethod
    def read(cls, kept: dict[str, Any]) -> GroupSettings:
        """The settings as kept; a part that cannot be read counts as missing."""
        only = kept.get("only")
        return cls(
            listening=kept.get("listening") is True,
            quiet=_hours(kept.get("quiet")),
            welcome=kept.get("welcome") is True,
            only=_topics(only) if isinstance(only, list) else None,
            but=_topics(kept.get("but")),
            muted=tuple(_mutes(kept.get("muted"))),
        )

    def write(self, kept: dict[str, Any]) -> None:
        """Put the settings into what is kept, in place; parts that are not known here stay."""
        for name, value in self._parts().items():
            if value or (name == "only" and value is not None):
                kept[name] = value
            else:
                kept.pop(name, None)

    def _parts(self) -> dict[str, object]:
        return {
            "listening": self.listening,
            "quiet": list(self.quiet or ()),
            "welcome": self.welcome,
            "only": None if self.only is None else sorted(self.only),
            "but": sorted(self.but),
            "muted": [[entry, sorted(terms)] for entry, terms in self.muted],
        }

    def may_speak_in(self, topic: int) -> bool:
        """Whether the bot may speak in a topic."""
        return topic not in self.but and (self.only is None or topic in self.only)

    def speaking_in(self, topic: int) -> GroupSettings:
        """The settings with one more topic to speak in."""
        only = self.only if self.only is None else self.only | {topic}
        return replace(self, only=only, but=self.but - {topic})

    def silent_in(self, topic: int) -> GroupSettings:
        """The settings with one topic less to speak in."""
        if self.only is None:
            return replace(self, but=frozenset([*self.but, topic][-_MOST_TOPICS:]))
        return replace(self, only=self.only - {topic})

    def quiet_at(self, at: float) -> bool:
        """Whether a moment (seconds since 1970) is within the quiet hours."""
        if self.quiet is None:
            return False
        begin, end = self.quiet
        hour = local(at).hour
        return begin <= hour < end if begin < end else hour >= begin or hour < end

    def quiet_until(self, at: float) -> float:
        """The end of the quiet hours that a moment is in, else the moment itself; seconds since 1970."""
        if self.quiet is None or not self.quiet_at(at):
            return at
        now = local(at)
        hours = (self.quiet[1] - now.hour) % 24
        return at + hours * 3_600 - now.minute * 60 - now.second

    def mutes(self, entry_id: str, terms: Iterable[str]) -> bool:
        """Whether a question with these terms was said not to be answered with this entry."""
        keys = _keys(terms)
        return any(entry == entry_id and _alike(keys, taught) for entry, taught in self.muted)

    def muting(self, entry_id: str, terms: Iterable[str]) -> GroupSettings:
        """The settings with one more question that is met with silence."""
        mute = (entry_id, _keys(terms))
        return replace(self, muted=(*(one for one in self.muted if one != mute), mute)[-_MOST_MUTED:])


def _alike(terms: frozenset[str], taught: frozenset[str]) -> bool:
    return not taught or len(terms & taught) >= _ALIKE * len(terms | taught)


def _keys(terms: Iterable[str]) -> frozenset[str]:
    return frozenset(map(short_key, terms))


def _hours(kept: object) -> tuple[int, int] | None:
    match kept:
        case [int(begin), int(end)] if begin in HOURS and end in HOURS and begin != end:
            return begin, end
    return None


def _topics(kept: object) -> frozenset[int]:
    return frozenset(one for one in kept if isinstance(one, int)) if isinstance(kept, list) else frozenset()


def _mutes(kept: object) -> Iterable[Mute]:
    for one in kept if isinstance(kept, list) else ():
        match one:
            case [str(entry), list(terms)]:
                yield entry, frozenset(map(str, terms))
