"""A message while a checklist is walked: an answer, a question in between, a word such as "kembali", a cry for help."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from enum import Enum

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.ext import BaseHandler, filters

from bot.chat.asking import Asking
from bot.chat.context import Context
from bot.chat.going import Going, Goings
from bot.chat.knowledge import Knowledge
from bot.chat.private import message_of
from bot.chat.screen import Screen
from bot.chat.sending import send
from bot.chat.walks import Walks
from bot.checklists.answers import Answer, fits, kept_amounts
from bot.checklists.money import AmountError, Reason, read_amounts, read_orders, read_range, read_rate
from bot.checklists.typed import is_command_word, is_skip, read_choice, read_many
from bot.checklists.walk import Walk, current
from bot.content.checklist import Kind, Step
from bot.content.library import Library
from bot.replies.reply import Reply, fill
from bot.replies.steps import Place
from bot.search.decide import Decision
from bot.storage.protocols import unit_in_hand


class _Nothing(Enum):
    """No answer."""

    YET = "yet"


NOTHING = _Nothing.YET


class WalkingHandler(BaseHandler[Update, Context, None]):
    """Takes messages of people who walk a checklist here; in a group only replies to the message that shows it."""

    def __init__(
        self, wanted: filters.BaseFilter, callback: Callable[[Update, Context], Awaitable[None]], library: Library
    ) -> None:
        super().__init__(callback)  # type: ignore[arg-type]  # PTB wants a coroutine; async functions give one
        self._wanted = wanted
        self._library = library

    def check_update(self, update: object) -> bool:
        """Whether the message belongs to a checklist."""
        if not isinstance(update, Update) or not self._wanted.check_update(update):
            return False
        going = Goings(unit_in_hand.get().state, self._library).walking
        message = update.effective_message
        if going is None or message is None:
            return False
        to = message.reply_to_message
        return message.chat.type == ChatType.PRIVATE or (to is not None and to.message_id == going.message)


class EditedAnswerHandler(BaseHandler[Update, Context, None]):
    """Takes edits of messages that were typed answers."""

    def __init__(self, callback: Callable[[Update, Context], Awaitable[None]], library: Library) -> None:
        super().__init__(callback)  # type: ignore[arg-type]  # PTB wants a coroutine; async functions give one
        self._library = library

    def check_update(self, update: object) -> bool:
        """Whether an answer was edited."""
        if not isinstance(update, Update) or update.edited_message is None:
            return False
        return Goings(unit_in_hand.get().state, self._library).was_answer(update.edited_message.message_id)


class ChecklistReplies:
    """The handler of what is typed while a checklist is walked."""

    def __init__(self, knowledge: Knowledge, asking: Asking, walks: Walks) -> None:
        self._knowledge = knowledge
        self._asking = asking
        self._walks = walks
        self._texts = knowledge.library.texts.checklist

    async def types(self, update: Update, context: Context) -> None:
        """A message: danger comes before everything else, an answer before a question."""
        message = message_of(update)
        text = message.text or message.caption or ""
        going = self._walks.goings(context).walking
        step = current(going.checklist, going.walk) if going else None
        if going is None or step is None:
            raise LookupError("a handler for answers got a message of somebody who walks no checklist")
        screen = Screen.after(message)
        verdict = self._knowledge.search.ask(text)
        if verdict.decision is Decision.CRISIS:
            await self._cares(going, screen, context)
        elif word := is_command_word(text):
            await self._obeys(word, going, screen, context)
        elif (answer := read_answer(text, step, self._knowledge.library)) is not NOTHING:
            await self._takes(going, step, answer, message, context)
        elif verdict.decision in (Decision.ANSWER, Decision.SUGGEST, Decision.SMALL_TALK) or self._asks(text):
            await self._answers(text, going, message, context)
        else:
            await self._helps(text, going, step, screen, context)

    async def _cares(self, going: Going, screen: Screen, context: Context) -> None:
        """Where there is help; the checklist waits until the person wants to go on. Nothing of it is kept."""
        ways = self._walks.steps.crisis_ways(going.checklist, Place(going.run, screen.owner))
        going.message = await screen.put(Reply(self._knowledge.library.texts.crisis, ways))
        self._walks.goings(context).keep(going, walking=False)

    async def _obeys(self, word: str, going: Going, screen: Screen, context: Context) -> None:
        if word == "cancel":
            await screen.put(self._walks.steps.cancels(going.checklist, Place(going.run, screen.owner)))
            return
        await screen.clear(going.message)
        match word:
            case "back":
                await self._walks.goes_back(going, screen, context)
            case "restart":
                await self._walks.begins(going.checklist, screen, context)
            case _:
                await self._walks.shows(going, screen, context)

    async def _takes(self, going: Going, step: Step, answer: Answer, message: Message, context: Context) -> None:
        """A typed answer; the next step stands below it, and the message that asked goes."""
        screen = Screen.after(message)
        asked = going.message
        going.typed = (*going.typed, message.message_id)
        if step.kind is Kind.MANY:
            going.walk = Walk({**going.walk.answers, step.id: answer})
        await self._walks.takes(going, step, answer, screen, context)
        await screen.clear(asked)

    async def _answers(self, text: str, going: Going, message: Message, context: Context) -> None:
        """A question in between: its answer, then the step once more."""
        verdict = self._asking.verdict_on(text, context)
        in_group = Screen.after(message).owner is not None
        verdicts = self._knowledge.verdicts
        reply = verdicts.in_group(verdict, context.bot.username) if in_group else verdicts.in_private(verdict)
        await self._asking.answer(message, reply, context, edited=False, quote=in_group)
        asked = going.message
        screen = Screen.after(message)
        await self._walks.shows(going, screen, context, self._texts.going_on)
        await screen.clear(asked)

    async def _helps(self, text: str, going: Going, step: Step, screen: Screen, context: Context) -> None:
        """What was typed is no answer: say what would be one, and show the step again."""
        asked = going.message
        await self._walks.shows(going, screen, context, self._help_for(text, step))
        await screen.clear(asked)

    def _help_for(self, text: str, step: Step) -> str:
        try:
            _read(text, step)
        except AmountError as error:
            match error.reason:
                case Reason.UNIT_MISSING:
                    return self._texts.unit_missing
                case Reason.TOO_FEW:
                    return fill(self._texts.too_few, least=step.least)
                case Reason.TOO_MANY:
                    return fill(self._texts.too_many, most=step.most)
            if step.kind is Kind.RATE:
                return self._texts.no_such_rate
        return self._walks.steps.help(step)

    def _asks(self, text: str) -> bool:
        words = text.casefold().replace("?", " ?").split()
        return "?" in words or not self._knowledge.library.words.question_words.isdisjoint(words)

    async def edits_answer(self, update: Update, context: Context) -> None:
        """An edit of a message that was an answer: it stays as it was, and there is a button for that."""
        await send(message_of(update), Reply(self._texts.edited))


def read_answer(text: str, step: Step, library: Library) -> Answer:
    """The answer that a typed message is to a step, or NOTHING."""
    if step.skip and is_skip(text):
        return [] if step.kind is Kind.MANY else None
    if step.kind is Kind.CHOICE:
        chosen = read_choice(text, step, library.words.slang)
        return NOTHING if chosen is None else chosen
    if step.kind is Kind.MANY:
        many = read_many(text, step, library.words.slang)
        return NOTHING if many is None else list(many)
    try:
        answer = _read(text, step)
    except AmountError:
        return NOTHING
    return answer if fits(step, answer) else NOTHING


def _read(text: str, step: Step) -> Answer:
    """A number or several, for the kinds of steps that ask for them; raises AmountError."""
    match step.kind:
        case Kind.AMOUNTS:
            amounts = read_amounts(text)
            if not step.least <= len(amounts) <= step.most:
                raise AmountError(Reason.TOO_FEW if len(amounts) < step.least else Reason.TOO_MANY)
            return kept_amounts(amounts)
        case Kind.AMOUNT:
            return kept_amounts(read_range(text, default="USD"))
        case Kind.ORDERS:
            return list(read_orders(text))
        case Kind.RATE:
            return read_rate(text)
        case _:
            return NOTHING
