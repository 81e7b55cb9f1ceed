"""What a button carries: everything needed to act on it, in 64 bytes, also after a restart.

    <action><page>:<target><trail...>.<alternatives...>.<asked>

Names (entries, articles, checklists, the list of topics) are written as stable keys of five letters. The trail is
the way back, newest first; the alternatives are what else the question may have meant. `asked` is the key under which
the question is kept; it may be missing, with its point.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.content.library import KEY_LENGTH, Library, short_key
from bot.replies.reply import DATA_LIMIT

TOPICS = "topics"  # the name of the list of all articles, beside entry ids, article slugs and checklist names
_MOST_ALTERNATIVES = 3
_MOST_TRAIL = 7
_MOST_PAGES = 100
_FORM = re.compile(r"^([a-z])(\d{0,2}):((?:[a-z2-7]{5})+)\.((?:[a-z2-7]{5})*)(?:\.([a-z2-7]{10}))?$")


class Action(StrEnum):
    """What a press asks for."""

    SHOW = "s"
    OPEN = "o"  # as SHOW, but in a message of its own
    HELPFUL = "y"
    NOT_HELPFUL = "n"
    OFF_TOPIC = "q"  # "bukan itu yang kutanya"
    LACKING = "l"  # "jawabannya kurang"
    NONE = "m"  # none of the suggestions; the target is the first of them


@dataclass(frozen=True)
class Press:
    """A button's meaning: do `action` with the thing named `target`."""

    action: Action
    target: str
    page: int = 0
    trail: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    asked: str = ""

    def data(self) -> str:
        """The press as button data, at most 64 bytes; where there is no room, the question's key is left out, and the
        oldest steps of a long way back are forgotten.
        """
        page = str(min(self.page, _MOST_PAGES - 1)) if self.page else ""
        places = "".join(short_key(name) for name in (self.target, *self.trail[:_MOST_TRAIL]))
        others = "".join(short_key(name) for name in self.alternatives[:_MOST_ALTERNATIVES])
        data = f"{self.action}{page}:{places}.{others}"
        return f"{data}.{self.asked}" if self.asked and len(data) + 1 + len(self.asked) <= DATA_LIMIT else data


def read_press(data: str, library: Library) -> Press | None:
    """The press behind button data, or None where it is not ours or points to what no longer exists."""
    match = _FORM.match(data)
    if match is None or match[1] not in set(Action):
        return None
    target, *trail = (_named(key, library) for key in _keys(match[3]))
    if target is None:
        return None
    alternatives = (_named(key, library) for key in _keys(match[4]))
    return Press(
        action=Action(match[1]),
        target=target,
        page=int(match[2] or 0),
        trail=tuple(name for name in trail if name is not None),
        alternatives=tuple(name for name in alternatives if name is not None and name in library.entries),
        asked=match[5] or "",
    )


def _keys(text: str) -> list[str]:
    return [text[start : start + KEY_LENGTH] for start in range(0, len(text), KEY_LENGTH)]


def _named(key: str, library: Library) -> str | None:
    return TOPICS if key == short_key(TOPICS) else library.named(key)
