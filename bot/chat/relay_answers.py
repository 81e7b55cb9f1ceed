"""The operators' end of a relay: a reply to the question goes back to whoever asked, or becomes a draft."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import structlog
from telegram import Bot, CallbackQuery, Message, ReplyParameters, Update
from telegram.error import BadRequest, ChatMigrated, NetworkError, TelegramError

from bot.chat.addressing import says_something, text_of
from bot.chat.context import Context
from bot.chat.drafts import name_of
from bot.chat.knowledge import Knowledge
from bot.chat.manners import Manners
from bot.chat.memory import Turn
from bot.chat.office import Office
from bot.chat.private import message_of
from bot.chat.relay_delivered import Delivered, digest_of, read_mark
from bot.chat.relay_drafts import adding, draft_of
from bot.chat.relay_places import owner_of, put_buttons, put_quietly, relay_in
from bot.chat.relays_in_hand import ANSWERING, RelaysInHand
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

_MOST_LINES = 1_000  # characters of what the checker says


class RelayAnswers:
    """The handlers of whoever answers."""

    def __init__(
        self,
        knowledge: Knowledge,
        office: Office,
        manners: Manners,
        in_hand: RelaysInHand,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._texts = knowledge.library.texts.relay
        self._pages = RelayPages(knowledge.library)
        self._office = office
        self._manners = manners
        self._in_hand = in_hand
        self._clock = clock

    async def answers(self, update: Update, context: Context) -> None:
        """A reply to a question; edited, it edits what was delivered, or is delivered at last."""
        message = message_of(update)
        key = relay_in(message.reply_to_message)
        relay = await self._standing(key, context) if key else None
        text = text_of(message).strip()
        if refusal := self._refusal(relay, text):
            await _tell(message, Reply(refusal))
        elif relay is not None and update.edited_message is not None and relay.status == "answered":
            await self._mends(message, relay, text, context)
        elif relay is not None:
            await self._answers(message, relay, text, context)

    def _refusal(self, relay: Relay | None, text: str) -> str | None:
        """Why a reply does not go on to the asker, None where it does."""
        if ended := self._ended(relay):
            return ended
        if not says_something(text):
            return self._texts.only_text
        length = _length(text)
        return self._pages.too_long(length) if length > ANSWER_LIMIT else None

    def _ended(self, relay: Relay | None) -> str | None:
        """Why a question takes no answer any more, None where it does."""
        if relay is None:
            return self._texts.relay_gone
        ended = {"closed": self._texts.relay_closed, "withdrawn": self._texts.relay_withdrawn}
        return ended.get(relay.status)

    async def _answers(self, message: Message, relay: Relay, text: str, context: Context) -> None:
        """Deliver an answer; that it could be is all that counts, what is said of it are courtesies."""
        try:
            delivered = await self._deliver(relay, text, context)
        except TelegramError as error:
            log.info("an answer could not be delivered", reason=words_of(error))
            delivered = self._why_not(relay, error)
        if isinstance(delivered, str):
            self._in_hand.let_go(relay.key, context.unit.update_id)
            await _tell(message, Reply(delivered))
            return
        context.unit.answer_relay(relay.key, text, relay.answered_at or self._clock())
        page = self._pages.delivered(relay.key, first=delivered.first)
        if not message.text:
            page = replace(page, html=f"{page.html}\n\n{self._texts.only_words}")
        confirmation = await _tell(message, page)
        context.session.remember_answer(message.message_id, confirmation, delivered.mark())
        if delivered.first:
            page = self._pages.is_answered(relay.text, owner_of(relay))
            await put_quietly(context.bot, relay.chat_id, relay.screen_id, page)

    def _worded(self, relay: Relay, text: str, *, first: bool) -> Reply:
        """In private the question stands above: days may have passed; in a group only where no message is left."""
        owner = owner_of(relay)
        quoted = relay.text if owner is None or relay.question_id is None else None
        return self._pages.answer(text, quoted, owner, first=first)

    async def _deliver(self, relay: Relay, text: str, context: Context) -> Delivered | str:
        """Send an answer to where the question was asked, or say why it cannot be. Raises TelegramError."""
        silent = False
        if owner_of(relay) is not None:
            settings = await self._manners.settings(relay.chat_id)
            silent = settings.quiet_at(self._manners.clock())
            if not settings.may_speak_in(relay.topic_id) or not await self._has_turn(relay):
                return self._texts.group_gone
        now = await self._standing(relay.key, context)
        if now is None:
            return self._texts.relay_gone
        if ended := self._ended(now):  # since the reply came
            return ended
        first = now.status == "open"
        self._in_hand.take(now.key, ANSWERING, context.unit.update_id)
        message = await self._sends(now, self._worded(now, text, first=first), context, silent=silent)
        if ended := self._ended(await self._office.ledger.relay(now.key)):  # in another process
            await _take_back(message)
            return ended
        return Delivered(message.message_id, first, digest_of(text))

    async def _sends(self, relay: Relay, reply: Reply, context: Context, *, silent: bool) -> Message:
        try:
            return await _send(context.bot, relay, reply, silent=silent)
        except ChatMigrated as moved:  # the group has become a supergroup, and nobody has said anything there since
            there = relay._replace(chat_id=moved.new_chat_id, question_id=None)
            context.unit.move_relay(relay.key, moved.new_chat_id)
            return await _send(context.bot, there, reply, silent=silent)

    async def _standing(self, key: str, context: Context) -> Relay | None:
        return await self._in_hand.standing(key, self._office.ledger, context.unit.update_id)

    async def _has_turn(self, relay: Relay) -> bool:
        """Whether the bot may speak there; an answer that somebody waits for is said however busy the group is."""
        granted = await self._manners.change(relay.chat_id, lambda memory: memory.ask_turn(relay.topic_id, urgent=True))
        return granted.turn is Turn.SPEAK

    def _why_not(self, relay: Relay, error: TelegramError) -> str:
        if not wall_of(error):
            unknown = isinstance(error, NetworkError) and not isinstance(error, BadRequest)  # it may have arrived
            return self._texts.perhaps_sent if unknown else self._texts.not_now
        return self._texts.asker_gone if owner_of(relay) is None else self._texts.group_gone

    async def _mends(self, message: Message, relay: Relay, text: str, context: Context) -> None:
        """An answer was edited: so is what was delivered, where it is known and may still be."""
        earlier = read_mark(context.session.said_to(message.message_id))
        if earlier is None or not await self._edits(relay, earlier, text, context):
            await _tell(message, Reply(self._texts.edited_not))
            return
        if before := earlier.found_in(relay.answer or ""):
            context.unit.amend_relay(relay.key, before, text)
        confirmation = await _tell(message, Reply(self._texts.edited))
        mended = replace(earlier, digest=digest_of(text))
        context.session.remember_answer(message.message_id, confirmation, mended.mark())

    async def _edits(self, relay: Relay, earlier: Delivered, text: str, context: Context) -> bool:
        """Whether what was delivered could be edited; an addition stays one."""
        page = self._worded(relay, text, first=earlier.first)
        try:
            return await edit(context.bot, relay.chat_id, earlier.message_id, page)
        except TelegramError as error:
            log.info("an answer could not be mended", reason=words_of(error))
            return False

    # Buttons

    async def presses(self, update: Update, context: Context) -> None:
        """A button under what the bot wrote to an operator, from any time."""
        query = update.callback_query
        screen = Screen.of(query) if query else None
        if query is None:
            raise TypeError("a handler for buttons got an update without one")
        tap = read_relay_tap(query.data or "")
        in_private = screen is not None and screen.owner is None
        if tap is None or screen is None or not in_private or query.from_user.id not in self._office.operators:
            await acknowledge(query, self._texts.notice_stale, alert=True)
            return
        relay = await self._standing(tap.relay, context)
        if relay is not None and tap.act is RelayAct.DRAFT:
            await self._drafts(query, relay, screen)
        elif relay is not None and relay.status == "open":
            await self._closes(query, tap, relay, screen, context)
        else:
            await self._says_past(query, relay, screen)

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
        self._in_hand.take(relay.key, "closed", context.unit.update_id)
        context.unit.close_relay(relay.key, "closed")
        owner = owner_of(relay)
        await put_quietly(context.bot, relay.chat_id, relay.screen_id, self._pages.is_closed(relay.text, owner))
        now = await self._standing(relay.key, context)
        if now is None or now.status == "open":
            await acknowledge(query, self._texts.now_closed)
            await screen.strip()
            return
        if now.status == "answered":  # in another process
            await put_quietly(context.bot, relay.chat_id, relay.screen_id, self._pages.is_answered(relay.text, owner))
        await self._says_past(query, now, screen)

    async def _says_past(self, query: CallbackQuery, relay: Relay | None, screen: Screen) -> None:
        """A question is not to be closed any more."""
        if relay is None:
            await acknowledge(query, self._texts.notice_gone, alert=True)
            return
        texts = self._texts
        past = {"answered": texts.already_answered, "closed": texts.already_closed, ANSWERING: texts.being_answered}
        await acknowledge(query, past.get(relay.status, texts.already_withdrawn), alert=True)
        if relay.status != ANSWERING:  # that may fail
            await screen.strip()

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


async def _send(bot: Bot, relay: Relay, reply: Reply, *, silent: bool) -> Message:
    question_id = relay.question_id
    quoted = ReplyParameters(question_id, allow_sending_without_reply=True) if question_id else None
    thread = relay.topic_id or None
    return await send_to(bot, relay.chat_id, reply, thread=thread, quoted=quoted, silent=silent)


async def _take_back(message: Message) -> None:
    """Delete what was delivered, where that may be done."""
    try:
        await message.delete()
    except TelegramError as error:
        log.info("an answer could not be taken back", reason=words_of(error))


async def _tell(message: Message, reply: Reply) -> int:
    """Reply to an operator, where that can be done: it must not undo what was; the message, 0 where there is none."""
    try:
        return (await send(message, reply, quote=True)).message_id
    except TelegramError as error:
        log.info("an operator could not be told", reason=words_of(error))
        return 0


def _length(text: str) -> int:
    """How long Telegram takes a text to be: UTF-16 units."""
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2
