"""Whose turn an update is: the one place that finds chat, person and forum topic."""

from __future__ import annotations

from telegram import Message, Update

from bot.storage.protocols import Conversation


def conversation_of(update: Update) -> Conversation:
    """The conversation of an update; 0 stands for whatever it does not have.

    A press on a message that the bot can no longer read tells its chat alone (InaccessibleMessage): in a forum it
    counts as outside of any topic, whichever topic the message is in.
    """
    query = update.callback_query
    if query is not None:
        message = query.message if isinstance(query.message, Message) else None
        chat_id = query.message.chat.id if query.message else 0
        return Conversation(chat_id, query.from_user.id, _topic_of(message))
    message = update.effective_message
    if message is not None:
        sender = message.sender_chat or message.from_user  # an anonymous admin writes as the group
        return Conversation(message.chat_id, sender.id if sender else 0, _topic_of(message))
    chat, user = update.effective_chat, update.effective_user
    return Conversation(chat.id if chat else 0, user.id if user else 0)


def _topic_of(message: Message | None) -> int:
    if message is None or not message.is_topic_message:
        return 0
    return message.message_thread_id or 0
