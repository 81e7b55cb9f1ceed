"""The bot in any chat, without being there: `@bot kata`, results while somebody types."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

import structlog
from telegram import (
    InlineQuery,
    InlineQueryResult,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, RetryAfter

from bot.chat.context import Context
from bot.chat.knowledge import Knowledge
from bot.chat.masking import masked
from bot.chat.popular import Popular
from bot.chat.sending import keyboard
from bot.checklists.past import read_past
from bot.content.checklist import Checklist
from bot.content.library import checklist_name
from bot.replies.inline import Card, InlineCards
from bot.replies.links import ASK, key_in, payload_asking
from bot.scrubbing import evened
from bot.storage.protocols import Records, StorageLostError

log = structlog.stdlib.get_logger(__name__)

CHOSEN = "chosen"  # how a tapped result is kept beside the decisions on questions
_PAGE = 10  # entries that are sent at once
_MOST_ENTRIES = 40  # on all pages; with checklists and one's own result that stays under fifty
_POPULAR = 7  # with the checklists as many as a page has
_LETTERS = 3  # from which the beginning of a checklist's name may mean it
_SAME_FOR = 300  # seconds that Telegram may give everybody the same answer
_PARKED_FROM = 10  # letters that may be too long for a link (emoji are)
_LOOKED_BACK = 50  # letters: what was masked further back was whole, and its halves forgotten, that long ago
_OFFSET = re.compile(r"[1-9]0")
_SIGNS = re.compile(r"\W+\Z")
_EXPIRED = ("query is too old", "query id is invalid")
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True)
class _Answer:
    """What a query is answered with; one that is `personal` is for nobody else and is not kept by Telegram."""

    results: Sequence[InlineQueryResult] = ()
    next_offset: str = ""
    personal: bool = False
    button: InlineQueryResultsButton | None = None


class InlineChat:
    """The handlers of inline queries and of the results that are chosen."""

    def __init__(self, knowledge: Knowledge, records: Records) -> None:
        self._knowledge = knowledge
        self._library = knowledge.library
        self._records = records
        self._cards = InlineCards(knowledge.library, knowledge.pages)
        self._popular = Popular(knowledge.library, records)
        self._results: dict[str, InlineQueryResult] = {}

    async def types(self, update: Update, context: Context) -> None:
        """A query, half-typed or whole, or nothing but the bot's name."""
        query = update.inline_query
        if query is None:
            raise TypeError("a handler for inline queries got an update without one")
        if query.query.strip():
            await _give(query, await self._answer_to(query, context))
        else:
            await _give(query, self._welcome(query.offset, context))
            await self._popular.refresh()

    async def chooses(self, update: Update, context: Context) -> None:
        """A result was sent: what it answers is counted, for nobody's name."""
        chosen = update.chosen_inline_result
        if chosen is None:
            raise TypeError("a handler for chosen results got an update without one")
        name = self._library.named(chosen.result_id)
        if name in self._library.entries:
            context.unit.asked(masked(chosen.query), CHOSEN, name)

    def _welcome(self, offset: str, context: Context) -> _Answer:
        """What is asked most, and the checklists; all of it on one page."""
        if offset:
            return _Answer()
        names = (*self._popular.entry_ids(_POPULAR), *(checklist_name(one.name) for one in self._library.checklists))
        return _Answer([self._result(name, context) for name in names], button=self._button(ASK))

    async def _answer_to(self, query: InlineQuery, context: Context) -> _Answer:
        """Danger comes before everything else, and of such a text nothing is kept, here or at Telegram."""
        text, search = query.query.lstrip("/"), self._knowledge.search  # a space at the end ends the last word
        if search.alarms(text):
            whole = masked(text)
            for begun in (whole, *_diverging(whole, (text[:length] for length in range(_PARKED_FROM, len(text))))):
                context.unit.unpark(begun)
            return _Answer([] if query.offset else [_article(self._cards.crisis())], personal=True)
        start = _start(query.offset)
        if start is None:
            return _Answer()
        entry_ids = [found.entry_id for found in search.typed(text, _MOST_ENTRIES)]
        results = [self._result(entry_id, context) for entry_id in entry_ids[start : start + _PAGE]]
        following = str(start + _PAGE) if len(entry_ids) > start + _PAGE else ""
        if start:
            return _Answer(results, following)
        said = " ".join(text.casefold().split())
        meant = [one for one in self._library.checklists if _begins(said, one)]
        own = [one for one in meant if not one.private and said in _names(one)]
        before = [self._result(checklist_name(one.name), context) for one in meant]
        before += [result for one in own if (result := await self._own_result(one, query.from_user.id, context))]
        button = self._asking(text, context, known=bool(before or results))
        return _Answer([*before, *results], following, personal=bool(own), button=button)

    async def _own_result(self, checklist: Checklist, user_id: int, context: Context) -> InlineQueryResult | None:
        """The person's last result of a checklist, to be shared by them; nothing where it cannot be read."""
        try:
            found = await self._records.results(user_id, checklist.name, limit=1)
        except StorageLostError as error:
            log.info("somebody's last result could not be read", reason=str(error))
            return None
        past = read_past(found[0].result, found[0].finished_at) if found else None
        card = self._cards.own_result(checklist, past, context.bot.username) if past else None
        return _article(card) if card else None

    def _asking(self, text: str, context: Context, *, known: bool) -> InlineQueryResultsButton:
        """The button that asks the same in the private chat; a long question waits there under a key.

        The last word may be half an address yet, and waits as it is, for the button may be pressed at once; the letter
        that shows what it was lets it be forgotten.
        """
        question = masked(text)
        payload = payload_asking(question)
        for begun in _half_typed(text, question):
            if key_in(payload_asking(begun)) and not begun.startswith(question):  # the question itself is to wait
                context.unit.unpark(begun)
        if key := key_in(payload):
            context.unit.park(key, question)
        return self._button(payload, known=known)

    def _button(self, payload: str, *, known: bool = True) -> InlineQueryResultsButton:
        texts = self._library.texts.inline
        return InlineQueryResultsButton(texts.ask if known else texts.unknown, start_parameter=payload)

    def _result(self, name: str, context: Context) -> InlineQueryResult:
        """The result for an entry or a checklist, the same for everybody and made once."""
        if name not in self._results:
            self._results[name] = _article(self._cards.card(name, context.bot.username))
        return self._results[name]


