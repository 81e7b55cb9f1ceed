"""Who speaks to the bot in a group, and what they ask: a command, a mention, a reply."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from telegram import Message, MessageEntity, User
from telegram.ext import filters

ASK = "tanya"
SAME_AS_NOW = 600  # seconds after which an edited message is no new question


class How(StrEnum):
    """How somebody turns to the bot."""

    COMMAND = "command"
    MENTION = "mention"
    ASIDE = "aside"  # it is named in the midst of a sentence
    REPLY = "reply"


@dataclass(frozen=True)
class Address:
    """A message that turns to the bot: how, what it asks, and which message the answer belongs to."""

    how: How
    question: str
    asked_in: Message
    own: bool = True
    """Whether the question is the sender's own, and not somebody else's that they point to."""


class FromPerson(filters.MessageFilter):
    """Messages that a person wrote here: not another bot's, not forwarded, not sent through a bot.

    Who writes as a channel or as the group itself is a person, whatever Telegram puts in their place.
    """

    def filter(self, message: Message) -> bool:
        """Whether a message is such a one."""
        if message.forward_origin or message.via_bot or message.is_automatic_forward:
            return False
        return message.sender_chat is not None or (message.from_user is not None and not message.from_user.is_bot)


class NotThroughUs(filters.MessageFilter):
    """Messages that are no inline result of this bot, sent into a chat that it sees."""

    def filter(self, message: Message) -> bool:
        """Whether a message is such a one."""
        return message.via_bot is None or message.via_bot.id != message.get_bot().id


def text_of(message: Message) -> str:
    """A message's text or caption."""
    return message.text or message.caption or ""


def replied_to(message: Message) -> Message | None:
    """The message that somebody replied to; the start of a forum topic, to which all in it reply, is none."""
    other = message.reply_to_message
    return None if other is None or other.forum_topic_created else other


def sender_of(message: Message) -> int | None:
    """The person who wrote a message; None where they wrote as a channel or as the group."""
    return message.from_user.id if message.from_user and message.sender_chat is None else None


def is_anonymous_admin(message: Message) -> bool:
    """Whether somebody wrote as the group itself, which only its admins may."""
    return message.sender_chat is not None and message.sender_chat.id == message.chat_id


def topic_of(message: Message) -> int:
    """The forum topic that a message stands in, 0 where in none."""
    return (message.message_thread_id or 0) if message.is_topic_message else 0


def read_address(message: Message, bot: User) -> Address | None:
    """How a message turns to the bot, None where it does not."""
    text, parts = text_of(message), _parts(message)
    first, called = next(iter(parts.items()), (None, ""))
    if first is not None and first.type == MessageEntity.BOT_COMMAND and first.offset == 0:
        name, _, addressee = called.lstrip("/").casefold().partition("@")
        if name != ASK or addressee not in ("", (bot.username or "").casefold()):
            return None
        return _pointing(message, _without(text, first), How.COMMAND, bot)
    ours = next((entity for entity, named in parts.items() if _names(entity, named, bot)), None)
    if ours is not None:
        question = _without(text, ours)
        outside = text.strip().startswith(parts[ours]) or text.strip().endswith(parts[ours])
        return _pointing(message, question, How.MENTION if outside else How.ASIDE, bot)
    other = replied_to(message)
    if other is not None and other.from_user == bot and not speaks_to_others(message, bot):
        return Address(How.REPLY, text, message)
    return None


def says_something(text: str) -> bool:
    """Whether there is a letter or a digit in a text."""
    return any(char.isalnum() for char in text)


def pointed_at(message: Message, how: How, bot: User) -> Address | None:
    """The question of somebody else that a message replies to, in the part of it that is quoted."""
    other = replied_to(message)
    if other is None or other.from_user == bot:
        return None
    quoted = message.quote.text if message.quote and message.quote.is_manual else ""
    return Address(how, quoted or text_of(other), other, own=False)


def speaks_to_others(message: Message, bot: User) -> bool:
    """Whether a message mentions somebody else."""
    parts = _parts(message).items()
    return any(entity.type in _MENTIONS and not _names(entity, named, bot) for entity, named in parts)


def is_among_people(message: Message, bot: User) -> bool:
    """Whether a message is part of a talk that people have with each other: a reply, or a mention of somebody."""
    return replied_to(message) is not None or message.external_reply is not None or speaks_to_others(message, bot)


_MENTIONS = (MessageEntity.MENTION, MessageEntity.TEXT_MENTION)


def _parts(message: Message) -> dict[MessageEntity, str]:
    """The parts of a message's text that Telegram has marked, in their order."""
    return message.parse_entities() if message.text else message.parse_caption_entities()


def _names(entity: MessageEntity, named: str, bot: User) -> bool:
    if entity.type == MessageEntity.TEXT_MENTION:
        return entity.user == bot
    return entity.type == MessageEntity.MENTION and named.casefold() == f"@{bot.username}".casefold()


def _without(text: str, entity: MessageEntity) -> str:
    """A text without one of its parts; Telegram counts in UTF-16."""
    units = text.encode("utf-16-le")
    left = units[: 2 * entity.offset] + units[2 * (entity.offset + entity.length) :]
    return " ".join(left.decode("utf-16-le", errors="ignore").split())


def _pointing(message: Message, question: str, how: How, bot: User) -> Address:
    """The question itself, or where there is none, that of the message which is replied to."""
    says_nothing = not says_something(question)
    if says_nothing and (other := pointed_at(message, how, bot)):
        return other
    asks_anyhow = how is How.COMMAND or "?" in question
    return Address(how, "" if says_nothing and asks_anyhow else question, message)
