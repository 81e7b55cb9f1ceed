"""How a good guest behaves in a group: when it may speak, how often, where, and what it need not repeat."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

from telegram import Chat, Message, ReplyParameters, Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import ApplicationHandlerStop

from bot.chat.addressing import sender_of, text_of, topic_of
from bot.chat.context import Context
from bot.chat.expecting import Callback
from bot.chat.group_settings import GroupSettings
from bot.chat.knowledge import Knowledge
from bot.chat.memory import Granted, GroupMemory, Said, Turn
from bot.chat.pace import Pace, Paces
from bot.chat.private import message_of
from bot.chat.sending import send_to
from bot.replies.guest import message_link
from bot.replies.links import deep_link
from bot.replies.reply import Button, Reply
from bot.storage.protocols import Groups

Got = TypeVar("Got")

_LOOKS, _PAUSE = 80, 0.2  # how often, and every how many seconds, it is looked whether an answer has arrived


class Manners:
    """What holds for everything that the bot says in groups."""

    def __init__(
        self,
        knowledge: Knowledge,
        groups: Groups,
        paces: Paces,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._groups = groups
        self.clock = clock
        self._texts = knowledge.library.texts.group
        self._search = knowledge.search
        self._open_private = knowledge.library.texts.checklist.open_private
        self._paces = paces
        self._sleep = sleep

    async def settings(self, chat_id: int) -> GroupSettings:
        """What the group's admins chose."""
        return GroupSettings.read(await self._groups.settings(chat_id))

    async def change_settings(self, chat_id: int, change: Callable[[GroupSettings], GroupSettings]) -> GroupSettings:
        """Change what the group's admins chose; the settings as they are now."""

        def write(kept: dict[str, Any]) -> GroupSettings:
            settings = change(GroupSettings.read(kept))
            settings.write(kept)
            return settings

        return await self._groups.change_settings(chat_id, write)

    async def lets_in(self, update: Update, context: Context) -> None:
        """A message in a group: it goes no further where the bot is to be silent, unless it is about just that."""
        message = message_of(update)
        settings = await self.settings(message.chat_id)
        if not settings.may_speak_in(topic_of(message)) and not text_of(message).startswith("/pengaturan"):
            raise ApplicationHandlerStop

    def politely(self, callback: Callback, *, asked: bool = True) -> Callback:
        """The same handler, which in a group takes turns; `asked` says whether a message counts as a question."""

        async def handle(update: Update, context: Context) -> None:
            message = message_of(update)
            if message.chat.type == ChatType.PRIVATE or await self._may_speak(message, asked=asked):
                await callback(update, context)

        return handle

    async def _may_speak(self, message: Message, *, asked: bool) -> bool:
        """Whether somebody's message may be answered now; if not, they are told so once."""
        urgent = self._search.alarms(text_of(message)) and self.is_urgent(message)
        if asked and not urgent and not await self.may_ask(message):
            return False
        return await self.has_turn(message, urgent=urgent)

    async def has_turn(self, message: Message, *, urgent: bool = False) -> bool:
        """Whether one more message may be sent that is no answer of the library."""
        return (await self.ask_turn(message, (), urgent=urgent)).turn is Turn.SPEAK

    async def may_add(self, chat_id: int, topic: int) -> bool:
        """Whether one more message may be sent beside another, in a group; counted as sent."""
        granted = await self.change(chat_id, lambda memory: memory.ask_turn(topic, tells=False))
        return granted.turn is Turn.SPEAK

    async def may_ask(self, message: Message) -> bool:
        """Whether the sender of a message has not asked too much; the first too many is answered with that."""
        sender = message.sender_chat or message.from_user
        pace = self._paces.step(message.chat_id, sender.id if sender else 0)
        if pace is Pace.TELL and (await self.ask_turn(message, ())).turn is Turn.SPEAK:
            await self._tells(message, self._texts.too_fast)
        return pace is Pace.ANSWER

    def is_urgent(self, message: Message) -> bool:
        """Whether somebody in danger is to be met with help whatever the limits; not again and again."""
        sender = message.sender_chat or message.from_user
        return self._paces.is_first_cry(message.chat_id, sender.id if sender else 0)

    async def ask_turn(
        self, message: Message, entries: Sequence[str], *, unasked: bool = False, urgent: bool = False
    ) -> Granted:
        """The turn for an answer; it waits while the same is on its way to somebody else, and tells of the limit."""
        granted = await self._ask_turn(message, entries, unasked=unasked, urgent=urgent)
        for _ in range(_LOOKS):
            if granted.turn is not Turn.WAIT:
                break
            await self._sleep(_PAUSE)
            granted = await self._ask_turn(message, entries, unasked=unasked, urgent=urgent)
        if granted.turn is Turn.LIMIT and not unasked:
            await self._tells(message, self._texts.too_busy)
        return granted

    async def change(self, chat_id: int, change: Callable[[GroupMemory], Got]) -> Got:
        """Change what is remembered of a group, at once and for every process; what `change` returns."""
        return await self._groups.change_memory(chat_id, lambda kept: change(GroupMemory(kept, self.clock())))

    async def says(
        self, of: Message, reply: Reply, entries: Sequence[str] = (), *, topic: int, silent: bool = False
    ) -> int:
        """Reply to a message of a topic, and remember which entries that said; the id of the reply."""
        try:
            said = await self._replies(of, reply, topic, silent=silent)
        except (TelegramError, asyncio.CancelledError):
            if entries:
                await self.change(of.chat_id, lambda memory: memory.take_back(entries))
            raise
        if entries:
            await self.change(of.chat_id, lambda memory: memory.answered(entries, Said(said, topic)))
        return said

    async def says_instead(self, chat_id: int, said: Said, entries: Sequence[str]) -> None:
        """Remember that a message of the bot says these entries from now on, and none that it said before."""

        def change(memory: GroupMemory) -> None:
            memory.forget(said.message_id)
            memory.answered(entries, said)

        await self.change(chat_id, change)

    async def _ask_turn(
        self, message: Message, entries: Sequence[str], *, unasked: bool = False, urgent: bool = False
    ) -> Granted:
        topic = topic_of(message)
        return await self.change(
            message.chat_id, lambda memory: memory.ask_turn(topic, entries, unasked=unasked, urgent=urgent)
        )

    async def _tells(self, message: Message, text: str) -> None:
        private = Button(self._open_private, url=deep_link(message.get_bot().username))
        await self._replies(message, Reply(text, ((private,),)), topic_of(message), silent=True)

    async def _replies(self, of: Message, reply: Reply, topic: int, *, silent: bool) -> int:
        quoted = ReplyParameters(of.message_id, allow_sending_without_reply=True)
        thread = topic or None
        sent = await send_to(of.get_bot(), of.chat_id, reply, thread=thread, quoted=quoted, silent=silent)
        return sent.message_id


def link_to(said: Said, chat: Chat) -> str:
    """The address of a message of the bot, empty where it has none."""
    return message_link(chat.id, chat.username, said.message_id, said.topic)


def owners_of(*messages: Message) -> tuple[int, ...]:
    """The people behind messages, each once; who wrote as a channel or the group is not among them."""
    people = (sender_of(message) for message in messages)
    return tuple(dict.fromkeys(person for person in people if person is not None))
