"""How a reply in a group reads: short, with one way to more and one way to be rid of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.content.library import Library
from bot.content.texts import Texts
from bot.replies.guest_taps import GuestAct, GuestTap
from bot.replies.links import deep_link, payload_for
from bot.replies.pages import Pages
from bot.replies.reply import Button, Reply, Row, escape
from bot.search.decide import Decision
from bot.search.engine import Verdict

_SUPERGROUPS = -1_000_000_000_000  # ids of chats whose messages have links stand below it


@dataclass(frozen=True)
class Asker:
    """For whom a reply is: the people who may press its buttons (none: only admins), and which bot they talk to."""

    owners: tuple[int, ...]
    bot_username: str


class GuestReplies:
    """Words what the bot says in groups."""

    def __init__(self, library: Library, pages: Pages) -> None:
        self._library = library
        self._texts = library.texts
        self._pages = pages

    def to(self, verdict: Verdict, asker: Asker, *, unasked: bool = False, help_row: tuple[Row, ...] = ()) -> Reply:
        """The reply to a question; one that was not put to the bot can be taught away.

        `help_row` stands where the bot does not know.
        """
        match verdict.decision:
            case Decision.ANSWER:
                return self.answer(answered(verdict), asker, unasked=unasked)
            case Decision.SUGGEST:
                rows = self._choices([shown.entry_id for shown in verdict.entries], asker)
                return self._removable(self._texts.answer.suggest, rows, asker)
            case Decision.CRISIS:
                return self._removable(self._texts.group.crisis, (), asker)
            case Decision.SMALL_TALK if verdict.small_talk:
                said = verdict.small_talk.in_group or verdict.small_talk.reply
                return self._removable(escape(said), (), asker)
            case _:
                return self._removable(self._texts.group.unknown, help_row, asker)

    def answer(self, entry_ids: Sequence[str], asker: Asker, *, unasked: bool = False) -> Reply:
        """Short answers, each with a way to the whole one."""
        entries = [self._library.entries[entry_id] for entry_id in entry_ids]
        said = "\n\n".join(self._pages.short_answer(entry) for entry in entries)
        rows: tuple[Row, ...] = self._links(entry_ids, asker) if len(entries) > 1 else ()
        more = (self._more(entry_ids[0], asker),) if len(entries) == 1 else ()
        if unasked:
            mute = Button(self._texts.group.mute, GuestTap(GuestAct.MUTE, asker.owners, entry_ids[0]).data())
            rows = (*rows, (mute,))
        return self._removable(said, rows, asker, more)

    def again(self, entry_ids: Sequence[str], link: str, asker: Asker) -> Reply:
        """What was said a short while ago stands there; a group whose messages have no links is told so."""
        if not link:
            return self._removable(self._texts.group.again_above, (), asker, (self._more(entry_ids[0], asker),))
        return self._removable(self._texts.group.again, ((Button(self._texts.group.earlier, url=link),),), asker)

    def _choices(self, entry_ids: Sequence[str], asker: Asker) -> tuple[Row, ...]:
        """One row for each suggestion; who writes as a channel cannot be told by a press, so theirs open in private."""
        if not asker.owners:
            return self._links(entry_ids, asker)
        taps = (GuestTap(GuestAct.ANSWER, asker.owners, entry_id).data() for entry_id in entry_ids)
        labels = (self._label(entry_id) for entry_id in entry_ids)
        return tuple((Button(label, data),) for label, data in zip(labels, taps, strict=True))

    def _links(self, entry_ids: Sequence[str], asker: Asker) -> tuple[Row, ...]:
        addresses = (deep_link(asker.bot_username, payload_for(entry_id)) for entry_id in entry_ids)
        labels = (self._label(entry_id) for entry_id in entry_ids)
        return tuple((Button(label, url=url),) for label, url in zip(labels, addresses, strict=True))

    def _more(self, entry_id: str, asker: Asker) -> Button:
        return Button(self._texts.buttons.more, url=deep_link(asker.bot_username, payload_for(entry_id)))

    def _label(self, entry_id: str) -> str:
        return self._library.entries[entry_id].label

    def _removable(self, html: str, rows: tuple[Row, ...], asker: Asker, beside: Row = ()) -> Reply:
        return Reply(html, (*rows, (*beside, remove_button(self._texts, *asker.owners))))


def remove_button(texts: Texts, *owners: int) -> Button:
    """What takes a message of the bot away; for its owners and the group's admins."""
    return Button(texts.group.remove, GuestTap(GuestAct.REMOVE, owners).data())


def answered(verdict: Verdict) -> list[str]:
    """The entries that a reply to a verdict says; none where it says none."""
    if verdict.decision is not Decision.ANSWER:
        return []
    return [shown.entry_id for shown in (verdict.entries[0], verdict.second) if shown]


def message_link(chat_id: int, username: str | None, message_id: int, topic: int) -> str:
    """The address of a message in a group, empty where it has none."""
    place = f"{topic}/{message_id}" if topic else str(message_id)
    if username:
        return f"https://t.me/{username}/{place}"
    return f"https://t.me/c/{_SUPERGROUPS - chat_id}/{place}" if chat_id < _SUPERGROUPS else ""
