"""Buttons under what the bot said in a group: the asker chooses, the asker or an admin takes the reply away."""

from __future__ import annotations

from telegram import CallbackQuery, Message, Update
from telegram.error import TelegramError

from bot.chat.addressing import replied_to, text_of, topic_of
from bot.chat.admins import Admins
from bot.chat.asking import Asking
from bot.chat.carried import has_button
from bot.chat.context import Context
from bot.chat.group_settings import GroupSettings
from bot.chat.knowledge import Knowledge
from bot.chat.manners import Manners, link_to
from bot.chat.memory import Said
from bot.chat.sending import acknowledge, edit
from bot.replies.guest import Asker, GuestReplies
from bot.replies.guest_taps import GuestAct, GuestTap, read_guest_tap
from bot.replies.reply import Reply


class GuestPresses:
    """The handlers of buttons in groups."""

    def __init__(self, knowledge: Knowledge, asking: Asking, manners: Manners, admins: Admins) -> None:
        self._library = knowledge.library
        self._texts = knowledge.library.texts.group
        self._search = knowledge.search
        self._asking = asking
        self._manners = manners
        self._admins = admins
        self._replies = GuestReplies(knowledge.library, knowledge.pages)

    async def presses(self, update: Update, context: Context) -> None:
        """Any button of ours in a group, from any time."""
        query = update.callback_query
        message = query.message if query else None
        tap = read_guest_tap(query.data or "", self._library) if query else None
        if query is None or message is None or tap is None:
            if query is not None:
                await acknowledge(query, self._texts.stale_button, alert=True)
            return
        if not has_button(message, query.data or ""):
            tap = GuestTap(tap.act, (), tap.entry_id)  # no owners that somebody made up
        if tap.act is GuestAct.ANSWER:
            await self._chooses(query, tap, context)
        elif await self._may_remove(query, tap, message.chat.id):
            await self._removes(query, tap, message.chat.id, message.message_id)
        else:
            await acknowledge(query, self._texts.not_yours_to_remove, alert=True)

    async def _chooses(self, query: CallbackQuery, tap: GuestTap, context: Context) -> None:
        """One of the suggestions: it takes their place."""
        message = query.message
        if query.from_user.id not in tap.owners:
            await acknowledge(query, self._texts.not_yours, alert=True)
            return
        await acknowledge(query)
        if message is None or tap.entry_id is None:
            return
        self._asking.opened(query, tap.entry_id, context)
        await self._shows(tap.entry_id, query, Asker(tap.owners, context.bot.username))

    async def _shows(self, entry_id: str, query: CallbackQuery, asker: Asker) -> None:
        """The answer, or where it was given a short while ago, the way there."""
        message = query.message
        if message is None:
            return
        chat, message_id = message.chat, message.message_id
        earlier = await self._manners.change(chat.id, lambda memory: memory.elsewhere([entry_id], message_id))
        if earlier is not None:
            reply = self._replies.again([entry_id], link_to(earlier, chat), asker)
            await edit(query.get_bot(), chat.id, message_id, reply)
        elif await edit(query.get_bot(), chat.id, message_id, self._replies.answer([entry_id], asker)):
            topic = topic_of(message) if isinstance(message, Message) else 0
            await self._manners.says_instead(chat.id, Said(message_id, topic), [entry_id])

    async def _may_remove(self, query: CallbackQuery, tap: GuestTap, chat_id: int) -> bool:
        user_id = query.from_user.id
        return user_id in tap.owners or await self._admins.has(query.get_bot(), chat_id, user_id)

    async def _removes(self, query: CallbackQuery, tap: GuestTap, chat_id: int, message_id: int) -> None:
        """The reply goes; an answer that nobody asked for is perhaps not to be given to such a question again."""
        if tap.act is GuestAct.MUTE and tap.entry_id is not None:
            await self._mutes(query, tap.entry_id, chat_id)
        await acknowledge(query, self._texts.muted if tap.act is GuestAct.MUTE else self._texts.removed)
        await self._manners.change(chat_id, lambda memory: memory.forget(message_id))
        try:
            await query.get_bot().delete_message(chat_id, message_id)
        except TelegramError:  # after two days only its words can go
            await edit(query.get_bot(), chat_id, message_id, Reply(self._texts.removed_here))

    async def _mutes(self, query: CallbackQuery, entry_id: str, chat_id: int) -> None:
        """Learn the question that was answered; where it is gone, any question to which this is the answer."""
        message = query.message
        asked = replied_to(message) if isinstance(message, Message) else None
        terms = self._search.terms(text_of(asked)) if asked else frozenset()

        def change(settings: GroupSettings) -> GroupSettings:
            return settings.muting(entry_id, terms)

        await self._manners.change_settings(chat_id, change)
