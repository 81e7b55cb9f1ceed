"""What somebody may see and erase of what is kept of them: /riwayat, /privasi, /hapusdata."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from telegram import Update

from bot.chat.context import Context
from bot.chat.knowledge import Knowledge
from bot.chat.private import message_of
from bot.chat.screen import Screen
from bot.chat.sending import acknowledge, send
from bot.checklists.past import read_past
from bot.replies.personal import KEEP, PersonalPages, may_erase
from bot.replies.reply import Reply
from bot.storage.protocols import Records

_MOST_RESULTS = 100


class Personal:
    """The handlers of a person's own data.

    `kept` says of whom each table tells and for how many days it keeps a row; raises KnowledgeError where the texts do
    not tell people of a table.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        records: Records,
        kept: Mapping[str, Mapping[str, int | None]],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._clock = clock
        self._stale = knowledge.library.texts.faults.stale_button
        self._pages = PersonalPages(knowledge.library)
        self._texts = knowledge.library.texts.personal
        self._records = records
        self._privacy = self._pages.privacy(kept)

    async def looks_back(self, update: Update, context: Context) -> None:
        """/riwayat."""
        found = await self._records.results(context.unit.conversation.user_id, limit=_MOST_RESULTS)
        past = [(one.checklist, known) for one in found if (known := read_past(one.result, one.finished_at))]
        await send(message_of(update), self._pages.history(past))

    async def asks_what_is_kept(self, update: Update, context: Context) -> None:
        """/privasi and /privacy."""
        await send(message_of(update), self._privacy)

    async def asks_to_erase(self, update: Update, context: Context) -> None:
        """/hapusdata: asks once."""
        await send(message_of(update), self._pages.asks_to_erase(self._clock()))

    async def decides(self, update: Update, context: Context) -> None:
        """The answer to whether all is to be erased."""
        query = update.callback_query
        screen = Screen.of(query) if query else None
        if query is None or screen is None:
            raise TypeError("a handler for buttons got an update without one")
        if query.data == KEEP:
            await acknowledge(query)
            await screen.put(Reply(self._texts.kept_all))
            return
        if not may_erase(query.data or "", self._clock()):
            await acknowledge(query, self._stale, alert=True)
            return
        user_id = query.from_user.id
        held = await self._records.held(user_id)
        if not any(held.values()):  # said beside the message: a second press must not hide what the first has erased
            await acknowledge(query, self._texts.erased_nothing, alert=True)
            return
        await acknowledge(query)
        context.unit.erase(user_id)
        await screen.put(self._pages.erased(held))
