"""Asking a person: somebody sends a question that the bot cannot answer to the operators, sees how it stands, and may
take it back. Nothing is sent or kept before they have seen and agreed to what will be.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import structlog
from telegram import CallbackQuery, Message, Update, User
from telegram.error import TelegramError

from bot.chat.addressing import replied_to
from bot.chat.carried import has_button
from bot.chat.context import Context
from bot.chat.knowledge import Knowledge
from bot.chat.office import Office
from bot.chat.relay_places import owner_of, put_quietly, quoted_in
from bot.chat.relay_rewriting import REWRITTEN, asked_by, name_for
from bot.chat.relays_in_hand import SENT_WITHIN, RelaysInHand
from bot.chat.screen import Screen
from bot.chat.sending import acknowledge, says_already, send_to
from bot.chat.walls import words_of
from bot.replies.relay import Consent, RelayPages
from bot.replies.relay_taps import RelayAct, RelayTap, read_relay_tap, relay_keys
from bot.replies.reply import Reply
from bot.storage.protocols import Relay

log = structlog.stdlib.get_logger(__name__)

MOST_SENT = 3  # questions of one person to the operators within SENT_WITHIN


class Relaying:
    """The handlers of whoever asks."""

    def __init__(
        self, knowledge: Knowledge, office: Office, in_hand: RelaysInHand, clock: Callable[[], float] = time.time
    ) -> None:
        self._texts = knowledge.library.texts.relay
        self._pages = RelayPages(knowledge.library)
        self._office = office
        self._in_hand = in_hand
        self._clock = clock

    async def presses(self, update: Update, context: Context) -> None:
        """A button of the asker's, from any time."""
        query = update.callback_query
        screen = Screen.of(query) if query else None
        if query is None:
            raise TypeError("a handler for buttons got an update without one")
        tap = read_relay_tap(query.data or "")
        if tap is None or screen is None:
            await acknowledge(query, self._texts.stale, alert=True)
        elif tap.act in (RelayAct.CHECK, RelayAct.WITHDRAW):
            await self._follows(query, tap, context)
        elif relay := await self._sent_before(tap, query.from_user, context):
            await self._shows(query, relay, anew=True)
        elif refusal := self._refusal(query, tap, screen):
            await acknowledge(query, refusal, alert=True)
        else:
            await self._goes_on(query, tap, screen, context)

    def _refusal(self, query: CallbackQuery, tap: RelayTap, screen: Screen) -> str | None:
        """Why somebody may not press this, None where they may."""
        if not has_button(query.message, query.data or ""):
            return self._texts.stale
        return None if tap.owner == screen.owner else self._texts.not_yours

    async def _goes_on(self, query: CallbackQuery, tap: RelayTap, screen: Screen, context: Context) -> None:
        match tap.act:
            case RelayAct.OFFER:
                await self._considers(query, tap, screen, context)
            case RelayAct.SEND | RelayAct.SEND_NAMED:
                await self._agrees(query, tap, screen, context)
            case RelayAct.REWRITE:
                await acknowledge(query)
                asked = await screen.put(self._pages.asks_to_rewrite(tap.asked, screen.owner))
                context.session.expect(f"{REWRITTEN}{asked}")
            case _:
                await acknowledge(query)
                if asked_by(context.session) is not None:
                    context.session.settle()
                await screen.put(self._pages.cancelled(tap.asked, screen.owner))

    async def _considers(self, query: CallbackQuery, tap: RelayTap, screen: Screen, context: Context) -> None:
        """The offer: what would be sent? In private it is shown below, in a group in the offer's place."""
        question = await self._office.ledger.question(tap.asked)
        if not question or not self._office.operators or screen.message_id is None:
            await acknowledge(query, self._texts.stale if question else self._texts.gone, alert=True)
            return
        if await self._has_sent_enough(query.from_user.id, context):
            await acknowledge(query, self._pages.limit(MOST_SENT), alert=True)
            return
        await acknowledge(query)
        key = await self._free_key(self._keys(query, tap, question, screen, context), context)
        page = self._pages.consent(Consent(key, tap.asked, question, name_for(query.from_user), screen.owner))
        if screen.owner is None:
            await replace(screen.anew(), quoted=context.session.question_of(screen.message_id)).put(page)
        else:
            context.session.forget_answer(screen.message_id)
            await screen.put(page)

    async def _agrees(self, query: CallbackQuery, tap: RelayTap, screen: Screen, context: Context) -> None:
        """What stands in the message is sent."""
        question = quoted_in(query.message) or ""
        if tap.relay not in self._keys(query, tap, question, screen, context):
            await acknowledge(query, self._texts.stale, alert=True)
            return
        if await self._has_sent_enough(query.from_user.id, context):
            await acknowledge(query, self._pages.limit(MOST_SENT), alert=True)
            return
        await acknowledge(query)
        person = query.from_user
        who = name_for(person) if tap.act is RelayAct.SEND_NAMED else None
        notice = self._pages.notice(tap.relay, question, who, in_group=screen.owner is not None)
        if not await self._tells_operators(notice, context):
            await screen.put(self._pages.unreached(screen.owner))
            return
        self._in_hand.sent(person.id, tap.relay)
        asked = replied_to(query.message) if isinstance(query.message, Message) else None
        context.unit.relay(
            Relay(
                key=tap.relay,
                user_id=person.id,
                chat_id=screen.chat_id,
                topic_id=screen.thread or 0,
                question_id=asked.message_id if asked else None,
                screen_id=screen.message_id,
                text=question,
                named=who is not None,
            )
        )
        page = self._pages.sent(tap.relay, question, who, screen.owner)
        await put_quietly(screen.bot, screen.chat_id, screen.message_id, page)

    async def _tells_operators(self, notice: Reply, context: Context) -> bool:
        """Whether at least one operator got it."""
        reached = False
        for operator in sorted(self._office.operators):
            try:
                await send_to(context.bot, operator, notice)
                reached = True
            except TelegramError as error:
                log.info("an operator could not be written to", reason=words_of(error))
        return reached

    async def _has_sent_enough(self, user_id: int, context: Context) -> bool:
        known = self._in_hand.sent_by(user_id)
        return max(known, await self._office.ledger.sent_relays(user_id, self._clock() - SENT_WITHIN)) >= MOST_SENT

    def _keys(
        self, query: CallbackQuery, tap: RelayTap, question: str, screen: Screen, context: Context
    ) -> Iterator[str]:
        return relay_keys(context.bot.token, screen.chat_id, query.from_user.id, tap.asked, question)

    async def _free_key(self, keys: Iterator[str], context: Context) -> str:
        """The first key under which nothing was sent and taken back; after that a question may be sent again."""
        key = ""
        for key in keys:
            relay = await self._standing(key, context)
            if relay is None or relay.status != "withdrawn":
                break
        return key

    async def _standing(self, key: str, context: Context) -> Relay | None:
        return await self._in_hand.standing(key, self._office.ledger, context.unit.update_id)

    # How it stands

    async def _sent_before(self, tap: RelayTap, person: User, context: Context) -> Relay | None:
        """What was sent already with just this consent."""
        if tap.act not in (RelayAct.SEND, RelayAct.SEND_NAMED):
            return None
        relay = await self._standing(tap.relay, context)
        return relay if relay and relay.user_id == person.id else None

    async def _follows(self, query: CallbackQuery, tap: RelayTap, context: Context) -> None:
        """How does it stand? Or: it is to be taken back."""
        relay = await self._standing(tap.relay, context)
        if relay is None:
            await acknowledge(query, self._texts.gone, alert=True)
        elif relay.user_id != query.from_user.id:
            await acknowledge(query, self._texts.not_yours, alert=True)
        elif tap.act is RelayAct.WITHDRAW and relay.status == "open":
            await self._withdraws(query, relay, context)
        else:
            await self._shows(query, relay)

    async def _withdraws(self, query: CallbackQuery, relay: Relay, context: Context) -> None:
        """It is taken back, unless another process has just delivered an answer."""
        self._in_hand.take(relay.key, "withdrawn", context.unit.update_id)
        context.unit.close_relay(relay.key, "withdrawn")
        await self._puts(query, relay, self._pages.withdrawn(relay.text, owner_of(relay)))
        now = await self._standing(relay.key, context)
        if now is not None and now.status == "answered":
            await self._shows(query, now)
        else:
            await acknowledge(query, self._texts.is_withdrawn)

    async def _shows(self, query: CallbackQuery, relay: Relay, *, anew: bool = False) -> None:
        """How a relay stands: in an alert, and in a message that shows something of before; with `anew`, all does."""
        at = relay.answered_at if relay.status == "answered" and relay.answered_at else relay.sent_at
        await acknowledge(query, self._pages.status(relay.status, at), alert=True)
        if relay.status == "answered":
            await self._puts(query, relay, self._pages.is_answered(relay.text, owner_of(relay)))
        elif relay.status == "open" and anew:
            who = name_for(query.from_user) if relay.named else None
            await self._puts(query, relay, self._pages.sent(relay.key, relay.text, who, owner_of(relay)))

    async def _puts(self, query: CallbackQuery, relay: Relay, page: Reply) -> None:
        """Show how a relay stands: where the button was, or where there was none, in the message made for it."""
        chat_id, message_id = relay.chat_id, relay.screen_id
        if query.message is not None and has_button(query.message, query.data or ""):
            chat_id, message_id = query.message.chat.id, query.message.message_id
        shown = query.message
        if isinstance(shown, Message) and shown.message_id == message_id and says_already(shown, page):
            return  # an older button of the same message
        await put_quietly(query.get_bot(), chat_id, message_id, page)
