"""What Telegram lets a bot see of a group: in privacy mode only what is meant for it."""

from __future__ import annotations

from bot.playground.accounts import BOT_ID, Json
from bot.playground.chats import Chat
from bot.playground.entities import addresses_bot
from bot.playground.world import World

_SERVICE = frozenset(
    {
        "new_chat_members",
        "left_chat_member",
        "new_chat_title",
        "pinned_message",
        "group_chat_created",
        "supergroup_chat_created",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
        "forum_topic_created",
        "forum_topic_edited",
        "forum_topic_closed",
        "forum_topic_reopened",
    }
)


def sees(world: World, chat: Chat, message: Json) -> bool:
    """Whether the bot gets a message of this chat."""
    if not chat.is_group:
        return chat.bot.present
    if not chat.bot.present or (chat.migrated_to is not None and "migrate_to_chat_id" not in message):
        return False
    return not world.privacy or chat.bot.administers or _is_meant_for_it(message)


def _is_meant_for_it(message: Json) -> bool:
    if not _SERVICE.isdisjoint(message) or _is_bot(message.get("via_bot")):
        return True
    original = message.get("reply_to_message")
    if isinstance(original, dict) and _is_bot(original.get("from")):
        return True
    return addresses_bot(message)


def _is_bot(user: object) -> bool:
    return isinstance(user, dict) and user.get("id") == BOT_ID
