"""The bot in a group: it answers who turns to it, shortly and as a reply; where admins want it, a sure answer more."""

from __future__ import annotations

from hashlib import blake2b

from telegram import Message, Update

from bot.chat.addressing import (
    SAME_AS_NOW,
    Address,
    How,
    is_among_people,
    read_address,
    replied_to,
    says_something,
    text_of,
    topic_of,
)
from bot.chat.asking import Asking
from bot.chat.context import Context
from bot.chat.expecting import QUESTION
from bot.chat.hearing import Before, Heard, Hearing
from bot.chat.knowledge import Knowledge
from bot.chat.manners import Manners, link_to, owners_of
from bot.chat.memory import Said, Turn
from bot.chat.private import message_of
from bot.chat.screen import Screen
from bot.chat.sending import edit, send, typing
from bot.replies.guest import Asker, GuestReplies, answered
from bot.replies.links import deep_link
from bot.replies.reply import Button, Reply
from bot.search.decide import Decision
from bot.search.engine import Verdict


class GroupChat:
    """The handlers of groups and supergroups."""

    def __init__(self, knowledge: Knowledge, asking: Asking, manners: Manners) -> None:
        self._texts = knowledge.library.texts
        self._search = knowledge.search
        self._asking = asking
        self._manners = manners
        self._replies = GuestReplies(knowledge.library, knowledge.pages)
        self._hearing = Hearing(knowledge.library, knowledge.search)

    async def asks_for_help(self, update: Update, context: Context) -> None:
        """/bantuan: one line on how to ask here."""
        await send(message_of(update), Reply(self._texts.help.in_group), quote=True)

    async def looks_for_topics(self, update: Update, context: Context) -> None:
        """/topik: the list is long, it opens in private."""
        rows = ((Button(self._texts.checklist.open_private, url=deep_link(context.bot.username)),),)
        await send(message_of(update), Reply(self._texts.group.topics_in_private, rows), quote=True)

    async def says(self, update: Update, context: Context) -> None:
        """Any other message: a question to the bot, an edit of one, or something among people."""
        message = message_of(update)
        address = read_address(message, context.bot.bot)
        if update.edited_message is not None:
            await self._edits(message, address, context)
        elif address is not None:
            await self._asks(message, address, context)
        elif not text_of(message).startswith("/"):
            await self._talks(message, context)

    async def _asks(self, message: Message, address: Address, context: Context) -> None:
        """Somebody turns to the bot."""
        if not address.question:
            await self._asks_what(message, address, context)
            return
        if not says_something(address.question):
            return  # a smile is no question
        async with typing(message):
            before = self._before(message, address, context)
            heard = self._hearing.hear(message, address, context.bot.bot, before)
            if heard is not None:
                context.session.settle()
                await self._answers(message, heard, context)
        if heard and before.awaited and (asked := replied_to(message)):
            await Screen.after(message).clear(asked.message_id)

    async def _asks_what(self, message: Message, address: Address, context: Context) -> None:
        """Somebody calls the bot and says nothing, or points to a picture."""
        if not await self._manners.may_ask(message) or not await self._manners.has_turn(message):
            return
        if address.asked_in is not message and address.asked_in.photo:
            await send(message, Reply(self._texts.media.photo), quote=True)
            return
        asked = await send(message, Reply(self._texts.answer.ask_in_group), quote=True, wait=True)
        context.session.expect(f"{QUESTION}{asked.message_id}")

    def _before(self, message: Message, address: Address, context: Context) -> Before:
        """What was said before: in the message of the bot that is replied to, else in its last answer."""
        other = replied_to(message)
        said = self._hearing.entry_in(other) if other and address.how is How.REPLY else None
        awaited = other is not None and context.session.expects == f"{QUESTION}{other.message_id}"
        return Before(said or context.session.topic, said, awaited)

    async def answers_between(self, message: Message, question: str, context: Context) -> None:
        """A question between the steps of a checklist; often it is an answer after all, so it is not kept."""
        verdict = self._search.ask(question, context.session.topic)
        self._asking.note(question, verdict, context, keep=False)
        await self._answers(message, Heard(Address(How.REPLY, question, message), verdict), context, between=True)

    async def _answers(
        self, message: Message, heard: Heard, context: Context, *, between: bool = False, asked: str | None = None
    ) -> None:
        """Answer, where it is the bot's turn; a question that is noted already (as `asked`) does not count again."""
        address, verdict = heard
        urgent = verdict.decision is Decision.CRISIS and self._manners.is_urgent(message)
        if asked is None and not (urgent or between) and not await self._manners.may_ask(message):
            return
        entries = answered(verdict)
        granted = await self._manners.ask_turn(message, entries, urgent=urgent)
        if granted.turn not in (Turn.SPEAK, Turn.EARLIER):
            return
        if asked is None:
            asked = "" if between else self._asking.note(address.question, verdict, context, own=address.own)
        asker = Asker(owners_of(message, address.asked_in), context.bot.username)
        quiet = await self._is_quiet(message)
        reply = self._worded(verdict, asker, granted.earlier, message, asked)
        said = entries if granted.turn is Turn.SPEAK else []
        answer_id = await self._manners.says(address.asked_in, reply, said, topic=topic_of(message), silent=quiet)
        context.session.remember_answer(message.message_id, answer_id, _mark(self._replies.to(verdict, asker)))

    def _worded(self, verdict: Verdict, asker: Asker, earlier: Said | None, message: Message, asked: str) -> Reply:
        """The reply, or where it was given a short while ago, the way there."""
        if earlier is None:
            help_row = self._asking.help_row(asked, asker.owners) if asker.owners else ()  # nobody else could press it
            return self._replies.to(verdict, asker, help_row=help_row)
        return self._replies.again(answered(verdict), link_to(earlier, message.chat), asker)

    async def _edits(self, message: Message, address: Address | None, context: Context) -> None:
        """A message was edited: its answer follows where another question came of it; a slip mended asks at last."""
        answer_id = context.session.answer_to(message.message_id)
        if address is None or not address.question:
            return
        if answer_id is None:
            if address.how is not How.REPLY and _is_recent(message):
                await self._asks(message, address, context)
            return
        heard = self._hearing.hear(message, address, context.bot.bot, self._before(message, address, context))
        if heard is not None:
            await self._answers_anew(message, heard, answer_id, context)

    async def _answers_anew(self, message: Message, heard: Heard, answer_id: int, context: Context) -> None:
        """Put the answer to what a question has become in the place of the one before; one that is gone comes below."""
        address, verdict = heard
        asker = Asker(owners_of(message, address.asked_in), context.bot.username)
        mark = _mark(self._replies.to(verdict, asker))
        if mark == context.session.said_to(message.message_id):
            return  # the question is still the same
        if verdict.decision is not Decision.CRISIS and not await self._manners.may_ask(message):
            return
        entries = answered(verdict)
        earlier = await self._manners.change(message.chat_id, lambda memory: memory.elsewhere(entries, answer_id))
        asked = self._asking.note(address.question, verdict, context, own=address.own)
        reply = self._worded(verdict, asker, earlier, message, asked)
        if not await edit(message.get_bot(), message.chat_id, answer_id, reply):
            await self._answers(message, heard, context, asked=asked)
            return
        said = Said(answer_id, topic_of(message))
        await self._manners.says_instead(message.chat_id, said, [] if earlier else entries)
        context.session.remember_answer(message.message_id, answer_id, mark)

    async def _talks(self, message: Message, context: Context) -> None:
        """People talk: an open question is answered where admins want that and the answer is sure."""
        settings = await self._manners.settings(message.chat_id)
        if not settings.listening or is_among_people(message, context.bot.bot):
            return
        question = text_of(message)
        verdict = self._search.overhear(question)
        urgent = verdict.decision is Decision.CRISIS and self._manners.is_urgent(message)
        entries = answered(verdict)
        if not urgent and (not entries or settings.quiet_at(self._manners.clock()) or self._is_late(message)):
            return
        if entries and settings.mutes(entries[0], self._search.terms(question)):
            return
        granted = await self._manners.ask_turn(message, entries, unasked=True, urgent=urgent)
        if granted.turn is not Turn.SPEAK:
            return
        self._asking.note(question, verdict, context, own=False)  # nothing of who did not ask the bot is kept
        asker = Asker(owners_of(message), context.bot.username)
        reply = self._replies.to(verdict, asker, unasked=True)
        await self._manners.says(message, reply, entries, topic=topic_of(message), silent=True)

    def _is_late(self, message: Message) -> bool:
        """Whether the bot was away when a message was written: nobody waits for an answer to it any more."""
        return self._manners.clock() - message.date.timestamp() > SAME_AS_NOW

    async def _is_quiet(self, message: Message) -> bool:
        return (await self._manners.settings(message.chat_id)).quiet_at(self._manners.clock())


def _is_recent(message: Message) -> bool:
    """Whether a message was edited soon after it was written."""
    return message.edit_date is not None and (message.edit_date - message.date).total_seconds() <= SAME_AS_NOW


def _mark(reply: Reply) -> str:
    """A short mark of what a reply says, to see whether another says the same."""
    return blake2b(repr((reply.html, reply.rows)).encode(), digest_size=4).hexdigest()
