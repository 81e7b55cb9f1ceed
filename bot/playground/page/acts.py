"""What a page's people do, each as the page tells it: an act's name and its fields."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

from bot.playground.accounts import Json, Person
from bot.playground.chats import GENERAL, Chat
from bot.playground.inline_results import InlineResult, UnansweredError
from bot.playground.page.cast import Cast
from bot.playground.page.notes import Notes
from bot.playground.page.samples import sample
from bot.playground.telegram import Desk

Wanted = TypeVar("Wanted", int, str, bool)
_LONGEST_TEXT = 4096  # characters; an app sends no more in one message


class ActError(ValueError):
    """An act that cannot be done, in words for whoever wrote the page."""


class Acts:
    """Does acts in a world; every method takes an act's fields and returns what the page is told."""

    def __init__(self, desk: Desk, cast: Cast, notes: Notes) -> None:
        self.desk = desk
        self._cast = cast
        self._notes = notes
        self._results: dict[int, dict[str, InlineResult]] = {}
        self._acts: dict[str, Callable[[Json], Awaitable[Json]]] = {
            "send": self.send,
            "media": self.media,
            "edit": self.edit,
            "press": self.press,
            "inline": self.inline,
            "choose": self.choose,
            "privacy": self.privacy,
            "admin": self.admin,
        }

    async def do(self, act: Json) -> Json:
        """Do one act; raises ActError."""
        name = _field(act, "act", str)
        if name not in self._acts:
            raise ActError(f"there is no act {name!r}; there are {', '.join(self._acts)}")
        self._notes.begin()
        return await self._acts[name](act)

    async def send(self, act: Json) -> Json:
        """A text, perhaps as a reply."""
        chat = self._chat(act)
        text = _text(act)
        content = self._place(act, chat)
        if act.get("reply_to") is not None:
            content["reply_to_message"] = _message(chat, act, "reply_to")
        await self.desk.send(self._person(act), text, chat, **content)
        return {}

    async def media(self, act: Json) -> Json:
        """A photo, a sticker or a voice message."""
        chat = self._chat(act)
        content = sample(self.desk.world, _field(act, "kind", str))
        if content is None:
            raise ActError("a sample is a photo, a sticker or a voice")
        await self.desk.send(self._person(act), "", chat, **{**self._place(act, chat), **content})
        return {}

    async def edit(self, act: Json) -> Json:
        """Another text for one's own message."""
        chat, person = self._chat(act), self._person(act)
        message = _message(chat, act)
        if message.get("from") != person.json() or "text" not in message:
            raise ActError("only one's own text can be edited")
        await self.desk.edit(message, _text(act))
        return {}

    async def press(self, act: Json) -> Json:
        """A button; what the bot shows for it, as an alert or in passing."""
        message = _message(self._chat(act), act)
        await self.desk.press(self._person(act), message, _field(act, "data", str))
        answers = [call.params for call in self._notes.calls if call.method == "answerCallbackQuery" and not call.error]
        told = answers[-1] if answers else {}
        return {"text": str(told.get("text") or ""), "alert": told.get("show_alert") is True}

    async def inline(self, act: Json) -> Json:
        """A query behind the bot's name; the results, which `choose` knows from now on."""
        person, offset = self._person(act), str(act.get("offset") or "")
        try:
            answer = await self.desk.inline(person, _field(act, "query", str), offset)
        except UnansweredError as error:
            raise ActError(str(error)) from None
        known = self._results.get(person.id, {}) if offset else {}
        self._results[person.id] = {**known, **{result.id: result for result in answer.results}}
        results = [{"id": one.id, "title": one.title, "description": one.description} for one in answer.results]
        return {"results": results, "next_offset": answer.next_offset, "button": answer.button}

    async def choose(self, act: Json) -> Json:
        """One of the person's last results, sent to a chat."""
        person, chat = self._person(act), self._chat(act)
        result = self._results.get(person.id, {}).get(_field(act, "result_id", str))
        if result is None:
            raise ActError("this result was not among the last ones")
        await self.desk.choose(person, result, chat, **self._place(act, chat))
        return {}

    async def privacy(self, act: Json) -> Json:
        """The bot's privacy mode, as one sets it with BotFather."""
        self.desk.world.privacy = _field(act, "on", bool)
        return {}

    async def admin(self, act: Json) -> Json:
        """The bot becomes an administrator of the group, or a plain member again."""
        change = self.desk.promote_bot if _field(act, "on", bool) else self.desk.demote_bot
        await change(self._cast.group, self._cast.owner)
        return {}

    def _person(self, act: Json) -> Person:
        person = self.desk.world.people.get(_field(act, "person", int))
        if person is None:
            raise ActError("there is no such person")
        return person

    def _chat(self, act: Json) -> Chat:
        chat = self.desk.world.chats.get(_field(act, "chat", int))
        person = self._person(act)
        if chat is None or (chat.kind == "private" and chat.id != person.id):
            raise ActError("this person is not in such a chat")
        return chat

    def _place(self, act: Json, chat: Chat) -> dict[str, Any]:
        """Where in a forum a message stands."""
        topic = None if act.get("topic") is None else _field(act, "topic", int)
        if topic is None or topic == GENERAL:
            return {}
        if not chat.forum or topic not in chat.topics:
            raise ActError("there is no such topic")
        return {"message_thread_id": topic, "is_topic_message": True}


def _text(act: Json) -> str:
    text = _field(act, "text", str).strip()
    if not 1 <= len(text) <= _LONGEST_TEXT:
        raise ActError(f"a text has 1 to {_LONGEST_TEXT} characters")
    return text


def _message(chat: Chat, act: Json, name: str = "message_id") -> Json:
    message = chat.messages.get(_field(act, name, int))
    if message is None:
        raise ActError("there is no such message any more")
    return message


def _field(act: Mapping[str, object], name: str, kind: type[Wanted]) -> Wanted:
    value = act.get(name)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise ActError(f"{name} must be of type {kind.__name__}")
    return value