class _Written(InlineQueryResult):
    """An article that is turned into a dictionary once, not for each query; nobody may change it."""

    __slots__ = ("_written",)

    def __init__(self, article: InlineQueryResultArticle) -> None:
        super().__init__(article.type, article.id)
        self._written = article.to_dict()

    def to_dict(self, recursive: bool = True) -> dict[str, object]:
        """The article as Telegram takes it."""
        return self._written


def _article(card: Card) -> InlineQueryResult:
    content = InputTextMessageContent(card.reply.html, parse_mode=ParseMode.HTML, link_preview_options=_NO_PREVIEW)
    return _Written(
        InlineQueryResultArticle(
            card.id, card.title, content, reply_markup=keyboard(card.reply), description=card.description
        )
    )


def _names(checklist: Checklist) -> tuple[str, ...]:
    return checklist.name.casefold(), checklist.label.casefold(), checklist.title.casefold()


def _begins(said: str, checklist: Checklist) -> bool:
    """Whether what is said so far may become a checklist's name."""
    return len(said) >= _LETTERS and any(name.startswith(said) for name in _names(checklist))


def _half_typed(text: str, whole: str) -> list[str]:
    """What a text may have been parked as on the way that it would not be parked as now, masked to the `whole`.

    Half-typed, an address or a number is not masked yet. Nearly always nothing is masked, and this costs nothing.
    """
    even = evened(text).casefold()
    if even == whole:
        return []
    first = _shared(even, whole)
    last = len(even) - _shared(even[:first:-1], whole[:first:-1])
    lengths = range(max(first, last - _LOOKED_BACK, _PARKED_FROM), last + 1)
    begun = _diverging(whole, (even[:length] for length in lengths))
    return [one for one in begun if not whole.startswith(_SIGNS.sub("", one))]


def _shared(one: str, other: str) -> int:
    """How many letters two texts begin with that are the same."""
    same = (at for at, (ours, theirs) in enumerate(zip(one, other, strict=False)) if ours != theirs)
    return next(same, min(len(one), len(other)))


def _diverging(whole: str, begun: Iterable[str]) -> list[str]:
    """Beginnings of a text as they are masked, where that is no beginning of the masked whole.

    Of those that begin with one another only the longest.
    """
    diverging = sorted({now for one in begun if not whole.startswith(now := masked(one))})
    return [one for one, after in zip_longest(diverging, diverging[1:], fillvalue="") if not after.startswith(one)]


def _start(offset: str) -> int | None:
    """How many entries were on the pages before; None for an offset that was never given out."""
    if not offset:
        return 0
    return int(offset) if _OFFSET.fullmatch(offset) else None


async def _give(query: InlineQuery, answer: _Answer) -> None:
    """Answer a query; one that has expired meanwhile was followed by another, or nobody waits any more."""
    try:
        await query.answer(
            answer.results,
            cache_time=0 if answer.personal else _SAME_FOR,
            is_personal=answer.personal,
            next_offset=answer.next_offset,
            button=answer.button,
        )
    except RetryAfter:
        log.info("an inline query is let go of, Telegram asks to wait")
    except BadRequest as error:
        if not any(expired in error.message.casefold() for expired in _EXPIRED):
            raise
        log.info("an inline query had expired before it was answered")
