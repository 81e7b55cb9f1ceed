"""What both ends of a relay share: what stands on a message of the bot, and the asker's screen that says how it stands.

Nothing of a question is kept until its asker agrees. Until then it stands in the bot's message alone, as a quote: what
is sent is what they see.
"""

from __future__ import annotations

import structlog
from telegram import Bot, MaybeInaccessibleMessage, Message, MessageEntity
from telegram.error import TelegramError
from telegram.ext.filters import MessageFilter

from bot.chat.addressing import text_of
from bot.chat.carried import data_under
from bot.chat.masking import masked
from bot.chat.sending import edit, keyboard
from bot.chat.walls import words_of
from bot.replies.relay_taps import key_in, read_relay_tap
from bot.replies.reply import Reply, Row
from bot.scrubbing import evened, with_masks
from bot.storage.protocols import Relay

log = structlog.stdlib.get_logger(__name__)

_QUOTE = MessageEntity.BLOCKQUOTE


def as_shown(text: str) -> str:
    """A text as it may be shown to others: masked like all that is kept, in its own letters where that masks as much.

    At most 500 characters.
    """
    low = masked(text)
    own = with_masks(evened(text))[: len(low)]
    return own if own.casefold() == low else low


def is_cut(text: str, shown: str) -> bool:
    """Whether of a text more was left out than what is masked."""
    return len(with_masks(evened(text))) > len(shown) + 1


def quoted_in(message: MaybeInaccessibleMessage | None) -> str | None:
    """The text that a message of the bot quotes, None where there is none or it cannot be read any more."""
    if not isinstance(message, Message):
        return None
    return next(iter(message.parse_entities([_QUOTE]).values()), None)


def relay_in(message: Message | None) -> str | None:
    """The key of the relay that a message to an operator is about: in its buttons, where it has none in its heading."""
    if message is None or message.from_user is None or message.from_user.id != message.get_bot().id:
        return None
    if not (data := data_under(message)):
        return key_in(text_of(message))
    taps = (read_relay_tap(one) for one in data)
    return next((tap.relay for tap in taps if tap and tap.relay and tap.act.isupper()), None)


class AboutRelay(MessageFilter):
    """Replies to what the bot wrote to an operator about a relay."""

    def filter(self, message: Message) -> bool:
        """Whether a message is such a one."""
        return relay_in(message.reply_to_message) is not None


def owner_of(relay: Relay) -> int | None:
    """Who may press buttons about a relay, where others could too."""
    return None if relay.chat_id == relay.user_id else relay.user_id


async def put_quietly(bot: Bot, chat_id: int, message_id: int | None, reply: Reply) -> None:
    """Turn a message that only informs into a reply, where that may still be done."""
    if message_id is None:
        return
    try:
        await edit(bot, chat_id, message_id, reply)
    except TelegramError as error:
        log.info("a message could not be brought up to date", reason=words_of(error))


async def put_buttons(bot: Bot, chat_id: int, message_id: int, rows: tuple[Row, ...]) -> None:
    """Put other buttons under a message, where that may still be done."""
    try:
        await bot.edit_message_reply_markup(chat_id, message_id, reply_markup=keyboard(Reply("", rows)))
    except TelegramError as error:
        log.info("the buttons could not be changed", reason=words_of(error))
