"""Everything there is in the in-memory Telegram: chats, people, messages, as the Bot API's JSON shows them."""

from __future__ import annotations

import time
from collections.abc import Callable

from bot.playground.accounts import BOT_ID, BOT_USERNAME, Json, Person, bot_json
from bot.playground.chats import Chat, Topic
from bot.playground.entities import entities_in
from bot.playground.inline_results import InlineQuery

__all__ = ["BOT_ID", "BOT_USERNAME", "Chat", "Json", "Person", "World", "quoted"]

_TOPIC_COLOUR = 7_322_096  # RGB, the blue of Telegram's first topic icon
_FIRST_IDS = {
    "message": 1001,
    "person": 5001,
    "update": 90_001,
    "query": 1,
    "group": 4_000_000_001,
    "supergroup": 1_000_000_000_001,
}


class World:
    """Everything there is on the desk; ids count up, time is real unless another clock is given (Unix seconds)."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self.privacy = True
        """Whether the bot is kept from what people say to each other in groups, as a new bot is."""
        self.chats: dict[int, Chat] = {}
        self.people: dict[int, Person] = {}
        self.group_limit: int | None = None
        """How many messages a minute the bot may send to one group; None: as many as it likes."""
        self.open_queries: dict[str, float] = {}
        """When the button presses that wait for their answer were made (Unix seconds), by the ids of their queries."""
        self.inline_queries: dict[str, InlineQuery] = {}
        """Those that wait for their answer, by their ids."""
        self.inline_messages: dict[str, Json] = {}
        """What people have sent with the bot, by the inline_message_id of those that have buttons."""
        self.pending: list[Json] = []
        """Updates that follow from what the bot did; they are delivered after the one in hand."""
        self.settings: dict[str, object] = {}
        self.files: dict[str, bytes] = {}
        """What was uploaded, by the file id of its largest size."""
        self.next_ids: dict[str, int] = dict(_FIRST_IDS)
        """The id that the next message, person... gets; none was given to an earlier one."""

    def new_id(self, kind: str) -> int:
        """An id that nothing had before: of a message, person, update, query, group or supergroup."""
        found = self.next_ids[kind]
        self.next_ids[kind] = found + 1
        return found

    def bot_json(self) -> Json:
        """The bot as a Bot API User."""
        return bot_json()

    def person(self, first_name: str, username: str | None = None) -> Person:
        """A new person, with a private chat of the same id."""
        person = Person(self.new_id("person"), first_name, username)
        self.people[person.id] = person
        self.chats[person.id] = Chat(person.id, "private", first_name, username=username)
        return person

    def group(
        self,
        title: str,
        *,
        kind: str = "supergroup",
        forum: bool = False,
        username: str | None = None,
        bot: str = "member",
    ) -> Chat:
        """A new supergroup or, with kind="group", a basic group; the bot has the status `bot` there."""
        if kind not in {"group", "supergroup"} or (kind == "group" and (forum or username)):
            raise ValueError("a group is of kind group or supergroup; only a supergroup has topics or a username")
        return self._add_chat(Chat(-self.new_id(kind), kind, title, username=username, forum=forum), bot)

    def channel(self, title: str, *, username: str | None = None, bot: str = "left") -> Chat:
        """A new channel, by default without the bot."""
        return self._add_chat(Chat(-self.new_id("supergroup"), "channel", title, username=username), bot)

    def _add_chat(self, chat: Chat, bot: str) -> Chat:
        chat.set_member(BOT_ID, bot)
        self.chats[chat.id] = chat
        return chat

    def add_message(self, chat: Chat, sender: Json, content: Json) -> Json:
        """A new message in a chat, placed in the topic or thread that it belongs to."""
        message_id = self.new_id("message")
        message: Json = {"message_id": message_id, **self._signed(chat, sender), **content}
        chat.messages[message_id] = self._placed(chat, message)
        return message

    def open_topic(self, chat: Chat, name: str, sender: Json, topic_id: int | None = None) -> Topic:
        """A new topic of a forum and the service message that begins it, whose id it has."""
        topic_id = self.new_id("message") if topic_id is None else topic_id
        about = {"forum_topic_created": {"name": name, "icon_color": _TOPIC_COLOUR}}
        place = {"message_thread_id": topic_id, "is_topic_message": True}
        created = {"message_id": topic_id, **self._signed(chat, sender), **place, **about}
        chat.messages[topic_id] = created
        topic = chat.topics[topic_id] = Topic(topic_id, name, created=created)
        return topic

    def _signed(self, chat: Chat, sender: Json) -> Json:
        author: Json = {"sender_chat": chat.json()} if chat.kind == "channel" else {"from": sender}
        return {"date": int(self.clock()), "chat": chat.json(), **author}

    def _placed(self, chat: Chat, message: Json) -> Json:
        """Add to a message what follows from where it stands; a topic that somebody writes in is open from then on."""
        original = message.get("reply_to_message")
        if isinstance(original, dict):
            message["reply_to_message"] = quoted(original)
            message.update({**_thread_of(chat, original), **message})
        if message.get("is_topic_message"):
            topic = self._topic(chat, message)
            if topic.created and not original:
                message["reply_to_message"] = quoted(topic.created)
        return message

    def _topic(self, chat: Chat, message: Json) -> Topic:
        topic_id = int(str(message["message_thread_id"]))
        if topic_id not in chat.topics:
            author = message["from"]
            if chat.forum and isinstance(author, dict):
                return self.open_topic(chat, f"Topik {topic_id}", author, topic_id)
            chat.topics[topic_id] = Topic(topic_id, f"Topik {topic_id}")
        return chat.topics[topic_id]

    def keep_file(self, content: bytes) -> str:
        """Keep an upload; its file id, another for each upload."""
        file_id = f"desk-file-{len(self.files) + 1}"
        self.files[file_id] = content
        return file_id

    def update(self, kind: str, content: Json) -> Json:
        """A Bot API Update around a message, an edited message, a callback query or whatever else `kind` names."""
        return {"update_id": self.new_id("update"), kind: content}

    def text_content(self, text: str) -> Json:
        """What a person's text message holds: the text, and its commands and mentions as entities."""
        entities = entities_in(text)
        return {"text": text, "entities": entities} if entities else {"text": text}


def quoted(message: Json) -> Json:
    """A message as those that reply to it show it: without what it replies to itself."""
    return {key: value for key, value in message.items() if key != "reply_to_message"}


def _thread_of(chat: Chat, original: Json) -> Json:
    """Where a reply stands: in the topic of the original, or, in a supergroup without topics, in its thread."""
    if original.get("is_topic_message"):
        return {"message_thread_id": original["message_thread_id"], "is_topic_message": True}
    if chat.kind == "supergroup" and not chat.forum:
        return {"message_thread_id": original.get("message_thread_id", original["message_id"])}
    return {}
