"""What happens to the bot and to others in a group: joining, leaving, new rights, a new id, new members."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import structlog
from telegram import Bot, ChatMember, ChatMemberRestricted, ChatMemberUpdated, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import TelegramError

from bot.chat.addressing import topic_of
from bot.chat.admins import Admins
from bot.chat.context import Context
from bot.chat.group_settings import GroupSettings
from bot.chat.knowledge import Knowledge
from bot.chat.manners import Manners
from bot.chat.memory import GroupMemory, Turn
from bot.chat.private import message_of
from bot.chat.screen import Screen
from bot.chat.sending import send_to
from bot.chat.session import elsewhere
from bot.chat.walls import wall_of
from bot.content.library import Library
from bot.replies.reply import Reply, escape, fill
from bot.storage.protocols import Alarm, Groups

log = structlog.stdlib.get_logger(__name__)

WELCOME = "welcome"  # a kind of alarm; whose user is the group itself
_PRESENT = (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.MEMBER)
_ADVERTISES = re.compile(r"[@/]|\w\.\w|https?:", re.IGNORECASE)
_AGAIN = 60.0  # seconds until a welcome is tried again in a busy group


class Membership:
    """The handlers of who comes, goes and may do what."""

    def __init__(self, knowledge: Knowledge, manners: Manners, admins: Admins) -> None:
        self._texts = knowledge.library.texts.group
        self._manners = manners
        self._admins = admins

    async def changes(self, update: Update, context: Context) -> None:
        """The bot itself was added, removed, or given other rights."""
        change = update.my_chat_member
        if change is None or change.chat.type == ChatType.PRIVATE:
            return
        came = _is_present(change.new_chat_member) and not _is_present(change.old_chat_member)
        if change.chat.type == ChatType.CHANNEL:
            if came:
                await self._explains(change, context.bot)
            return
        self._admins.forget(change.chat.id)
        writes = _may_write(change.new_chat_member)
        await self._manners.change(change.chat.id, GroupMemory.opens if writes else _meets_wall)
        if not _is_present(change.new_chat_member):
            await self._manners.change(change.chat.id, GroupMemory.welcomes)  # nobody waits for that any more
            context.unit.clear_alarm(change.chat.id, WELCOME)
            log.info("the bot was removed from a group")
        elif (
            writes
            and (came or not _may_write(change.old_chat_member))
            and await self._manners.change(change.chat.id, GroupMemory.may_introduce)
        ):
            await self._introduces(change.chat.id, context.bot)

    async def _introduces(self, chat_id: int, bot: Bot) -> None:
        hello = fill(self._texts.hello, bot=f"@{bot.username}")
        try:
            sent = await send_to(bot, chat_id, Reply(hello), silent=True)
        except TelegramError:
            await self._manners.change(chat_id, GroupMemory.is_unknown)
            raise
        await self._manners.change(chat_id, lambda memory: memory.introduced_by(sent.message_id))

    async def moves(self, update: Update, context: Context) -> None:
        """The group became a supergroup, with another id: what is kept goes there."""
        message = message_of(update)
        old = message.migrate_from_chat_id or message.chat_id
        new = message.migrate_to_chat_id or message.chat_id
        await self._manners.change(old, GroupMemory.forget_all)
        if hello := await self._manners.change(new, GroupMemory.needs_no_introduction):
            await Screen(context.bot, new).clear(hello)  # Telegram had told of the bot's coming first
        context.unit.move(old, new, elsewhere)

    async def reopens(self, update: Update, context: Context) -> None:
        """A forum topic was opened again."""
        topic = topic_of(message_of(update))
        await self._manners.change(message_of(update).chat_id, lambda memory: memory.opens(topic))

    async def joins(self, update: Update, context: Context) -> None:
        """Others came: they are welcomed together, where admins want that."""
        message = message_of(update)
        names = [_harmless(user.first_name) for user in message.new_chat_members if not user.is_bot]
        settings = await self._manners.settings(message.chat_id)
        if not names or not settings.welcome or not settings.may_speak_in(0):
            return
        due = await self._manners.change(message.chat_id, lambda memory: memory.joins(names, message.message_id))
        context.unit.set_alarm(Alarm(message.chat_id, WELCOME, message.chat_id, settings.quiet_until(due)))

    async def _explains(self, change: ChatMemberUpdated, bot: Bot) -> None:
        """Say in private, to whoever put the bot into a channel, why it is silent there."""
        text = fill(self._texts.channel, title=change.chat.title or "")
        await send_to(bot, change.from_user.id, Reply(text))


class Welcoming:
    """Rings welcomes: those who joined lately, in one message."""

    def __init__(self, library: Library, bot: Bot, groups: Groups, clock: Callable[[], float] = time.time) -> None:
        self._texts = library.texts.group
        self._through = bot
        self._groups = groups
        self._clock = clock

    async def ring(self, alarm: Alarm) -> Alarm | None:
        """Welcome who waits for it; later where it is quiet or busy now."""
        now = self._clock()
        settings = GroupSettings.read(await self._groups.settings(alarm.chat_id))
        if (later := settings.quiet_until(now)) > now:
            return alarm._replace(due_at=later)
        wanted = settings.welcome and settings.may_speak_in(0)

        def take(kept: dict[str, object]) -> tuple[Turn, list[str], int]:
            memory = GroupMemory(kept, now)
            turn = memory.ask_turn(0, tells=False).turn
            return (turn, *memory.welcomes()) if turn is Turn.SPEAK or not wanted else (turn, [], 0)

        turn, names, more = await self._groups.change_memory(alarm.chat_id, take)
        if turn is not Turn.SPEAK and wanted:
            return alarm._replace(due_at=now + _AGAIN)
        if names and wanted:
            await self._says(alarm.chat_id, names, more)
        return None

    async def _says(self, chat_id: int, names: list[str], more: int) -> None:
        try:
            await send_to(self._through, chat_id, self._welcome(names, more), silent=True)
        except TelegramError as error:
            if wall_of(error) is not None:
                log.info("nobody is welcomed, the bot may not write there", reason=error.message)
                return
            await self._groups.change_memory(
                chat_id, lambda kept: GroupMemory(kept, self._clock()).waits_still(names, more)
            )
            raise

    def missed(self, alarm: Alarm) -> Alarm | None:
        """A welcome that could not be said for an hour is not said any more."""
        return None

    def _welcome(self, names: list[str], more: int) -> Reply:
        said = ", ".join(escape(name) for name in names)
        if more:
            said = self._texts.welcome_more.format(names=said, number=more)
        return Reply(self._texts.welcome.format(names=said))


def _harmless(name: str) -> str:
    """A first name that may be repeated; one that advertises something is not."""
    return "" if _ADVERTISES.search(name) else name


def _meets_wall(memory: GroupMemory) -> None:
    memory.meets_wall(None)


def _is_present(member: ChatMember) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status in _PRESENT


def _may_write(member: ChatMember) -> bool:
    return _is_present(member) and (not isinstance(member, ChatMemberRestricted) or member.can_send_messages)
