"""What a button about a question for the operators carries: the act, two keys, and in a group whose it is.

    t!<act>:<asked>:<relay>:<owner>

`asked` is the key under which the question is kept without a name (of somebody's own words: a key of the message that
they typed), `relay` the one under which it goes to the operators: they stand together in buttons only, never in a row.
Small letters are the asker's acts, capitals the operators'.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b

from bot.replies.taps import base36

ASKERS, OPERATORS = "^t![a-z]", "^t![A-Z]"
"""What fits the data of either's buttons."""
_FORM = re.compile(r"^t!([a-zA-Z]):((?:[a-z2-7]{10})?):((?:[a-z2-7]{10})?):([a-z0-9]{0,13})$")
_CODE = re.compile(r"#t_([a-z2-7]{10})$")
_TIMES = 100  # more often than somebody may send questions while one of them is kept


class RelayAct(StrEnum):
    """What a tap does."""

    OFFER = "o"
    SEND = "s"
    SEND_NAMED = "n"
    REWRITE = "w"
    CANCEL = "x"
    CHECK = "c"
    WITHDRAW = "r"
    CLOSE = "K"
    CLOSE_YES = "Y"
    CLOSE_NO = "N"
    DRAFT = "D"


@dataclass(frozen=True)
class RelayTap:
    """A button's meaning; `owner` is the only one who may press it, None in a private chat."""

    act: RelayAct
    asked: str = ""
    relay: str = ""
    owner: int | None = None

    def data(self) -> str:
        """The tap as button data, at most 39 bytes."""
        return f"t!{self.act}:{self.asked}:{self.relay}:{'' if self.owner is None else base36(self.owner)}"


def read_relay_tap(data: str) -> RelayTap | None:
    """The tap behind button data, or None where it is none."""
    match = _FORM.match(data)
    if match is None or match[1] not in set(RelayAct):
        return None
    return RelayTap(RelayAct(match[1]), match[2], match[3], int(match[4], 36) if match[4] else None)


def relay_keys(token: str, chat_id: int, user_id: int, asked: str, text: str) -> Iterator[str]:
    """The keys under which somebody may send a text there: the first one, and one for each time that they took it back.

    However often a button is pressed, they are the same ones. The bot's token makes them: otherwise an operator could
    try who has such a key, and an asker could make one of somebody else's.
    """
    for times in range(_TIMES):
        yield _made(token, chat_id, user_id, asked, " ".join(text.split()), times)


def typed_key(token: str, chat_id: int, message_id: int) -> str:
    """The key of a message that somebody typed to be sent, in the place of a question's."""
    return _made(token, chat_id, message_id)


def _made(token: str, *of: int | str) -> str:
    secret = blake2b(token.encode(), digest_size=32, person=b"relays").digest()
    digest = blake2b(repr(of).encode("utf-8", "surrogatepass"), digest_size=7, key=secret).digest()
    return base64.b32encode(digest).decode().lower()[:10]


def code_of(key: str) -> str:
    """A relay's key as the operators see it: a hashtag, so that a tap finds all that belongs together."""
    return f"#t_{key}"


def key_in(text: str) -> str | None:
    """The key in the heading of a text about a relay: its first line ends with the code."""
    found = _CODE.search(text.partition("\n")[0].rstrip())
    return found[1] if found else None
