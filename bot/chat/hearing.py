"""What somebody in a group means: a question to the bot, one of its suggestions, or nothing that is for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from telegram import InlineKeyboardButton, Message, User

from bot.chat.addressing import Address, How, pointed_at, replied_to, sender_of, text_of
from bot.checklists.words import fold, place_of
from bot.content.library import Library
from bot.replies.guest_taps import GuestAct, read_guest_tap
from bot.search.decide import Decision, Scored
from bot.search.engine import Search, Verdict

_TALK_OF_ASKING = frozenset({"tanya", "tanyain", "nanya", "tanyakan", "coba", "cobain"})
_POINTING = 2  # words that hardly ask by themselves: "ini gimana"
_FEW = 4  # words that may ask, choose or point without the form of a question


class Heard(NamedTuple):
    """A question to the bot and the verdict on it."""

    address: Address
    verdict: Verdict


class Before(NamedTuple):
    """What was said before: what the last answer was about, what the message replied to says, whether it is awaited."""

    after: str | None = None
    said: str | None = None
    awaited: bool = False


class Hearing:
    """Tells what is meant for the bot."""

    def __init__(self, library: Library, search: Search) -> None:
        self._library = library
        self._search = search
        self._titled = {entry.title: entry.id for entry in library.entries.values()}

    def entry_in(self, message: Message) -> str | None:
        """The entry that a message of the bot says: its title stands first."""
        return self._titled.get(text_of(message).partition("\n")[0])

    def hear(self, message: Message, address: Address, bot: User, before: Before) -> Heard | None:
        """What a message that turns to the bot asks, None where it asks nothing of it."""
        if chosen := self._chosen(message, address):
            return Heard(address, Verdict(Decision.ANSWER, (chosen,)))
        verdict = self._search.ask(address.question, before.after if address.own else None)
        if address.own and self._is_filler(address.question, verdict):
            other = pointed_at(message, address.how, bot)
            if other is not None and other.question:
                return Heard(other, self._search.ask(other.question))
        return Heard(address, verdict) if before.awaited or self._is_meant(address, verdict, before) else None

    def _is_filler(self, question: str, verdict: Verdict) -> bool:
        """Whether a few words ask nothing by themselves, but may point to what somebody else asked."""
        if verdict.small_talk:
            return bool(verdict.small_talk.in_group)  # what is answered by how to ask; thanks ask nothing
        words = len(question.split())
        few = words <= _POINTING or (words <= _FEW and not self._search.reads_as_question(question))
        return few and verdict.decision is Decision.UNKNOWN

    def _is_meant(self, address: Address, verdict: Verdict, before: Before) -> bool:
        """Whether a message reads as a question to the bot, and not as something said about it or to somebody else."""
        if address.how in (How.COMMAND, How.MENTION) or verdict.decision is Decision.CRISIS:
            return True
        asks = self._search.reads_as_question(address.question)
        chats = self._search.is_chatter(address.question)
        answers = verdict.decision is Decision.ANSWER
        if address.how is How.ASIDE:
            return _asks_more_than_to_ask(address.question, asks=asks) or (answers and not chats)
        if before.said is None:
            return asks and (answers or not chats)
        if answers:
            return asks or len(address.question.split()) <= _FEW
        article = before.said.partition("/")[0]
        return asks and any(shown.entry_id.partition("/")[0] == article for shown in verdict.entries)

    def _chosen(self, message: Message, address: Address) -> Scored | None:
        """The suggestion that its asker has typed in a reply to it: its number, or a few words of it."""
        offered = list(self._offered(message)) if address.how is How.REPLY else []
        if not offered or len(address.question.split()) > _FEW:
            return None
        place = place_of(tuple(fold(address.question)))
        if place is not None:
            return Scored(offered[place - 1], 1.0) if 1 <= place <= len(offered) else None
        verdict = self._search.ask(address.question)
        if verdict.decision is Decision.CRISIS:
            return None
        fitting = (one for one in (*verdict.entries, *verdict.runners_up) if one.entry_id in offered)
        return next(fitting, None)

    def _offered(self, message: Message) -> Iterator[str]:
        """The entries that the message replied to offers to the sender."""
        other = replied_to(message)
        for button in _buttons(other) if other else ():
            tap = read_guest_tap(str(button.callback_data or ""), self._library)
            if tap and tap.act is GuestAct.ANSWER and tap.entry_id and sender_of(message) in tap.owners:
                yield tap.entry_id


def _asks_more_than_to_ask(question: str, *, asks: bool) -> bool:
    """Whether a message has the form of a question by more than words such as in "coba tanya @bot deh"."""
    return asks and ("?" in question or not _TALK_OF_ASKING & set(fold(question)))


def _buttons(message: Message) -> Iterator[InlineKeyboardButton]:
    for row in message.reply_markup.inline_keyboard if message.reply_markup else ():
        yield from row
