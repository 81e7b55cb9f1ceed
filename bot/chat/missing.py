"""/belum: operators see what found no answer, and make something of it: a phrasing, an answer, nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from telegram import CallbackQuery, Update
from telegram.constants import ParseMode

from bot.chat.addressing import text_of
from bot.chat.context import Context
from bot.chat.drafts import Drafts, beside, name_of
from bot.chat.expecting import TEACH
from bot.chat.knowledge import Knowledge
from bot.chat.office import Office, Outcome
from bot.chat.private import message_of
from bot.chat.screen import Screen
from bot.chat.sending import acknowledge, send, typing
from bot.chat.unanswered import DAYS, Unanswered
from bot.checklists.typed import is_command_word
from bot.content.learned import FILE, Learned, stamp
from bot.content.learned_file import learned_text
from bot.content.library import short_key
from bot.content.teaching import unquoted, with_phrasing, without_phrasing
from bot.errors import KnowledgeError
from bot.replies.dates import local
from bot.replies.missing import Act, MissingPages, MissingTap, read_missing_tap
from bot.replies.reply import Reply, fill
from bot.report.clusters import Cluster
from bot.search.decide import Decision
from bot.storage.protocols import IGNORED

_NEAREST = 4
_ABOUT_DRAFTS = frozenset(
    {Act.DRAFTS, Act.VIEW, Act.SOURCES, Act.PUBLISH, Act.EDIT, Act.DISCARD, Act.WITHDRAW, Act.CANCEL}
)


class MissingQuestions:
    """The handlers of /belum."""

    def __init__(self, knowledge: Knowledge, office: Office, clock: Callable[[], float] = time.time) -> None:
        self._library = knowledge.library
        self._search = knowledge.search
        self._office = office
        self._texts = knowledge.library.texts.missing
        self._stale = knowledge.library.texts.faults.stale_button
        self._pages = MissingPages(knowledge.library)
        self._clock = clock
        self._unanswered = Unanswered(knowledge, office, clock)
        self._drafts = Drafts(knowledge, office, self._unanswered, self._pages, clock)

    async def asks(self, update: Update, context: Context) -> None:
        """/belum."""
        message = message_of(update)
        async with typing(message):
            await send(message, await self._list(0, ()))

    async def writes(self, update: Update, context: Context) -> None:
        """The answer that an operator was asked to write; danger comes before everything else."""
        message = message_of(update)
        text = text_of(message)
        if is_command_word(text) == "cancel":
            await self.gives_up(update, context)
            return
        # Long answers may look like danger by their form, so its words must be there too.
        if self._search.cries(text) and self._search.ask(text).decision is Decision.CRISIS:
            context.session.settle()
            await send(message, Reply(self._library.texts.crisis))
            return
        await self._drafts.writes(update, context)

    async def edits(self, update: Update, context: Context) -> None:
        """A message that became a draft was edited."""
        await self._drafts.edits(update, context)

    async def gives_up(self, update: Update, context: Context) -> None:
        """/batal, while an answer is waited for."""
        await self._drafts.gives_up(update, context)

    async def presses(self, update: Update, context: Context) -> None:
        """A button of /belum; where somebody else got hold of one, nothing happens."""
        query = update.callback_query
        screen = Screen.of(query) if query else None
        if query is None or screen is None:
            raise TypeError("a handler for buttons got an update without one")
        tap = read_missing_tap(query.data or "")
        if tap is None or query.from_user.id not in self._office.operators or screen.chat_id != query.from_user.id:
            await acknowledge(query, self._stale, alert=True)
            return
        match tap.act:
            case Act.LIST:
                await acknowledge(query)
                await screen.put(await self._list(tap.page, ()))
            case Act.FILE:
                await self._sends_file(query, screen)
            case Act.UNDO:
                await self._undoes(query, tap, screen, context)
            case _ if tap.act in _ABOUT_DRAFTS:
                await self._drafts.presses(query, tap, screen, context)
            case _:
                await self._makes_of(query, tap, screen, context)

    async def _makes_of(self, query: CallbackQuery, tap: MissingTap, screen: Screen, context: Context) -> None:
        """Whatever is about one cluster, which somebody else may have settled meanwhile."""
        cluster = await self._unanswered.cluster(tap.first)
        if cluster is None:
            await acknowledge(query, self._texts.settled, alert=True)
            await screen.put(await self._list(0, ()))
            return
        page = self._pages.cluster(cluster, tap.first, self._nearest(cluster))
        if tap.act is Act.OPEN:
            await acknowledge(query)
            await screen.put(page)
        elif (tap.words or tap.entry) != short_key(cluster.text):  # others came to it: what was shown is no more
            await acknowledge(query, self._texts.changed, alert=True)
            await screen.put(page)
        else:
            await self._does(query, tap, cluster, screen, context)

    async def _does(
        self, query: CallbackQuery, tap: MissingTap, cluster: Cluster, screen: Screen, context: Context
    ) -> None:
        """What an operator wants of a cluster that is as it was shown."""
        if tap.act is Act.ACCEPT:
            await self._accepts(query, tap, cluster, screen, context)
            return
        await acknowledge(query, self._texts.ignored if tap.act is Act.IGNORE else None)
        match tap.act:
            case Act.IGNORE:
                context.unit.settle(cluster.keys, IGNORED)
                await screen.put(await self._list(0, cluster.keys))
            case Act.WRITE:
                context.session.expect(f"{TEACH}{Act.WRITE}{tap.first}")
                await screen.anew().put(self._pages.asks_answer(cluster.text))
            case Act.ENTRIES if article := self._library.article(self._library.named(tap.entry) or ""):
                await screen.put(self._pages.entries(tap, article))
            case _:
                await screen.put(self._pages.articles(tap.first, short_key(cluster.text)))

    async def _accepts(
        self, query: CallbackQuery, tap: MissingTap, cluster: Cluster, screen: Screen, context: Context
    ) -> None:
        """A cluster's question becomes a phrasing of an entry."""
        entry_id = self._library.named(tap.entry) or ""
        if entry_id not in self._library.entries:
            await acknowledge(query, self._stale, alert=True)
            return
        await acknowledge(query, self._texts.checking)
        text = unquoted(cluster.text)
        by, at = name_of(query.from_user), stamp(local(self._clock()))

        def change(learned: Learned) -> Learned:
            return with_phrasing(learned, entry_id, text, by, at)

        try:
            outcome = await self._office.upkeep.teach(change)
        except KnowledgeError as error:
            outcome = Outcome(problems=error.problems)
        if outcome.problems:
            await screen.put(self._pages.says(self._pages.lines(self._texts.refused, outcome.problems)))
            return
        context.unit.settle(cluster.keys, _settling(tap.first))
        said = beside(self._pages, self._texts, outcome)
        await screen.put_quietly(self._pages.taught(text, tap.first, entry_id, said))

    async def _undoes(self, query: CallbackQuery, tap: MissingTap, screen: Screen, context: Context) -> None:
        """A phrasing that was just accepted is taken back, and its question waits again."""
        entry_id = self._library.named(tap.entry) or ""
        learned = await self._office.upkeep.learned()
        of_entry = (one.text for one in learned.phrasings if one.entry == entry_id)
        text = next((one for one in of_entry if short_key(one) == tap.words), None)
        if text is None:  # it is taken back already, perhaps by this very update before a crash
            context.unit.unsettle(_settling(tap.first))
            await acknowledge(query, self._texts.settled, alert=True)
            return
        await acknowledge(query, self._texts.checking)
        outcome = await self._office.upkeep.teach(lambda now: without_phrasing(now, entry_id, text))
        if outcome.problems:
            await screen.put(self._pages.says(self._pages.lines(self._texts.refused, outcome.problems)))
            return
        context.unit.unsettle(_settling(tap.first))
        await screen.put_quietly(self._pages.says(fill(self._texts.undone, text=text)))

    async def _sends_file(self, query: CallbackQuery, screen: Screen) -> None:
        """All that was taught, as it is in use."""
        learned = await self._office.upkeep.learned()
        if not (learned.phrasings or learned.answers):
            await acknowledge(query, self._texts.file_empty, alert=True)
            return
        await acknowledge(query)
        await query.get_bot().send_document(
            screen.chat_id,
            learned_text(learned).encode(),
            filename=FILE,
            caption=self._texts.file_caption,
            parse_mode=ParseMode.HTML,
        )

    async def _list(self, page: int, without: Sequence[str]) -> Reply:
        """The list, without the questions that this update settles."""
        clusters = [cluster for cluster in await self._unanswered.clusters() if cluster.keys[0] not in without]
        drafts = sum(answer.draft for answer in (await self._office.upkeep.learned()).answers)
        return self._pages.list(clusters, DAYS, page, drafts)

    def _nearest(self, cluster: Cluster) -> list[str]:
        """The entries that a cluster may have meant, without those that were refused."""
        refused = {entry_id for entry_id, _ in cluster.given}
        scores = self._search.explain(cluster.text).scores
        return [one.entry_id for one in scores if one.entry_id not in refused][:_NEAREST]


def _settling(key: str) -> str:
    """What stands for a phrasing where questions are noted as settled by it."""
    return f"p:{key}"
