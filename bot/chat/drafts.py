"""Answers that operators write: a draft first, then in use under the source that they name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from telegram import CallbackQuery, Message, Update, User

from bot.chat.addressing import text_of
from bot.chat.context import Context
from bot.chat.expecting import TEACH
from bot.chat.knowledge import Knowledge
from bot.chat.office import Office, Outcome
from bot.chat.private import message_of
from bot.chat.screen import Screen
from bot.chat.sending import acknowledge, send, typing
from bot.chat.unanswered import Unanswered
from bot.content.learned import BY_OPERATORS, Learned, LearnedAnswer, stamp
from bot.content.learned_file import taught
from bot.content.missing_texts import MissingTexts
from bot.content.teaching import section_for, with_answer, without_answer
from bot.content.written import LONGEST, LONGEST_TITLE, SHORTEST, Lack, UnfitError, Written, read_written
from bot.errors import KnowledgeError
from bot.replies.dates import local
from bot.replies.missing import Act, MissingPages, MissingTap, draft_key
from bot.replies.reply import Reply, fill

_QUESTIONS = 3  # of a cluster that become ways of asking for its answer
_CHANGING = frozenset({Act.PUBLISH, Act.DISCARD, Act.WITHDRAW})


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
            if what[:1] == Act.EDIT:
                reply = await self._rewrites(message, what[1:])
            else:
                reply = await self._begins(message, what[1:])
            if reply is None:  # it is not fit yet, and asked for again
                return
            context.session.settle()
            await send(message, reply)

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
        drafts = await self._all(draft=tap.act is not Act.WITHDRAW)
        if tap.act is Act.DRAFTS:
            await acknowledge(query)
            await screen.put(self._pages.drafts(drafts))
            return
        draft = next((one for one in drafts if draft_key(one) == tap.draft), None)
        if draft is None:
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

    async def _all(self, *, draft: bool = True) -> list[LearnedAnswer]:
        return [answer for answer in (await self._upkeep.learned()).answers if answer.draft == draft]

    def _page(self, draft: LearnedAnswer, said: Sequence[str] = ()) -> Reply:
        asked = draft.questions[0] if draft.questions else draft.title
        scores = self._search.explain(asked).scores
        slugs = dict.fromkeys(one.entry_id.partition("/")[0] for one in scores)
        return self._pages.draft(draft, list(slugs), said)

    def _slug(self, key: str) -> str | None:
        slug = self._library.named(key)
        known = slug is not None and self._library.article(slug) is not None
        return slug if known else BY_OPERATORS

    async def _begins(self, message: Message, key: str) -> Reply | None:
        """The first wording of an answer to a cluster."""
        cluster = await self._unanswered.cluster(key)
        if cluster is None:
            return self._pages.says(self._texts.settled)
        written = await self._read(message, cluster.text)
        if written is None:
            return None
        others = [text for text, _ in cluster.texts if text != cluster.text]
        questions = [cluster.text, *others][:_QUESTIONS]
        taken = {answer.section for answer in (await self._upkeep.learned()).answers}
        taken |= {entry_id.partition("/")[2] for entry_id in self._library.entries}
        return await self._keeps(message, written, section_for(written.title, taken), questions)

    async def _rewrites(self, message: Message, key: str) -> Reply | None:
        """Another wording of a draft."""
        draft = next((one for one in await self._all() if draft_key(one) == key), None)
        if draft is None:
            return self._pages.says(self._texts.settled)
        written = await self._read(message, draft.questions[0] if draft.questions else draft.title)
        if written is None:
            return None
        return await self._keeps(message, written, draft.section, draft.questions)

    async def _read(self, message: Message, question: str) -> Written | None:
        """What a message says as an answer; None where that was told to be unfit."""
        try:
            return read_written(text_of(message), question)
        except UnfitError as error:
            await send(message, Reply(_lack(self._texts, error.lack)))
            return None

    async def _keeps(self, message: Message, written: Written, section: str, questions: Sequence[str]) -> Reply | None:
        """Keep a draft and show it; None where the checker does not like it, which is told."""
        fields = {
            **written._asdict(),
            "details": list(written.details),
            "section": section,
            "article": BY_OPERATORS,
            "questions": list(questions),
            "by": name_of(message.from_user),
            "at": stamp(local(self._clock())),
            "draft": True,
        }
        try:
            draft = taught(LearnedAnswer, fields)
            outcome = await self._upkeep.teach(lambda learned: with_answer(learned, draft))
        except KnowledgeError as error:
            outcome = Outcome(problems=error.problems)
        if outcome.problems:
            await send(message, Reply(self._pages.lines(self._texts.unfit, outcome.problems)))
            return None
        return self._page(draft, beside(self._pages, self._texts, outcome))

    async def _publishes(self, draft: LearnedAnswer, slug: str | None, screen: Screen, context: Context) -> None:
        answer = draft.model_copy(update={"article": slug or BY_OPERATORS, "draft": False})

        def change(learned: Learned) -> Learned:
            return with_answer(without_answer(learned, draft.entry_id), answer)

        outcome = await self._upkeep.teach(change)
        if outcome.problems:
            await screen.put(self._page(draft, [self._pages.lines(self._texts.refused, outcome.problems)]))
            return
        asked = {question.casefold() for question in draft.questions}
        for cluster in await self._unanswered.clusters():
            if any(text.casefold() in asked for text in (cluster.text, *(text for text, _ in cluster.texts))):
                context.unit.settle(cluster.keys, _settling(answer))
        await screen.put(self._pages.published(answer, beside(self._pages, self._texts, outcome)))

    async def _withdraws(self, answer: LearnedAnswer, screen: Screen, context: Context) -> None:
        """An answer that is in use becomes a draft again, and its questions wait."""
        draft = answer.model_copy(update={"article": BY_OPERATORS, "draft": True})

        def change(learned: Learned) -> Learned:
            return with_answer(without_answer(learned, answer.entry_id), draft)

        outcome = await self._upkeep.teach(change)
        if outcome.problems:
            await screen.put(self._pages.says(self._pages.lines(self._texts.refused, outcome.problems)))
            return
        context.unit.unsettle(_settling(answer))
        await screen.put(self._page(draft, [self._texts.withdrawn, *beside(self._pages, self._texts, outcome)]))

    async def _discards(self, draft: LearnedAnswer, screen: Screen) -> None:
        outcome = await self._upkeep.teach(lambda learned: without_answer(learned, draft.entry_id))
        said = self._pages.lines(self._texts.refused, outcome.problems) if outcome.problems else self._texts.discarded
        await screen.put(self._pages.says(said))


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
