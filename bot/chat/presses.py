"""Buttons: each carries what it needs, so that old ones still work or say politely that they do not."""

from __future__ import annotations

from telegram import CallbackQuery, Update

from bot.chat.asking import Asking
from bot.chat.context import Context
from bot.chat.knowledge import Knowledge
from bot.chat.screen import Screen
from bot.chat.sending import acknowledge
from bot.replies.buttons import Action, Press, read_press
from bot.replies.reply import Reply
from bot.storage.protocols import LACKING, NONE, OFF_TOPIC


class Presses:
    """The handlers of button presses."""

    def __init__(self, knowledge: Knowledge, asking: Asking) -> None:
        self._knowledge = knowledge
        self._asking = asking

    async def presses(self, update: Update, context: Context) -> None:
        """Any button of ours, from any time."""
        query = update.callback_query
        if query is None:
            raise TypeError("a handler for buttons got an update without one")
        press = read_press(query.data or "", self._knowledge.library)
        if press is None:
            await acknowledge(query, self._knowledge.library.texts.faults.stale_button, alert=True)
            return
        feedback = self._knowledge.library.texts.feedback
        match press.action:
            case Action.SHOW | Action.OPEN:
                self._asking.opened(query, press.target, context)
                await acknowledge(query)
                await _show(query, self._knowledge.pages.page(press), in_place=press.action is Action.SHOW)
            case Action.HELPFUL:
                _rate(query, press, context)
                await acknowledge(query, feedback.thanks)
                await _show(query, self._without_feedback(press))
            case Action.NOT_HELPFUL:
                _rate(query, press, context)
                await acknowledge(query, feedback.noted if press.asked else feedback.sorry)
                await _show(query, self._knowledge.verdicts.second_thoughts(press))
            case Action.NONE:
                _rate(query, press, context)
                await acknowledge(query, feedback.noted)
                await _show(query, self._knowledge.verdicts.none_of_them(self._asking.help_row(press.asked)))
            case Action.OFF_TOPIC:
                _rate(query, press, context)
                await acknowledge(query, feedback.noted)
                await _show(query, self._knowledge.verdicts.off_topic(press, self._asking.help_row(press.asked)))
            case Action.LACKING:
                _rate(query, press, context)
                await acknowledge(query, feedback.noted)
                await _show(query, self._knowledge.verdicts.lacking(press, self._asking.help_row(press.asked)))

    def _without_feedback(self, press: Press) -> Reply:
        entry = self._knowledge.library.entries.get(press.target)
        if entry is None:
            return self._knowledge.pages.page(press)
        return self._knowledge.pages.answer(entry, alternatives=press.alternatives, feedback=False, asked=press.asked)


_REASONS = {Action.OFF_TOPIC: OFF_TOPIC, Action.LACKING: LACKING, Action.NONE: NONE}


def _rate(query: CallbackQuery, press: Press, context: Context) -> None:
    """Keep what was said; of a question that is known the last word counts, under older buttons the first."""
    helpful, reason = press.action is Action.HELPFUL, _REASONS.get(press.action)
    if press.asked:
        context.unit.rated(press.target, helpful=helpful, key=press.asked, reason=reason)
    elif query.message is not None and context.session.first_rating(query.message.message_id):
        context.unit.rated(press.target, helpful=helpful, reason=reason)


async def _show(query: CallbackQuery, reply: Reply, *, in_place: bool = True) -> None:
    if screen := Screen.of(query):
        await (screen if in_place else screen.anew()).put(reply)
