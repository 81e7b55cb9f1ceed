"""Where the bot may not write: told apart from what is wrong with a call, so that nothing is tried against a wall."""

from __future__ import annotations

from enum import StrEnum

from telegram.error import BadRequest, Forbidden, TelegramError

_OF_TOPIC = ("topic_closed", "topic_deleted", "message thread not found", "topic_id_invalid")
_OF_CHAT = (
    "not enough rights",
    "have no rights to send",
    "chat_write_forbidden",
    "chat_restricted",
    "chat not found",
    "chat was deactivated",
    "need administrator rights",
    "chat_admin_required",
    "peer_id_invalid",
)


class Wall(StrEnum):
    """Where the wall stands."""

    CHAT = "chat"
    TOPIC = "topic"


def wall_of(error: Exception | None) -> Wall | None:
    """The wall that a refusal means, None where it means another mistake."""
    if isinstance(error, Forbidden):
        return Wall.CHAT
    if not isinstance(error, BadRequest):
        return None
    said = error.message.casefold()
    if any(words in said for words in _OF_TOPIC):
        return Wall.TOPIC
    return Wall.CHAT if any(words in said for words in _OF_CHAT) else None


def words_of(error: Exception | None) -> str:
    """What Telegram said."""
    return error.message if isinstance(error, TelegramError) else type(error).__name__
