"""Somebody writes in their own words what goes to the operators; it is shown to them before it may be sent."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from telegram import Message, Update, User
from telegram.constants import ChatType

from bot.chat.addressing import replied_to, says_something, text_of, topic_of
from bot.chat.context import Context
from bot.chat.expecting import SessionHandler
from bot.chat.knowledge import Knowledge
from bot.chat.manners import Manners
from bot.chat.private import message_of
from bot.chat.relay_places import as_shown, is_cut
from bot.chat.screen import Screen
from bot.chat.sending import send
from bot.chat.session import Session
from bot.checklists.typed import is_command_word
from bot.replies.guest import remove_button
from bot.replies.relay import Consent, RelayPages, name_of
from bot.replies.relay_taps import relay_keys, typed_key
from bot.replies.reply import Reply
from bot.search.decide import Decision

REWRITTEN = "relay:"  # what is expected: the text to be sent, and the message that asked for it
_TYPED = "relay"  # the mark of a message that was such a text


class RewriteHandler(SessionHandler):
    """Takes the text that somebody wants to send to the operators; in a group only as a reply to what asked for it.

    An edit of such a text is one too.
    """

    def fits(self, update: Update, message: Message, state: dict[str, Any]) -> bool:
        """Whether the message is such a text."""
        session = Session(state)
        if update.edited_message is not None:
            return message.chat.type == ChatType.PRIVATE and session.said_to(message.message_id) == _TYPED
        asked = asked_by(session)
        if asked is None:
            return False
        other = replied_to(message)
        return message.chat.type == ChatType.PRIVATE or (other is not None and other.message_id == asked)


class Rewriting:
    """The handlers of what is typed."""

    def __init__(self, knowledge: Knowledge, manners: Manners) -> None:
        self._all = knowledge.library.texts
        self._texts = knowledge.library.texts.relay
        self._search = knowledge.search
        self._pages = RelayPages(knowledge.library)
        self._manners = manners

    async def rewrites(self, update: Update, context: Context) -> None:
        """The text that somebody wants to send, before they agree to it; danger comes before everything else."""
        message = message_of(update)
        text = text_of(message)
        screen = Screen.after(message)
        asked = None if update.edited_message else asked_by(context.session)
        if asked is not None and is_command_word(text) == "cancel":
            await self.gives_up(update, context)
        elif self._search.ask(text).decision is Decision.CRISIS:
            _settle(context.session)
            await self._cares(message, screen)
            await screen.clear(asked)
        elif not says_something(text):
            if screen.owner is None:
                await send(message, Reply(self._texts.nothing_to_send))
        else:
            _settle(context.session)
            await self._shows_rewritten(message, screen, asked, context)

    async def gives_up(self, update: Update, context: Context) -> None:
        """/batal, or just that word, while the text is waited for."""
        screen = Screen.after(message_of(update))
        asked = asked_by(context.session)
        context.session.settle()
        page = self._pages.cancelled("", screen.owner)
        if screen.owner is None:
            await screen.put(page)
            await screen.clear(asked)
        else:
            await replace(screen, message_id=asked).put(page)

    async def _shows_rewritten(self, message: Message, screen: Screen, asked: int | None, context: Context) -> None:
        """Ask for consent to a text: in private below it, in a group in the place of the message that asked for it."""
        person = message.from_user
        if person is None:
            raise TypeError("a session of nobody")
        text = text_of(message)
        shown, token = as_shown(text), context.bot.token
        typed = typed_key(token, message.chat_id, message.message_id)
        key = next(relay_keys(token, message.chat_id, person.id, typed, shown))
        cut = is_cut(text, shown)
        page = self._pages.consent(Consent(key, typed, shown, name_for(person), screen.owner, own=True, cut=cut))
        if screen.owner is not None:
            await replace(screen, message_id=asked).put(page)
            return
        shown_by = await replace(screen, quoted=message.message_id).put(page)
        context.session.remember_answer(message.message_id, shown_by, _TYPED)
        await screen.clear(asked)

    async def _cares(self, message: Message, screen: Screen) -> None:
        if screen.owner is None:
            await send(message, Reply(self._all.crisis))
        elif await self._manners.has_turn(message, urgent=self._manners.is_urgent(message)):
            reply = Reply(self._all.group.crisis, ((remove_button(self._all, screen.owner),),))
            await self._manners.says(message, reply, topic=topic_of(message))


def asked_by(session: Session) -> int | None:
    """The message that asked somebody for the text to be sent, if they are still to write it."""
    expects = session.expects or ""
    number = expects.removeprefix(REWRITTEN)
    return int(number) if expects.startswith(REWRITTEN) and number.isdigit() else None


def _settle(session: Session) -> None:
    """Wait for the text no more; an edit of an earlier one leaves what else is waited for."""
    if asked_by(session) is not None:
        session.settle()


def name_for(person: User) -> str:
    """The name that the operators see of a person who wants them to."""
    return name_of(person.first_name, person.username)
