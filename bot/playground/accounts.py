"""Who is who in the in-memory Telegram: the bot, people, and the accounts behind which Telegram hides others."""

from __future__ import annotations

from dataclasses import dataclass

Json = dict[str, object]

BOT_ID = 7_000_000_001
BOT_USERNAME = "kawan_freelance_bot"

ANONYMOUS_ADMIN: Json = {
    "id": 1_087_968_824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}
"""The author of what an administrator writes anonymously; its sender_chat is the group."""

CHANNEL_WRITER: Json = {"id": 136_817_688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
"""The author of what somebody writes in the name of a channel; its sender_chat is that channel."""

TELEGRAM: Json = {"id": 777_000, "is_bot": False, "first_name": "Telegram"}
"""The author of channel posts that Telegram itself copies into the channel's discussion group."""


@dataclass
class Person:
    """Somebody who talks to the bot."""

    id: int
    first_name: str
    username: str | None = None

    def json(self) -> Json:
        """The person as a Bot API User."""
        found: Json = {"id": self.id, "is_bot": False, "first_name": self.first_name, "language_code": "id"}
        return {**found, "username": self.username} if self.username else found


def bot_json() -> Json:
    """Our bot as a Bot API User."""
    return {"id": BOT_ID, "is_bot": True, "first_name": "Kawan Freelance", "username": BOT_USERNAME}


def another_bot(username: str) -> Json:
    """A bot that is not ours as a Bot API User; its id follows from the name."""
    return {"id": 6_000_000_000 + sum(username.encode()), "is_bot": True, "first_name": username, "username": username}
