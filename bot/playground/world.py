"""The chats, people and messages of the in-memory Telegram, as the Bot API's JSON shows them."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass, field

from bot.playground.markup import utf16_length

Json = dict[str, object]

BOT_ID = 7_000_000_001
BOT_USERNAME = "kawan_freelance_bot"


@dataclass
class Person:
    """Somebody who talks to the bot."""

    id: int
    first_name: str

    def json(self) -> Json:
        """The person as a Bot API User."""
        return {"id": self.id, "is_bot": False, "first_name": self.first_name, "language_code": "id"}


@dataclass
class Chat:
    """A private chat or a group, with every message in it."""

    id: int
    kind: str
    title: str
    messages: dict[int, Json] = field(default_factory=dict)
    blocks_bot: bool = False

    @property
    def topics(self) -> set[object]:
        """The forum topics: those that somebody has written in."""
        return {one["message_thread_id"] for one in self.messages.values() if one.get("is_topic_message")}

    def json(self) -> Json:
        """The chat as a Bot API Chat."""
        name = "first_name" if self.kind == "private" else "title"
        return {"id": self.id, "type": self.kind, name: self.title}


class World:
    """Everything there is on the desk; ids count up, time is real."""

    def __init__(self) -> None:
        self.chats: dict[int, Chat] = {}
        self.open_queries: set[str] = set()
        self.settings: dict[str, object] = {}
        self.files: dict[str, bytes] = {}
        """What was uploaded, by the file id of its largest size."""
        self._ids = itertools.count(1001)
        self._people = itertools.count(5001)
        self._updates = itertools.count(90001)
        self._groups = itertools.count(1_000_000_000_001)

    def bot_json(self) -> Json:
        """The bot as a Bot API User."""
        return {"id": BOT_ID, "is_bot": True, "first_name": "Kawan Freelance", "username": BOT_USERNAME}

    def person(self, first_name: str) -> Person:
        """A new person, with a private chat of the same id."""
        person = Person(next(self._people), first_name)
        self.chats[person.id] = Chat(person.id, "private", first_name)
        return person

    def group(self, title: str) -> Chat:
        """A new supergroup."""
        chat = Chat(-next(self._groups), "supergroup", title)
        self.chats[chat.id] = chat
        return chat

    def add_message(self, chat: Chat, sender: Json, content: Json) -> Json:
        """A new message in a chat."""
        message_id = next(self._ids)
        message: Json = {"message_id": message_id, "date": int(time.time()), "chat": chat.json(), "from": sender}
        chat.messages[message_id] = {**message, **content}
        return chat.messages[message_id]

    def keep_file(self, content: bytes) -> str:
        """Keep an upload; its file id, another for each upload."""
        file_id = f"desk-file-{len(self.files) + 1}"
        self.files[file_id] = content
        return file_id

    def update(self, kind: str, content: Json) -> Json:
        """A Bot API Update around a message, an edited message or a callback query."""
        return {"update_id": next(self._updates), kind: content}

    def text_content(self, text: str) -> Json:
        """What a person's text message holds: the text, and its command as an entity."""
        content: Json = {"text": text}
        if text.startswith("/"):
            length = utf16_length(text.split(maxsplit=1)[0])
            content["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        return content
