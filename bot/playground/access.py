"""What the bot may do where: the chat that a call is about, and the refusals of those that keep the bot out."""

from __future__ import annotations

from bot.playground.accounts import Json
from bot.playground.chats import GENERAL, Chat
from bot.playground.refusals import bad, forbidden
from bot.playground.world import World

_DELETED_WITHIN = 48 * 3600  # seconds


def chat_of(world: World, params: Json) -> Chat:
    """The chat that a call is about, by its id or its @username; raises ApiError where the bot is not let in."""
    chat = _named(world, str(params.get("chat_id")))
    if chat is None:
        raise bad("chat not found")
    if chat.migrated_to is not None:
        raise bad("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
    if chat.blocks_bot:
        raise forbidden("bot was blocked by the user")
    if chat.bot.status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.kind} chat")
    if not chat.bot.present:
        raise forbidden(f"bot is not a member of the {chat.kind} chat")
    return chat


def _named(world: World, chat_id: str) -> Chat | None:
    if chat_id.startswith("@"):
        public = (chat for chat in world.chats.values() if chat.kind != "private" and chat.username)
        return next((chat for chat in public if str(chat.username).casefold() == chat_id[1:].casefold()), None)
    return world.chats.get(int(chat_id)) if chat_id.removeprefix("-").isdecimal() else None


def check_may_send(chat: Chat, right: str, what: str) -> None:
    """Raise ApiError where the bot has no right to send this kind of message ("text messages", "photos") to a chat."""
    if chat.kind == "channel" and not chat.bot.may("can_post_messages"):
        raise bad("need administrator rights in the channel chat")
    if not chat.bot.may(right):
        raise bad(f"not enough rights to send {what} to the chat")


def check_may_delete(chat: Chat, message: Json, own: bool, age: float) -> None:
    """Raise ApiError where the bot may not delete a message of this age (seconds), its own or another's."""
    if "forum_topic_created" in message:
        raise bad("message can't be deleted")
    if age > _DELETED_WITHIN:
        raise bad("message can't be deleted for everyone" if chat.kind == "private" else "message can't be deleted")
    if not own and chat.kind != "private" and not chat.bot.may("can_delete_messages"):
        raise bad("message can't be deleted")


def topic_of(chat: Chat, params: Json, original: Json | None) -> Json:
    """The forum topic that a message stands in: the one that was asked for, else that of the message it replies to."""
    thread = params.get("message_thread_id")
    if thread is None and original and original.get("is_topic_message"):
        thread = original["message_thread_id"]
    topic = chat.general if thread is None else chat.topics.get(int(str(thread)))
    if topic is None:
        raise bad("message thread not found")
    if topic.closed and not chat.bot.administers:
        raise bad("TOPIC_CLOSED")
    return {} if thread is None else {"message_thread_id": thread, "is_topic_message": True}


def check_topic(chat: Chat, thread: object) -> None:
    """Raise ApiError where there is no such topic to show an action in; the General one may be named there."""
    known = thread is None or int(str(thread)) in chat.topics or (chat.forum and thread == GENERAL)
    if not known:
        raise bad("message thread not found")
