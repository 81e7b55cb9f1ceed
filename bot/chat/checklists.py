"""The handlers of checklists, each named after what the person does: opens, taps, types, resumes, cancels."""

from __future__ import annotations

from telegram import CallbackQuery, Update

from bot.chat.addressing import text_of
from bot.chat.context import Context
from bot.chat.expecting import START
from bot.chat.going import Going
from bot.chat.private import command_of, message_of
from bot.chat.screen import Screen
from bot.chat.sending import acknowledge, send
from bot.chat.walks import Walks, has_tasks, marked
from bot.checklists.answers import Answer, fits
from bot.checklists.typed import is_command_word
from bot.checklists.walk import current, way
from bot.content.checklist import Checklist
from bot.replies.links import deep_link
from bot.replies.reply import Button, Reply, fill
from bot.replies.steps import Place
from bot.replies.taps import Act, Tap, read_tap

_MOVES = frozenset({Act.RESUME, Act.RESUME_BELOW, Act.LATER, Act.LATER_BELOW, Act.CANCEL, Act.KEEP, Act.UNTICK})
"""What does not answer the current step."""


class ChecklistTaps:
    """Buttons of checklists: each does the right thing or says politely that it is past."""

    def __init__(self, walks: Walks) -> None:
        self._walks = walks
        self._texts = walks.library.texts.checklist

    async def taps(self, update: Update, context: Context) -> None:
        """Any button of a checklist, from any time."""
        query = update.callback_query
        if query is None:
            raise TypeError("a handler for buttons got an update without one")
        tap = read_tap(query.data or "", self._walks.library)
        screen = Screen.of(query)
        if tap is None or screen is None:
            await acknowledge(query, self._walks.library.texts.faults.stale_button, alert=True)
            return
        if tap.owner is not None and tap.owner != query.from_user.id:
            await acknowledge(query, self._texts.not_yours, alert=True)
            return
        await self._does(tap, query, screen, context)

    async def _does(self, tap: Tap, query: CallbackQuery, screen: Screen, context: Context) -> None:
        if self._walks.checklist(tap.checklist).private and screen.owner is not None:  # whatever brought it there
            await acknowledge(query, self._texts.only_private, alert=True)
            return
        if tap.act in (Act.START, Act.FRESH):
            await self._starts(tap, query, screen, context)
            return
        going = self._walks.goings(context).of(tap.checklist)
        if going is None:
            await acknowledge(query, self._texts.gone, alert=True)
        elif going.run != tap.run:
            await acknowledge(query, self._texts.past_step, alert=True)
        elif tap.act in _MOVES:
            await acknowledge(query)
            await self._moves(tap, going, screen, context)
        else:
            await self._answers(tap, query, going, screen, context)

    async def _starts(self, tap: Tap, query: CallbackQuery, screen: Screen, context: Context) -> None:
        """Begin; only a button of this very run may do that without asking. Results stay where they are."""
        checklist = self._walks.checklist(tap.checklist)
        going = self._walks.goings(context).of(checklist.name)
        begun = going is not None and going.is_open
        known = tap.act is Act.FRESH and going is not None and tap.run == going.run
        if tap.act is Act.FRESH and begun and not known:
            await acknowledge(query, self._texts.past_step)
            return
        await acknowledge(query)
        if tap.act is Act.FRESH and not begun:
            screen = screen.anew()
        await (self._walks.begins if known else self._walks.opens)(checklist, screen, context)

    async def _moves(self, tap: Tap, going: Going, screen: Screen, context: Context) -> None:
        if tap.act in (Act.RESUME_BELOW, Act.LATER_BELOW):
            await screen.strip()
            screen = screen.anew()
        match tap.act:
            case Act.LATER | Act.LATER_BELOW:
                await self._walks.rests(going, screen, context)
            case Act.CANCEL:
                await self._walks.cancels(going, screen, context)
            case Act.UNTICK:
                await self._walks.unticks(going, screen, context)
            case _:
                if going.message != screen.message_id and going.is_open:
                    await screen.clear(going.message)  # one message shows the step
                await self._walks.shows(going, screen, context)

    async def _answers(self, tap: Tap, query: CallbackQuery, going: Going, screen: Screen, context: Context) -> None:
        """A tap on the current step; one on another step is past, unless it is ticked off in the result."""
        step = going.checklist.by_id.get(tap.step)
        now = current(going.checklist, going.walk)
        if (
            tap.act is Act.TICK
            and step is not None
            and now is None
            and step in way(going.checklist, going.walk.answers)
        ):
            await acknowledge(query, self._texts.ticked)
            if step.task and going.walk.answers.get(step.id) not in step.task.done:  # a second press changes nothing
                await self._walks.ticks(going, step, screen, context)
        elif step is None or step != now:
            await acknowledge(query, self._texts.past_step)
        elif tap.act is Act.BACK:
            await acknowledge(query)
            await self._walks.goes_back(going, screen, context)
        elif tap.act is Act.TOGGLE and tap.choice in step.by_id:
            await acknowledge(query)
            await self._walks.toggles(going, step, tap.choice, screen, context)
        elif tap.act is Act.DONE:
            await acknowledge(query)
            await self._walks.takes(going, step, list(marked(going, step)), screen, context)
        elif fits(step, answer := _answer_of(tap, going)):
            await acknowledge(query)
            await self._walks.takes(going, step, answer, screen, context)
        else:
            await acknowledge(query, self._texts.past_step)


