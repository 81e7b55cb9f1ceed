"""/pengaturan: a group's admins set the bot up, with buttons in one message that goes when they are done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from telegram import Bot, CallbackQuery, Chat, Message, Update
from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError

from bot.chat.addressing import is_anonymous_admin, sender_of, topic_of
from bot.chat.admins import Admins
from bot.chat.context import Context
from bot.chat.group_settings import GroupSettings
from bot.chat.knowledge import Knowledge
from bot.chat.manners import Manners
from bot.chat.private import message_of
from bot.chat.screen import Screen
from bot.chat.sending import acknowledge, send
from bot.replies.panel import PanelPages, PanelTap, Shown, Wish, read_panel_tap
from bot.replies.reply import Reply

Change = Callable[[GroupSettings], GroupSettings]


class Panel:
    """The handlers of a group's settings."""

    def __init__(self, knowledge: Knowledge, manners: Manners, admins: Admins) -> None:
        self._texts = knowledge.library.texts.panel
        self._stale = knowledge.library.texts.faults.stale_button
        self._pages = PanelPages(knowledge.library)
        self._manners = manners
        self._admins = admins
        self._refuses = manners.politely(self._tells)

    async def opens(self, update: Update, context: Context) -> None:
        """/pengaturan in a group: its admins only."""
        message = message_of(update)
        if not await self._is_by_admin(message):
            await self._refuses(update, context)
            return
        if not await self._manners.has_turn(message):  # though it is no question: nobody is quietened too often
            return
        page = self._page(await self._manners.settings(message.chat_id), message.chat, topic_of(message))
        await send(message, page, quote=True)

    async def _tells(self, update: Update, context: Context) -> None:
        await send(message_of(update), Reply(self._texts.only_admins), quote=True)

    async def opens_in_private(self, update: Update, context: Context) -> None:
        """/pengaturan in the private chat, where there is nothing to set."""
        await send(message_of(update), Reply(self._texts.only_groups))

    async def presses(self, update: Update, context: Context) -> None:
        """A button of the panel, pressed by an admin or by somebody who is told that it is not theirs."""
        query = update.callback_query
        message = query.message if query else None
        if query is None:
            raise TypeError("a handler for buttons got an update without one")
        tap = read_panel_tap(query.data or "")
        if tap is None or not isinstance(message, Message) or not message.is_accessible:  # its topic is not known
            await acknowledge(query, self._stale, alert=True)
        elif not await self._admins.has(query.get_bot(), message.chat_id, query.from_user.id):
            await acknowledge(query, self._texts.not_admin, alert=True)
        else:
            await self._does(tap, query, message)

    async def _is_by_admin(self, message: Message) -> bool:
        if is_anonymous_admin(message):
            return True
        sender = sender_of(message)
        return sender is not None and await self._admins.has(message.get_bot(), message.chat_id, sender)

    async def _does(self, tap: PanelTap, query: CallbackQuery, message: Message) -> None:
        screen = Screen.of(query)
        if screen is None:
            return
        if tap.what == Wish.DONE:
            await acknowledge(query)
            await self._closes(message)
        elif tap.what == Wish.QUIET and not tap.value:
            await acknowledge(query)
            await screen.put(self._pages.ask_quiet())
        elif tap.what == Wish.LANGUAGE:
            await acknowledge(query, self._texts.one_language, alert=True)
        elif (change := _change(tap, topic_of(message))) is None:
            await acknowledge(query, self._stale, alert=True)
        elif tap == PanelTap(Wish.LISTEN, "1") and not await _can_hear(query.get_bot(), message.chat_id):
            await acknowledge(query, self._texts.cannot_hear, alert=True)
        else:
            await acknowledge(query)
            settings = await self._manners.change_settings(message.chat_id, change)
            await screen.put(self._page(settings, message.chat, topic_of(message)))

    async def _closes(self, message: Message) -> None:
        try:
            await message.delete()
        except TelegramError:  # too old to be deleted
            await Screen(message.get_bot(), message.chat_id, message_id=message.message_id).put(
                Reply(self._texts.closed)
            )

    def _page(self, settings: GroupSettings, chat: Chat, topic: int) -> Reply:
        return self._pages.settings(
            Shown(
                listening=settings.listening,
                quiet=settings.quiet,
                welcome=settings.welcome,
                only=None if settings.only is None else len(settings.only),
                but=len(settings.but),
                speaks_here=settings.may_speak_in(topic),
                muted=len(settings.muted),
                is_forum=bool(chat.is_forum),
            )
        )


def _change(tap: PanelTap, topic: int) -> Change | None:
    """What a tap does to the settings, in the topic that the panel stands in; None where it is not known."""
    match tap.what:
        case Wish.LISTEN:
            return lambda settings: replace(settings, listening=tap.value == "1")
        case Wish.WELCOME:
            return lambda settings: replace(settings, welcome=tap.value == "1")
        case Wish.QUIET if tap.hours or tap.value == "0":
            return lambda settings: replace(settings, quiet=tap.hours)
        case Wish.ONLY:
            return lambda settings: replace(settings, only=frozenset({topic}), but=frozenset())
        case Wish.TALK:
            return lambda settings: settings.speaking_in(topic)
        case Wish.HUSH:
            return lambda settings: settings.silent_in(topic)
        case Wish.EVERYWHERE:
            return lambda settings: replace(settings, only=None, but=frozenset())
        case Wish.UNMUTE:
            return lambda settings: replace(settings, muted=())
        case Wish.BACK:
            return lambda settings: settings
        case _:
            return None


async def _can_hear(bot: Bot, chat_id: int) -> bool:
    """Whether Telegram shows the bot what is not meant for it: without privacy mode, or as an admin."""
    try:
        if (await bot.get_me()).can_read_all_group_messages:  # asked anew: BotFather may have been asked meanwhile
            return True
        member = await bot.get_chat_member(chat_id, bot.id)
    except TelegramError:
        return False
    return member.status == ChatMemberStatus.ADMINISTRATOR
