"""What a checklist's button carries: the act, the checklist, which run of it, the step, the choice, whose it is.

    k<act><checklist>:<run>:<step>:<choice>:<owner>

Checklists and steps are written as short keys, the owner (in groups only) in letters and digits. A button says which
step it answers, so that an old one, pressed late or twice, is seen to be old.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.content.checklist import Checklist
from bot.content.library import Library, checklist_name, short_key

PATTERN = re.compile(r"^k([a-z])([a-z2-7]{5}):([a-z0-9]{0,4}):((?:[a-z2-7]{5})?):([a-z0-9-]{0,12}):([a-z0-9]{0,13})$")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class Act(StrEnum):
    """What a tap does."""

    START = "s"
    FRESH = "f"  # start anew, whatever there was
    RESUME = "g"
    ANSWER = "a"
    TOGGLE = "t"  # one of many choices
    DONE = "d"  # all of many choices are chosen
    SAME = "h"  # the answer that was given before
    SKIP = "k"
    BACK = "b"
    LATER = "l"
    RESUME_BELOW = "o"  # in a message of its own: this one stays
    LATER_BELOW = "w"
    CANCEL = "c"
    KEEP = "n"  # do not cancel
    TICK = "i"
    UNTICK = "u"


@dataclass(frozen=True)
class Tap:
    """A button's meaning."""

    act: Act
    checklist: str
    run: str = ""
    step: str = ""
    choice: str = ""
    owner: int | None = None

    def data(self) -> str:
        """The tap as button data, at most 64 bytes."""
        step = short_key(self.step) if self.step else ""
        owner = "" if self.owner is None else base36(self.owner)
        return f"k{self.act}{short_key(checklist_name(self.checklist))}:{self.run}:{step}:{self.choice}:{owner}"


def read_tap(data: str, library: Library) -> Tap | None:
    """The tap behind button data, or None where it is no tap or its checklist or step no longer exists."""
    match = PATTERN.match(data)
    if match is None or match[1] not in set(Act):
        return None
    checklist = library.checklist((library.named(match[2]) or "").removeprefix(checklist_name("")))
    if checklist is None:
        return None
    step = _step_behind(match[4], checklist) if match[4] else ""
    if step is None:
        return None
    return Tap(Act(match[1]), checklist.name, match[3], step, match[5], int(match[6], 36) if match[6] else None)


def _step_behind(key: str, checklist: Checklist) -> str | None:
    return next((step.id for step in checklist.steps if short_key(step.id) == key), None)


def base36(number: int) -> str:
    """A number of zero or more in digits and small letters."""
    written = ""
    while number:
        number, digit = divmod(number, 36)
        written = _DIGITS[digit] + written
    return written or "0"
