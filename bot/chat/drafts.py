"""Answers that operators write: a draft first, then in use under the source that they name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from telegram import CallbackQuery, Message, Update, User

from bot.chat.addressing import text_of
from bot.chat.context import Context
from bot.chat.expecting import TEACH
from bot.chat.knowledge import Knowledge
from bot.chat.office import Office, Outcome
from bot.chat.private import message_of
from bot.chat.relay_drafts import OF_RELAY
from bot.chat.screen import Screen
from bot.chat.sending import acknowledge, edit, send, typing
from bot.chat.unanswered import Unanswered
from bot.content.checks import same_question
from bot.content.learned import BY_OPERATORS, Learned, LearnedAnswer, stamp
from bot.content.learned_file import taught
from bot.content.missing_texts import MissingTexts
from bot.content.teaching import section_for, with_answer, without_answer
from bot.content.written import (
    LONGEST,
    LONGEST_POINT,
    LONGEST_TITLE,
    MOST_POINTS,
    SHORTEST,
    Lack,
    UnfitError,
    Written,
    read_written,
)
from bot.errors import KnowledgeError
from bot.replies.dates import local
from bot.replies.missing import Act, MissingPages, MissingTap, draft_key
from bot.replies.reply import Reply, fill
from bot.report.clusters import Cluster
from bot.scrubbing import without_masks

_QUESTIONS = 3  # of a cluster that become ways of asking for its answer
_CHANGING = frozenset({Act.PUBLISH, Act.DISCARD, Act.WITHDRAW})


class _Kept(NamedTuple):
    """A draft that is kept: the page that shows it, and its short key ("" where there is none any more)."""

    page: Reply
    draft: str


class Drafts:
    """What operators write, from their message to the published answer."""

    def __init__(
        self,
        knowledge: Knowledge,
        office: Office,
        unanswered: Unanswered,
        pages: MissingPages,
        clock: Callable[[], float],
    ) -> None:
        self._library = knowledge.library
        self._search = knowledge.search
        self._texts = knowledge.library.texts.missing
        self._upkeep = office.upkeep
        self._unanswered = unanswered
        self._pages = pages
        self._clock = clock

    async def writes(self, update: Update, context: Context) -> None:
        """A message that was asked for: a new draft for a cluster, or another wording of a draft."""
        message = message_of(update)
        what = (context.session.expects or "").removeprefix(TEACH)
        async with typing(message):
            begun = what[:1] != Act.EDIT
            kept = await (self._begins(message, what[1:]) if begun else self._rewrites(message, what[1:]))
            if kept is None:  # it is not fit yet, and asked for again
                return
            context.session.settle()
            shown = await send(message, kept.page)
            context.session.remember_answer(message.message_id, shown.message_id, f"{TEACH}{kept.draft}")

    async def edits(self, update: Update, context: Context) -> None:
        """A message that became a draft was edited: so is the draft, and the message that shows it."""
        message = message_of(update)
        mark, shown = (known(message.message_id) for known in (context.session.said_to, context.session.answer_to))
        async with typing(message):
            kept = await self._rewrites(message, str(mark).removeprefix(TEACH))
            if kept and not (isinstance(shown, int) and await edit(context.bot, message.chat_id, shown, kept.page)):
                await send(message, kept.page)

    async def gives_up(self, update: Update, context: Context) -> None:
        """/batal, while an answer is waited for."""
        context.session.settle()
        await send(message_of(update), self._pages.says(self._texts.cancelled))

    async def presses(self, query: CallbackQuery, tap: MissingTap, screen: Screen, context: Context) -> None:
        """A button about drafts."""
        if tap.act is Act.CANCEL:
            context.session.settle()
            await acknowledge(query)
            await screen.put(self._pages.says(self._texts.cancelled))
            return
        answers = (await self._upkeep.learned()).answers
        if tap.act is Act.DRAFTS:
            await acknowledge(query)
            await screen.put(self._pages.drafts([answer for answer in answers if answer.draft]))
            return
        draft = next((one for one in answers if draft_key(one) == tap.draft), None)
        # An update that comes again after a crash finds its answer published, and has still to settle its questions.
        if draft is None or (draft.draft == (tap.act is Act.WITHDRAW) and tap.act is not Act.PUBLISH):
            await acknowledge(query, self._texts.settled, alert=True)
            return
        await acknowledge(query, self._texts.checking if tap.act in _CHANGING else None)
        match tap.act:
            case Act.WITHDRAW:
                await self._withdraws(draft, screen, context)
            case Act.PUBLISH:
                await self._publishes(draft, self._slug(tap.article), screen, context)
            case Act.DISCARD:
                await self._discards(draft, screen)
            case Act.SOURCES:
                await screen.put(self._pages.sources(tap.draft))
            case Act.EDIT:
                context.session.expect(f"{TEACH}{Act.EDIT}{tap.draft}")
                await screen.anew().put(self._pages.asks_answer(draft.title))
            case _:
                await screen.put(self._page(draft))

    def _page(self, draft: LearnedAnswer, said: Sequence[str] = ()) -> Reply:
        asked = draft.questions[0] if draft.questions else draft.title
        scores = self._search.explain(asked).scores
        slugs = dict.fromkeys(one.entry_id.partition("/")[0] for one in scores)
        return self._pages.draft(draft, list(slugs), said)

    def _slug(self, key: str) -> str | None:
        slug = self._library.named(key)
        known = slug is not None and self._library.article(slug) is not None
        return slug if known else BY_OPERATORS

    async def _begins(self, message: Message, key: str) -> _Kept | None:
        """The first wording of an answer to a cluster."""
        cluster = await self._unanswered.cluster(key)
        if cluster is None:
            return _Kept(self._pages.says(self._texts.settled), "")
        written = await self._read(message, cluster.text)
        if written is None:
            return None
        questions = self._ways_of_asking(cluster, written.title)

        def draft(learned: Learned) -> LearnedAnswer:
            made = self._made(message, written, "", questions)
            same = (one for one in learned.answers if one.draft and _says(one) == _says(made))
            taken = {answer.section for answer in learned.answers}
            taken |= {entry_id.partition("/")[2] for entry_id in self._library.entries}
            section = next((one.section for one in same), None) or section_for(written.title, taken)
            return made.model_copy(update={"section": section})

        return await self._keeps(message, draft)

    def _ways_of_asking(self, cluster: Cluster, title: str) -> list[str]:
        """The questions of a cluster that are asked nowhere else yet, each once; its title where there is none."""
        known = {same_question(phrasing.text) for phrasing in self._library.phrasings}
        texts = (cluster.text, *(without_masks(text) for text, _ in cluster.texts), title)
        found = {same_question(text): text for text in reversed(texts) if same_question(text) not in {"", *known}}
        ways = list(reversed(found.values()))
        return ([way for way in ways if way != title] or ways)[:_QUESTIONS]

    async def _rewrites(self, message: Message, key: str) -> _Kept | None:
        """Another wording of a draft."""
        answers = (await self._upkeep.learned()).answers
        known = next((one for one in answers if one.draft and draft_key(one) == key), None)
        if known is None:
            return _Kept(self._pages.says(self._texts.settled), "")
        written = await self._read(message, known.questions[0] if known.questions else known.title)
        if written is None:
            return None
        # The words of whoever sent a question go as soon as the operator has put it into their own.
        questions = [written.title] if known.section.startswith(OF_RELAY) else known.questions
        return await self._keeps(message, lambda _: self._made(message, written, known.section, questions))

    async def _read(self, message: Message, question: str) -> Written | None:
        """What a message says as an answer; None where that was told to be unfit."""
        try:
            return read_written(text_of(message), question)
        except UnfitError as error:
            await send(message, Reply(_lack(self._texts, error.lack)))
            return None

    def _made(self, message: Message, written: Written, section: str, questions: Sequence[str]) -> LearnedAnswer:
        """A draft of these words; raises KnowledgeError."""
        fields = {
            **written._asdict(),
            "details": list(written.details),
            "section": section or "baru",
            "article": BY_OPERATORS,
            "questions": list(questions),
            "by": name_of(message.from_user),
            "at": stamp(local(self._clock())),
            "draft": True,
        }
        return taught(LearnedAnswer, fields)

    async def _keeps(self, message: Message, draft: Callable[[Learned], LearnedAnswer]) -> _Kept | None:
        """Keep a draft and show it; None where the checker does not like it, which is told.

        A draft that was published meanwhile stays as it is.
        """
        kept: list[LearnedAnswer] = []

        def change(learned: Learned) -> Learned:
            made = draft(learned)
            kept[:] = [made]
            published = any(one.section == made.section and not one.draft for one in learned.answers)
            return learned if published else with_answer(learned, made)

        try:
            outcome = await self._upkeep.teach(change)
        except KnowledgeError as error:
            outcome = Outcome(problems=error.problems)
        if outcome.problems:
            await send(message, Reply(self._pages.lines(self._texts.unfit, outcome.problems)))
            return None
        page = self._page(kept[0], beside(self._pages, self._texts, outcome))
        return _Kept(page, draft_key(kept[0]))

    async def _publishes(self, draft: LearnedAnswer, slug: str | None, screen: Screen, context: Context) -> None:
        answer = draft.model_copy(update={"article": slug or BY_OPERATORS, "draft": False}) if draft.draft else draft

        def change(learned: Learned) -> Learned:
            return with_answer(without_answer(learned, draft.entry_id), answer) if draft.draft else learned

        outcome = await self._upkeep.teach(change)
        if outcome.problems:
            await screen.put(self._page(draft, [self._pages.lines(self._texts.refused, outcome.problems)]))
            return
        asked = {same_question(question) for question in draft.questions}
        for cluster in await self._unanswered.clusters():
            if any(same_question(without_masks(text)) in asked for text, _ in cluster.texts):
                context.unit.settle(cluster.keys, _settling(answer))
        await screen.put_quietly(self._pages.published(answer, beside(self._pages, self._texts, outcome)))

    async def _withdraws(self, answer: LearnedAnswer, screen: Screen, context: Context) -> None:
        """An answer that is in use becomes a draft again, with every way of asking for it; its questions wait."""
        phrasings = (one.text for one in (await self._upkeep.learned()).phrasings if one.entry == answer.entry_id)
        ways = {same_question(text): text for text in (*answer.questions, *phrasings)}
        draft = answer.model_copy(update={"article": BY_OPERATORS, "draft": True, "questions": list(ways.values())})

        def change(learned: Learned) -> Learned:
            return with_answer(without_answer(learned, answer.entry_id), draft)

        outcome = await self._upkeep.teach(change)
        if outcome.problems:
            await screen.put(self._pages.says(self._pages.lines(self._texts.refused, outcome.problems)))
            return
        context.unit.unsettle(_settling(answer))
        await screen.put_quietly(self._page(draft, [self._texts.withdrawn, *beside(self._pages, self._texts, outcome)]))

    async def _discards(self, draft: LearnedAnswer, screen: Screen) -> None:
        outcome = await self._upkeep.teach(lambda learned: without_answer(learned, draft.entry_id))
        said = self._pages.lines(self._texts.refused, outcome.problems) if outcome.problems else self._texts.discarded
        await screen.put_quietly(self._pages.says(said))


def beside(pages: MissingPages, texts: MissingTexts, outcome: Outcome) -> list[str]:
    """What is to be said beside a success."""
    said = []
    if outcome.warnings:
        said.append(pages.lines(texts.warnings, outcome.warnings))
    if not outcome.kept:
        said.append(texts.not_kept)
    return said


def name_of(person: User | None) -> str:
    """Who taught something, as learned.yaml says it."""
    return (" ".join(person.full_name.split())[:80] if person else "") or "pengelola"


def _says(answer: LearnedAnswer) -> tuple[object, ...]:
    """What makes two drafts the same: an update that comes again makes no second one."""
    return answer.title, answer.short, answer.details, answer.questions


def _settling(answer: LearnedAnswer) -> str:
    """What stands for an answer where questions are noted as settled by it."""
    return f"a:{draft_key(answer)}"


def _lack(texts: MissingTexts, lack: Lack) -> str:
    match lack:
        case Lack.TITLE_TOO_LONG:
            return fill(texts.title_too_long, most=LONGEST_TITLE)
        case Lack.TOO_LONG:
            return fill(texts.too_long, most=LONGEST)
        case Lack.TOO_SHORT:
            return fill(texts.too_short, least=SHORTEST)
        case Lack.POINT_TOO_LONG:
            return fill(texts.point_too_long, most=LONGEST_POINT)
        case Lack.TOO_MANY_POINTS:
            return fill(texts.too_many_points, most=MOST_POINTS)