def _may_show(going: Going, screen: Screen) -> bool:
    """Whether a run may be seen where it would be shown: a private one in the private chat only."""
    return screen.owner is None or not going.checklist.private


def _answer_of(tap: Tap, going: Going) -> Answer:
    if tap.act is Act.SAME:
        return going.walk.answers.get(tap.step)
    return None if tap.act is Act.SKIP else tap.choice


class ChecklistCommands:
    """/pinjaman, /burnout and /harga, /lanjut and /batal."""

    def __init__(self, walks: Walks) -> None:
        self._walks = walks
        self._texts = walks.library.texts.checklist

    async def opens_in_group(self, update: Update, context: Context) -> None:
        """A checklist's command in a group: private ones open in the private chat, others for who asked."""
        message = message_of(update)
        checklist = self._walks.checklist(command_of(message))
        screen = Screen.after(message)
        if checklist.private or screen.owner is None or message.sender_chat is not None:
            await send(message, self._in_private(checklist, context), quote=True)
            return
        await self._walks.opens(checklist, screen, context)

    async def says_word(self, update: Update, context: Context) -> None:
        """ "Mulai" after a checklist's card, "lanjut" where something can go on."""
        message = message_of(update)
        expected = context.session.expects or ""
        if is_command_word(message.text or "") == "start" and expected.startswith(START):
            context.session.settle()
            checklist = self._walks.checklist(expected.removeprefix(START))
            await self._walks.opens(checklist, Screen.after(message), context)
            return
        await self.resumes(update, context)

    async def goes_private(self, update: Update, context: Context) -> None:
        """A command for what is the person's own, in a group: it works in the private chat."""
        button = Button(self._texts.open_private, url=deep_link(context.bot.username))
        await send(message_of(update), Reply(self._texts.own_only, ((button,),)), quote=True)

    async def resumes(self, update: Update, context: Context) -> None:
        """/lanjut: what is in the middle or still has something to tick off; a choice where there is more than one."""
        message = message_of(update)
        screen = Screen.after(message)
        goings = (going for going in self._walks.goings(context).all() if _may_show(going, screen))
        waiting = [going for going in goings if going.is_open or not going.recorded or has_tasks(going)]
        if not waiting:
            await send(message, Reply(self._texts.nothing_to_resume), quote=screen.owner is not None)
        elif len(waiting) == 1:
            if waiting[0].is_open:
                await screen.clear(waiting[0].message)
            await self._walks.shows(waiting[0], screen, context)
        else:
            choices = [(going.checklist, Place(going.run, screen.owner)) for going in waiting]
            await screen.put(self._walks.steps.choose(choices))

    async def cancels(self, update: Update, context: Context) -> None:
        """/batal: asks once."""
        message = message_of(update)
        screen = Screen.after(message)
        goings = self._walks.goings(context)
        waiting = [going for going in goings.all() if going.is_open and _may_show(going, screen)]
        now = goings.walking
        of_now = (one for one in waiting if now and one.checklist.name == now.checklist.name)
        going = next(of_now, waiting[0] if waiting else None)
        if going is None:
            in_group = screen.owner is not None
            if not in_group or f"@{context.bot.username}" in text_of(message):  # else it may be meant for another bot
                await send(message, Reply(self._texts.nothing_to_cancel), quote=in_group)
            return
        await screen.put(self._walks.steps.cancels(going.checklist, Place(going.run, screen.owner)))

    def _in_private(self, checklist: Checklist, context: Context) -> Reply:
        button = Button(self._texts.open_private, url=deep_link(context.bot.username, checklist.name))
        return Reply(fill(self._texts.private_only, title=checklist.title), ((button,),))
