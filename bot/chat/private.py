"""A person alone with the bot: commands, questions, edited questions, and whatever is not text."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from telegram import Message, Update

from bot.chat.addressing import text_of
from bot.chat.asking import Asking
from bot.chat.context import Context
from bot.chat.expecting import START
from bot.chat.going import Goings
from bot.chat.knowledge import Knowledge
from bot.chat.masking import masked
from bot.chat.sending import send, typing
from bot.content.library import checklist_name
from bot.replies.buttons import TOPICS, Action, Press
from bot.replies.links import ASK, key_in, name_behind, question_in
from bot.replies.reply import Reply, fill
from bot.scrubbing import without_masks
from bot.search.decide import Decision

Parked = Callable[[str], Awaitable[str | None]]
"""Finds the text that waits under a deep link's key."""


class PrivateChat:
    """The handlers of a private chat, each named after what the person does."""

    def __init__(self, knowledge: Knowledge, asking: Asking, parked: Parked) -> None:
        self._knowledge = knowledge
        self._asking = asking
        self._parked = parked

    async def starts(self, update: Update, context: Context) -> None:
        """/start, perhaps through a deep link to an entry, an article or a checklist, or with a question."""
        message = message_of(update)
        payload = after_command(message)
        name = name_behind(payload, self._knowledge.library) if payload else None
        if name:
            self._awaits_start(name.removeprefix(checklist_name("")), context)
            await send(message, self._knowledge.pages.page(Press(Action.SHOW, name)))
            return
        if question := await self._question_behind(payload):
            async with typing(message):
                await send(message, self._reply_to_carried(question, context))
            return
        welcome = self._knowledge.verdicts.welcome()
        if payload and payload != ASK:
            apology = self._knowledge.library.texts.start.unknown_link
            welcome = Reply(f"{apology}\n\n{welcome.html}", welcome.rows)
        await send(message, welcome)

    async def asks_for_help(self, update: Update, context: Context) -> None:
        """/bantuan and /help."""
        rows = (self._knowledge.pages.topics_row(),)
        await send(message_of(update), Reply(self._knowledge.library.texts.help.body, rows))

    async def browses_topics(self, update: Update, context: Context) -> None:
        """/topik."""
        await send(message_of(update), self._knowledge.pages.page(Press(Action.SHOW, TOPICS)))

    async def opens_checklist(self, update: Update, context: Context) -> None:
        """/pinjaman, /burnout, /harga: the checklist named like the command."""
        message = message_of(update)
        name = command_of(message)
        self._awaits_start(name, context)
        await send(message, self._knowledge.pages.page(Press(Action.SHOW, checklist_name(name))))

    async def asks(self, update: Update, context: Context) -> None:
        """A question: free text, a caption, or /tanya with one; edited, it edits its answer."""
        message = message_of(update)
        text = text_of(message)
        question = after_command(message) if text.startswith("/") else text
        async with typing(message):
            reply = self._reply_to(question, context)
            await self._asking.answer(message, reply, context, edited=update.edited_message is not None)

    async def sends_media(self, update: Update, context: Context) -> None:
        """A photo, a voice message, a sticker, anything without text; an album counts once."""
        message = message_of(update)
        if message.media_group_id and not context.session.first_of_album(message.media_group_id):
            return
        texts = self._knowledge.library.texts.media
        if message.photo:
            await send(message, Reply(texts.photo))
        elif message.voice or message.audio or message.video_note:
            await send(message, Reply(texts.voice))
        elif message.sticker or message.animation:
            await send(message, Reply(texts.sticker))
        else:
            await send(message, Reply(texts.other))

    async def sends_unknown_command(self, update: Update, context: Context) -> None:
        """A command that the bot does not have."""
        await send(message_of(update), Reply(self._knowledge.library.texts.faults.unknown_command))

    def _awaits_start(self, name: str, context: Context) -> None:
        """A checklist's card was shown: what is typed now does not belong to another one."""
        if self._knowledge.library.checklist(name):
            Goings(context.unit.state, self._knowledge.library).rest()
            context.session.expect(START + name)

    async def _question_behind(self, payload: str) -> str:
        """The question that a deep link carries or stands for, "" where it has none; anybody can make such a link."""
        key = key_in(payload)
        return masked((await self._parked(key) if key else question_in(payload)) or "")

    def _reply_to_carried(self, question: str, context: Context) -> Reply:
        """The answer to a question as if it had been typed; people do not see what their link says, so it does."""
        verdict, reply = self._asking.reply_to(without_masks(question), context)
        if verdict.decision is Decision.CRISIS:
            return reply
        asked = fill(self._knowledge.library.texts.inline.asked, question=question)
        return Reply(f"{asked}\n\n{reply.html}", reply.rows)

    def _reply_to(self, question: str, context: Context) -> Reply:
        if not question.strip():
            return Reply(self._knowledge.library.texts.answer.ask_how)
        return self._asking.reply_to(question, context)[1]


def message_of(update: Update) -> Message:
    """The message that a message handler was called for; raises TypeError where there is none."""
    message = update.effective_message
    if message is None:
        raise TypeError("a handler for messages got an update without one")
    return message


def command_of(message: Message) -> str:
    """The command that a message begins with, without slash and bot name."""
    return (text_of(message) or "/").split()[0].lstrip("/").partition("@")[0].casefold()


def after_command(message: Message) -> str:
    """What follows the command in a message, as typed."""
    return rest[1] if len(rest := text_of(message).split(maxsplit=1)) > 1 else ""
