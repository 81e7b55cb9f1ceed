"""What the bot may do where: the chat that a call is about, and the refusals of those that keep the bot out."""

from __future__ import annotations

from enum import IntEnum

from bot.playground.accounts import Json
from bot.playground.chats import GENERAL, Chat
from bot.playground.refusals import bad, forbidden
from bot.playground.world import World

_DELETED_WITHIN = 48 * 3600  # seconds
_CREATED = frozenset({"forum_topic_created", "migrate_from_chat_id", "supergroup_chat_created"})


class Access(IntEnum):
    """What a call is about to do with a chat: each needs what those before it need, and more."""

    READ = 0
    READ_MEMBERS = 1
    WRITE = 2


def chat_of(world: World, params: Json, access: Access = Access.WRITE) -> Chat:
    """The chat that a call is about, by its id or its @username; raises ApiError where the bot is not let in."""
    if "chat_id" not in params:
        raise bad("chat_id is empty")
    chat = _named(world, params["chat_id"])
    if chat is None:
        raise bad("chat not found")
    if chat.kind == "group" and access is Access.READ:
        return chat  # who has left a group still knows it
    if chat.migrated_to is not None:
        raise bad("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
    if chat.blocks_bot and access is Access.WRITE:
        raise forbidden("bot was blocked by the user")
    if chat.kind != "private":
        _check_member(chat, access)
    return chat


def _check_member(chat: Chat, access: Access) -> None:
    if chat.bot.status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.kind} chat")
    in_sight = chat.username is not None and access is not Access.WRITE
    if not chat.bot.present and not in_sight:
        raise forbidden(f"bot is not a member of the {chat.kind} chat")


def _named(world: World, chat_id: object) -> Chat | None:
    if isinstance(chat_id, int):
        return world.chats.get(chat_id)
    at, name = str(chat_id)[:1], str(chat_id)[1:].casefold()
    public = (chat for chat in world.chats.values() if chat.kind != "private" and chat.username)
    return next((chat for chat in public if at == "@" and str(chat.username).casefold() == name), None)


def check_may_send(chat: Chat, right: str, what: str) -> None:
    """Raise ApiError where the bot has no right to send this kind of message ("text messages", "photos") to a chat."""
    if chat.kind == "channel" and not chat.bot.may("can_post_messages"):
        raise bad("need administrator rights in the channel chat")
    if not chat.bot.may(right):
        raise bad(f"not enough rights to send {what} to the chat")


def check_may_delete(chat: Chat, message: Json, own: bool, age: float) -> None:
    """Raise ApiError where the bot may not delete a message of this age (seconds), its own or another's."""
    if not _CREATED.isdisjoint(message):
        raise bad("message can't be deleted")
    if age > _DELETED_WITHIN:
        only_here = chat.kind in {"private", "group"}
        raise bad("message can't be deleted for everyone" if only_here else "message can't be deleted")
    if not own and chat.kind != "private" and not chat.bot.may("can_delete_messages"):
        raise bad("message can't be deleted for everyone" if chat.kind == "group" else "message can't be deleted")


def topic_of(chat: Chat, params: Json, original: Json | None) -> Json:
    """The forum topic that a message stands in: the one that was asked for, else that of the message it replies to.

    Where there are no topics, none can be asked for: that is ignored.
    """
    thread = _asked(chat, params)
    if thread is None and original and original.get("is_topic_message"):
        thread = int(str(original["message_thread_id"]))
    topic = chat.general if thread is None else chat.topics.get(thread)
    if topic is None:
        raise bad("message thread not found")
    if topic.closed and not chat.bot.administers:
        raise bad("TOPIC_CLOSED")
    return {} if thread is None else {"message_thread_id": thread, "is_topic_message": True}


def check_topic(chat: Chat, params: Json) -> None:
    """Raise ApiError where there is no such topic to show an action in; the General one may be named there."""
    thread = _asked(chat, params)
    if thread is not None and thread not in chat.topics and not (chat.forum and thread == GENERAL):
        raise bad("message thread not found")


def _asked(chat: Chat, params: Json) -> int | None:
    thread = int(str(params.get("message_thread_id", 0)))
    has_topics = chat.kind == "private" or chat.forum or bool(chat.topics)
    return thread if thread > 0 and has_topics else None
