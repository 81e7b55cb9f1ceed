"""What people do anywhere: write, edit, press, block; each as the update that Telegram makes of it."""

from __future__ import annotations

import json
from typing import Any

from telegram import Update
from telegram.ext import Application

from bot.delivery.units import Units
from bot.playground.accounts import ANONYMOUS_ADMIN, Json, Person
from bot.playground.authors import Manner
from bot.playground.chats import Chat
from bot.playground.entities import entities_in
from bot.playground.membership import change_of_bot, member_of
from bot.playground.privacy import sees
from bot.playground.world import World

_POST = "channel_post"

AnyApp = Application[Any, Any, Any, Any, Any, Any]


class People:
    """The people around the bot: what they do is handled at once, what the bot answers stands in the world."""

    def __init__(self, app: AnyApp, units: Units, world: World) -> None:
        self.app = app
        self._units = units
        self.world = world

    async def send(
        self,
        person: Person,
        text: str,
        chat: Chat | None = None,
        *,
        anonymous: bool = False,
        as_channel: Chat | None = None,
        another_bot: str | None = None,
        automatic_forward: Chat | None = None,
        forwarded: Person | Chat | bool = False,
        via: str | None = None,
        **content: object,
    ) -> Json:
        """A person's message; `content` replaces or adds fields (photo, reply_to_message, ...), Manner tells the rest.

        With `message_thread_id` and `is_topic_message` it stands in a forum topic, which it opens where need be. In a
        group it reaches the bot only where Telegram would let it (World.privacy).
        """
        chat = chat or self.world.chats[person.id]
        manner = Manner(anonymous, as_channel, another_bot, automatic_forward, forwarded, via)
        author = manner.fields(person, chat, int(self.world.clock()))
        if chat.kind == "channel":
            del author["from"]  # what stands in a channel is the channel's
        elif author["from"] in (person.json(), ANONYMOUS_ADMIN):
            _take_part(chat, person, anonymous=anonymous)
        return await self.post(chat, person.json(), {**author, **self._content(text, content)})

    def _content(self, text: str, content: Json) -> Json:
        words = self.world.text_content(text) if text else {}
        if (caption := content.get("caption")) and (found := entities_in(str(caption))):
            words["caption_entities"] = found
        return {**words, **content}

    async def post(self, chat: Chat, sender: Json, content: Json) -> Json:
        """Any message of somebody in a chat, delivered where the bot sees it; a channel's has no sender."""
        message = self.world.add_message(chat, sender, content)
        await self.tell(chat, message)
        return message

    async def tell(self, chat: Chat, message: Json) -> None:
        """Deliver a message where the bot sees it."""
        if sees(self.world, chat, message):
            await self.deliver(self.world.update(_POST if chat.kind == "channel" else "message", message))

    async def edit(self, message: Json, text: str) -> None:
        """A person's edit of an earlier message."""
        message.pop("entities", None)
        message.update(self.world.text_content(text), edit_date=message["date"])
        chat = self.chat_of(message)
        if chat is None or sees(self.world, chat, message):
            kind = f"edited_{_POST}" if chat and chat.kind == "channel" else "edited_message"
            await self.deliver(self.world.update(kind, message))

    def chat_of(self, message: Json) -> Chat | None:
        """The chat that a message stands in, None where the bot's world has none."""
        chat = message["chat"]
        return self.world.chats.get(int(chat["id"])) if isinstance(chat, dict) else None

    async def press(self, person: Person, message: Json, data: str) -> str:
        """A press of a button; returns the alert or toast, empty where there was none."""
        query_id = f"desk{self.world.new_id('query')}"
        self.world.open_queries[query_id] = self.world.clock()
        self.world.settings["last_alert"] = ""
        query: Json = {"id": query_id, "from": person.json(), "chat_instance": "desk", "data": data}
        await self.deliver(self.world.update("callback_query", {**query, **self._pressed(message)}))
        return str(self.world.settings["last_alert"] or "")

    def _pressed(self, message: Json) -> Json:
        """What a query tells of the message: all of it, or, where it was sent with the bot, its inline id alone."""
        known = (inline_id for inline_id, one in self.world.inline_messages.items() if one is message)
        inline_id = next(known, None)
        return {"message": message} if inline_id is None else {"inline_message_id": inline_id}

    async def block(self, person: Person) -> None:
        """A person blocks the bot, which cannot write to them any more."""
        await self.change_bot(self.world.chats[person.id], person, "kicked")

    async def unblock(self, person: Person) -> None:
        """A person takes the bot back; it learns of that before anything else that they do."""
        await self.change_bot(self.world.chats[person.id], person, "member")

    async def change_bot(self, chat: Chat, by: Person, status: str, **rights: object) -> None:
        """Somebody changes what our bot is in a chat, and it is told."""
        change = change_of_bot(chat, by.json(), status, int(self.world.clock()), **rights)
        await self.deliver(self.world.update("my_chat_member", change))

    async def deliver(self, update: Json) -> None:
        """Any update, and those that follow from what the bot does about it; all are handled before this returns."""
        self.world.pending.append(update)
        while self.world.pending:
            waiting = json.loads(json.dumps(self.world.pending.pop(0)))
            await self._units.take(self.app, Update.de_json(waiting, self.app.bot))


def _take_part(chat: Chat, person: Person, *, anonymous: bool) -> None:
    """Whoever writes in a group is in it, and is an administrator where they do it anonymously."""
    if not chat.is_group:
        return
    member = member_of(chat, person.id)
    if anonymous and not member.administers:
        chat.set_member(person, "administrator", is_anonymous=True)
    elif not member.present:
        chat.set_member(person, "member")
