"""Buttons: each carries what it needs, so that old ones still work or say politely that they do not."""

from __future__ import annotations

from telegram import CallbackQuery, InaccessibleMessage, Update
from telegram.error import BadRequest

from bot.chat.knowledge import Knowledge
from bot.chat.private import Context
from bot.chat.sending import edit, send
from bot.replies.buttons import Action, Press, read_press
from bot.replies.reply import Reply

_TOO_LATE = ("query is too old", "query id is invalid")


class Presses:
    """The handlers of button presses."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    async def presses(self, update: Update, context: Context) -> None:
        """Any button of ours, from any time."""
        query = update.callback_query
        if query is None:
            raise TypeError("a handler for buttons got an update without one")
        press = read_press(query.data or "", self._knowledge.library)
        if press is None:
            await _answer(query, self._knowledge.library.texts.faults.stale_button, alert=True)
            return
        feedback = self._knowledge.library.texts.feedback
        match press.action:
            case Action.SHOW:
                await _answer(query)
                await _show(query, self._knowledge.pages.page(press))
            case Action.HELPFUL:
                await _answer(query, feedback.thanks)
                await _show(query, self._without_feedback(press))
            case Action.NOT_HELPFUL:
                await _answer(query, feedback.sorry)
                await _show(query, self._knowledge.verdicts.second_thoughts(press))

    def _without_feedback(self, press: Press) -> Reply:
        entry = self._knowledge.library.entries.get(press.target)
        if entry is None:
            return self._knowledge.pages.page(press)
        return self._knowledge.pages.answer(entry, alternatives=press.alternatives, feedback=False)


async def _answer(query: CallbackQuery, text: str | None = None, *, alert: bool = False) -> None:
    try:
        await query.answer(text, show_alert=alert)
    except BadRequest as error:  # pressed long ago: the page is still shown
        if not any(late in error.message.casefold() for late in _TOO_LATE):
            raise


async def _show(query: CallbackQuery, reply: Reply) -> None:
    message = query.message
    if message is None:
        return
    edited = await edit(query.get_bot(), message.chat.id, message.message_id, reply)
    if not edited and not isinstance(message, InaccessibleMessage):
        await send(message, reply)  # type: ignore[arg-type]  # a MaybeInaccessibleMessage that is accessible
