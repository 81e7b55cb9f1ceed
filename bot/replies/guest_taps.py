"""What a button under the bot's reply in a group carries: the act, an entry, and for whom it is.

    g<act><entry>:<owner>.<owner>

The entry is written as its short key, owners in letters and digits. No owner: the group's admins alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.content.library import Library, short_key
from bot.replies.taps import base36

_FORM = re.compile(r"^g([a-z])((?:[a-z2-7]{5})?):([a-z0-9]{0,13})\.?([a-z0-9]{0,13})$")


class GuestAct(StrEnum):
    """What a tap in a group does."""

    ANSWER = "a"  # one of the suggestions
    REMOVE = "x"
    MUTE = "m"


@dataclass(frozen=True)
class GuestTap:
    """A button's meaning."""

    act: GuestAct
    owners: tuple[int, ...] = ()
    entry_id: str | None = None

    def data(self) -> str:
        """The tap as button data, at most 64 bytes; the first two owners."""
        key = short_key(self.entry_id) if self.entry_id else ""
        return f"g{self.act}{key}:{'.'.join(map(base36, self.owners[:2]))}"


def read_guest_tap(data: str, library: Library) -> GuestTap | None:
    """The tap behind button data, or None where it is none or its entry no longer exists."""
    match = _FORM.match(data)
    if match is None or match[1] not in set(GuestAct):
        return None
    entry_id = library.named(match[2]) if match[2] else None
    if match[2] and entry_id not in library.entries:
        return None
    return GuestTap(GuestAct(match[1]), tuple(int(owner, 36) for owner in match.groups()[2:] if owner), entry_id)
