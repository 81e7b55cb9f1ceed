"""Who a message in a chat is from, as Telegram tells it: a person, or the account that stands before one."""

from __future__ import annotations

from dataclasses import dataclass

from bot.playground.accounts import ANONYMOUS_ADMIN, CHANNEL_WRITER, TELEGRAM, Json, Person, another_bot
from bot.playground.chats import Chat


@dataclass(frozen=True)
class Manner:
    """How somebody sends a message, where not simply as themselves; at most one of the first four.

    `anonymous`: an administrator in the name of the group. `as_channel`: in the name of a channel. `another_bot`: that
    bot sends it (its username); Telegram keeps such messages from most bots, the desk delivers them, so that ours can
    be seen to be silent. `automatic_forward`: Telegram copies it from the group's channel. `forwarded`: it is a forward
    of a person's, a channel's or (True) a hidden person's message. `via`: it was made with another inline bot (its
    username).
    """

    anonymous: bool = False
    as_channel: Chat | None = None
    another_bot: str | None = None
    automatic_forward: Chat | None = None
    forwarded: Person | Chat | bool = False
    via: str | None = None

    def fields(self, person: Person, chat: Chat, date: int) -> Json:
        """What the message says of its author and its origin (`date` in Unix time)."""
        found = self._author(person, chat, date)
        if self.forwarded:
            found["forward_origin"] = _origin(self.forwarded, date)
        if self.via:
            found["via_bot"] = another_bot(self.via)
        return found

    def _author(self, person: Person, chat: Chat, date: int) -> Json:
        if self.anonymous:
            return {"from": ANONYMOUS_ADMIN, "sender_chat": chat.json()}
        if self.as_channel:
            return {"from": CHANNEL_WRITER, "sender_chat": self.as_channel.json()}
        if self.another_bot:
            return {"from": another_bot(self.another_bot)}
        if self.automatic_forward:
            origin = _origin(self.automatic_forward, date)
            fields: Json = {"from": TELEGRAM, "sender_chat": self.automatic_forward.json()}
            return {**fields, "forward_origin": origin, "is_automatic_forward": True}
        return {"from": person.json()}


def _origin(source: Person | Chat | bool, date: int) -> Json:
    if isinstance(source, Person):
        return {"type": "user", "date": date, "sender_user": source.json()}
    if isinstance(source, Chat):
        return {"type": "channel", "date": date, "chat": source.json(), "message_id": 1}
    return {"type": "hidden_user", "date": date, "sender_user_name": "Seseorang"}
