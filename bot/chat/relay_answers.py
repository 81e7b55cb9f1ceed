"""The operators' end of a relay: a reply to the question goes back to whoever asked, or becomes a draft."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import structlog
from telegram import Bot, CallbackQuery, Message, ReplyParameters, Update
from telegram.error import ChatMigrated, TelegramError

from bot.chat.addressing import says_something, text_of
from bot.chat.context import Context
from bot.chat.drafts import name_of
from bot.chat.knowledge import Knowledge
from bot.chat.manners import Manners
from bot.chat.memory import Turn
from bot.chat.office import Office
from bot.chat.private import message_of
from bot.chat.relay_drafts import adding, draft_of
from bot.chat.relay_places import owner_of, put_buttons, put_quietly, relay_in
from bot.chat.screen import Screen
from bot.chat.sending import acknowledge, edit, send, send_to
from bot.chat.walls import wall_of, words_of
from bot.content.learned import stamp
from bot.errors import KnowledgeError
from bot.replies.dates import local
from bot.replies.relay import ANSWER_LIMIT, RelayPages
from bot.replies.relay_taps import RelayAct, RelayTap, read_relay_tap
from bot.replies.reply import Reply, fill
from bot.storage.protocols import Relay

log = structlog.stdlib.get_logger(__name__)

_MOST_KEPT = 6_000  # characters of all answers to one question that a draft may be made of
_MOST_LINES = 1_000  # characters of what the checker says
_MARK = "relay:"  # what a reply's confirmation says, in the operator's session: which message it was delivered as


class RelayAnswers:
    """The handlers of whoever answers."""

    def __init__(
        self, knowledge: Knowledge, office: Office, manners: Manners, clock: Callable[[], float] = time.time
    ) -> None:
        self._texts = knowledge.library.texts.relay
        self._pages = RelayPages(knowledge.library)
        self._office = office
        self._manners = manners
        self._clock = clock

    async def answers(self, update: Update, context: Context) -> None:
        """A reply to a question; edited, it edits what was delivered, or is delivered at last."""
        message = message_of(update)
        key = relay_in(message.reply_to_message)
        relay = await self._office.ledger.relay(key) if key else None
        text = text_of(message).strip()
        if refusal := self._refusal(relay, text):
            await send(message, Reply(refusal), quote=True)
        elif relay is not None and update.edited_message is not None and relay.status == "answered":
            await self._mends(message, relay, text, context)
        elif relay is not None:
            await self._answers(message, relay, text, context)

    def _refusal(self, relay: Relay | None, text: str) -> str | None:
        """Why a reply does not go on to the asker, None where it does."""
        if relay is None:
            return self._texts.relay_gone
        if relay.status == "closed":
            return self._texts.relay_closed
        if not says_something(text):
            return self._texts.only_text
        length = _length(text)
        return self._pages.too_long(length) if length > ANSWER_LIMIT else None

    async def _answers(self, message: Message, relay: Relay, text: str, context: Context) -> None:
        first = relay.status == "open"
        try:
            delivered = await self._deliver(relay, self._worded(relay, text, first=first), context)
        except TelegramError as error:
            log.info("an answer could not be delivered", reason=words_of(error))
            await send(message, Reply(self._why_not(relay, error)), quote=True)
            return
        if delivered is None:
            await send(message, Reply(self._texts.group_gone), quote=True)
            return
        whole = f"{relay.answer}\n\n{text}" if relay.answer else text
        context.unit.change_relay(
            relay.key, status="answered", answer=whole[:_MOST_KEPT], answered_at=relay.answered_at or self._clock()
        )
        confirmation = await send(message, self._pages.delivered(relay.key, first=first), quote=True)
        context.session.remember_answer(message.message_id, confirmation.message_id, f"{_MARK}{delivered}")
        if first:
            page = self._pages.is_answered(relay.text, owner_of(relay))
            await put_quietly(context.bot, relay.chat_id, relay.screen_id, page)

    def _worded(self, relay: Relay, text: str, *, first: bool) -> Reply:
        """In private the question stands above: days may have passed; in a group only where no message is left."""
        owner = owner_of(relay)
        quoted = relay.text if owner is None or relay.question_id is None else None
        return self._pages.answer(text, quoted, owner, first=first)

    async def _deliver(self, relay: Relay, reply: Reply, context: Context) -> int | None:
        """Send an answer to where the question was asked; its id, or None where the bot is to be silent there.

        Raises TelegramError.
        """
        silent = False
        if owner_of(relay) is not None:
            settings = await self._manners.settings(relay.chat_id)
            silent = settings.quiet_at(self._manners.clock())
            if not settings.may_speak_in(relay.topic_id) or not await self._has_turn(relay):
                return None
        try:
            return await _send(context.bot, relay, reply, silent=silent)
        except ChatMigrated as moved:  # the group has become a supergroup, and nobody has said anything there since
            there = relay._replace(chat_id=moved.new_chat_id, question_id=None)
            context.unit.change_relay(relay.key, chat_id=moved.new_chat_id, question_id=None, screen_id=None)
            return await _send(context.bot, there, reply, silent=silent)

    async def _has_turn(self, relay: Relay) -> bool:
        """Whether the bot may speak there; an answer that somebody waits for is said however busy the group is."""
        granted = await self._manners.change(relay.chat_id, lambda memory: memory.ask_turn(relay.topic_id, urgent=True))
        return granted.turn is Turn.SPEAK

    def _why_not(self, relay: Relay, error: TelegramError) -> str:
        if not wall_of(error):
            return self._texts.not_now
        return self._texts.asker_gone if owner_of(relay) is None else self._texts.group_gone

    async def _mends(self, message: Message, relay: Relay, text: str, context: Context) -> None:
        """An answer was edited: so is what was delivered, where it is known and may still be."""
        mark = context.session.said_to(message.message_id)
        mended = False
        if mark.startswith(_MARK):
            page = self._worded(relay, text, first=True)
            try:
                mended = await edit(context.bot, relay.chat_id, int(mark.removeprefix(_MARK)), page)
            except TelegramError as error:
                log.info("an answer could not be mended", reason=words_of(error))
        if mended:
            context.unit.change_relay(relay.key, answer=text)
        await send(message, Reply(self._texts.edited if mended else self._texts.edited_not), quote=True)

    # Buttons

    async def presses(self, update: Update, context: Context) -> None:
        """A button under what the bot wrote to an operator, from any time."""
        query = update.callback_query
        screen = Screen.of(query) if query else None
        if query is None:
            raise TypeError("a handler for buttons got an update without one")
        tap = read_relay_tap(query.data or "")
        if tap is None or screen is None or query.from_user.id not in self._office.operators:
            await acknowledge(query, self._texts.notice_stale, alert=True)
            return
        relay = await self._office.ledger.relay(tap.relay)
        if relay is None:
            await acknowledge(query, self._texts.notice_gone, alert=True)
        elif tap.act is RelayAct.DRAFT:
            await self._drafts(query, relay, screen)
        elif relay.status != "open":
            answered = relay.status == "answered"
            await acknowledge(
                query, self._texts.already_answered if answered else self._texts.already_closed, alert=True
            )
            await screen.strip()
        else:
            await self._closes(query, tap, relay, screen, context)

    async def _closes(
        self, query: CallbackQuery, tap: RelayTap, relay: Relay, screen: Screen, context: Context
    ) -> None:
        """Close a question, after asking once: the asker is told."""
        if tap.act is not RelayAct.CLOSE_YES:
            await acknowledge(query)
            rows = self._pages.closing(relay.key, asks=tap.act is RelayAct.CLOSE)
            if screen.message_id is not None:
                await put_buttons(screen.bot, screen.chat_id, screen.message_id, rows)
            return
        context.unit.change_relay(relay.key, status="closed")
        await acknowledge(query, self._texts.now_closed)
        await screen.strip()
        page = self._pages.is_closed(relay.text, owner_of(relay))
        await put_quietly(context.bot, relay.chat_id, relay.screen_id, page)

    async def _drafts(self, query: CallbackQuery, relay: Relay, screen: Screen) -> None:
        """Make a draft of the answer; twice it is the same one."""
        at, by = stamp(local(self._clock())), name_of(query.from_user)
        try:
            draft = draft_of(relay.key, relay.text, relay.answer or "", by=by, at=at)
        except KnowledgeError as error:
            await acknowledge(query)
            await self._says_unfit(error.problems, screen)
            return
        if draft is None:
            await acknowledge(query, self._texts.draft_too_short, alert=True)
            return
        await acknowledge(query)
        outcome = await self._office.upkeep.teach(adding(draft))
        if outcome.problems:
            await self._says_unfit(outcome.problems, screen)
        else:
            await screen.put(self._pages.draft_made(relay.key))

    async def _says_unfit(self, problems: Sequence[str], screen: Screen) -> None:
        lines = "\n".join(problems)[:_MOST_LINES]
        await screen.anew().put(Reply(fill(self._texts.draft_refused, problems=lines)))


async def _send(bot: Bot, relay: Relay, reply: Reply, *, silent: bool) -> int:
    question_id = relay.question_id
    quoted = ReplyParameters(question_id, allow_sending_without_reply=True) if question_id else None
    thread = relay.topic_id or None
    return (await send_to(bot, relay.chat_id, reply, thread=thread, quoted=quoted, silent=silent)).message_id


def _length(text: str) -> int:
    """How long Telegram takes a text to be: UTF-16 units."""
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2
