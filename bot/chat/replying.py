"""A message while a checklist is walked: an answer, a question in between, a word such as "kembali", a cry for help."""

from __future__ import annotations

from telegram import Message, Update

from bot.chat.addressing import text_of
from bot.chat.asking import Asking
from bot.chat.context import Context
from bot.chat.going import Going
from bot.chat.groups import GroupChat
from bot.chat.knowledge import Knowledge
from bot.chat.private import message_of
from bot.chat.screen import Screen
from bot.chat.sending import send
from bot.chat.walks import Walks
from bot.checklists.answers import Answer
from bot.checklists.money import AmountError, Reason
from bot.checklists.reading import NOTHING, read_answer, read_figures
from bot.checklists.typed import is_command_word
from bot.checklists.walk import current
from bot.content.checklist import Kind, Step
from bot.replies.reply import Reply, fill
from bot.replies.steps import Place
from bot.search.decide import Decision
from bot.search.engine import Verdict

_TELLING = 3  # words of a message without a question in it that may still be one


class ChecklistReplies:
    """The handler of what is typed while a checklist is walked."""

    def __init__(self, knowledge: Knowledge, asking: Asking, walks: Walks, group: GroupChat) -> None:
        self._knowledge = knowledge
        self._asking = asking
        self._walks = walks
        self._texts = knowledge.library.texts.checklist
        self._group = group

    async def types(self, update: Update, context: Context) -> None:
        """A message: danger comes before everything else, an answer before a question."""
        message = message_of(update)
        text = text_of(message)
        going = self._walks.goings(context).walking
        step = current(going.checklist, going.walk) if going else None
        if going is None or step is None:
            raise LookupError("a handler for answers got a message of somebody who walks no checklist")
        screen = Screen.after(message)
        word = is_command_word(text)
        word = None if word == "start" else word  # it has begun, and "siap" may be an answer
        answer = NOTHING if word else read_answer(text, step, self._knowledge.library.words.slang)
        verdict = self._knowledge.search.ask(text)
        clear = word is not None or answer is not NOTHING
        if verdict.decision is Decision.CRISIS and (not clear or self._knowledge.search.cries(text)):
            await self._walks.cares(going, self._knowledge.library.texts.crisis, screen, context)
        elif word:
            await self._obeys(word, going, screen, context)
        elif answer is not NOTHING:
            await self._takes(going, step, answer, message, context)
        elif self._is_no_answer(text, verdict):
            await self._answers(text, going, message, context)
        else:
            await self._helps(text, going, step, message, context)

    async def _obeys(self, word: str, going: Going, screen: Screen, context: Context) -> None:
        if word == "cancel":
            await screen.put(self._walks.steps.cancels(going.checklist, Place(going.run, screen.owner)))
            return
        await screen.clear(going.message)
        match word:
            case "back":
                await self._walks.goes_back(going, screen, context)
            case "later":
                await self._walks.rests(going, screen, context)
            case "restart":
                place = Place(going.run, screen.owner)
                going.message = await screen.put(self._walks.steps.unfinished(going.checklist, going.walk, place))
                self._walks.goings(context).keep(going, walking=True)
            case _:
                await self._walks.shows(going, screen, context)

    def _is_no_answer(self, text: str, verdict: Verdict) -> bool:
        """Whether a message that is no clear answer is meant as something else: a question, thanks, a sigh."""
        if verdict.small_talk:
            return verdict.small_talk.between
        told = verdict.decision is Decision.ANSWER and len(text.split()) >= _TELLING
        return told or self._asks(text)

    async def _takes(self, going: Going, step: Step, answer: Answer, message: Message, context: Context) -> None:
        """A typed answer; the next step stands below it, and the message that asked goes."""
        screen = Screen.after(message)
        asked = going.message
        going.typed = (*going.typed, message.message_id)
        if step.kind is Kind.MANY and going.marked:
            wanted = {*going.marked, *answer}
            answer = [choice.id for choice in step.choices if choice.id in wanted]
        await self._walks.takes(going, step, answer, screen, context)
        await screen.clear(asked)

    async def _answers(self, text: str, going: Going, message: Message, context: Context) -> None:
        """A question in between: its answer, then the step once more."""
        if Screen.after(message).owner is not None:
            await self._group.answers_between(message, text, context)
        else:
            _, reply = self._asking.reply_to(text, context, keep=False)
            await self._asking.answer(message, reply, context, edited=False)
        asked = going.message
        screen = Screen.after(message)
        await self._walks.shows(going, screen, context, self._texts.going_on)
        await screen.clear(asked)

    async def _helps(self, text: str, going: Going, step: Step, message: Message, context: Context) -> None:
        """What was typed is no answer: say what would be one, and show the step again; an edit may mend it."""
        asked = going.message
        going.refused = message.message_id
        screen = Screen.after(message)
        await self._walks.shows(going, screen, context, self._help_for(text, step))
        await screen.clear(asked)

    def _help_for(self, text: str, step: Step) -> str:
        """What is missing, where that can be told; else what the step takes."""
        texts = self._texts
        try:
            read_figures(text, step)
        except AmountError as error:
            if step.kind is Kind.RATE and error.reason is not Reason.NOTHING:
                return texts.no_such_rate
            if error.reason is Reason.UNIT_MISSING:
                return texts.unit_missing
            if step.kind is Kind.AMOUNTS and error.reason is Reason.TOO_FEW:
                return fill(texts.too_few, least=step.least)
            if step.kind is Kind.AMOUNTS and error.reason is Reason.TOO_MANY:
                return fill(texts.too_many, most=step.most)
        return self._walks.steps.help(step)

    def _asks(self, text: str) -> bool:
        words = text.casefold().replace("?", " ?").split()
        return "?" in words or not self._knowledge.library.words.question_words.isdisjoint(words)

    async def edits_answer(self, update: Update, context: Context) -> None:
        """An edit of a message that was an answer: it stays as it was, and there is a button for that."""
        message = message_of(update)
        screen = Screen.after(message)
        verdict = self._knowledge.search.ask(text_of(message))
        if verdict.decision is Decision.CRISIS:
            await screen.put(Reply(self._knowledge.library.texts.crisis))
            return
        await send(message, Reply(self._texts.edited), quote=screen.owner is not None)
