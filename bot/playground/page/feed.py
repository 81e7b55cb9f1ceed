"""What open pages are told: everything as they connect, then each change; as server-sent events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable

from bot.playground.accounts import Json
from bot.playground.telegram import Call
from bot.playground.world import World

_BEAT = 15.0  # seconds between signs of life, by which a page finds out that nobody is there
_MOST_WAITING = 5_000  # events for one page; one that takes none is let go of, and is told everything as it comes back
_BEATS = b": still here\n\n"


def event(name: str, content: object) -> bytes:
    """One server-sent event."""
    return f"event: {name}\ndata: {json.dumps(content, ensure_ascii=False, allow_nan=False)}\n\n".encode(
        errors="replace"
    )


class Feed:
    """Tells pages what changes in a world; `everything` is what a page must know to begin with."""

    def __init__(self, everything: Callable[[], Json]) -> None:
        self._everything = everything
        self._pages: set[asyncio.Queue[bytes | None]] = set()
        self._told: dict[int, dict[int, Json]] = {}
        self._world: World | None = None
        self._closed = False

    async def open(self) -> AsyncIterator[bytes]:
        """The events for one page until it goes or `close` is called."""
        if self._closed:
            return
        waiting: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._pages.add(waiting)
        try:
            yield event("state", self._everything())
            while True:
                try:
                    told = await asyncio.wait_for(waiting.get(), _BEAT)
                except TimeoutError:
                    told = _BEATS
                if told is None:
                    return
                yield told
        finally:
            self._pages.discard(waiting)

    def close(self) -> None:
        """Let go of every page, and of those that come later."""
        self._closed = True
        for waiting in self._pages:
            waiting.put_nowait(None)

    def tell(self, name: str, content: object) -> None:
        """Tell every page."""
        told = event(name, content)
        for waiting in tuple(self._pages):
            if waiting.qsize() >= _MOST_WAITING:
                self._pages.discard(waiting)
                waiting.put_nowait(None)
            else:
                waiting.put_nowait(told)

    def begin(self, world: World) -> None:
        """Look at a world from now on, or at the same one after more than messages changed: tell everything."""
        self._world = world
        self._told = {chat.id: _copied(chat.messages) for chat in world.chats.values()}
        self.tell("state", self._everything())

    def look(self) -> None:
        """Tell which messages came, changed or went since the last look."""
        for chat in self._world.chats.values() if self._world else ():
            told = self._told.setdefault(chat.id, {})
            for message_id, message in chat.messages.items():
                if told.get(message_id) != message:
                    self.tell("message", {"chat": chat.id, "message": message})
            for message_id in told.keys() - chat.messages.keys():
                self.tell("deleted", {"chat": chat.id, "message_id": message_id})
            self._told[chat.id] = _copied(chat.messages)

    def called(self, call: Call) -> None:
        """Tell what a call of the bot shows: its messages, that it types, that it asks for a reply."""
        self.look()
        if call.error is not None:
            return
        if call.method == "sendChatAction":
            topic = call.params.get("message_thread_id")
            self.tell("typing", {"chat": call.params["chat_id"], "topic": topic, "action": call.params["action"]})
        elif _asks(call) and isinstance(call.result, dict):
            self.tell("asks", _asked(call.params, call.result))


def _copied(messages: dict[int, Json]) -> dict[int, Json]:
    """As they are now; a change puts new values into a message, so that one level is enough."""
    return {message_id: dict(message) for message_id, message in messages.items()}


def _asks(call: Call) -> bool:
    markup = call.params.get("reply_markup")
    return isinstance(markup, dict) and markup.get("force_reply") is True


def _asked(params: Json, message: Json) -> Json:
    """Whom a message asks for a reply: all of the chat (person null) or only whoever it replies to."""
    markup, original = params["reply_markup"], message.get("reply_to_message")
    author = original.get("from") if isinstance(original, dict) else None
    selective = isinstance(markup, dict) and markup.get("selective") and isinstance(author, dict)
    return {
        "chat": params["chat_id"],
        "message_id": message["message_id"],
        "person": author["id"] if selective and isinstance(author, dict) else None,
        "placeholder": markup.get("input_field_placeholder") if isinstance(markup, dict) else None,
    }
